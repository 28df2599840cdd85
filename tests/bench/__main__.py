"""`make bench`: speed and quality of the service, printed as tables.

    python -m tests.bench [FOLDER]

FOLDER holds documents to measure speed on (default: ../shared/data/news/dantri2021.jsonl.gz, else samples/). Quality
is measured where the retrieval sets of ../shared are present. Times are of this machine and this moment: compare only
what one run printed.
"""

from __future__ import annotations

from pathlib import Path

from tests.bench.arguments import folders
from tests.bench.extraction import extraction_table
from tests.bench.quality import quality_table
from tests.bench.repair import repair_tables
from tests.bench.speed import speed_table

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def main() -> None:
    """Print the tables."""
    news = SHARED / "data" / "news" / "dantri2021.jsonl.gz"
    folder = folders(__doc__, default=news)[0]
    print(speed_table(folder), end="\n\n", flush=True)
    print(extraction_table(folder), end="\n\n", flush=True)
    if (SHARED / "data" / "ir").is_dir():
        print(quality_table(SHARED), end="\n\n", flush=True)
        print(repair_tables([SHARED / "data" / "union" / "articles.jsonl", news], titles=100))
    else:
        print("no retrieval sets beside the checkout: quality not measured")


if __name__ == "__main__":
    main()

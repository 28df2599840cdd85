"""nDCG@10 and recall@10 of the running service on retrieval sets, queries as written and without accents."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.service import reindex, serving

_ROW = "{:<12} {:>8} {:>10} {:>10} {:>12} {:>12} {:>8}"


def _score(scorer: Path, address: str, dataset: Path, *options: str) -> dict[str, float]:
    command = [sys.executable, str(scorer), address, str(dataset), *options]
    scored: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return scored


def quality_table(shared: Path) -> str:
    """Return a table with a row for each set in `shared`/data/ir, each indexed on its own, and the means."""
    lines = [_ROW.format("set", "queries", "nDCG@10", "recall@10", "nDCG bare", "recall bare", "ms")]
    rows = []
    for dataset in sorted((shared / "data" / "ir").iterdir()):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            reindex(dataset / "corpus.jsonl", data)
            with serving(data) as (address, _):
                scorer = shared / "bench" / "score_search.py"
                written = _score(scorer, address, dataset)
                bare = _score(scorer, address, dataset, "--unaccented")
        assert not written["failed"] and not bare["failed"], (written, bare)
        row = (written["ndcg10"], written["recall10"], bare["ndcg10"], bare["recall10"])
        rows.append(row)
        figures = [f"{value:.4f}" for value in row]
        lines.append(_ROW.format(dataset.name, int(written["queries"]), *figures, f"{written['median_ms']:.1f}"))
    means = [f"{sum(row[n] for row in rows) / len(rows):.4f}" for n in range(4)]
    lines.append(_ROW.format("mean", "", *means, ""))
    return "\n".join(lines)

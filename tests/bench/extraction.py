"""What extraction costs beside the rest of analysis: `python -m tests.bench.extraction [FOLDER]`.

Both take turns on the same texts, a hundred at a time, in processor time of one process. The share of a reindex is
that of a whole `reindex --full --jobs 1`, with reading and writing. FOLDER defaults to ../shared/data/news, else to
samples/.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.analysis.segmentation.segment import Segmenter
from index.analysis.tiers import tiers_of
from index.documents import Article
from index.extract.directives.find import find_directives
from index.extract.people.find import find_people
from index.findings.article_findings import find_in, running_text, searched_text
from index.organisations.names import OrganisationNames
from index.organisations.table import shipped
from index.resolve.directives.registry import load_registry
from index.sources import read_file, read_paths
from tests.bench.arguments import NEWS, folders
from tests.bench.service import reindex

ROOT = Path(__file__).resolve().parents[2]
_TURN = 100  # articles
_ROW = "{:<44} {:>14} {:>14}"


def extraction_table(source: Path) -> str:
    """Return characters/s of extraction and of the rest of analysis, their ratio, and the share of a reindex."""
    articles = [item for file in read_paths([source]) for item in read_file(file) if isinstance(item, Article)]
    segmenter, registry, names = Segmenter(), load_registry(), OrganisationNames(shipped())
    works: dict[str, Callable[[Article], object]] = {
        "analyse: words, pairs, compounds": lambda a: [tiers_of(t, segmenter) for t in (a.title, searched_text(a))],
        "extract: directives, people, organisations": lambda a: find_in(a, registry, names),
        "  of it directives alone": lambda a: find_directives(running_text(a), a.date),
        "  of it people alone": lambda a: find_people(running_text(a), a.author),
    }
    for work in works.values():
        work(articles[0])
    turns = [articles[at : at + _TURN] for at in range(0, len(articles), _TURN)]
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for turn in turns:
        for name, work in works.items():
            seconds[name].append(_timed(work, turn))
    characters = sum(len(running_text(article)) for article in articles)
    lines = [f"{len(articles):,} documents, {characters:,} characters of {source.name}"]
    lines.append(_ROW.format("step", "characters/s", "seconds"))
    for name, times in seconds.items():
        lines.append(_ROW.format(name, f"{characters / sum(times):,.0f}", f"{sum(times):.1f}"))
    rest, extraction = (seconds[name] for name in list(works)[:2])
    ratio = statistics.median(one / other for one, other in zip(extraction, rest, strict=True))
    lines.append(f"extraction costs {ratio:.2f} times the rest of analysis (median of {len(turns)} turns)")
    whole = _reindexing(source)
    lines.append(f"share of a full reindex in one process: {100 * sum(extraction) / whole:.0f} % of {whole:.1f} s")
    return "\n".join(lines)


def _timed(work: Callable[[Article], object], articles: Sequence[Article]) -> float:
    began = time.process_time()
    for article in articles:
        work(article)
    return time.process_time() - began


def _reindexing(source: Path) -> float:
    """Return the processor seconds of a full reindex, its child processes included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        reindex(source, Path(folder), "--full", "--jobs", "1")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> None:
    """Print the table."""
    print(extraction_table(folders(__doc__, default=NEWS)[0]))


if __name__ == "__main__":
    main()

"""Processor time of a full answer in two versions of the service, interleaved question by question.

    python -m tests.bench.two_versions SOURCE TREE DATA TREE DATA

SOURCE are the documents from which questions of two to five neighbouring words are drawn, seeded. Each TREE is a
checkout, each DATA its index of the same documents. Both run at once, a question after the other, three rounds; of each
question the median counts, so that what else the machine does falls on both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from index.documents import Article
from index.sources import read_file, read_paths
from tests.bench.arguments import folders
from tests.bench.speed import questions

_ROUNDS = 3
_WORKER = """
import sys, time
from pathlib import Path
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
engine = WhooshEngine(Path(sys.argv[1]))
engine.search(SearchRequest(q="mở chỉ mục"))
for line in sys.stdin:
    began = time.process_time()
    engine.search(SearchRequest(q=line.strip()))
    print((time.process_time() - began) * 1000, flush=True)
"""


def _version(tree: Path, data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(data.resolve())],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree.resolve()), "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _asked(version: subprocess.Popen[str], question: str) -> float:
    """Return the milliseconds of processor time that a version took for a question."""
    assert version.stdin is not None and version.stdout is not None
    print(question, file=version.stdin, flush=True)
    return float(version.stdout.readline())


def two_versions_table(source: Path, *trees_and_data: Path) -> str:
    """Return p50 and p95 of both versions, in Markdown."""
    articles = [item for file in read_paths([source]) for item in read_file(file) if isinstance(item, Article)]
    asked = questions(articles)
    versions = [_version(*trees_and_data[at : at + 2]) for at in (0, 2)]
    try:
        times: list[list[list[float]]] = [[[] for _ in asked] for _ in versions]
        for _ in range(_ROUNDS):
            for number, question in enumerate(asked):
                for which, version in enumerate(versions):
                    times[which][number].append(_asked(version, question))
    finally:
        for version in versions:
            version.communicate()
    lines = [f"{len(asked)} questions", "", "| version | p50 ms | p95 ms |", "|---|---|---|"]
    for tree, one in zip(trees_and_data[::2], times, strict=True):
        cuts = statistics.quantiles(map(statistics.median, one), n=20)
        lines.append(f"| {tree.name} | {cuts[9]:.2f} | {cuts[18]:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(two_versions_table(*folders(__doc__)))

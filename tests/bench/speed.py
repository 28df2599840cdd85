"""How fast documents are read, analysed, indexed and searched."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.analysis.segmentation.segment import Segmenter
from index.analysis.tiers import tiers_of
from index.documents import Article
from index.findings.article_findings import find_in
from index.organisations.names import OrganisationNames
from index.organisations.table import shipped
from index.resolve.directives.registry import load_registry
from index.sources import read_file, read_paths
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.bench.service import reindex

_ROW = "{:<44} {:>14} {:>14}"
_QUERIES = 300


def _timed(work: Callable[[Article], object], articles: Sequence[Article]) -> float:
    began = time.perf_counter()
    for article in articles:
        work(article)
    return time.perf_counter() - began


def questions(articles: Sequence[Article]) -> list[str]:
    """Return queries of two to five neighbouring words from random places of random articles, seeded."""
    chance = random.Random(42)
    drawn = []
    while len(drawn) < _QUERIES:
        words = chance.choice(articles).text.split()
        length = chance.randint(2, 5)
        if len(words) > length:
            start = chance.randrange(len(words) - length)
            drawn.append(" ".join(words[start : start + length]))
    return drawn


def speed_table(source: Path) -> str:
    """Return a table of rates over the documents of `source`; each step alone, on one core, then the whole."""
    articles = [item for file in read_paths([source]) for item in read_file(file) if isinstance(item, Article)]
    characters = sum(len(a.title) + len(a.lead) + len(a.text) for a in articles)
    lines = [f"{len(articles):,} documents, {characters:,} characters of {source.name}"]
    lines.append(_ROW.format("step", "documents/s", "characters/s"))
    segmenter, registry, names = Segmenter(), load_registry(), OrganisationNames(shipped())
    segmenter.segment("nạp mô hình")
    steps: list[tuple[str, Callable[[Article], object]]] = [
        ("analyse: tiers with segmentation", lambda a: tiers_of(f"{a.title}\n{a.lead}\n{a.text}", segmenter)),
        ("extract: directives, people, organisations", lambda a: find_in(a, registry, names)),
    ]
    for name, work in steps:
        seconds = _timed(work, articles)
        lines.append(_ROW.format(name, f"{len(articles) / seconds:,.0f}", f"{characters / seconds:,.0f}"))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for jobs in (1, 2):
            began = time.perf_counter()
            reindex(source, data, "--full", "--jobs", str(jobs))
            seconds = time.perf_counter() - began
            name = f"reindex --full --jobs {jobs}"
            lines.append(_ROW.format(name, f"{len(articles) / seconds:,.0f}", f"{characters / seconds:,.0f}"))
        began = time.perf_counter()
        reindex(source, data)
        lines.append(f"reindex with nothing changed: {time.perf_counter() - began:.1f} s")
        lines.append(_search_line(data, articles))
    return "\n".join(lines)


def _search_line(data: Path, articles: Sequence[Article]) -> str:
    engine = WhooshEngine(data)
    engine.search(SearchRequest(q="mở chỉ mục"))
    times = []
    for question in questions(articles):
        began = time.perf_counter()
        engine.search(SearchRequest(q=question))
        times.append((time.perf_counter() - began) * 1000)
    engine.close()
    cuts = statistics.quantiles(times, n=20)
    return f"search, {_QUERIES} queries of 2 to 5 words: median {cuts[9]:.1f} ms, 95 % within {cuts[18]:.1f} ms"

"""Rows of the table that need the whole service: reindex, answers, requests, memory, incremental runs."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from whoosh import fields
from whoosh.filedb.filestore import FileStorage

from index.analysis.segmentation.segment import Segmenter
from index.analysis.tiers import tiers_of
from index.documents import Article
from index.findings.article_findings import StoredArticle, searched_text
from index.generations.catalogue import article_digest
from index.generations.schema import Terms, build_schema
from index.generations.store import Store
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.bench.service import constant, reindex, serving

Row = Callable[[str, str, str, float | None, str], None]
Record = dict[str, Any]

_FEW = 300  # documents that are segmented
_REINDEXED, _STOCK = 1_000, 150  # documents reindexed by this project and by Whoosh with pyvi
_ANSWERS = 300
_DISTINCT = 2_000
_SECONDS = 6
_CONNECTIONS = 8


def _pyvi() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer
    return ViTokenizer


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def segmentation(records: Sequence[Record], row: Row) -> None:
    """Print how fast texts are segmented, beside pyvi; `tests.bench.segmentation` compares the labels of all texts."""
    segmenter, theirs = Segmenter(), _pyvi()
    segmenter.segment("khoa học")
    theirs.tokenize("khoa học")
    ratios, spent = [], [0.0, 0.0]
    for start in range(0, _FEW, 30):
        texts = [record["text"] for record in records[start : start + 30]]
        ours = _timed(lambda texts=texts: [segmenter.segment(text) for text in texts])
        other = _timed(lambda texts=texts: [theirs.tokenize(text) for text in texts])
        ratios.append(other / ours)
        spent[0] += ours
        spent[1] += other
    rates = [f"{_FEW / seconds:,.0f}/s" for seconds in spent]
    row("segmentation, documents/s", rates[0], f"pyvi {rates[1]}", statistics.median(ratios), "≥ 10")


def _write(path: Path, records: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def end_to_end(records: Sequence[Record], row: Row) -> None:
    """Print `tracuu reindex --jobs 1` beside Whoosh's own codec with pyvi in its analyser; and two jobs beside one.

    Whoosh indexes title and body as pyvi cuts them, or all fields that this project indexes with the stored articles;
    it extracts nothing. Processor time: what else the machine does counts less.
    """
    spent: dict[str, list[float]] = {name: [] for name in ("1", "1 clock", "2 clock", "two fields", "all fields")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "records.jsonl", records[:_REINDEXED])

        def ours(data: str, *options: str) -> tuple[float, float]:
            began, clock = _of_children(), time.perf_counter()
            reindex(folder / "records.jsonl", folder / data, *options)
            return _of_children() - began, time.perf_counter() - clock

        start = ours("start", "--dry-run")  # reading is no part of it either: it takes a hundredth
        for turn in range(2):
            for jobs in ("1", "2"):
                found = ours(f"data{turn}-{jobs}", "--jobs", jobs)
                spent[f"{jobs} clock"].append((found[1] - start[1]) / _REINDEXED)
                if jobs == "1":
                    spent[jobs].append((found[0] - start[0]) / _REINDEXED)
            for kind, index in (("two fields", _two_fields), ("all fields", _all_fields)):
                began = time.process_time()
                index(folder / f"{kind}{turn}", records[:_STOCK])
                spent[kind].append((time.process_time() - began) / _STOCK)
    per_document = {name: statistics.median(times) for name, times in spent.items()}
    for kind in ("two fields", "all fields"):
        row(
            "reindex end to end, --jobs 1, processor ms a document",
            f"{1000 * per_document['1']:.1f}",
            f"Whoosh, pyvi, {kind} {1000 * per_document[kind]:.1f}",
            per_document[kind] / per_document["1"],
            "≥ 10",
        )
    rates = [1 / per_document[f"{jobs} clock"] for jobs in ("2", "1")]
    row("two jobs beside one, documents/s", f"{rates[0]:,.0f}", f"one {rates[1]:,.0f}", rates[0] / rates[1], "> 1")


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _two_fields(folder: Path, records: Sequence[Record]) -> None:
    folder.mkdir()
    schema = fields.Schema(id=fields.ID(stored=True), title=Terms(positions=True), body=Terms(positions=True))
    writer = FileStorage(str(folder)).create_index(schema).writer(limitmb=256)
    cut = _pyvi()
    for record in records:
        title, body = (cut.tokenize(record.get(name) or "").split() for name in ("title", "text"))
        writer.add_document(id=record["id"], title=title, body=body)
    writer.commit()


def _all_fields(folder: Path, records: Sequence[Record]) -> None:
    """Index what an article of this project has, by Whoosh's own writer, compounds as pyvi finds them."""
    folder.mkdir()
    writer = FileStorage(str(folder)).create_index(build_schema()).writer(limitmb=256)
    cut = _pyvi()
    for record in records:
        article = Article(str(record["id"]), record.get("title") or "", record["text"])
        texts = {"title": article.title, "body": searched_text(article)}
        made = {name: tiers_of(text, None) for name, text in texts.items()}
        tokens = {f"{name}_{tier}": getattr(made[name], tier) for name in texts for tier in ("word", "fold", "pair")}
        compounds = {f"{name}_compound": cut.tokenize(text).split() for name, text in texts.items()}
        columns = dict.fromkeys(("origin_column", "day", "source_name", "province", "category"), b"")
        writer.add_document(
            key=f"article:{article.id}",
            kind="article",
            digest_column=article_digest(article),
            label=article.title.encode(),
            record=msgspec.json.encode(StoredArticle(article)),
            **columns,
            **tokens,
            **compounds,
        )
    writer.commit()


def service(records: Sequence[Record], chosen: Sequence[Record], data: Path | None, row: Row) -> None:
    """Reindex `chosen` (or take the index in `data`), and a thousand beside it; print what serving them costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "few.jsonl", records[:1_000])
        reindex(folder / "few.jsonl", folder / "few")
        if data is None:
            data = folder / "data"
            (folder / "documents").mkdir()
            _write(folder / "documents" / "all.jsonl", chosen)
            seconds = _timed(lambda: reindex(folder / "documents", data))
            row(f"tracuu reindex, {len(chosen):,} documents, all cores", f"{seconds:,.0f} s", "", None, "")
            _size(data, chosen, row)
            _incremental(folder, data, chosen, row)
        _answers(data, folder / "few", records, row)
        _requests(folder, data, records, row)


def _size(data: Path, chosen: Sequence[Record], row: Row) -> None:
    generation = Store(data).current()
    assert generation is not None
    size = sum(entry.size for entry in generation.manifest.files.values())
    text = sum(len(f"{r.get('title') or ''}{r.get('lead') or ''}{r['text']}".encode()) for r in chosen)
    row("index size, MB", f"{size / 1e6:,.0f}", f"UTF-8 text {text / 1e6:,.0f}", size / text, "≤ 1.5")


def _incremental(folder: Path, data: Path, chosen: Sequence[Record], row: Row) -> None:
    changed = set(random.Random(5).sample(range(len(chosen)), min(100, len(chosen))))
    documents = ({**r, "text": f"{r['text']}\nĐã sửa."} if n in changed else r for n, r in enumerate(chosen))
    _write(folder / "documents" / "all.jsonl", documents)
    seconds = _timed(lambda: reindex(folder / "documents", data))
    row(f"incremental reindex, 100 of {len(chosen):,} changed", f"{seconds:.1f} s", "", None, "≤ 10 s at 60,000")


def _queries(records: Sequence[Record], count: int) -> list[str]:
    chance = random.Random(7)
    asked: dict[str, None] = {}
    while len(asked) < count:
        text, length = chance.choice(records)["text"].split(), chance.randint(2, 5)
        if len(text) > length:
            start = chance.randrange(len(text) - length)
            asked[" ".join(text[start : start + length])] = None
    return list(asked)


def _answers(data: Path, few: Path, records: Sequence[Record], row: Row) -> None:
    """Print what a whole answer costs in the engine, here and at a thousand documents, in turns."""
    engines = {name: WhooshEngine(path) for name, path in (("all", data), ("few", few))}
    times: dict[str, list[float]] = {name: [] for name in engines}
    opened = {name: _timed(lambda engine=engine: engine.status()) for name, engine in engines.items()}
    asked = _queries(records[:1_000], 2 * _ANSWERS)
    for number, query in enumerate(asked):
        for name, engine in engines.items():
            seconds = _timed(lambda engine=engine, query=query: engine.search(SearchRequest(q=query)))
            if number >= _ANSWERS:
                times[name].append(seconds * 1000)
    count = engines["all"].status().counts.get("article", 0)
    for engine in engines.values():
        engine.close()
    cuts = {name: np.percentile(spent, [50, 95]) for name, spent in times.items()}
    for place, label in enumerate(("p50", "p95")):
        ours, small = cuts["all"][place], cuts["few"][place]
        target = "≤ 10 ms, ≤ 3" if label == "p95" else ""
        row(
            f"full answer (tiers, facets, snippets), {label}, ms, {count:,} articles",
            f"{ours:.1f}",
            f"at 1,000: {small:.1f}",
            ours / small,
            target,
        )
    row("opening a generation, s", f"{opened['all']:.2f}", f"at 1,000: {opened['few']:.2f}", None, "")


def _requests(folder: Path, data: Path, records: Sequence[Record], row: Row) -> None:
    """Print requests a second of the service with all workers, beside a constant answer, in turns; and their memory."""
    workers = os.cpu_count() or 1
    paths = [f"/api/v1/search?q={urllib.parse.quote_plus(query)}" for query in _queries(records, _DISTINCT)]
    rates: dict[str, list[float]] = {"service": [], "constant": []}
    with serving(data, workers) as (address, process):
        sizes = [len(urllib.request.urlopen(address.rstrip("/") + path).read()) for path in paths[:50]]
        with constant(round(statistics.mean(sizes)), workers) as other:
            for _ in range(3):
                rates["service"].append(_load(folder, address, paths))
                rates["constant"].append(_load(folder, other, paths))
        memory = max(_own_memory(child) for child in _children(process.pid))
    ours, theirs = (statistics.median(found) for found in rates.values())
    with_what = "wrk" if shutil.which("wrk") else "threads"
    row(
        f"GET /api/v1/search, {_DISTINCT:,} queries, {workers} workers, {with_what}",
        f"{ours:,.0f}/s",
        f"constant {theirs:,.0f}/s",
        ours / theirs,
        "≥ 0.5",
    )
    row("memory of a worker after that, mapped pages aside", f"{memory / 1e6:,.0f} MB", "", None, "≤ 250 MB")


def _children(process: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()] or [process]


def _own_memory(process: int) -> int:
    found = re.search(r"^Anonymous: +(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return 1024 * int(found[1])


def _load(folder: Path, address: str, paths: Sequence[str]) -> float:
    """Return requests a second over some seconds, the paths one after the other."""
    if not shutil.which("wrk"):
        return _threads(address, paths)
    script = folder / "paths.lua"
    listed = ",\n".join(json.dumps(path) for path in paths)
    script.write_text(
        f"local paths = {{{listed}}}\nlocal n = 0\n"
        "request = function() n = n % #paths + 1; return wrk.format('GET', paths[n]) end\n"
    )
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "-s", str(script), address]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec: +([\d.]+)", printed)
    assert found, printed
    assert "Non-2xx" not in printed, printed
    return float(found[1])


def _threads(address: str, paths: Sequence[str]) -> float:
    ended = time.monotonic() + _SECONDS
    answered = [0] * _CONNECTIONS

    def ask(place: int) -> None:
        number = place
        while time.monotonic() < ended:
            with urllib.request.urlopen(address.rstrip("/") + paths[number % len(paths)]) as reply:
                reply.read()
            answered[place] += 1
            number += _CONNECTIONS

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered) / _SECONDS

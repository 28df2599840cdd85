"""The columnar codec against stock Whoosh and tantivy, same tokens: `python -m tests.bench.bench_columnar FOLDER`.

Indexing of two fields with positions, one thread each, in turns; then OR queries of two to five words for the ten
best, by BM25 on the codec's arrays. tantivy takes part where it can be imported. FOLDER holds `.jsonl.gz` files with
a `title` and a `text` in each line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats, query
from whoosh.filedb.filestore import FileStorage

from index.analysis.tokens import words
from index.columnar import ColumnarWriter, SegmentArrays, segment_arrays

try:
    import tantivy
except ImportError:
    tantivy = None

FIELDS = ("title", "body")
_BLOCK = 64  # documents of which only the best score is looked at first
Document = tuple[list[str], list[str]]


class Tokens(fields.FieldType):  # type: ignore[misc]
    """A field of ready terms with positions."""

    indexed = scorable = True
    stored = spelling = sortable = unique = False
    vector = column_type = analyzer = None

    def __init__(self) -> None:
        self.format = formats.Positions()

    def tokens(self, value: list[str]) -> list[str]:
        return value

    def index(self, value: list[str], **_: Any) -> Any:
        places: dict[str, list[int]] = {}
        for place, term in enumerate(value):
            places.setdefault(term, []).append(place)
        return [(t.encode(), len(w), float(len(w)), self.format.encode(w)) for t, w in places.items()]

    def to_bytes(self, value: Any) -> bytes:
        return value if isinstance(value, bytes) else str(value).encode()


def read(folder: Path, every: int) -> list[Document]:
    documents = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                documents.append((words(record.get("title") or ""), words(record["text"])))
    return documents[::every]


def empty_index() -> Any:
    return FileStorage(tempfile.mkdtemp()).create_index(fields.Schema(title=Tokens(), body=Tokens()))


def with_columnar(documents: Sequence[Document]) -> Any:
    index = empty_index()
    writer = ColumnarWriter(index)
    for title, body in documents:
        writer.add_document(title=title, body=body)
    writer.commit()
    return index


def with_stock(documents: Sequence[Document]) -> Any:
    index = empty_index()
    writer = index.writer(limitmb=256)
    for title, body in documents:
        writer.add_document(title=title, body=body)
    writer.commit()
    return index


def with_tantivy(documents: Sequence[Document]) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="position")
    index = tantivy.Index(builder.build(), path=tempfile.mkdtemp())
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for title, body in documents:
        writer.add_document(tantivy.Document(title=" ".join(title), body=" ".join(body)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


class Bm25:
    """OR queries over one segment by adding up impacts, which are kept for terms asked for again.

    The ten best stand in the ten blocks with the highest maxima: if a document of another block were among them,
    its block's maximum would be, too.
    """

    def __init__(self, segment: SegmentArrays) -> None:
        self._segment = segment
        self._norms = {}
        for name in FIELDS:
            lengths = segment.lengths(name).astype(np.float32)
            self._norms[name] = np.float32(1.2) * (0.25 + 0.75 * lengths / max(lengths.mean(), 1e-9))
        self._known: dict[tuple[str, str], tuple[Any, Any]] = {}

    def _impacts(self, name: str, term: str) -> tuple[Any, Any]:
        known = self._known.get((name, term))
        if known is None:
            documents, frequencies = self._segment.postings(name, term)
            size, held = self._segment.size, len(documents)
            idf = np.float32(np.log(1 + (size - held + 0.5) / (held + 0.5)) * 2.2)
            norms = self._norms[name][documents]
            known = documents.astype(np.intp), idf * frequencies.astype(np.float32) / (frequencies + norms)
            self._known[name, term] = known
        return known

    def best(self, terms: Sequence[str], count: int = 10) -> list[int]:
        scores = np.zeros(-(-self._segment.size // _BLOCK) * _BLOCK, np.float32)
        for name in FIELDS:
            for term in terms:
                documents, impacts = self._impacts(name, term)
                scores[documents] += impacts
        maxima = scores.reshape(-1, _BLOCK).max(axis=1)
        blocks = np.argpartition(maxima, -count)[-count:] if len(maxima) > count else np.arange(len(maxima))
        among = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).reshape(-1)
        top = among[np.argpartition(scores[among], -count)[-count:]]
        return top[np.argsort(-scores[top])].tolist()

    def forget(self) -> None:
        self._known.clear()


def questions(documents: Sequence[Document], count: int) -> list[list[str]]:
    chance = random.Random(42)
    asked = []
    while len(asked) < count:
        body, length = chance.choice(documents)[1], chance.randint(2, 5)
        if len(body) > length:
            start = chance.randrange(len(body) - length)
            asked.append(body[start : start + length])
    return asked


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def indexing(documents: list[Document], rounds: int) -> dict[str, Any]:
    """Print documents per second and return the index of each peer."""
    peers = {"columnar": with_columnar} | ({"tantivy": with_tantivy} if tantivy else {})
    spent: dict[str, list[float]] = {name: [] for name in peers}
    indexes = {}
    for _ in range(rounds):
        for name, build in peers.items():
            seconds, indexes[name] = timed(lambda build=build: build(documents))
            spent[name].append(seconds)
    few = documents[:: max(1, len(documents) // 300)]
    seconds, indexes["stock"] = timed(lambda: with_stock(few))
    rates = {name: len(documents) / statistics.median(times) for name, times in spent.items()}
    rates["stock"] = len(few) / seconds
    for name, rate in rates.items():
        print(f"indexing, {name:<10} {rate:>9,.0f} documents/s   columnar / it {rates['columnar'] / rate:7.2f}")
    return indexes


def searching(indexes: dict[str, Any], asked: list[list[str]]) -> None:
    """Print how long the ten best documents of OR queries take."""
    bm25 = Bm25(segment_arrays(indexes["columnar"].reader())[0])

    def ask_anew(terms: list[str]) -> list[int]:
        bm25.forget()
        return bm25.best(terms)

    for terms in asked:
        bm25.best(terms)
    ways: dict[str, Callable[[list[str]], Any]] = {"columnar, terms known": bm25.best}
    if tantivy:
        searcher = indexes["tantivy"].searcher()
        schema = indexes["tantivy"].schema

        def ask_tantivy(terms: list[str]) -> Any:
            parts = [tantivy.Query.term_query(schema, name, t, "position") for name in FIELDS for t in terms]
            should = [(tantivy.Occur.Should, part) for part in parts]
            return searcher.search(tantivy.Query.boolean_query(should), 10, count=False).hits

        ways["tantivy"] = ask_tantivy
    whoosh = indexes["columnar"].searcher()
    spent: dict[str, list[float]] = {name: [] for name in (*ways, "columnar, terms new", "Whoosh's matchers")}
    for number, terms in enumerate(asked):
        for name, ask in ways.items():
            spent[name].append(timed(lambda ask=ask, terms=terms: ask(terms))[0])
        if number % 10 == 0:  # the same postings through Whoosh's own matchers
            either = query.Or([query.Term(name, t) for name in FIELDS for t in terms])
            spent["Whoosh's matchers"].append(timed(lambda either=either: whoosh.search(either, limit=10))[0])
    for terms in asked:
        spent["columnar, terms new"].append(timed(lambda terms=terms: ask_anew(terms))[0])
    for name, times in spent.items():
        p50, p95 = np.percentile(times, [50, 95]) * 1000
        print(f"OR, ten best, {name:<22} p50 {p50:8.3f} ms   p95 {p95:8.3f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each n-th document only")
    parser.add_argument("--times", type=int, default=1, help="repeat the documents to make more")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queries", type=int, default=300)
    arguments = parser.parse_args()
    documents = read(arguments.folder, arguments.every)
    asked = questions(documents, arguments.queries)
    documents *= arguments.times
    tokens = sum(len(title) + len(body) for title, body in documents)
    print(f"{len(documents):,} documents, {tokens:,} tokens; tantivy {'takes part' if tantivy else 'is not installed'}")
    searching(indexing(documents, arguments.rounds), asked)


if __name__ == "__main__":
    main()

"""This project beside other engines, in one run: same documents, same tokens, same queries, in turns.

    python -m tests.bench.peers [--documents N] [--service N] [--rounds N] [FOLDER]

All engines index the same ready tokens in two fields. They are asked for the ten best by OR, AND and phrase; this
project answers as it serves, by matching and ranking over all tiers of these words, with the 30 best read closely.

FOLDER holds `.jsonl.gz` files with `title` and `text` in each line (default: ../shared/data/news). They are shuffled by
a fixed seed and repeated under ids of their own past what there is. `--documents` (10,000) is how many the engines
index, `--service` (as many) how many are reindexed and served; 0 leaves the service out. `--data` takes an index that
is there in place of reindexing. Engines of the `bench` extra that are not installed are left out with a sentence.
Times are of this machine and this moment: the ratios are what counts, medians over interleaved rounds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.analysis.tokens import words
from tests.bench.peer_engines import Document, Peer, Ways, peers, served
from tests.bench.peer_service import end_to_end, segmentation, service

NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "news"
_STOCK = 10_000  # documents that stock Whoosh indexes at most: it takes 4 to 8 ms each
_SEARCHES = 300
_ROW = "{:<58} {:>22} {:>22} {:>9}  {}"

Record = dict[str, Any]


def read(folder: Path) -> list[Record]:
    """Return the records of a folder in an order of chance, always the same."""
    records: list[Record] = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                record["id"] = f"{path.name.partition('.')[0]}/{record.get('id') or len(records)}"
                records.append(record)
    random.Random(2021).shuffle(records)
    return records


def repeated(records: Sequence[Record], count: int) -> Iterator[Record]:
    """Yield as many records as wanted; those that come again have another id."""
    for n in range(count):
        record = records[n % len(records)]
        yield record if n < len(records) else {**record, "id": f"{record['id']}~{n // len(records)}"}


def questions(documents: Sequence[Document], count: int) -> list[list[str]]:
    """Return runs of two to five words of the documents, each asked as OR, AND and phrase."""
    chance = random.Random(42)
    asked: list[list[str]] = []
    while len(asked) < count:
        body, length = chance.choice(documents)[1], chance.randint(2, 5)
        if len(body) > length:
            start = chance.randrange(len(body) - length)
            asked.append(body[start : start + length])
    return asked


def row(what: str, this: str, other: str, ratio: float | None, target: str) -> None:
    """Print a line of the table."""
    print(_ROW.format(what, this, other, "" if ratio is None else f"{ratio:.2f}", target), flush=True)


def indexing(found: dict[str, Peer], documents: list[Document], rounds: int, folder: Path) -> dict[str, Ways]:
    """Index with every engine in turns, print the rows, and return how to ask each."""
    spent: dict[str, list[float]] = {name: [] for name in found}
    ways: dict[str, Ways] = {}
    for turn in range(rounds):
        for name, peer in found.items():
            if name == "Whoosh" and turn:
                continue
            given = documents[:_STOCK] if name == "Whoosh" else documents
            place = folder / f"{name}{turn}"
            place.mkdir()
            began = time.perf_counter()
            ways[name] = peer(given, place)
            spent[name].append((time.perf_counter() - began) / len(given))
    rates = {name: 1 / statistics.median(times) for name, times in spent.items()}
    for name in [name for name in rates if name != "columnar"]:
        target = {"tantivy": "≥ 0.6", "Whoosh": "≥ 100"}.get(name, "")
        theirs = f"{name} {rates[name]:,.0f}/s"
        row(
            "indexing alone, documents/s, one thread",
            f"{rates['columnar']:,.0f}/s",
            theirs,
            rates["columnar"] / rates[name],
            target,
        )
    return ways


def searching(ways: dict[str, Ways], asked: list[list[str]], rounds: int, documents: int) -> None:
    """Ask every engine in turns and print p50 and p95 of each way of asking; the first round warms all of them.

    `documents` is how many they hold, stock Whoosh perhaps fewer.
    """
    for way, target in (("OR", "≤ 0.7"), ("AND", "≤ 1"), ("phrase", "≤ 1")):
        times: dict[str, list[float]] = {name: [] for name in ways if way in ways[name]}
        for turn in range(rounds + 1):
            for number, terms in enumerate(asked):
                for name in times:
                    if name == "Whoosh" and (turn != 1 or number % 10):
                        continue
                    began = time.perf_counter()
                    ways[name][way](terms)
                    if turn:
                        times[name].append((time.perf_counter() - began) * 1000)
        cuts = {name: np.percentile(spent, [50, 95]) for name, spent in times.items()}
        for name in [name for name in cuts if name != "columnar"]:
            note = f", of {_STOCK:,}" if name == "Whoosh" and documents > _STOCK else ""
            for place, label in enumerate(("p50", "p95")):
                ours, theirs = cuts["columnar"][place], cuts[name][place]
                wanted = {"tantivy": target, "Whoosh": "≤ 0.01"}.get(name, "")
                row(f"{way} top 10, {label}, ms", f"{ours:.3f}", f"{name} {theirs:.3f}{note}", ours / theirs, wanted)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=NEWS)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--service", type=int, default=-1, help="documents to reindex and serve")
    parser.add_argument("--data", type=Path, help="an index to serve in place of reindexing --service documents")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    records = read(options.folder)
    found, missing = peers()
    print("\n".join(missing), flush=True)
    print(_ROW.format(f"{options.documents:,} documents of {options.folder.name}", "this", "peer", "ratio", "target"))
    segmentation(records, row)
    end_to_end(records, row)
    with tempfile.TemporaryDirectory() as folder:
        chosen = list(repeated(records, options.documents))
        documents = [(words(r.get("title") or ""), words(r["text"])) for r in chosen]
        ways = indexing(found, documents, options.rounds, Path(folder))
        (Path(folder) / "served").mkdir()
        ways["columnar"] = served(documents, Path(folder) / "served")
        searching(ways, questions(documents, _SEARCHES), options.rounds, len(documents))
        del ways, documents
    count = options.documents if options.service < 0 else options.service
    if count or options.data:
        service(records, list(repeated(records, count)), options.data, row)


if __name__ == "__main__":
    main()

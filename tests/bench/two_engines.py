"""The golden searches and the pages of records, asked of both engines: what differs, and how many round trips it took.

    python -m tests.bench.two_engines [--data FOLDER] [--slow] [--sets FOLDER… [--limit N]]

Builds the collections of `tests/golden` in FOLDER (a temporary one unless it is given; what is there is used again) and
publishes them into the node that `tests/cluster` starts, or the cluster of TRACUU_TEST_CLUSTER. Prints how many answers
are equal in every field but the time and the last digits of scores, names those that are not, and how many requests a
cluster got for each answer: when it was asked for the first time, and again. `--slow` tells the requests of each search
that took more than three. `--sets` compares instead on retrieval sets (`corpus.jsonl`, `queries.jsonl`, `qrels.tsv`):
nDCG@10 of both engines over the first N questions, and for how many of them their ten are the same.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from functools import partial
from math import log2
from pathlib import Path
from typing import Any

from index.generations.opensearch.client import Cluster
from index.generations.store import Store
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.answers import SearchResponse
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from search.opensearch.engine import OpenSearchEngine
from tests.bench.arguments import ROOT, SAMPLES
from tests.cluster.published import over_cluster, published
from tests.golden.test_golden import COLLECTIONS, rows
from webui.cli.progress import Silent

_GOLDEN = ROOT / "tests" / "golden"
_SOURCES = {
    "samples": SAMPLES,
    "complaints": _GOLDEN / "complaints",
    "answers": _GOLDEN / "answers",
    "union": ROOT.parent / "shared" / "data" / "union",
}
_KINDS = ("article", "directive", "speaker", "organisation")
_OF_A_KIND = 40  # records whose pages are asked for, the first by id


class Counting(Cluster):
    """A client that keeps the paths of its requests since `paths` was cleared."""

    paths: list[str]

    def _request(self, method: str, path: str, *arguments: Any) -> Any:
        self.__dict__.setdefault("paths", []).append(path.partition("?")[0])
        return super()._request(method, path, *arguments)


def _indices(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the collections that there are, each with the data folder of its index."""
    for name, source in _SOURCES.items():
        data = folder / name
        if source.exists():
            if Store(data).current() is None:
                reindex([source], data, Silent(), jobs=1)
            yield name, data


def _comparable(answer: SearchResponse) -> SearchResponse:
    hits = tuple(replace(hit, score=round(hit.score, 1)) for hit in answer.hits)
    return replace(answer, took_ms=0.0, generation="", hits=hits)


def _asked(row: dict[str, Any]) -> SearchRequest:
    values = {("from_" if key == "from" else key): value for key, value in row.items()}
    return SearchRequest(**{key: (value,) if key in ("source", "province") else value for key, value in values.items()})


class Trips:
    """Counts the requests that answers took, by kind of answer."""

    def __init__(self, cluster: Counting, slow: bool) -> None:
        self._cluster = cluster
        self._slow = slow
        self.counts: dict[str, Counter[int]] = {}

    def of(self, kind: str, ask: Callable[[], Any], said: str) -> Any:
        """Return an answer, after it was asked for twice."""
        for time in ("first", "again"):
            self._cluster.paths = []
            answer = ask()
            size = len(self._cluster.paths)
            self.counts.setdefault(f"{kind}, {time}", Counter())[size] += 1
            if self._slow and size > 3:
                print(f"  {size} requests, {kind}, {time}: {said}")
        return answer


def _searches(name: str, trips: Trips, cluster: SearchEngine, embedded: SearchEngine) -> int:
    """Ask the golden searches of a collection; return how many answers are equal."""
    equal = 0
    for row in (row for table in COLLECTIONS[name] for row in rows(table)):
        request = _asked(row.asked)
        one = _comparable(trips.of("search", partial(cluster.search, request), f"{name}: {row.asked}"))
        other = _comparable(embedded.search(request))
        if one == other:
            equal += 1
            continue
        names = [field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)]
        facets = [facet for facet in one.facets if one.facets[facet] != other.facets[facet]]
        print(f"  differs in {', '.join(names)} {facets or ''}: {name}: {row.asked}")
    return equal


def _pages(name: str, trips: Trips, cluster: SearchEngine, embedded: SearchEngine) -> int:
    """Ask for pages of records; return how many are not equal."""
    unequal = 0
    for kind in _KINDS:
        for id in embedded.identifiers(kind)[:_OF_A_KIND]:
            page = trips.of(kind, partial(getattr(cluster, kind), id), f"{name}: {id}")
            if page != getattr(embedded, kind)(id):
                unequal += 1
                print(f"  another page: {name}: {kind}:{id}")
    return unequal


def _ndcg(ids: Sequence[str], relevant: set[str]) -> float:
    gains = sum(1 / log2(place + 2) for place, id in enumerate(ids) if id in relevant)
    return gains / sum(1 / log2(place + 2) for place in range(min(len(relevant), 10)))


def _set_row(source: Path, data: Path, limit: int | None) -> str:
    """Return a line on a retrieval set: nDCG@10 of both engines over the questions that were judged."""
    if Store(data).current() is None:
        reindex([source / "corpus.jsonl"], data, Silent(), jobs=1)
    judged: dict[str, set[str]] = {}
    for line in (source / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, relevance = line.split("\t")
        if float(relevance) > 0:
            judged.setdefault(query, set()).add(document)
    queries = [json.loads(line) for line in (source / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    cluster, embedded = over_cluster(data), WhooshEngine(data)
    sums, same, asked = [0.0, 0.0], 0, 0
    for query in [one for one in queries if one["id"] in judged][:limit]:
        request = SearchRequest(q=query["text"], kind="article", facets=False)
        tens = [[hit.id for hit in engine.search(request).hits] for engine in (cluster, embedded)]
        for n, ids in enumerate(tens):
            sums[n] += _ndcg(ids, judged[query["id"]])
        same += tens[0] == tens[1]
        asked += 1
    cluster.close()
    embedded.close()
    told = " and ".join(f"{one / asked:.4f}" for one in sums)
    return f"{source.name}: {asked} questions, nDCG@10 {told} embedded; the same ten of {same}"


def main() -> None:
    """Print what was compared."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--slow", action="store_true")
    arguments.add_argument("--limit", type=int)
    arguments.add_argument("--sets", type=Path, nargs="+", default=[])
    given = arguments.parse_args()
    totals: dict[str, Counter[int]] = {}
    asked = equal = unequal = 0
    with tempfile.TemporaryDirectory() as temporary:
        if given.sets:
            for source in given.sets:
                print(_set_row(source, (given.data or Path(temporary)) / source.name, given.limit), flush=True)
            return
        for name, data in _indices(given.data or Path(temporary)):
            client = Counting(published(data))
            trips, cluster, embedded = Trips(client, given.slow), OpenSearchEngine(client, data), WhooshEngine(data)
            cluster.status()
            equal += _searches(name, trips, cluster, embedded)
            unequal += _pages(name, trips, cluster, embedded)
            asked += trips.counts["search, first"].total()
            for kind, counts in trips.counts.items():
                totals.setdefault(kind, Counter()).update(counts)
            cluster.close()
            embedded.close()
    print(f"{equal} of {asked} searches are equal in every field; {unequal} pages of records are not")
    for kind, counts in sorted(totals.items()):
        told = ", ".join(f"{size}: {count}" for size, count in sorted(counts.items()))
        print(f"requests for one {kind}: {told}")


if __name__ == "__main__":
    main()

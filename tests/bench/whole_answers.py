"""Whole answers over HTTP beside tantivy in Flask and three nodes of OpenSearch: same articles and questions, in turns.

    python -m tests.bench.whole_answers FOLDER|--made N [--questions 300] [--cluster]

FOLDER has what `tests.bench.made_articles` wrote, and in `data` an index of it; `--made` makes both of so many articles
for the time that it takes. Every service is asked for the ten best
with snippets and facets, each question once, on one connection, after as many others; what it answers is read and
thrown away. What is printed is the processor time of its processes for a request, and how many requests that is for
each second of it. `--cluster` asks OpenSearch too, of its own analysis and without a front end, where a node can be
started. The `bench` extra has tantivy; what is not there is left out with a sentence. What each answers more or less
stands in the last column.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from index.reindexing.reindex import reindex
from tests.bench.made_articles import NEWS, write
from tests.bench.peer_engines import installed
from tests.bench.service import running, serving, spent
from tests.bench.tantivy_route import build
from tests.cluster.node import NEEDED, Nodes, can_start
from webui.cli.progress import Silent

_PARTS = 10  # turns in which the questions are asked
_BULK = 500
_MAPPING = {
    "settings": {
        "number_of_shards": 3,
        "number_of_replicas": 1,
        "analysis": {
            "analyzer": {"folded": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}},
        },
    },
    "mappings": {
        "properties": {
            "title": {"type": "text", "analyzer": "folded"},
            "text": {"type": "text", "analyzer": "folded"},
            "source": {"type": "keyword"},
            "year": {"type": "integer"},
        }
    },
}


@dataclass
class Asked:
    """A service that answers questions: how one is asked, and the milliseconds of its processes so far."""

    ask: Callable[[str], None]
    spent: Callable[[], float]
    note: str
    used: float = 0.0


def _over_http(address: str, process: subprocess.Popen[str], note: str) -> Asked:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)

    def ask(question: str) -> None:
        connection.request("GET", f"/api/v1/search?q={quote(question)}")
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, content[:300]

    return Asked(ask, lambda: spent(process.pid), note)


def _articles(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _send(host: str, method: str, path: str, body: str, kind: str = "application/json") -> dict[str, Any]:
    connection = http.client.HTTPConnection(urlsplit(host).netloc, timeout=300)
    connection.request(method, path, body.encode(), {"Content-Type": kind})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    assert answer.status < 300, content[:300]
    told: dict[str, Any] = json.loads(content)
    return told


def _index(host: str, folder: Path) -> None:
    _send(host, "PUT", "/peer", json.dumps(_MAPPING))
    articles = _articles(folder)
    while part := list(islice(articles, _BULK)):
        lines = []
        for one in part:
            year = int(str(one.get("date") or "0")[:4])
            source = {name: one.get(name) for name in ("title", "text", "source", "date")}
            lines += [json.dumps({"index": {"_id": one["id"]}}), json.dumps({**source, "year": year})]
        told = _send(host, "POST", "/peer/_bulk", "\n".join(lines) + "\n", "application/x-ndjson")
        assert not told["errors"]
    _send(host, "POST", "/peer/_forcemerge?max_num_segments=1", "")
    _send(host, "POST", "/peer/_refresh", "")


@contextmanager
def _cluster(folder: Path) -> Iterator[Asked]:
    nodes = Nodes(3)
    try:
        nodes.start(0, 1, 2)
        _index(nodes.hosts[0], folder)
        nodes.await_green()

        def ask(question: str) -> None:
            words = {"multi_match": {"query": question, "fields": ["title^2", "text"], "type": "most_fields"}}
            shown = {"fields": {"text": {"number_of_fragments": 2}}}
            facets = {name: {"terms": {"field": name, "size": 20}} for name in ("year", "source")}
            body = {"query": words, "highlight": shown, "aggs": facets, "size": 10, "track_total_hits": True}
            _send(nodes.hosts[0], "POST", "/peer/_search", json.dumps(body))

        note = "BM25 of two fields, highlights, two facets; what nodes do besides is in it"
        yield Asked(ask, lambda: 1000 * sum(seconds for seconds, _ in nodes.used().values()), note)
    finally:
        nodes.close()


def _ask_in_turns(services: Sequence[Asked], questions: Sequence[str]) -> None:
    """Ask every service each question, a part of them at a time; what the first half costs is not counted."""
    half, size = len(questions) // 2, max(1, len(questions) // 2 // _PARTS)
    for one in services:
        for question in questions[:half]:
            one.ask(question)
    for at in range(half, len(questions), size):
        for one in services:
            before = one.spent()
            for question in questions[at : at + size]:
                one.ask(question)
            one.used += one.spent() - before


def whole_answers_table(folder: Path, questions: int, cluster: bool) -> str:
    """Return what a whole answer costs each service, in Markdown."""
    lines = (folder / "questions.txt").read_text(encoding="utf-8").splitlines()[: 2 * questions]
    left_out = []
    with ExitStack() as stack:
        services = {"this": _over_http(*stack.enter_context(serving(folder / "data")), "all that a page shows")}
        if installed("tantivy"):
            index = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tracuu-peer-")))
            build(index, _articles(folder))
            route = stack.enter_context(running([sys.executable, "-m", "tests.bench.tantivy_route", str(index)]))
            services["tantivy in Flask"] = _over_http(*route, "BM25 of two fields, snippets, two facets")
        else:
            left_out.append("tantivy is left out: it is not installed (pip install '.[bench]')")
        if cluster and not can_start():
            left_out.append(f"OpenSearch is left out: {NEEDED}")
        elif cluster:
            services["OpenSearch, three nodes"] = stack.enter_context(_cluster(folder))
        _ask_in_turns(list(services.values()), lines)
    counted = len(lines) - len(lines) // 2
    rows = ["| | ms of the processor a request | requests for a second of it | beside this | |"]
    rows.append("|---|---|---|---|---|")
    ours = services["this"].used
    for name, one in services.items():
        each = one.used / counted
        rows.append(f"| {name} | {each:.1f} | {1000 / each:.0f} | {one.used / ours:.2f} × the time | {one.note} |")
    return "\n".join([*rows, *left_out])


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, nargs="?")
    arguments.add_argument("--made", type=int, default=0)
    arguments.add_argument("--questions", type=int, default=300)
    arguments.add_argument("--cluster", action="store_true")
    given = arguments.parse_args()
    if not (given.folder or given.made):
        arguments.error("FOLDER or --made is wanted")
    with tempfile.TemporaryDirectory(prefix="tracuu-made-") as made:
        folder = given.folder or Path(made)
        if given.made:
            news = sorted(NEWS.glob("*.jsonl.gz"))
            if not news:
                sys.exit(f"{NEWS} has no articles to make others of")
            write(given.made, folder, news)
            reindex([folder / "articles.jsonl"], folder / "data", Silent(), jobs=os.cpu_count() or 1)
        print(whole_answers_table(folder, given.questions, given.cluster))


if __name__ == "__main__":
    main()

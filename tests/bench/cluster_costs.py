"""What an index in three nodes costs beside the embedded engine: a reindex, memory, disk, and a full answer.

    python -m tests.bench.cluster_costs [--heap 384m] [--made FOLDER] COUNT…

For each COUNT, articles are made (`tests.bench.made_articles`), indexed in full and published into three nodes of this
machine; with FOLDER they stay in FOLDER/COUNT, and what is there already is taken. Then 200 of their questions are
asked of both engines in turn, after as many others. Processor time of an answer is that of the front end and of all
nodes together; what nodes do besides is in it.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index.generations.opensearch.client import Cluster
from index.generations.opensearch.connection import Connection
from index.generations.opensearch.publish import publish
from index.generations.store import Store
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from search.opensearch.engine import OpenSearchEngine
from tests.cluster.node import Nodes
from webui.cli.progress import Silent

_ASKED = 200


def _processor() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _of_nodes(nodes: Nodes) -> float:
    return sum(seconds for seconds, _ in nodes.used().values())


def _quantiles(milliseconds: list[float]) -> str:
    cuts = statistics.quantiles(milliseconds, n=20)
    return f"{cuts[9]:.0f} / {cuts[18]:.0f} ms"


def _answers(nodes: Nodes, cluster: OpenSearchEngine, embedded: WhooshEngine, questions: list[str]) -> None:
    """Ask both engines in turn and print what an answer took."""
    walls: dict[str, list[float]] = {"cluster": [], "embedded": []}
    used: dict[str, list[float]] = {"front end": [], "nodes": [], "embedded": []}
    for n, question in enumerate(questions):
        for name, engine in (("cluster", cluster), ("embedded", embedded)):
            before, began, theirs = time.process_time(), time.perf_counter(), _of_nodes(nodes)
            engine.search(SearchRequest(q=question))
            if n < _ASKED:
                continue
            walls[name].append((time.perf_counter() - began) * 1000)
            used["front end" if name == "cluster" else name].append((time.process_time() - before) * 1000)
            if name == "cluster":
                used["nodes"].append((_of_nodes(nodes) - theirs) * 1000)
    for name, times in walls.items():
        print(f"  full answer, {name}: p50 / p95 {_quantiles(times)}")
    for name, times in used.items():
        print(f"  its processor time, {name}: mean {statistics.mean(times):.0f} ms, p50 / p95 {_quantiles(times)}")


def _measure(nodes: Nodes, folder: Path, count: int) -> None:
    store, name = Store(folder / "data"), f"costs-{count}"
    if not (folder / "articles.jsonl").exists():
        made = [sys.executable, "-m", "tests.bench.made_articles", str(count), str(folder)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    if store.current() is None:
        began, before = time.monotonic(), _processor()
        reindex([folder / "articles.jsonl"], store.data, Silent(), jobs=1)
        seconds, own = time.monotonic() - began, _processor() - before
        print(f"{count:,} articles: local reindex {seconds:.0f} s, processor {own:.0f} s")
    print(f"{count:,} articles", flush=True)
    client = Cluster(Connection(nodes.hosts, name=name))
    began, before, theirs = time.monotonic(), _processor(), _of_nodes(nodes)
    outcome = publish(store, client)
    seconds, own = time.monotonic() - began, _processor() - before
    print(f"  published {outcome.written:,} documents in {seconds:.0f} s, processor {own:.0f} s, "
          f"nodes {_of_nodes(nodes) - theirs:.0f} s; green {nodes.await_green():.0f} s later")  # fmt: skip
    sizes = client.request("GET", f"/{outcome.index}/_stats/store")["_all"]
    disk = [sizes[part]["store"]["size_in_bytes"] / 1e6 for part in ("primaries", "total")]
    resident = sorted(memory / 1e6 for _, memory in nodes.used().values())
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"  disk {disk[0]:.0f} MB, {disk[1]:.0f} MB with copies; this process at most {most:.0f} MB; "
          f"nodes resident {resident[0]:.0f}–{resident[-1]:.0f} MB", flush=True)  # fmt: skip
    questions = (folder / "questions.txt").read_text(encoding="utf-8").splitlines()[: 2 * _ASKED]
    cluster, embedded = OpenSearchEngine(client, store.data), WhooshEngine(store.data)
    _answers(nodes, cluster, embedded, questions)
    cluster.close()
    embedded.close()


def main() -> None:
    """Print what each size costs."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--heap", default="384m")
    arguments.add_argument("--made", type=Path)
    arguments.add_argument("count", type=int, nargs="+")
    given = arguments.parse_args()
    nodes = Nodes(3, given.heap)
    try:
        nodes.start(0, 1, 2)
        for count in given.count:
            with tempfile.TemporaryDirectory(prefix="tracuu-costs-") as passing:
                _measure(nodes, (given.made or Path(passing)) / str(count), count)
    finally:
        nodes.close()


if __name__ == "__main__":
    main()

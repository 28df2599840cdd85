"""What becomes of answers and runs when nodes of a cluster die, hang or are switched: three nodes on this machine.

    python -m tests.cluster.trials [kill] [hang] [reindex] [coordinator] [switches] [disk] [full] [snapshot]

All of them unless some are named. Four clients ask all the time; an answer is wrong where it is not what the index gave
before anything happened. `kill`: each node in turn ends (SIGKILL), among them the cluster manager, and comes back.
`hang`: a node stops (SIGSTOP) for 30 seconds. `reindex`: a full and an incremental run, while each of which a node is
killed. `coordinator`: the process that publishes is killed at 20 moments. `switches`: the alias is switched 50 times
between two indices that answer differently. `disk`: the nodes find their disks nearly full and block the indices.
`full`: the nodes' disk, a small one in memory that only root can mount, is full to the last byte while a run writes.
`snapshot`: the indices are kept by OpenSearch's snapshots, lost, and restored.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from index.generations.opensearch import bulk
from index.generations.opensearch.check import check
from index.generations.opensearch.client import Cluster
from index.generations.opensearch.connection import Connection
from index.generations.opensearch.errors import ClusterError, ReadOnly
from index.generations.opensearch.names import state_of
from index.generations.opensearch.publish import count_problems, indices_of, publish
from index.generations.store import Store
from index.reindexing.reindex import reindex
from search.interface.engine import NotAvailable
from search.interface.request import SearchRequest
from search.opensearch.engine import OpenSearchEngine
from tests.bench.arguments import SAMPLES
from tests.cluster.node import Nodes
from webui.cli.progress import Silent

_CLIENTS = 4
_ALONE = 5.0  # seconds of load before something happens
_GONE = 10.0  # for which a node is gone
_HANGS = 30.0
_SMALL = "size=400m"
_QUESTIONS = ("hội khoa học", "phản biện xã hội", "chỉ thị 42", "nông dân", "đại hội", "lien hiep hoi", "cà phê")

Answer = tuple[str, int, tuple[str, ...]]
Told = dict[str, Answer]


def _answer(engine: OpenSearchEngine, question: str) -> Answer:
    found = engine.search(SearchRequest(q=question))
    return found.generation, found.total, tuple(f"{hit.kind}:{hit.id}" for hit in found.hits)


def _told(engine: OpenSearchEngine) -> Told:
    return {question: _answer(engine, question) for question in _QUESTIONS}


class Load:
    """Clients that ask until they are told to end; each answer must be one of those that an index gave before."""

    def __init__(self, engine: OpenSearchEngine, right: Sequence[Told]) -> None:
        self._engine, self.right = engine, list(right)
        self._ended = threading.Event()
        self.seconds: list[float] = []
        self.failed: list[str] = []
        self.wrong: list[tuple[str, Answer]] = []

    def _ask(self, first: int) -> None:
        for n in range(first, 1_000_000):
            if self._ended.is_set():
                return
            question, began = _QUESTIONS[n % len(_QUESTIONS)], time.monotonic()
            try:
                answer = _answer(self._engine, question)
            except NotAvailable as error:
                self.failed.append(str(error))
            else:
                if all(answer != told[question] for told in self.right):
                    self.wrong.append((question, answer))
            self.seconds.append(time.monotonic() - began)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the clients ask for as long as the context is open."""
        threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(_CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join()

    def __str__(self) -> str:
        slow = sorted(self.seconds)
        told = f"{len(slow)} answers, {len(self.failed)} failed, {len(self.wrong)} wrong, "
        told += f"median {slow[len(slow) // 2] * 1000:.0f} ms, slowest {slow[-1]:.1f} s"
        return told + "".join(f"\n    {one}" for one in [*self.failed[:3], *map(str, self.wrong[:3])])


class Trials:
    """Three nodes with an index of the samples, and a second generation of it that answers differently."""

    def __init__(self, folder: Path, disk: Path | None = None) -> None:
        self._snapshots = folder / "snapshots"
        bulk._BYTES = 100_000  # so that a node can be killed among the requests of so few documents
        self.nodes = Nodes(3, disk=disk, path__repo=self._snapshots)
        self.nodes.start(0, 1, 2)
        self.store = Store(folder / "data")
        self._source = folder / "documents"
        shutil.copytree(SAMPLES, self._source)
        reindex([self._source], self.store.data, Silent(), jobs=1)
        self.cluster = Cluster(Connection(self.nodes.hosts, name="trials"))
        publish(self.store, self.cluster)
        self.engine = OpenSearchEngine(self.cluster, self.store.data)
        self.nodes.await_green()

    def _loaded(self, *right: Told) -> Load:
        return Load(self.engine, right or [_told(self.engine)])

    def kill(self) -> None:
        """Kill each node in turn, and let it come back."""
        for number in range(3):
            load, was = self._loaded(), "the cluster manager" if number == self.nodes.manager() else "a node"
            with load.running():
                time.sleep(_ALONE)
                self.nodes.kill(number)
                time.sleep(_GONE)
                self.nodes.start(number)
                green = self.nodes.await_green()
            print(f"kill -9 of {was}, and back (green {green:.0f} s after it answered): {load}", flush=True)

    def hang(self) -> None:
        """Let a node hang that holds a part of the index."""
        load = self._loaded()
        number = next(n for n in range(3) if n != self.nodes.manager())
        with load.running():
            time.sleep(_ALONE)
            self.nodes.signal(number, signal.SIGSTOP)
            time.sleep(_HANGS)
            self.nodes.signal(number, signal.SIGCONT)
            time.sleep(_ALONE)
        self.nodes.await_green()
        print(f"a node hangs for {_HANGS:.0f} s: {load}", flush=True)

    def _changed(self) -> None:
        """Make another local generation: one more article that answers some of the questions."""
        number = len(list(self._source.glob("more-*.txt")))
        text = f"Hội khoa học họp lần thứ {number}.\n\nNông dân trồng cà phê nghe phản biện xã hội về cây số {number}."
        (self._source / f"more-{number}.txt").write_text(text, encoding="utf-8")
        reindex([self._source], self.store.data, Silent(), jobs=1)

    def reindex(self) -> None:
        """Publish in full and incrementally, while each of which the cluster manager is killed."""
        for full in (True, False):
            self._changed()
            before = _told(self.engine)
            killed: list[int] = []

            def tell(done: int, of: int, killed: list[int] = killed, least: float = 0.2 if full else 0.0) -> None:
                if not killed and done >= least * of:
                    killed.append(self.nodes.manager())
                    self.nodes.kill(killed[0])

            began = time.monotonic()
            outcome = publish(self.store, self.cluster, full=full, tell=tell)
            seconds = time.monotonic() - began
            problems = check(self.cluster, outcome.index, self.store.current())
            self.nodes.start(*killed)
            self.nodes.await_green()
            problems += check(self.cluster, outcome.index, self.store.current())
            how = "full" if full else f"incremental, over {outcome.base}"
            told = "; ".join(problems) or "nothing wrong"
            answering = "the old one" if _told(self.engine) == before else "the new index"
            print(f"{how}: {outcome.written} sent in {seconds:.0f} s though the manager was killed: {told}; "
                  f"{answering} answers", flush=True)  # fmt: skip

    def coordinator(self) -> None:
        """Kill the process that publishes at 20 moments."""
        self._changed()
        began = time.monotonic()
        publish(self.store, self.cluster, full=True)
        whole = time.monotonic() - began
        states = []
        for n in range(20):
            old = self.cluster.resolve()
            child = os.fork()
            if child == 0:
                publish(self.store, Cluster(self.cluster.connection), full=True)
                os._exit(0)
            time.sleep((n + 0.5) / 16 * whole)  # beyond the end of the shortest runs
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            index = self.cluster.resolve()
            told = self.cluster.manifest(index)
            problems = count_problems(self.cluster, index, told.counts)
            assert told.digest == self.store.current().digest() and not problems, problems  # type: ignore[union-attr]
            states.append("old" if index == old else "new")
        outcome = publish(self.store, self.cluster, full=True)
        left = sorted(set(indices_of(self.cluster)) - {outcome.index})
        problems = check(self.cluster, outcome.index, self.store.current())
        told_states = f"alias old {states.count('old')}, new {states.count('new')} times, each whole"
        print(f"coordinator killed at 20 moments of {whole:.0f} s: {told_states}; the next run: "
              f"{'; '.join(problems) or 'nothing wrong'}, beside it only {len(left)} index", flush=True)  # fmt: skip

    def switches(self) -> None:
        """Switch the alias to and fro between two indices that answer differently."""
        one, first = self.cluster.resolve(), _told(self.engine)
        self._changed()
        other, second = publish(self.store, self.cluster).index, _told(self.engine)
        self.nodes.await_green()
        different = sum(first[question][1:] != second[question][1:] for question in _QUESTIONS)
        load = self._loaded(first, second)
        with load.running():
            for n in range(50):
                new, old = (one, other) if n % 2 == 0 else (other, one)
                switch = [{"add": {"index": new, "alias": "trials"}}, {"remove": {"index": old, "alias": "trials"}}]
                self.cluster.request("POST", "/_aliases", {"actions": switch})
                time.sleep(0.3)
        print(f"50 switches, {different} of {len(_QUESTIONS)} questions answered differently: {load}", flush=True)

    def disk(self) -> None:
        """Let the nodes believe that their disks are nearly full, so that they block the indices themselves."""
        before, watermarks = _told(self.engine), ("low", "high", "flood_stage")
        self._changed()
        self._set({f"cluster.routing.allocation.disk.watermark.{one}": "1pb" for one in watermarks})
        self._set({"cluster.info.update.interval": "10s", "cluster.routing.allocation.disk.threshold_enabled": True})
        state = state_of(self.cluster.name)  # an index that is published is not marked: it has a write block already
        while not self._blocked(state):
            time.sleep(1)
        try:
            publish(self.store, self.cluster)
            told = "NOTHING"
        except ReadOnly as error:
            told = str(error)
        same = "as before" if _told(self.engine) == before else "NOT AS BEFORE"
        self._set({f"cluster.routing.allocation.disk.watermark.{one}": None for one in watermarks})
        while self._blocked(state):
            time.sleep(1)
        outcome = publish(self.store, self.cluster)
        problems = check(self.cluster, outcome.index, self.store.current())
        print(f"disk nearly full: answers {same}; told: {told}\n    with space again: {outcome.written} sent; "
              f"{'; '.join(problems) or 'nothing wrong'}", flush=True)  # fmt: skip

    def full(self) -> None:
        """Fill the disk to the last byte while a run writes, then free it; the indices before must answer as before."""
        before = _told(self.engine)
        self._changed()
        filler = self.nodes.folder / "filler"
        with filler.open("wb") as file, suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        try:
            publish(self.store, self.cluster, full=True)
            told = "NOTHING"
        except ClusterError as error:
            told = str(error)
        same = "as before" if _told(self.engine) == before else "NOT AS BEFORE"
        filler.unlink()
        self.cluster.request("POST", "/_cluster/reroute?retry_failed=true")
        green = self.nodes.await_green()
        same += ", and with space again" if _told(self.engine) == before else ", with space again NOT AS BEFORE"
        outcome = publish(self.store, self.cluster, full=True)
        problems = check(self.cluster, outcome.index, self.store.current())
        print(f"disk full: answers {same} (green after {green:.0f} s); told: {told}")
        print(f"    the next run: {outcome.written} sent; {'; '.join(problems) or 'nothing wrong'}", flush=True)

    def snapshot(self) -> None:
        """Take a snapshot of the indices, delete them, and restore them with their alias."""
        before, asked = _told(self.engine), {"indices": f"{self.cluster.name}-*", "include_global_state": False}
        place = {"type": "fs", "settings": {"location": str(self._snapshots)}}
        self.cluster.request("PUT", "/_snapshot/backup", place)
        began = time.monotonic()
        self.cluster.request("PUT", "/_snapshot/backup/one?wait_for_completion=true", asked)
        taken = time.monotonic() - began
        lost = indices_of(self.cluster)
        for index in (*lost, state_of(self.cluster.name)):
            self.cluster.request("DELETE", f"/{index}")
        restored = {"indices": f"{self.cluster.name}-*", "include_aliases": True}
        began = time.monotonic()
        self.cluster.request("POST", "/_snapshot/backup/one/_restore?wait_for_completion=true", restored)
        seconds = time.monotonic() - began
        self.nodes.await_green()
        self.engine = OpenSearchEngine(self.cluster, self.store.data)
        same = "as before" if _told(self.engine) == before else "NOT AS BEFORE"
        problems = check(self.cluster, self.cluster.resolve(), self.store.current())
        self._changed()
        outcome = publish(self.store, self.cluster)
        problems += check(self.cluster, outcome.index, self.store.current())
        print(f"snapshot of {len(lost)} indices in {taken:.1f} s, restored in {seconds:.1f} s: answers {same}")
        wrong = "; ".join(problems) or "nothing wrong"
        print(f"    the next run, over {outcome.base or 'nothing'}: {wrong}", flush=True)

    def _set(self, settings: dict[str, object]) -> None:
        self.cluster.request("PUT", "/_cluster/settings", {"transient": settings})

    def _blocked(self, index: str) -> bool:
        found = self.cluster.request("GET", f"/{index}/_settings?flat_settings=true")[index]["settings"]
        return found.get("index.blocks.read_only_allow_delete") == "true"

    def close(self) -> None:
        """End the nodes."""
        self.engine.close()
        self.nodes.close()


def _on_a_small_disk(folder: Path) -> None:
    """Try what a full disk does, on one of its own."""
    disk, inner = folder / "disk", folder / "inner"
    for made in (disk, inner):
        made.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", _SMALL, "tmpfs", disk], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"disk full: left out, no disk of its own can be mounted ({error})")
        return
    try:
        trials = Trials(inner, disk)
        try:
            trials.full()
        finally:
            trials.close()
    finally:
        subprocess.run(["umount", disk], check=True)


_TRIALS = ("kill", "hang", "reindex", "coordinator", "switches", "disk", "snapshot")
_FULL = "full"


def main() -> None:
    """Try what is named."""
    named = sys.argv[1:] or [*_TRIALS, _FULL]
    with tempfile.TemporaryDirectory(prefix="tracuu-trials-") as folder:
        if some := [name for name in named if name in _TRIALS]:
            trials = Trials(Path(folder))
            try:
                for name in some:
                    getattr(trials, name)()
            finally:
                trials.close()
        if _FULL in named:
            _on_a_small_disk(Path(folder))


if __name__ == "__main__":
    main()

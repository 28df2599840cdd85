"""A reindex killed at any moment: the index is the old one or the new one, whole, and the service goes on answering.

Real processes, real `kill -9`, a real server that is asked all the while. The processes are forked from one that has
imported everything: they are killed at work, not while they import.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from index.generations.store import Store, verify
from webui.cli.main import main

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = 240  # enough that a full reindex starts worker processes
KILLS = 50
PAUSE = 0.1  # seconds between two questions of the watcher, who shall not take the processor from the reindex
TRACUU = [sys.executable, "-m", "webui.cli.main"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def write_version(folder: Path, version: int, changed: int) -> None:
    """Write all documents, `changed` of them saying that they are of this version, the rest of version 0."""
    for n in range(DOCUMENTS):
        said = version if n < changed else 0
        record = {"id": f"d{n}", "title": f"Bài số {n}", "text": f"Nội dung thuộc phienban{said} của tài liệu."}
        path = folder / f"d{n:04d}.json"
        content = json.dumps(record, ensure_ascii=False)
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")


FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["index.reindexing.reindex", "webui.cli.main", __name__])


def in_group_of_its_own(arguments: list[str]) -> None:
    """Do as `tracuu` does; runs in a fork."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.exit(main(arguments))


def start(*arguments: str) -> BaseProcess:
    process = FORKED.Process(target=in_group_of_its_own, args=(list(arguments),))
    process.start()
    return process


def group_is_gone(group: int, seconds: float = 20) -> bool:
    """Tell whether every process of the group ended within some seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    return False


class Watcher(threading.Thread):
    """Asks the service again and again and keeps what went wrong."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.version = 0
        self.asked = 0
        self.wrong: list[str] = []
        self.ended = threading.Event()

    def count(self, version: int) -> int:
        q = urllib.parse.urlencode({"q": f"phienban{version}", "size": 1})
        with urllib.request.urlopen(f"{self.address}api/v1/search?{q}", timeout=30) as reply:
            return int(json.load(reply)["total"])

    def takes_up(self, generation: str) -> bool:
        """Wait until the service answers from `generation`: it is opened beside the one that is served."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with urllib.request.urlopen(f"{self.address}readyz", timeout=30) as reply:
                if json.load(reply)["generation"] == generation:
                    return True
            time.sleep(0.03)
        return False

    def run(self) -> None:
        while not self.ended.wait(PAUSE):
            try:
                total = self.count(self.version)
            except (urllib.error.URLError, OSError) as error:
                self.wrong.append(repr(error))
            else:
                self.asked += 1
                if total not in (0, DOCUMENTS, CHANGED):
                    self.wrong.append(f"half a generation: {total} documents of version {self.version}")


CHANGED = 30  # documents that an incremental reindex finds changed


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Watcher]:
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    write_version(documents, 0, 0)
    subprocess.run([*TRACUU, "reindex", str(documents), "--data", str(data)], env=ENVIRONMENT, check=True)
    process = subprocess.Popen(
        [*TRACUU, "serve", "--data", str(data), "--port", "0"],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline().decode()
    address = re.search(r"http://\S+", first)
    assert address, first
    drain = threading.Thread(target=process.stderr.read)
    drain.start()
    watcher = Watcher(address.group())
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.ended.set()
        watcher.join()
        process.terminate()
        assert process.wait(timeout=30) == 0
        drain.join()
        process.stderr.close()


def test_fifty_kills(service: Watcher, tmp_path: Path) -> None:
    chance = random.Random(20201016)
    documents, data = tmp_path / "documents", tmp_path / "data"
    store = Store(data)
    longest = {True: 1.0, False: 0.6}  # seconds; adapted to this machine as runs end before their kill or not
    outcomes = {"old": 0, "new": 0}
    for round_ in range(1, KILLS + 1):
        full = round_ % 2 == 0
        write_version(documents, round_, DOCUMENTS if full else CHANGED)
        before = store.current()
        assert before is not None
        options = ["--full", "--jobs", str(1 + round_ // 2 % 2)] if full else ["--jobs", "1"]
        service.version = round_
        began = time.monotonic()
        process = start("reindex", str(documents), "--data", str(data), *options)
        time.sleep(chance.uniform(0.1, 1.0) * longest[full])
        ended_before = not process.is_alive()
        process.kill()
        process.join()
        if ended_before:
            longest[full] = max(0.2, 0.8 * (time.monotonic() - began))
        else:
            longest[full] *= 1.3
        assert process.pid and group_is_gone(process.pid), "a worker outlived its parent"
        live = store.current()
        assert live is not None
        assert verify(live) == []
        expected = DOCUMENTS if full else CHANGED
        assert service.takes_up(live.name), "the service stayed on an older generation"
        total = service.count(round_)
        assert total == (0 if live == before else expected), "half a generation"
        outcomes["old" if live == before else "new"] += 1
    assert service.wrong == []
    assert service.asked > KILLS
    assert min(outcomes.values()) > 0, f"the kills came all too early or all too late: {outcomes}"

"""`deploy/replicate.sh` as an operator runs it: copies of a published index, in other folders for other machines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from index.generations.store import Store, verify
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.bench.proxy import behind_nginx, is_here
from tests.serving import running

SCRIPT = Path(__file__).parents[1] / "deploy" / "replicate.sh"


def replicate(data: Path, *targets: Path | str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    variables = os.environ | ({"PATH": f"{path}:{os.environ['PATH']}"} if path else {})
    return subprocess.run([SCRIPT, data, *targets], capture_output=True, text=True, env=variables)


def live(data: Path) -> str:
    generation = Store(data).current()
    assert generation is not None and verify(generation) == []
    return generation.name


def test_copies_are_served_and_renewed(tmp_path: Path, index_of: Callable[..., Path]) -> None:
    data, copies = index_of("Hội nghị về cà phê."), [tmp_path / "một máy", tmp_path / "two"]
    done = replicate(data, *copies)
    assert done.returncode == 0, done.stderr
    engines = [WhooshEngine(copy) for copy in copies]
    with ExitStack() as servers:
        for engine in engines:
            servers.enter_context(running(engine))
        asked = SearchRequest(q="cà phê", kind="article")
        assert [engine.search(asked).total for engine in engines] == [1, 1]
        first = live(data)
        index_of("Hội nghị về cà phê.", "Giống cà phê mới ở Đắk Lắk.")
        assert replicate(data, *copies).returncode == 0
        assert [engine.search(asked).total for engine in engines] == [2, 2], "picked up without a restart"
        assert {live(copy) for copy in copies} == {live(data)} != {first}
        assert sorted(p.name for p in (copies[0] / "generations").iterdir()) == sorted([first, live(data)])


def test_what_a_target_has_is_not_sent_again(tmp_path: Path, index_of: Callable[..., Path]) -> None:
    data, copy = index_of("Hội nghị."), tmp_path / "copy"
    replicate(data, copy)
    told = replicate(data, copy)
    assert (told.returncode, told.stderr) == (0, f"{copy}: has {live(data)}\n")


def test_a_copy_that_arrives_damaged_is_not_published(tmp_path: Path, index_of: Callable[..., Path]) -> None:
    data, copy, tools = index_of("Hội nghị."), tmp_path / "copy", tmp_path / "tools"
    replicate(data, copy)
    before = live(copy)
    index_of("Hội nghị.", "Hội thảo.")
    tools.mkdir()
    tar = tools / "tar"  # a network, or a disk, that loses the end of a file
    tar.write_text(
        "#!/bin/sh\n"
        'PATH=${PATH#*:} tar "$@" && { [ "$1" = -cf ] || truncate -s -1 "$4/manifest.json"; }\n'
    )
    tar.chmod(0o755)
    told = replicate(data, copy, path=tools)
    assert told.returncode == 1
    assert "arrived damaged; what it serves is untouched" in told.stderr
    assert live(copy) == before


def test_one_target_that_is_not_there_is_named_and_others_have_their_copy(
    tmp_path: Path, index_of: Callable[..., Path]
) -> None:
    data, copy, file = index_of("Hội nghị."), tmp_path / "copy", tmp_path / "file"
    file.write_text("")
    told = replicate(data, file, copy)
    assert told.returncode == 1
    assert f"{file}: " in told.stderr and "could not be copied" in told.stderr
    assert live(copy) == live(data)


def test_through_ssh_with_blanks_in_the_folder(tmp_path: Path, index_of: Callable[..., Path]) -> None:
    data, copy, tools = index_of("Hội nghị."), tmp_path / "it's a copy", tmp_path / "tools"
    tools.mkdir()
    ssh = tools / "ssh"  # as ssh does: what follows the host is one line for the shell of the other machine
    ssh.write_text('#!/bin/sh\n[ "$3" = me@there ] || exit 255\nshift 3\nexec sh -c "$*"\n')
    ssh.chmod(0o755)
    told = replicate(data, f"me@there:{copy}", path=tools)
    assert told.returncode == 0, told.stderr
    assert live(copy) == live(data)


def test_no_index_is_a_sentence(tmp_path: Path) -> None:
    told = replicate(tmp_path, tmp_path / "copy")
    assert told.returncode == 2
    assert told.stderr == f"{tmp_path}: there is no index yet; make one with: tracuu reindex PATH\n"


@contextmanager
def serving(data: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Serve a data folder in a process of its own; gives it and its address."""
    command = [sys.executable, "-m", "webui.cli.main", "serve", "--data", str(data), "--port", str(port)]
    log = data.with_suffix(".log")  # not a pipe: its access log would fill one that nobody reads
    with log.open("wb") as told:
        patient = os.environ | {"TRACUU_MAX_SECONDS": "0"}  # where the machine is busy, answers come late
        process = subprocess.Popen(command, stderr=told, cwd=SCRIPT.parents[1], env=patient)
    try:
        until = time.monotonic() + 180
        while b"http://" not in log.read_bytes():
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        yield process, next(word for word in log.read_text().split() if word.startswith("http://"))
    finally:
        process.terminate()
        process.wait(timeout=30)


class Clients:
    """Four clients that ask one question again and again; `totals` is what they were told, by when."""

    def __init__(self, address: str) -> None:
        self._address = f"{address}api/v1/search?q=c%C3%A0+ph%C3%AA&kind=article"
        self._stopped = threading.Event()
        self.totals: list[int] = []
        self.failures: list[str] = []
        self._threads = [threading.Thread(target=self._ask) for _ in range(4)]
        for thread in self._threads:
            thread.start()

    def _ask(self) -> None:
        while not self._stopped.is_set():
            try:
                with urllib.request.urlopen(self._address, timeout=20) as reply:
                    self.totals.append(json.load(reply)["total"])
            except OSError as error:
                said = error.read().decode() if isinstance(error, urllib.error.HTTPError) else ""
                self.failures.append(f"{error} {said}")
            time.sleep(0.05)

    def told(self, total: int, times: int) -> None:
        """Wait until that total was told as many times more."""
        wanted, until = self.totals.count(total) + times, time.monotonic() + 180
        while self.totals.count(total) < wanted:
            assert time.monotonic() < until, f"{total} is not answered"
            time.sleep(0.05)

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()


@pytest.mark.skipif(not is_here(), reason="nginx is not installed")
def test_one_of_three_is_killed_and_no_answer_is_lost(tmp_path: Path, index_of: Callable[..., Path]) -> None:
    data, copies = index_of("Hội nghị về cà phê."), [tmp_path / name for name in ("one", "two", "three")]
    assert replicate(data, *copies).returncode == 0
    with ExitStack() as started:
        services = [started.enter_context(serving(copy)) for copy in copies]
        address = started.enter_context(behind_nginx([where for _, where in services], tmp_path / "nginx"))
        clients = Clients(address)
        try:
            clients.told(1, 20)
            services[1][0].kill()
            clients.told(1, 20)
            index_of("Hội nghị về cà phê.", "Giống cà phê mới ở Đắk Lắk.")
            assert replicate(data, *copies).returncode == 0, "the folder of the dead one takes its copy as well"
            clients.told(2, 20)
            port = int(services[1][1].rstrip("/").rpartition(":")[2])
            started.enter_context(serving(copies[1], port))
            clients.told(2, 20)
        finally:
            clients.stop()
    assert clients.failures == []
    assert set(clients.totals) == {1, 2}, "each answer is of one generation or the other"

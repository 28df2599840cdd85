"""The real service for measuring: an index made by the command, a server process on a free port."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRACUU = [sys.executable, "-m", "webui.cli.main"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def reindex(source: Path, data: Path, *options: str) -> str:
    """Run `tracuu reindex` and return what it printed."""
    command = [*TRACUU, "reindex", str(source), "--data", str(data), *options]
    return subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout


@contextmanager
def serving(data: Path, workers: int = 1) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `tracuu serve` over an index; gives the address and the process, ends it."""
    with running([*TRACUU, "serve", "--data", str(data), "--port", "0", "--workers", str(workers)]) as started:
        yield started


@contextmanager
def constant(size: int, workers: int) -> Iterator[str]:
    """Run a service that answers with a constant of as many bytes; gives its address."""
    with running([sys.executable, "-m", "tests.bench.constant_route", str(size), str(max(workers, 2))]) as (
        address,
        _,
    ):
        yield address


def spent(process: int) -> float:
    """Return the processor time of a process and its children so far, in milliseconds."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = folder.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(folder.parent.name) == process or int(fields[1]) == process:
            ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: list[str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a command that tells its address on its first line of errors; gives the address and the process, ends it."""
    process = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        found = re.search(r"http://\S+", process.stderr.readline())
        assert found, "the server did not start"
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield found.group(), process
    finally:
        process.terminate()
        process.wait(timeout=40)

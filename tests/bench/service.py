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
    with _running([*TRACUU, "serve", "--data", str(data), "--port", "0", "--workers", str(workers)]) as started:
        yield started


@contextmanager
def constant(size: int, workers: int) -> Iterator[str]:
    """Run a service that answers with a constant of as many bytes; gives its address."""
    with _running([sys.executable, "-m", "tests.bench.constant_route", str(size), str(max(workers, 2))]) as (
        address,
        _,
    ):
        yield address


@contextmanager
def _running(command: list[str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
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

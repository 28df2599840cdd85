"""A reindex that is stopped, or loses power, at any of its file operations leaves the old or the new index, whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
KINDS = [("first", "none"), ("incremental", "old"), ("full", "old")]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What tests.index.reindexing.stopped_reindexes found, by kind of reindex."""
    folder = tmp_path_factory.mktemp("stopped") / "folder"
    command = [sys.executable, "-m", "tests.index.reindexing.stopped_reindexes", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize(("kind", "before"), KINDS)
def test_killed_at_each_operation(found: Any, kind: str, before: str) -> None:
    operations = sum(found[kind]["operations"].values())
    killed = found[kind]["killed"]
    assert operations > 50
    assert {"create", "write", "sync", "sync_folder", "rename"} <= set(found[kind]["operations"])
    assert found[kind]["faults"] == []
    assert set(killed) == {before, "new"}, "kills before the switch leave what was, after it what is new"
    assert abs(sum(killed.values()) - operations) <= 5, "each operation, and the one run that came to its end"


@pytest.mark.parametrize(("kind", "before"), KINDS)
def test_power_lost_at_each_operation(found: Any, kind: str, before: str) -> None:
    assert found[kind]["faults"] == []
    assert set(found[kind]["power"]) == {before, "new"}
    assert set(found[kind]["acknowledged"]) == {"new"}, "what was said to be done is there after the power failed"

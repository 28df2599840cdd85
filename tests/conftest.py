"""Fixtures for the whole suite: indexes on disk made by the real pipeline."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from whoosh.filedb.filestore import FileStorage, RamStorage

from index.reindexing.reindex import Report, reindex
from webui.cli.progress import Silent

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # processes that tests start would each compile all modules: 0.3 s
sys.dont_write_bytecode = False  # pytest would rewrite the assertions of all files each time: 10 s


settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # how fast a busy machine draws examples says nothing of what is tested

_LONGEST = (
    "test_golden.py",
    "test_every_operation.py",
    "test_kills.py",
    "test_supervisor.py",
    "test_browser.py",
    "test_page_bounds.py",
    "test_openapi.py",
    "test_usability.py",
    "test_tasks_of_the_trade.py",
    "test_read_files.py",
    "test_same_answers.py",
    "test_bad_input.py",
    "test_hostile_files.py",
    "test_hostile_sites.py",
    "test_replicate.py",
    "test_damaged_files.py",
)
"""Files of tests that take half a minute or more: begun first, so that no process is left with one at the end."""

_OF_A_CLUSTER = ("tests/golden/", "tests/search/opensearch/", "tests/index/generations/opensearch/")
"""Tests that ask a node of OpenSearch: all in one process, for each that has some starts a node of its own."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the files out as `--dist loadfile` does, but those that ask a cluster as if they were one."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _OF_A_CLUSTER[0] if nodeid.startswith(_OF_A_CLUSTER) else super()._split_scope(nodeid)

    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first."""
    places = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(scope="session", autouse=True)
def english_messages() -> Iterator[None]:
    """Have the command speak English whatever the locale of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(scope="session", autouse=True)
def no_wait_for_the_disk() -> Iterator[None]:
    """Let `fsync` do nothing in the process of the tests: a small reindex waits for 18, as long as it works.

    What it is for is tested where power is lost (`index/reindexing/test_every_operation.py`); the processes that tests
    start wait as ever.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def temporary_folders_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give each writer of an index in memory a folder of its own for temporary files.

    Whoosh lets all of them have `MAIN.tmp` in that of the system: two processes of tests take it from each other.
    """
    base = tmp_path_factory.mktemp("writers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RamStorage, "temp_storage", lambda *_: FileStorage(tempfile.mkdtemp(dir=base)).create())
        yield


class _Compiled(BytecodeCache):
    """Templates as compiled, kept in memory: each application would compile them anew, which takes 0.2 s."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Let the applications of a process share the templates that they compile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": _Compiled()})
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; tests that want it skip where it is not."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the real documents (../shared/data) are not here")
    return SHARED


@pytest.fixture(scope="session")
def samples_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an index over samples/."""
    data = tmp_path_factory.mktemp("samples")
    report = reindex([ROOT / "samples"], data, Silent(), jobs=1)
    assert not report.left_out, report.left_out
    return data


@pytest.fixture
def write_records(tmp_path: Path) -> Callable[..., Path]:
    """Write records as JSON lines into a file of the test's folder and return its path."""

    def write(*records: dict[str, str], name: str = "records.jsonl") -> Path:
        path = tmp_path / "documents" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
        return path

    return write


@pytest.fixture
def index_of(tmp_path: Path, write_records: Callable[..., Path]) -> Callable[..., Path]:
    """Index records given as texts or as dictionaries and return the data folder."""

    def build(*records: str | dict[str, str]) -> Path:
        whole = [
            {"id": f"d{n}", "title": f"Bài {n}", "text": r} if isinstance(r, str) else {"id": f"d{n}", **r}
            for n, r in enumerate(records)
        ]
        report: Report = reindex([write_records(*whole)], tmp_path / "data", Silent(), jobs=1)
        assert not report.left_out, report.left_out
        return tmp_path / "data"

    return build

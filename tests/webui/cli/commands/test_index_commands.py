"""What `status`, `check` and `prune` say of an index that is whole and of one that is not."""

from __future__ import annotations

import datetime
import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.generations.store import Store
from index.reindexing.last_run import read_last_run
from index.reindexing.reindex import reindex
from webui.cli.main import main
from webui.cli.progress import Silent


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def data(index_of) -> Path:
    return index_of("phản biện xã hội", "tập huấn")


def damaged(data: Path) -> Path:
    live = Store(data).current()
    assert live is not None
    path = live.path / max(live.manifest.files)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    return path


def test_an_index_that_is_whole(data):
    assert run("check", "--data", data).exit_code == 0
    assert "what they hold agrees" in run("check", "--data", data).output
    assert json.loads(run("status", "--data", data, "--json").output)["damaged"] == []


def test_an_index_that_is_damaged(data):
    path = damaged(data)
    for command in ("check", "status"):
        result = run(command, "--data", data)
        assert result.exit_code == 1
        assert path.name in result.output
        assert "tracuu reindex" in result.output


def test_a_damaged_index_before_which_there_is_a_good_one(data, write_records):
    reindex([write_records({"id": "x", "title": "X", "text": "mới"})], data, Silent(), jobs=1)
    damaged(data)
    result = run("status", "--data", data)
    assert result.exit_code == 1
    assert "g000001: 2 articles" in result.output


def test_prune_says_what_it_removed(data, write_records):
    assert run("prune", "--data", data).output == "nothing to remove\n"
    killed = data / "generations" / ".building-g000009"
    killed.mkdir()
    assert run("prune", "--data", data).exit_code == 0
    assert not killed.exists()
    assert run("prune", "--data", data / "none").exit_code == 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_leaves_the_live_index_as_it_was(data, write_records, jobs):
    """The system refuses to let any file grow past some kilobytes, as a disk that is full refuses to write on."""
    before = Store(data).sound().generation
    path = write_records(*({"id": f"n{n}", "title": f"Tin {n}", "text": f"từ{n} " * 60} for n in range(300)))
    result = subprocess.run(
        [sys.executable, "-m", "webui.cli.main", "reindex", str(path), "--data", str(data), "--jobs", jobs],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[4],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # modules cut off at the limit would stay behind
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert result.returncode == 2, result.stderr
    assert "File too large; the live index is untouched" in result.stderr and "Traceback" not in result.stderr
    assert read_last_run(data).error == "File too large"
    assert Store(data).sound().generation == before
    assert not list((data / "generations").glob(".building-*"))


@contextmanager
def ordinary_user(folder):
    """Be somebody whom permissions bind, who may reach a folder of the test: they do not bind root."""
    if os.geteuid():
        yield
        return
    for above in (folder, *list(folder.parents)[:3]):  # those that pytest made for this user alone
        if above.stat().st_mode & 0o077 == 0:
            above.chmod(0o711)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", "a file of the index"])
def test_what_may_not_be_read_is_told_and_no_traceback(data, name, tmp_path):
    live = Store(data).current().path
    path = {"CURRENT": data / name, "manifest.json": live / name}.get(
        name, live / max(Store(data).current().manifest.files)
    )
    path.chmod(0)
    with ordinary_user(tmp_path):
        result = run("status", "--data", data)
    assert result.exit_code in (1, 2), result.output
    assert isinstance(result.exception, SystemExit), "a sentence, and no traceback"
    assert "Permission denied" in result.output and path.parent.name in result.output


def test_a_data_folder_that_may_not_be_written_is_told(data, tmp_path, write_records):
    source = write_records({"id": "a", "title": "A", "text": "x"})
    data.chmod(0o555)
    with ordinary_user(tmp_path):
        for command in (["reindex", source, "--jobs", "1"], ["prune"]):
            result = run(*command, "--data", data)
            assert (result.exit_code, "cannot write to the data folder" in result.output) == (2, True), result.output


def test_a_clock_that_was_set_back_does_not_matter(data, write_records, monkeypatch):
    """Generations are told apart by their numbers and their content: what is newest does not go by the time."""

    class Earlier(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) - datetime.timedelta(days=4_000)

    monkeypatch.setattr("index.generations.store.datetime.datetime", Earlier)
    path = write_records({"id": "new", "title": "Tin mới", "text": "chè Shan tuyết"})
    assert run("reindex", path, "--data", data, "--jobs", "1").exit_code == 0
    assert Store(data).current().name == "g000002"
    found = run("search", "chè", "--data", data)
    assert "article:new" in found.output
    assert run("check", "--data", data).exit_code == 0

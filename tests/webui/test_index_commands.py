"""What `status`, `check` and `prune` say of an index that is whole and of one that is not."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.reindex import reindex
from index.store import Store
from webui.command_line import main
from webui.progress import Silent


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


def test_a_full_disk_leaves_the_live_index_as_it_was(data, write_records):
    """The system refuses to let any file grow past some kilobytes, as a disk that is full refuses to write on."""
    before = Store(data).sound().generation
    path = write_records(*({"id": f"n{n}", "title": f"Tin {n}", "text": f"từ{n} " * 200} for n in range(300)))
    result = subprocess.run(
        [sys.executable, "-m", "webui.command_line", "reindex", str(path), "--data", str(data), "--jobs", "1"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert result.returncode == 2, result.stderr
    assert "live index is untouched" in result.stderr and "Traceback" not in result.stderr
    assert Store(data).sound().generation == before
    assert not list((data / "generations").glob(".building-*"))

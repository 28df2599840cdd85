"""The record that a reindex leaves in the data folder, of an end of either kind."""

from __future__ import annotations

import json

import pytest

from index.generations.store import Locked, Store
from index.reindexing.last_run import read_last_run, recorded
from index.reindexing.reindex import Report, reindex
from index.sources import SourceError
from webui.cli.progress import Silent


def failing(error):
    def run():
        raise error

    return run


def test_of_a_run_that_went_well(tmp_path, write_records):
    data, source = tmp_path / "data", write_records({"id": "a", "title": "A", "text": "Một."})
    assert read_last_run(data) is None
    recorded(data, lambda: reindex([source], data, Silent(), jobs=1))
    run = read_last_run(data)
    assert (run.ok, run.added, run.generation, run.error) == (True, 1, "g000001", "")
    assert run.finished == run.succeeded
    assert run.finished.endswith("+00:00")


def test_of_one_that_failed_the_last_good_one_is_still_known(tmp_path):
    recorded(tmp_path, lambda: Report(added=1))
    good = read_last_run(tmp_path).succeeded
    with pytest.raises(SourceError):
        recorded(tmp_path, failing(SourceError("/srv/documents: there is no such folder")))
    run = read_last_run(tmp_path)
    assert (run.ok, run.succeeded, run.added) == (False, good, 0)
    assert run.error == "/srv/documents: there is no such folder"


@pytest.mark.parametrize("sentence", ["https://user:secret@a.vn/x: 500", "cannot read ftp://secret@a.vn:21/ now"])
def test_passwords_of_addresses_are_left_out(tmp_path, sentence):
    with pytest.raises(SourceError):
        recorded(tmp_path, failing(SourceError(sentence)))
    assert "secret" not in (tmp_path / "last-reindex.json").read_text()
    assert "a.vn" in read_last_run(tmp_path).error


def test_on_a_full_disk_the_room_of_the_record_before_will_do(tmp_path, monkeypatch):
    recorded(tmp_path, lambda: Report(added=1))
    monkeypatch.setattr(
        "index.reindexing.last_run.write_durably", lambda path, content: failing(OSError(28, "No space left"))()
    )
    with pytest.raises(OSError):
        recorded(tmp_path, failing(OSError(28, "No space left on device", "/var/x")))
    run = read_last_run(tmp_path)
    assert (run.ok, run.error) == (False, "No space left on device")
    assert [path.name for path in tmp_path.iterdir()] == ["last-reindex.json"]


def test_one_that_is_kept_out_leaves_the_record_of_the_one_that_runs(tmp_path, write_records):
    data = tmp_path / "data"
    recorded(data, lambda: reindex([write_records({"id": "a", "title": "A", "text": "x"})], data, Silent(), jobs=1))
    before = (data / "last-reindex.json").read_bytes()
    with Store(data).writing(), pytest.raises(Locked):
        recorded(data, lambda: reindex([tmp_path], data, Silent(), jobs=1))
    assert (data / "last-reindex.json").read_bytes() == before


def test_no_folder_is_made_for_a_run_that_made_none(tmp_path):
    with pytest.raises(SourceError):
        recorded(tmp_path / "var", failing(SourceError("x")))
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"finished": 3}', b"\xff"])
def test_a_record_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "last-reindex.json").write_bytes(content)
    assert read_last_run(tmp_path) is None
    recorded(tmp_path, lambda: Report(added=2))
    assert json.loads((tmp_path / "last-reindex.json").read_text())["added"] == 2

"""A damaged generation is never served: the service stays on, or goes back to, the last that is whole, and says so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from index.generations.store import Store
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.engine import NotAvailable
from search.interface.request import SearchRequest
from webui.cli.progress import Silent


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(bytes(content))


def damage(data: Path) -> None:
    """Flip one bit of the live generation, in a file of its own."""
    live = Store(data).current()
    assert live is not None
    own = [live.path / name for name in live.manifest.files if (live.path / name).stat().st_nlink == 1]
    flip(max(own, key=lambda path: path.name))


@pytest.fixture
def grow(tmp_path, write_records):
    """Index `number` articles on apples."""

    def run(number: int, **options: bool) -> Path:
        path = write_records(*({"id": f"a{n}", "title": f"Bài {n}", "text": "quả táo"} for n in range(number)))
        reindex([path], tmp_path / "data", Silent(), jobs=1, **options)
        return tmp_path / "data"

    return run


def found(engine: WhooshEngine) -> int:
    return engine.search(SearchRequest(q="quả táo", copies="all")).total


def eventually(engine: WhooshEngine, told: str) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if told in engine.status().fault:
            return True
    return False


def test_a_service_that_starts_goes_back_to_the_last_good_generation(grow):
    grow(2)
    data = grow(3)
    damage(data)
    engine = WhooshEngine(data)
    assert found(engine) == 2
    status = engine.status()
    assert status.generation == "g000001"
    assert "damaged" in status.fault
    engine.close()


def test_a_service_that_runs_stays_on_what_it_has(grow):
    data = grow(2)
    engine = WhooshEngine(data)
    assert found(engine) == 2
    grow(3)
    damage(data)
    assert eventually(engine, "damaged")
    assert found(engine) == 2
    engine.close()


def test_without_a_good_generation_there_is_no_answer_rather_than_a_wrong_one(grow):
    data = grow(2)
    damage(data)
    engine = WhooshEngine(data)
    with pytest.raises(NotAvailable, match="content differs"):
        found(engine)
    assert engine.status().generation == ""
    engine.close()


def test_a_renewed_index_is_taken_up_and_the_fault_is_gone(grow):
    grow(2)
    data = grow(3)
    damage(data)
    engine = WhooshEngine(data)
    assert found(engine) == 2
    grow(4)
    until = time.monotonic() + 20
    while engine.status().fault and time.monotonic() < until:
        pass
    assert (found(engine), engine.status().fault) == (4, "")
    engine.close()


def test_a_service_outlives_a_rebuild_by_another_version(grow, monkeypatch):
    data = grow(2)
    engine = WhooshEngine(data)
    assert found(engine) == 2
    monkeypatch.setattr("index.generations.store.FORMAT", 99)
    grow(3, full=True)
    monkeypatch.undo()
    assert eventually(engine, "format 99")
    assert found(engine) == 2
    engine.close()

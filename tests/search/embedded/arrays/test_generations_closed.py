"""A generation that nobody reads any more is closed in that moment, without Python's garbage collector."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.lists import ListRequest
from search.interface.request import SearchRequest
from webui.cli.progress import Silent


@pytest.fixture
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def held(data: Path) -> set[str]:
    """Return the generations of a data folder from which this process has files open or mapped."""
    mine = Path("/proc/self")
    files = [str(one.readlink()) for one in (mine / "fd").iterdir() if one.is_symlink()]
    files += [line.split()[-1] for line in (mine / "maps").read_text().splitlines() if "/" in line]
    return {Path(file).parent.name for file in files if file.startswith(str(data / "generations"))}


def use(engine: WhooshEngine) -> None:
    """Ask everything that keeps something for later."""
    for q in ("hội nghị", '"khoa học và kỹ thuật"', "h*", "hội nghịi", "hoi nghi", "người_nói:an", "năm:2020", ""):
        engine.search(SearchRequest(q=q, explain=True))
    for kind in ("article", "directive", "speaker"):
        for id in engine.identifiers(kind)[:2]:
            (engine.article if kind == "article" else engine.directive if kind == "directive" else engine.speaker)(id)
            engine.similar(id)
            engine.report(id, SearchRequest())
    engine.listed(ListRequest(kind="speaker", q="an"))
    engine.listed(ListRequest(kind="directive", type="Chỉ thị"))
    engine.suggest("hoi")


TEXT = "Ông Nguyễn Văn An nói tại hội nghị khoa học và kỹ thuật về Chỉ thị số 42-CT/TW ngày 16/4/2010."


def test_the_old_one_is_closed_when_the_last_search_on_it_ends(tmp_path, write_records, no_collector):
    data, names = tmp_path / "data", []

    def publish() -> None:
        record = {"id": "a", "title": "Hội nghị", "text": f"{TEXT} Lần {len(names)}."}
        reindex([write_records(record)], data, Silent(), jobs=1)
        names.append((data / "CURRENT").read_text().split()[0])

    publish()
    engine = WhooshEngine(data)
    began, let_go = threading.Event(), threading.Event()

    def search() -> None:
        serving = engine._switch.current()
        began.set()
        assert let_go.wait(20)
        serving.snapshot.article(serving.snapshot.document("article:a"))

    try:
        use(engine)
        assert held(data) == {names[0]}
        in_flight = threading.Thread(target=search)
        in_flight.start()
        assert began.wait(20)
        publish()
        assert engine.status().generation == names[1]
        assert held(data) == {*names}, "a search on the old one has not ended"
        let_go.set()
        in_flight.join()
        assert held(data) == {names[1]}
        for _ in range(3):
            use(engine)
            publish()
            assert engine.status().generation == names[-1]
            assert held(data) == {names[-1]}
    finally:
        let_go.set()
        engine.close()

"""An office's own table of known documents: what it adds to the records, and that a change of it takes effect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.generations.store import Store, verify
from index.reindexing.reindex import reindex
from index.resolve.directives.registry import RegistryError
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.cli.progress import Silent

HEAD = "type,number,title,date,issuer\n"
PLAN = "Kế hoạch,12/KH-LHH,Về tư vấn phản biện năm 2021,2021-03-05,Liên hiệp Hội tỉnh Hà Giang\n"
ARTICLES = (
    {"id": "a", "title": "Một", "text": "Theo Kế hoạch số 12/KH-LHH, các hội góp ý.", "date": "2021-06-01"},
    {"id": "b", "title": "Hai", "text": "Trời nắng đẹp.", "date": "2021-06-02"},
)


@pytest.fixture
def renew(tmp_path: Path, write_records: Callable[..., Path]):
    """Index the articles, with the office's table saying `table` (None: there is none)."""
    path = write_records(*ARTICLES)

    def run(table: str | None, **options):
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        own = data / "known_documents.csv"
        own.unlink(missing_ok=True) if table is None else own.write_text(table, "utf-8")
        return reindex([path], data, Silent(), **{"jobs": 1, **options})

    return run


def plan(data: Path) -> tuple[str, str]:
    """Return title and date of the only directive."""
    engine = WhooshEngine(data)
    (hit,) = engine.search(SearchRequest(kind="directive")).hits
    view = engine.directive(hit.id)
    engine.close()
    assert view is not None
    return view.title, view.date


def test_the_table_gives_title_and_date(renew, tmp_path):
    renew(HEAD + PLAN)
    assert plan(tmp_path / "data") == ("Về tư vấn phản biện năm 2021", "2021-03-05")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_table_that_comes_changes_and_goes_takes_effect(renew, tmp_path, jobs):
    assert not renew(None, jobs=jobs).tables_changed
    assert plan(tmp_path / "data") == ("", "")
    report = renew(HEAD + PLAN, jobs=jobs)
    assert (report.tables_changed, report.changed, report.published) == (True, 2, True)
    assert plan(tmp_path / "data")[1] == "2021-03-05"
    renew(HEAD + PLAN.replace("2021-03-05", "2021-03-06"), jobs=jobs)
    assert plan(tmp_path / "data")[1] == "2021-03-06"
    assert renew(None, jobs=jobs).tables_changed
    assert plan(tmp_path / "data") == ("", "")


def test_the_same_table_is_no_change(renew):
    renew(HEAD + PLAN)
    report = renew(HEAD + PLAN)
    assert (report.tables_changed, report.published, report.unchanged) == (False, False, 2)


def test_a_dry_run_tells_of_the_change_and_writes_nothing(renew, tmp_path):
    renew(None)
    report = renew(HEAD + PLAN, dry_run=True)
    assert (report.tables_changed, report.changed, report.published) == (True, 2, False)
    assert plan(tmp_path / "data") == ("", "")


def test_an_article_whose_file_cannot_be_read_is_kept_and_resolved_anew(renew, tmp_path):
    renew(None)
    (tmp_path / "documents" / "records.jsonl").write_bytes(b"{")
    assert renew(HEAD + PLAN).kept == 2
    assert plan(tmp_path / "data")[1] == "2021-03-05"


def test_what_was_written_before_does_not_stay_on_disk(renew, tmp_path):
    renew(None)
    renew(HEAD + PLAN)
    live = Store(tmp_path / "data").current()
    assert live is not None
    assert verify(live) == []
    with live.open().reader() as reader:
        assert reader.doc_count_all() == reader.doc_count() == 3


def test_a_broken_table_stops_before_any_work(renew, tmp_path):
    renew(None)
    with pytest.raises(RegistryError, match=r"known_documents\.csv, line 2"):
        renew(HEAD + "Kế hoạch,12/KH-LHH,Một, hai,2021,B\n")
    assert plan(tmp_path / "data") == ("", "")

"""An office's corrections in the records: applied at the next reindex, of what they touch, the same as a full run."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from index.generations.array_checks import inspect
from index.generations.store import Store
from index.records.shapes import DirectiveRecord, PersonRecord
from index.reindexing.reindex import Report, reindex
from tests.index.records.test_records import records_of
from webui.cli.progress import Silent

ARTICLES = (
    {
        "id": "a1",
        "title": "Giao ban",
        "date": "2019-03-02",
        "text": "Các hội nhắc chỉ thị 42. Rồi chỉ thị 42 lại được nêu. "
        "Ông Lê Văn Hạnh, Chủ tịch Hội Làm vườn Nghệ An, cho biết việc này khó.",
    },
    {
        "id": "a2",
        "title": "Y tế",
        "date": "2019-04-02",
        "text": "Ông Lê Văn Hạnh, Giám đốc Sở Y tế Cà Mau, đồng ý. Bà Trần Thị Nết, Phó Chủ tịch Hội Luật gia, dự.",
    },
    {"id": "a3", "title": "Tin", "date": "2019-05-02", "text": "Ông Lê Văn Hạnh phát biểu về Chỉ thị số 42-CT/TW."},
    {
        "id": "a4",
        "title": "Quán triệt",
        "date": "2012-05-02",
        "text": "Quán triệt Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị. Ông Trần Nết, Chánh Văn phòng, nói.",
    },
)
MEANT = '[[mention]]\narticle = "a1"\ntext = "chỉ thị 42"\ndocument = "Chỉ thị 42-CT/TW 2010-04-16"\n'
ENTRIES = (
    MEANT,
    '[[mention]]\narticle = "a3"\ntext = "Chỉ thị số 42-CT/TW"\ndocument = "Chỉ thị 42-CT/TW 2015-03-24"\n',
    '[[mention]]\narticle = "a2"\ntext = "Nghị quyết 1"\ndocument = "Nghị quyết 18-NQ/TW 2017-10-25"\n',
    '[[same_person]]\npeople = [{ name = "Lê Văn Hạnh", article = "a1" }, { name = "Lê Văn Hạnh", article = "a2" }]\n',
    '[[same_person]]\npeople = [{ name = "Trần Nết", article = "a4" }, { name = "Trần Thị Nết", article = "a2" }]\n',
    '[[not_person]]\nname = "Lê Văn Hạnh"\narticle = "a3"\n',
    '[[not_person]]\nname = "Trần Nết"\n',
    '[[hide_office]]\nname = "Lê Văn Hạnh"\narticle = "a2"\noffice = "Giám đốc Sở Y tế Cà Mau"\n',
)


@pytest.fixture
def run(tmp_path: Path, write_records: Callable[..., Path]) -> Callable[..., Report]:
    """Reindex the articles with corrections, given as entries, into `data` of the test's folder."""

    def run(*entries: str, articles: tuple[dict[str, str], ...] = ARTICLES, full: bool = False) -> Report:
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        (data / "corrections.toml").write_text("\n".join(entries), encoding="utf-8")
        return reindex([write_records(*articles)], data, Silent(), jobs=1, full=full)

    return run


@pytest.fixture
def directives(tmp_path: Path) -> Callable[[], dict[str, DirectiveRecord]]:
    def read() -> dict[str, DirectiveRecord]:
        found = records_of(tmp_path / "data")
        return {k[10:]: msgspec.json.decode(v, type=DirectiveRecord) for k, v in found.items() if k[:3] == "dir"}

    return read


@pytest.fixture
def people(tmp_path: Path) -> Callable[[], dict[str, PersonRecord]]:
    def read() -> dict[str, PersonRecord]:
        found = records_of(tmp_path / "data")
        return {k[8:]: msgspec.json.decode(v, type=PersonRecord) for k, v in found.items() if k[:3] == "spe"}

    return read


def test_a_mention_means_what_the_office_says(run, directives) -> None:
    run()
    assert len(directives()["chi-thi-42"].passages) == 2
    report = run(MEANT)
    assert (report.changed, report.unchanged) == (0, 4), "no article is read for it"
    record = directives()["chi-thi-42-ct-tw-2010"]
    assert [passage.article for passage in record.passages] == ["a1", "a1", "a4"] and "chi-thi-42" not in directives()
    assert "2 citations: the office says so in its corrections." in record.directive.evidence
    assert [(one.article, one.told) for one in record.corrections] == [("a1", "chỉ thị 42")] * 2
    assert record.directive.dates == (("2010-04-16", 1),), "what articles state, not what the office adds"
    run()
    assert len(directives()["chi-thi-42"].passages) == 2, "without the entry it is as before"


def test_one_of_several_is_told_by_its_place(run, directives) -> None:
    run(MEANT + f"start = {ARTICLES[0]['text'].rindex('chỉ thị 42')}\n")
    assert len(directives()["chi-thi-42"].passages) == len(directives()["chi-thi-42-ct-tw-2010"].corrections) == 1


def test_a_document_that_nobody_knows_gets_a_record(run, directives) -> None:
    run(MEANT.replace("Chỉ thị 42-CT/TW 2010-04-16", "Chỉ thị 42-CT/TW 2003-02-01"))
    found = directives()["chi-thi-42-ct-tw-2003"].directive
    assert (found.type, found.number, found.date) == ("Chỉ thị", "42-CT/TW", "2003-02-01")


def test_people_of_one_name_are_one(run, people) -> None:
    run()
    assert {"lê-văn-hạnh-ca-mau", "lê-văn-hạnh-nghe-an", "lê-văn-hạnh-chưa-rõ"} <= people().keys()
    run(ENTRIES[3])
    (one,) = (record for id, record in people().items() if id.startswith("lê-văn-hạnh"))
    assert one.person.articles == ("a1", "a2", "a3") and len(one.person.roles) == 2 and not one.person.ambiguous
    assert [note.article for note in one.corrections] == ["a1", "a2"]


def test_people_of_two_names_are_one(run, people) -> None:
    run(ENTRIES[4])
    (one,) = (record for id, record in people().items() if "nết" in id)
    assert one.person.articles == ("a2", "a4") and one.other_buckets == ("p:trần thị nết",)
    assert {name for name, _ in one.person.variants} == {"Trần Nết", "Trần Thị Nết"}


def test_what_is_no_person_has_no_record(run, people) -> None:
    run(ENTRIES[5], ENTRIES[6])
    assert "trần-nết" not in people() and "trần-thị-nết" in people()
    assert not any("a3" in record.person.articles for record in people().values())


def test_an_office_is_hidden(run, people) -> None:
    run(ENTRIES[7])
    (one,) = (record for record in people().values() if "a2" in record.person.articles and "hạnh" in record.person.id)
    assert one.person.roles == () and [note.kind for note in one.corrections] == ["hide_office"]


def test_what_a_correction_does_not_find_is_told(run) -> None:
    report = run(ENTRIES[2], MEANT.replace('"a1"', '"gone"'), ENTRIES[7].replace("Lê Văn", "Ngô Văn"))
    told = sorted(note.detail for note in report.notes if note.origin == "corrections.toml")
    assert told == [
        "article 'a2' does not cite 'Nghị quyết 1'",
        "article 'a2' names no 'Ngô Văn Hạnh'",
        "there is no article 'gone', in which 'chỉ thị 42' was to mean a document",
    ]


@pytest.mark.parametrize("seed", range(5))
def test_any_sequence_of_changes_gives_the_records_of_a_full_run(seed, run, tmp_path, write_records) -> None:
    chance = random.Random(seed)
    for _ in range(4):
        articles = tuple(
            {**article, "text": article["text"] if chance.random() < 0.7 else chance.choice(ARTICLES)["text"]}
            for article in ARTICLES
            if chance.random() < 0.85
        ) or ARTICLES[:1]
        entries = [entry for entry in ENTRIES if chance.random() < 0.5]
        chance.shuffle(entries)
        run(*entries, articles=articles)
        whole = tmp_path / "whole"
        whole.mkdir(exist_ok=True)
        (whole / "corrections.toml").write_text("\n".join(entries), encoding="utf-8")
        reindex([write_records(*articles, name="whole.jsonl")], whole, Silent(), jobs=1, full=True)
        assert records_of(tmp_path / "data") == records_of(whole)
        live = Store(tmp_path / "data").current()
        assert live is not None and inspect(live) == []

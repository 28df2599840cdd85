"""Who speaks of a directive comes before who is only named beside it, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from search.embedded.engine import WhooshEngine

SPEAKS = "Ông Lê Văn Hạnh, Giám đốc Sở Y tế Cà Mau, khẳng định Chỉ thị số 42-CT/TW ngày 16/4/2010 là cần."
NAMED = "Bà Trần Thị Nết, Phó Chủ tịch Hội Làm vườn Việt Nam, dự. Hội nghị bàn Chỉ thị số 42-CT/TW năm 2010."
NAMESAKE = "Ông Lê Văn Hạnh, Chủ tịch Hội Làm vườn Nghệ An, cho biết Nghị quyết số 18-NQ/TW ngày 25/10/2017 đã rõ."


def test_people_who_speak_of_a_directive_come_first(index_of: Callable[..., Path]) -> None:
    engine = WhooshEngine(index_of(SPEAKS, NAMED, NAMED + " Hết."))
    view = engine.directive("chi-thi-42-ct-tw-2010")
    assert view is not None
    assert [(one.label, one.count, one.statements) for one in view.people] == [
        ("Lê Văn Hạnh", 1, 1),
        ("Trần Thị Nết", 2, 0),
    ]
    speaker = engine.speaker(view.people[0].id)
    assert speaker is not None
    assert [(one.id, one.count, one.statements) for one in speaker.directives] == [("chi-thi-42-ct-tw-2010", 1, 1)]


def test_of_two_people_of_one_name_each_has_their_own_words(index_of: Callable[..., Path]) -> None:
    engine = WhooshEngine(index_of(SPEAKS, NAMESAKE))
    people = {id: engine.speaker(id) for id in engine.identifiers("speaker")}
    said = {id: [one.id for one in view.directives if one.statements] for id, view in people.items() if view}
    assert sorted(map(tuple, said.values())) == [("chi-thi-42-ct-tw-2010",), ("nghi-quyet-18-nq-tw-2017",)]


def test_a_passage_tells_who_says_it(index_of: Callable[..., Path]) -> None:
    engine = WhooshEngine(index_of(SPEAKS, NAMED))
    view = engine.directive("chi-thi-42-ct-tw-2010")
    assert view is not None
    said = {passage.article: [(one.name, one.id) for one in passage.said_by] for passage in view.passages}
    assert said == {"d0": [("Lê Văn Hạnh", "lê-văn-hạnh")], "d1": []}


def test_two_of_one_name_in_a_list_are_told_apart(index_of: Callable[..., Path]) -> None:
    both = NAMESAKE.replace("Nghị quyết số 18-NQ/TW ngày 25/10/2017", "Chỉ thị số 42-CT/TW ngày 16/4/2010")
    engine = WhooshEngine(index_of(SPEAKS, both, NAMED))
    view = engine.directive("chi-thi-42-ct-tw-2010")
    assert view is not None
    assert sorted((one.label, one.about) for one in view.people) == [
        ("Lê Văn Hạnh", "Chủ tịch Hội Làm vườn Nghệ An"),
        ("Lê Văn Hạnh", "Giám đốc Sở Y tế Cà Mau"),
        ("Trần Thị Nết", ""),
    ]

"""The corrections of an office: what is understood, and what is refused with file, line, value and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.resolve.corrections.entries import (
    CorrectionError,
    HiddenOffice,
    MeantDocument,
    NamedIn,
    NoPerson,
    OnePerson,
    entries_in,
    read_entries,
)
from index.resolve.directives.registry import DocumentReference

GOOD = """# lời cơ quan
[[not_person]]
name = "Lê Thị Riêng"
reason = "tên đường"

[[mention]]
article = "gb-2020"
text = "Chỉ thị  42"
document = "Chỉ thị 42-CT/TW 2010-04-16"
start = 12

[[same_person]]
people = [{ name = "Lê Hạnh", article = "a1" }, { name = "Lê Văn Hạnh", article = "a7" }]

[[hide_office]]
name = "Lê Hạnh"
article = "a1"
office = "Giám đốc Sở Y tế"
"""


def test_entries_are_read_in_the_order_of_the_file() -> None:
    entries = read_entries(GOOD, "corrections.toml")
    assert [(entry.line, entry.correction) for entry in entries] == [
        (2, NoPerson("Lê Thị Riêng", reason="tên đường")),
        (6, MeantDocument("gb-2020", "Chỉ thị 42", DocumentReference("Chỉ thị", "42-CT/TW", "2010-04-16"), 12)),
        (12, OnePerson((NamedIn("Lê Hạnh", "a1"), NamedIn("Lê Văn Hạnh", "a7")))),
        (15, HiddenOffice(NamedIn("Lê Hạnh", "a1"), "Giám đốc Sở Y tế")),
    ]


def test_a_folder_without_the_file_has_none(tmp_path: Path) -> None:
    assert entries_in(tmp_path) == ()


MENTION = '[[mention]]\narticle = "a"\ntext = "Chỉ thị 42"\n'


@pytest.mark.parametrize(
    ("text", "told", "reason"),
    [
        ("[[mention]\n", "line 1", "no TOML: the reader's own place"),
        ('[[person]]\nname = "A"', "'person' is no kind of correction; write one of [[mention]]", "an unknown kind"),
        ('mention = "x"', "'mention' is no kind", "a value where entries stand"),
        ('[[not_person]]\narticle = "a"', "line 1, [[not_person]]: no name", "something needed is missing"),
        ('\n\n[[not_person]]\nname = "A"\nnme = "B"', "line 3, [[not_person]]: 'nme' is no field", "a slip"),
        ("[[not_person]]\nname = 7", "name is 7; write it as text in quotes", "a number"),
        ('[[not_person]]\nname = "  "', "name is '  '", "blank"),
        (MENTION + 'document = "số 42"', "document 'số 42' is not understood; write type, number and date", "no type"),
        (MENTION + 'document = "Chỉ thị 42-CT/TW 2010-13-40"', "is not understood", "no date of the calendar"),
        (MENTION + 'document = "Chỉ thị 42-CT/TW"', "has no date, and its number is given again", "of which term"),
        (MENTION + 'document = "Quyết định 1795/QĐ-TTg"', "has no date", "numbers of decisions carry no year"),
        (MENTION + 'document = "Chỉ thị 42 2010"', "is not understood", "a bare number names no document"),
        (MENTION + 'document = "Luật 31/2024/QH15"\nstart = -1', "start -1 is no place", "before the text"),
        (2 * (MENTION + 'document = "Luật 31/2024/QH15"\n'), "line 5, [[mention]]: line 1 already says", "two words"),
        ('[[same_person]]\npeople = [{ name = "A", article = "1" }]', "two or more", "one alone"),
        ('[[same_person]]\npeople = ["A", "B"]', "two or more, as in", "names without articles"),
        (
            '[[same_person]]\npeople = [{ name = "A", article = "1" }, { name = "B", id = "b" }]',
            "'id' is no field of a person",
            "ids of records change",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(text: str, told: str, reason: str) -> None:
    with pytest.raises(CorrectionError, match=r"^here\.toml") as refused:
        read_entries(text, "here.toml")
    assert told in str(refused.value), reason


def test_a_state_number_with_its_year_needs_no_date() -> None:
    (entry,) = read_entries(MENTION + 'document = "Luật 31/2024/QH15"', "x")
    assert isinstance(entry.correction, MeantDocument) and entry.correction.document.key == "luat/31-2024-qh15"


def test_a_file_of_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_bytes("[[not_person]]\nname = 'Lê'".encode("utf-16"))
    with pytest.raises(CorrectionError, match="is not UTF-8 text"):
        entries_in(tmp_path)

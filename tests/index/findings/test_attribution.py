"""Which words of an article speak of which directive: rows of a text and who says the citation in it."""

from __future__ import annotations

import pytest

from index.documents import Article
from index.findings.article_findings import find_in, running_text
from index.findings.attribution import speaks_of
from index.organisations.names import OrganisationNames
from index.organisations.table import shipped
from index.resolve.directives.registry import load_registry

HANH, NET = "Ông Lê Văn Hạnh, Giám đốc Sở Y tế Cà Mau,", "Bà Trần Thị Nết, Phó Chủ tịch Hội Làm vườn,"


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        (f"{HANH} khẳng định Chỉ thị 42-CT/TW rất cần.", ["Lê Văn Hạnh"], "the citation stands in the statement"),
        (f"{HANH} khẳng định việc này cần. Tỉnh đã báo cáo về Chỉ thị 42-CT/TW.", ["Lê Văn Hạnh"], "speech runs on"),
        (f"{HANH} khẳng định việc này cần.\nTỉnh đã báo cáo về Chỉ thị 42-CT/TW.", [], "a new paragraph"),
        (f"Tỉnh đã báo cáo về Chỉ thị 42-CT/TW. {HANH} khẳng định việc này cần.", [], "words before the speech"),
        (
            f"{HANH} khẳng định việc này cần. {NET} cho biết Chỉ thị 42-CT/TW đã rõ.",
            ["Trần Thị Nết"],
            "whose sentence it is goes before who spoke last",
        ),
        (
            f"{HANH} khẳng định việc này cần. {NET} cho biết việc đã xong. Đó là nhờ Chỉ thị 42-CT/TW.",
            ["Trần Thị Nết"],
            "the last of two speeches runs on",
        ),
        (f"{HANH} có mặt. Hội nghị bàn về Chỉ thị 42-CT/TW.", [], "who is only named says nothing"),
    ],
)
def test_who_says_a_citation(text: str, expected: list[str], reason: str) -> None:
    article = Article("a", "Bài", text, date="2020-01-01")
    findings = find_in(article, load_registry(), OrganisationNames(shipped()))
    assert len(findings.directives) == 1
    said = speaks_of(findings, running_text(article))
    assert [person.name for _, person, _ in said] == expected, reason

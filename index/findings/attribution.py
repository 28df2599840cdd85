"""Finds who speaks of which directive in one article: the statements that a citation stands in, or continues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.documents import PersonMention, Statement
from index.findings.article_findings import Findings, FoundDirective


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A statement of one article that joins a directive and a person.

    On a directive's record `bucket` and `mention` tell the person (the identity, and where the article first names
    them), on a person's the directive (its identity, and where it is cited). `statement` is where the statement
    begins. All places count characters of the article's running text.
    """

    article: str
    bucket: str
    mention: int
    statement: int


def speaks_of(findings: Findings, text: str) -> Iterator[tuple[FoundDirective, PersonMention, Statement]]:
    """Yield each citation of a directive with whoever says it and the statement; `text` is the running text.

    Words belong to the statement they stand in. Reported speech runs on to the end of its paragraph: `Ông Tân khẳng
    định … . Nhiều Liên hiệp hội báo cáo kết quả 10 năm thực hiện Chỉ thị số 42-CT/TW`; so a citation in nobody's
    sentence belongs to the last statement before it in its paragraph.
    """
    said = sorted(
        ((statement, person) for person in findings.people for statement in person.statements),
        key=lambda pair: (pair[0].start, pair[1].mentions[0]),
    )
    for found in findings.directives if said else ():
        start = found.mention.start
        around = [(statement, person) for statement, person in said if statement.start <= start < statement.end]
        before = [(statement, person) for statement, person in said if statement.end <= start]
        if not around and before and "\n" not in text[before[-1][0].end : start]:
            around = before[-1:]
        for statement, person in around:
            yield found, person, statement

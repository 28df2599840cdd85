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
    begun: list[int] = []  # places in `said` of the statements that a citation may stand in
    at, last, paragraph_end = 0, -1, 0  # the next to begin; the last that ended, and the end of its paragraph
    for found in sorted(findings.directives, key=lambda one: one.mention.start) if said else ():
        start = found.mention.start
        while at < len(said) and said[at][0].start <= start:
            begun.append(at)
            at += 1
        ended = max((one for one in begun if said[one][0].end <= start), default=-1)
        begun = [one for one in begun if said[one][0].end > start]
        if ended > last:
            last, paragraph_end = ended, text.find("\n", said[ended][0].end)
        around = begun or ([last] if last >= 0 and not 0 <= paragraph_end < start else [])
        for one in around:
            statement, person = said[one]
            yield found, person, statement

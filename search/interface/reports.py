"""The content of an office's report on a directive, whatever file it is written to."""

from __future__ import annotations

from dataclasses import dataclass

from search.interface.answers import Copy
from search.interface.records import MentionSpan


@dataclass(frozen=True, slots=True)
class ReportPerson:
    """A person in a row of a report; `verb` is how the article says that they speak, empty for one only named."""

    name: str
    honorific: str
    roles: tuple[str, ...]
    verb: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One passage on a directive: when, by which union, who, what was said or done, where it stands.

    `place` is where the passage cites it first. `copies` are other publications of the article whose rows are left out.
    `settled` is false of a passage that may mean another document of that number.
    """

    article: str
    title: str
    date: str
    source: str
    province: str
    url: str
    people: tuple[ReportPerson, ...]
    passage: str
    place: MentionSpan
    copies: tuple[Copy, ...] = ()
    settled: bool = True


@dataclass(frozen=True, slots=True)
class DirectiveReport:
    """The content of an office's report on a directive. More than one of `dates` is a conflict; rows by date."""

    id: str
    name: str
    title: str
    issuer: str
    date: str
    dates: tuple[tuple[str, int], ...]
    rows: tuple[ReportRow, ...]

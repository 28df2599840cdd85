"""Holds what a citation tells of its document: the mention, and what its article says around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from index.documents import DirectiveMention
from index.resolve.directives.registry import KnownDocument


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention in an article, with what the article says around it.

    `context` is the text that follows the mention, `place` the province of the article's office, `subject` the
    article's title and lead, `beside` the buckets of the other documents that it cites. `by_office` marks one of which
    the office says what it means: the mention is then of that document, in full.
    """

    article_id: str
    article_date: str
    mention: DirectiveMention
    context: str = ""
    place: str = ""
    subject: str = ""
    beside: frozenset[str] = frozenset()
    by_office: bool = False


@dataclass(slots=True)
class Candidate:
    """A document that a bucket may mean: known to the registry, or told by the dates that citations state."""

    date: str
    known: KnownDocument | None = None
    citations: list[Citation] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def title(self) -> str:
        """The registry's title; empty where it is not known."""
        return self.known.title if self.known else ""

    @property
    def issuer(self) -> str:
        """The registry's issuer; empty where it is not known."""
        return self.known.issuer if self.known else ""

    def take(self, citation: Citation, reason: str) -> None:
        """Count a citation as meaning this document, for `reason`."""
        self.citations.append(citation)
        self.reasons[reason] += 1


def later(date: str, article_date: str) -> bool:
    """Tell whether a document of `date` cannot have been known to an article of `article_date`."""
    size = min(len(date), len(article_date))
    return bool(size) and date[:size] > article_date[:size]


def of_late(date: str, article_date: str) -> bool:
    """Tell whether an article was written in the year of a document or in the one after."""
    return bool(date) and bool(article_date) and 0 <= int(article_date[:4]) - int(date[:4]) <= 1

"""Shapes the stored records of directives and people; articles are read back as they were found."""

from __future__ import annotations

from dataclasses import dataclass

from index.documents import Article
from index.findings.article_findings import StoredArticle
from index.findings.attribution import SpokenOf
from index.memory.decoders import decoded
from index.records.corrected import OfficeCorrection
from index.resolve.directives.resolved_directive import ResolvedDirective
from index.resolve.people import ResolvedPerson

HIDING = "p:"
"""The bucket, beside their own, of the records of people some of whose offices the office hides."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place at which an article mentions a record: offsets into its running text, and the text there."""

    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DirectiveRecord:
    """A directive as stored: what was resolved, every passage that cites it, and the statements that speak of it.

    `other_buckets` are those of mentions that mean it by the office's `corrections`; `own_texts` the ids of articles
    that are its own text.
    """

    directive: ResolvedDirective
    passages: tuple[Passage, ...]
    spoken_of: tuple[SpokenOf, ...] = ()
    corrections: tuple[OfficeCorrection, ...] = ()
    other_buckets: tuple[str, ...] = ()
    own_texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as stored: what was resolved, the first mention in each article, and the statements attributed.

    `spoken_of` holds the directives that these statements speak of. `other_buckets` are those of names that are, by the
    office's `corrections`, one person's.
    """

    person: ResolvedPerson
    passages: tuple[Passage, ...]
    statements: tuple[Passage, ...]
    spoken_of: tuple[SpokenOf, ...] = ()
    corrections: tuple[OfficeCorrection, ...] = ()
    other_buckets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """The part of a `PersonMention` that tells how much an article has to do with a person."""

    name: str
    speaks: bool
    mentions: tuple[tuple[int, int], ...]
    chairs: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    people: tuple[NamedPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """The part of a `StoredArticle` that a list of hits shows: to decode no more takes a third less time."""

    article: Article
    findings: _Named = _Named()


def directive_name(directive: ResolvedDirective) -> str:
    """Return what people call it: `Chỉ thị số 42-CT/TW`, `Luật Đất đai`."""
    if directive.number:
        return f"{directive.type} số {directive.number}"
    most_used = directive.variants[0][0] if directive.variants else directive.type
    return most_used[:1].upper() + most_used[1:]


def stored_article(record: bytes) -> StoredArticle:
    """Return the stored record of an article, decoded."""
    return decoded(record, StoredArticle)

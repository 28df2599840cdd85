"""Finds the directives and people of an article, with places in one running text of all its parts.

Title, lead, body and related titles are searched as one text, so that `Chỉ thị 42` in a headline follows the full form
in the body, and an offset says which part it lies in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.documents import Article, DirectiveMention, PersonMention
from index.extract.directives.find import find_directives
from index.extract.directives.keys import numbered_key
from index.extract.people.find import find_people
from index.organisations.names import Found, OrganisationNames
from index.resolve.directives.buckets import bucket_of
from index.resolve.directives.registry import Registry
from index.resolve.people import person_bucket

Part = Literal["title", "lead", "body", "attachment", "related"]
_BREAK = "\n\n"
_CONTEXT = 160  # characters after a mention that may tell its subject
_SUBJECT = 400  # characters of a lead that tell what an article is about


@dataclass(frozen=True, slots=True)
class FoundDirective:
    """A mention in the running text, the words that follow it, and the bucket under which it is resolved."""

    mention: DirectiveMention
    context: str
    bucket: str


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation that an article names: its id, where first in the running text, and how often."""

    organisation: str
    start: int
    end: int
    times: int


@dataclass(frozen=True, slots=True)
class Findings:
    """The finds in one article; offsets count characters of `running_text(article)`.

    `organisations` are those it is about, `published_by` the ids of those it is of: its source, its author.
    `own_bucket` is that of the document whose text the article is, '' where it is none.
    """

    directives: tuple[FoundDirective, ...] = ()
    people: tuple[PersonMention, ...] = ()
    organisations: tuple[NamedOrganisation, ...] = ()
    published_by: tuple[str, ...] = ()
    own_bucket: str = ""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """The record of an article in the index."""

    article: Article
    findings: Findings = Findings()


def parts_of(article: Article) -> tuple[tuple[Part, int, int], ...]:
    """Return (part, start, end) of each part of the running text, in order; an attachment or related title is one."""
    named: list[tuple[Part, str]] = [("title", article.title), ("lead", article.lead), ("body", article.text)]
    named += [("attachment", attachment.text) for attachment in article.attachments]
    named += [("related", title) for title in article.related]
    places: list[tuple[Part, int, int]] = []
    start = 0
    for part, text in named:
        places.append((part, start, start + len(text)))
        start += len(text) + len(_BREAK)
    return tuple(places)


def running_text(article: Article) -> str:
    """Return the text that findings have their offsets in."""
    return _BREAK.join((*_own_parts(article), *article.related))


def _own_parts(article: Article) -> tuple[str, ...]:
    return article.title, article.lead, article.text, *(attachment.text for attachment in article.attachments)


def searched_text(article: Article) -> str:
    """Return what the body fields of the index hold: lead, text and the texts of the attachments."""
    return "\n".join((article.lead, article.text, *(attachment.text for attachment in article.attachments)))


def subject_of(article: Article) -> str:
    """Return what an article says of its subject: its title, its office, the beginning of its lead or text."""
    return f"{article.title} {article.source} {(article.lead or article.text)[:_SUBJECT]}"


def find_in(article: Article, registry: Registry, names: OrganisationNames) -> Findings:
    """Return what the article says of directives, people and organisations. Related titles tell directives only."""
    text = running_text(article)
    subject = subject_of(article)
    directives = []
    mentions = find_directives(text, article.date)
    letter = article.letter
    own_bucket = numbered_key(letter.type, letter.number) if letter and letter.type and letter.number else ""
    whole = frozenset(mention.key for mention in mentions if "/" in mention.key)
    for mention in mentions:
        context = text[mention.end : mention.end + _CONTEXT]
        if own_bucket and mention.key == own_bucket:
            continue  # its own number, on a later page or in an annex, is no citation
        bucket = bucket_of(mention, registry, context, article.date, subject, whole)
        directives.append(FoundDirective(mention, context, bucket))
    own = _BREAK.join(_own_parts(article))
    published_by = tuple(dict.fromkeys(filter(None, map(names.identify, (article.source, article.author)))))
    return Findings(
        tuple(directives),
        find_people(own, article.author),
        _organisations(names.find(own, article.date, next(iter(published_by), ""))),
        published_by,
        own_bucket,
    )


def _organisations(found: Sequence[Found]) -> tuple[NamedOrganisation, ...]:
    times = Counter(one.organisation for one in found)
    first = {one.organisation: one for one in reversed(found)}
    return tuple(
        NamedOrganisation(one.organisation, one.start, one.end, times[one.organisation])
        for one in sorted(first.values(), key=lambda one: one.start)
    )


def organisation_terms(findings: Findings) -> list[str]:
    """Return the index terms of the organisations of an article: `of:ID` of whom it is, `about:ID` whom it names."""
    return sorted(
        {f"of:{id}" for id in findings.published_by} | {f"about:{one.organisation}" for one in findings.organisations}
    )


def buckets_of(findings: Findings) -> set[str]:
    """Return the identities that an article touches, its own among them: `d:chi-thi/42-ct-tw`, `p:đặng vũ minh`."""
    directives = {f"d:{found.bucket}" for found in findings.directives if found.bucket}
    directives |= {f"d:{findings.own_bucket}"} if findings.own_bucket else set()
    return directives | {f"p:{person_bucket(person.name)}" for person in findings.people}

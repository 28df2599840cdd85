"""The directives and people of one article, each with the record it was resolved to.

An article stores what was found in it, not what that was resolved to, so that a resolution may change without its
being rewritten. The record of a mention is one of the few that share its bucket and name the article; where several
do (two documents of one number, two people of one name), their passages tell which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from index.documents import PersonMention
from index.findings.article_findings import FoundDirective, StoredArticle, parts_of
from index.memory.decoders import decoded
from index.records.shapes import HIDING, DirectiveRecord, PersonRecord
from index.resolve.people import person_bucket, without_offices
from search.interface.records import DirectiveInArticle, MentionSpan, PersonInArticle
from search.records.stored import StoredRecords, identifier

_UNRESOLVED = "d:"  # the bucket of mentions of which only the office can tell what they mean
Parts = Sequence[tuple[str, int, int]]


class Mention(NamedTuple):
    """A mention of something: the article's id, the bucket of what is mentioned, the place in the running text."""

    article: str
    bucket: str
    start: int


def directives_of(stored: StoredRecords, article: StoredArticle) -> tuple[DirectiveInArticle, ...]:
    """Return the directives that an article cites, in the order of their first mentions."""
    parts = parts_of(article.article)
    mentions = [(found, directive_mention(article, found)) for found in article.findings.directives]
    keys = records_of(stored, [mention for _, mention in mentions])
    labels = stored.labels(set(keys.values()))
    by_record: dict[tuple[str, str], list[FoundDirective]] = {}
    for found, mention in mentions:
        key = keys.get(mention)
        named = ("", found.mention.text) if key is None else (identifier(key), labels[key])
        by_record.setdefault(named, []).append(found)
    return tuple(
        DirectiveInArticle(
            id=id,
            label=label,
            type=_first(found.mention.type for found in group),
            number=max((found.mention.number or "" for found in group), key=len),
            date=_first(found.mention.date for found in group),
            issuer=_first(found.mention.issuer for found in group),
            spans=tuple(place_of(parts, found.mention.start, found.mention.end) for found in group),
        )
        for (id, label), group in by_record.items()
    )


def people_of(stored: StoredRecords, article: StoredArticle) -> tuple[PersonInArticle, ...]:
    """Return the people whom an article names, in the order of their first mentions.

    A name without a record is no person's, by the office's word; offices that the office hides are left out.
    """
    parts = parts_of(article.article)
    keys, (shown,) = known_people(stored, (article,))
    ordered = sorted(shown.findings.people, key=lambda person: person.mentions[0])
    named = [(person, person_mention(article, person)) for person in ordered]
    return tuple(_person(person, keys[mention], parts) for person, mention in named if mention in keys)


def known_people(
    stored: StoredRecords, articles: Sequence[StoredArticle]
) -> tuple[dict[Mention, str], list[StoredArticle]]:
    """Return the keys of the people whom articles name, and the articles without the offices that the office hides."""
    mentions = {person_mention(one, person): person for one in articles for person in one.findings.people}
    hiding = {(one.article.id, HIDING) for one in articles}
    sharing = stored.sharing({(mention.article, mention.bucket) for mention in mentions} | hiding)
    keys = _chosen(stored, mentions, sharing)
    corrected = stored.records({key for one in hiding for key in sharing.get(one, ())})
    hidden = {key: _hidden(record) for key, record in corrected.items()}
    return keys, [_without_hidden(one, keys, hidden) if hidden else one for one in articles]


def _hidden(record: bytes) -> tuple[str, ...]:
    return tuple(one.told for one in decoded(record, PersonRecord).corrections if one.kind == "hide_office")


def _without_hidden(
    article: StoredArticle, keys: Mapping[Mention, str], hidden: Mapping[str, Sequence[str]]
) -> StoredArticle:
    people = tuple(
        replace(one, roles=without_offices(one.roles, hidden.get(keys.get(person_mention(article, one), ""), ())))
        for one in article.findings.people
    )
    return replace(article, findings=replace(article.findings, people=people))


def _person(person: PersonMention, key: str, parts: Parts) -> PersonInArticle:
    return PersonInArticle(
        id=identifier(key),
        name=person.name,
        honorific=person.honorific or "",
        roles=person.roles,
        speaks=person.speaks,
        chairs=person.chairs,
        spans=tuple(place_of(parts, start, end) for start, end in person.mentions),
        statements=tuple(place_of(parts, said.start, said.end) for said in person.statements),
    )


def directive_mention(article: StoredArticle, found: FoundDirective) -> Mention:
    """Return where an article cites a directive."""
    return Mention(article.article.id, f"d:{found.bucket}", found.mention.start)


def person_mention(article: StoredArticle, person: PersonMention) -> Mention:
    """Return where an article first names a person."""
    return Mention(article.article.id, f"p:{person_bucket(person.name)}", person.mentions[0][0])


def records_of(stored: StoredRecords, mentions: Collection[Mention]) -> dict[Mention, str]:
    """Return by mention the key of the record that holds it; mentions without one are left out."""
    return _chosen(stored, mentions, stored.sharing({(mention.article, mention.bucket) for mention in mentions}))


def _chosen(
    stored: StoredRecords, mentions: Collection[Mention], sharing: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[Mention, str]:
    shared = {one: keys for one, keys in sharing.items() if one[1] != HIDING}
    several = {key for one, keys in shared.items() if len(keys) > 1 or one[1] == _UNRESOLVED for key in keys}
    passages = {key: _places(key, record) for key, record in stored.records(several).items()}
    found = {}
    for mention in mentions:
        keys = sharing.get((mention.article, mention.bucket), ())
        if len(keys) > 1 or mention.bucket == _UNRESOLVED:
            keys = tuple(key for key in keys if (mention.article, mention.start) in passages.get(key, ()))
        if keys:
            found[mention] = keys[0]
    return found


def _places(key: str, record: bytes) -> set[tuple[str, int]]:
    """Return where the passages of a record stand: the article's id and a place in its running text."""
    kind: type[DirectiveRecord | PersonRecord] = DirectiveRecord if key.startswith("directive:") else PersonRecord
    return {(passage.article, passage.start) for passage in decoded(record, kind).passages}


def _first(values: Iterator[str | None]) -> str:
    return next(filter(None, values), "")


def place_of(parts: Parts, start: int, end: int) -> MentionSpan:
    """Return a span of the running text as one of the part that it lies in."""
    for name, places in groupby(parts, key=lambda part: part[0]):
        for item, (_, begin, stop) in enumerate(places):
            if begin <= start <= stop:
                return MentionSpan(name, item, start - begin, min(end, stop) - begin)
    raise ValueError(f"the span {start}–{end} lies outside the article's {parts[-1][2]} characters")

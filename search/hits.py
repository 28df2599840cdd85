"""From document numbers to hits that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from index.documents import Article
from index.records import DirectiveRecord, PersonRecord, stored_article
from search.chips import chips
from search.highlight import Marker
from search.links import Links
from search.results import Hit, Snippet
from search.snapshot import Snapshot
from search.snippets import snippets


def hit(snapshot: Snapshot, links: Mapping[str, Links], number: int, score: float, marks: Marker) -> Hit:
    """Return the hit for a document of any kind, with what matched marked."""
    kind = snapshot.kind.values[snapshot.kind.codes[number]]
    if kind == "directive":
        return _directive(snapshot, number, score, marks)
    if kind == "speaker":
        return _speaker(snapshot, number, score, marks)
    stored = stored_article(snapshot.record(number))
    return replace(_article(stored.article, score, marks), mentions=chips(snapshot, links, number, stored.findings))


def _article(article: Article, score: float, marks: Marker) -> Hit:
    return Hit(
        kind="article",
        id=article.id,
        title=article.title,
        date=article.date,
        score=round(score, 4),
        snippets=_passages(article, marks),
        title_highlights=tuple(marks.mark(article.title, lone=False).spans),
        source=article.source,
        province=article.province,
        author=article.author,
        source_url=article.url,
    )


def _passages(article: Article, marks: Marker) -> tuple[Snippet, ...]:
    """Return the passages of the part that holds most of what was asked for: the article itself, or an attachment."""
    body = f"{article.lead}\n{article.text}" if article.lead else article.text
    parts = [("", body), *((attachment.name, attachment.text) for attachment in article.attachments)]
    found = [(name, text, marks.mark(text)) for name, text in parts]
    name, text, marked = max(found, key=lambda part: len(set(part[2].words)))
    return tuple(replace(snippet, attachment=name) for snippet in snippets(text, marked))


def _directive(snapshot: Snapshot, number: int, score: float, marks: Marker) -> Hit:
    directive = msgspec.json.decode(snapshot.record(number), type=DirectiveRecord).directive
    name = snapshot.label(number)
    return Hit(
        kind="directive",
        id=directive.id,
        title=name,
        date=directive.date,
        score=round(score, 4),
        snippets=(_marked(directive.title, marks),) if directive.title else (),
        title_highlights=tuple(marks.mark(name).spans),
        source=directive.issuer,
    )


def _speaker(snapshot: Snapshot, number: int, score: float, marks: Marker) -> Hit:
    person = msgspec.json.decode(snapshot.record(number), type=PersonRecord).person
    roles = "; ".join(dict.fromkeys(role.text for role in reversed(person.roles)))
    return Hit(
        kind="speaker",
        id=person.id,
        title=person.name,
        date="",
        score=round(score, 4),
        snippets=(_marked(roles, marks),) if roles else (),
        title_highlights=tuple(marks.mark(person.name).spans),
        source=person.honorifics[0][0] if person.honorifics else "",
    )


def _marked(text: str, marks: Marker) -> Snippet:
    return Snippet(text, tuple(marks.mark(text).spans))

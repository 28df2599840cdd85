"""From document numbers to hits that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from index.analysis.normalise import fold
from index.decoding import decoded
from index.documents import Article
from index.records import DirectiveRecord, PersonRecord, stored_article
from search.chips import chips
from search.highlight import Wanted, matched_spans
from search.links import Links
from search.results import Hit, Snippet
from search.snapshot import Snapshot
from search.snippets import snippets


def hit(snapshot: Snapshot, links: Mapping[str, Links], number: int, score: float, marks: Wanted) -> Hit:
    """Return the hit for a document of any kind, with what matched marked."""
    kind = snapshot.kind.values[snapshot.kind.codes[number]]
    if kind == "directive":
        return _directive(snapshot, number, score, marks)
    if kind == "speaker":
        return _speaker(snapshot, number, score, marks)
    stored = stored_article(snapshot.record(number))
    return replace(_article(stored.article, score, marks), mentions=chips(snapshot, links, number, stored.findings))


def _article(article: Article, score: float, marks: Wanted) -> Hit:
    return Hit(
        kind="article",
        id=article.id,
        title=article.title,
        date=article.date,
        score=round(score, 4),
        snippets=_passages(article, marks),
        title_highlights=tuple(matched_spans(article.title, marks, lone=False)),
        source=article.source,
        province=article.province,
        author=article.author,
        source_url=article.url,
    )


def _passages(article: Article, marks: Wanted) -> tuple[Snippet, ...]:
    """Return the passages of the part that holds most of what was asked for: the article itself, or an attachment."""
    body = f"{article.lead}\n{article.text}" if article.lead else article.text
    parts = [("", body), *((attachment.name, attachment.text) for attachment in article.attachments)]
    found = [(name, text, matched_spans(text, marks)) for name, text in parts]
    name, text, spans = max(found, key=lambda part: len({fold(part[1][start:end]) for start, end in part[2]}))
    return tuple(replace(snippet, attachment=name) for snippet in snippets(text, spans))


def _directive(snapshot: Snapshot, number: int, score: float, marks: Wanted) -> Hit:
    directive = decoded(snapshot.record(number), DirectiveRecord).directive
    name = snapshot.label(number)
    return Hit(
        kind="directive",
        id=directive.id,
        title=name,
        date=directive.date,
        score=round(score, 4),
        snippets=(_marked(directive.title, marks),) if directive.title else (),
        title_highlights=tuple(matched_spans(name, marks)),
        source=directive.issuer,
    )


def _speaker(snapshot: Snapshot, number: int, score: float, marks: Wanted) -> Hit:
    person = decoded(snapshot.record(number), PersonRecord).person
    roles = "; ".join(dict.fromkeys(role.text for role in reversed(person.roles)))
    return Hit(
        kind="speaker",
        id=person.id,
        title=person.name,
        date="",
        score=round(score, 4),
        snippets=(_marked(roles, marks),) if roles else (),
        title_highlights=tuple(matched_spans(person.name, marks)),
        source=person.honorifics[0][0] if person.honorifics else "",
    )


def _marked(text: str, marks: Wanted) -> Snippet:
    return Snippet(text, tuple(matched_spans(text, marks)))

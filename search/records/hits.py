"""Turns stored records into hits that people read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.documents import Article
from index.memory.decoders import decoded
from index.records.organisations import OrganisationRecord
from index.records.shapes import DirectiveRecord, ListedArticle, PersonRecord, directive_name
from search.deadline import check
from search.highlight.marker import Marked, Marker
from search.highlight.snippets import snippets
from search.interface.answers import Hit, Mentioned, Snippet
from search.records.hit_mentions import hit_mentions
from search.records.stored import StoredRecords

_NAMES = 6  # other names of an organisation that a hit shows


@dataclass(frozen=True, slots=True)
class _Unmarked:
    """A hit, and the texts below its title, each with the name of the attachment that it is, if it is one.

    `whole`: they are shown as they are, not in passages, and the title shows even a lone syllable of a longer query.
    `lead` is how many characters of the first one are an article's lead and the line feed behind it.
    """

    hit: Hit
    texts: tuple[tuple[str, str], ...]
    whole: bool
    lead: int = 0


def hits(stored: StoredRecords, found: Sequence[tuple[str, float]], marks: Marker) -> list[Hit]:
    """Return the hits for records of any kind, given by their keys with their scores, with what matched marked."""
    records = stored.records([key for key, _ in found])
    articles = {key: decoded(record, ListedArticle) for key, record in records.items() if key.startswith("article:")}
    mentions = hit_mentions(stored, {key: article.findings.people for key, article in articles.items()})
    every: list[_Unmarked] = []
    for key, score in found:
        check()
        if key in articles:
            every.append(_article(articles[key].article, mentions.get(key, ()), round(score, 4)))
        elif key in records:
            every.append(_MADE[key.partition(":")[0]](records[key], round(score, 4)))
    texts = [text for one in every for text in (one.hit.title, *(text for _, text in one.texts))]
    lone = [way for one in every for way in (one.whole, *(True for _ in one.texts))]
    marked = iter(marks.mark_all(texts, lone))
    return [_marked(one, next(marked), [next(marked) for _ in one.texts]) for one in every]


def _marked(one: _Unmarked, title: Marked, texts: list[Marked]) -> Hit:
    if one.whole:
        passages = tuple(Snippet(text, tuple(m.spans)) for (_, text), m in zip(one.texts, texts, strict=True))
    else:  # of the part that holds most of what was asked for: the article itself, or an attachment
        place = max(range(len(texts)), key=lambda place: len(set(texts[place].words)))
        name, text = one.texts[place]
        passages = tuple(_placed(passage, one.lead, name, place - 1) for passage in snippets(text, texts[place]))
    return replace(one.hit, title_highlights=tuple(title.spans), snippets=passages)


def _placed(passage: Snippet, lead: int, attachment: str, item: int) -> Snippet:
    """Return a passage of an article's lead and text, or of an attachment, with its place in one of them."""
    text, highlights, start = passage.text, passage.highlights, passage.start
    if attachment:
        return Snippet(text, highlights, attachment, "attachment", item, start)
    if start < lead:
        return Snippet(text, highlights, part="lead", start=start)
    return Snippet(text, highlights, part="body", start=start - lead)


def _article(article: Article, mentions: tuple[Mentioned, ...], score: float) -> _Unmarked:
    shown = Hit(
        kind="article",
        id=article.id,
        title=article.title,
        date=article.date,
        score=score,
        source=article.source,
        province=article.province,
        author=article.author,
        source_url=article.url,
        mentions=mentions,
    )
    lead = len(article.lead) + 1 if article.lead else 0
    return _Unmarked(shown, _texts(article), whole=False, lead=lead)


def _texts(article: Article) -> tuple[tuple[str, str], ...]:
    body = f"{article.lead}\n{article.text}" if article.lead else article.text
    return ("", body), *((attachment.name, attachment.text) for attachment in article.attachments)


def _directive(record: bytes, score: float) -> _Unmarked:
    directive = decoded(record, DirectiveRecord).directive
    shown = Hit(
        kind="directive",
        id=directive.id,
        title=directive_name(directive),
        date=directive.date,
        score=score,
        source=directive.issuer,
    )
    return _Unmarked(shown, (("", directive.title),) if directive.title else (), whole=True)


def _speaker(record: bytes, score: float) -> _Unmarked:
    person = decoded(record, PersonRecord).person
    roles = "; ".join(dict.fromkeys(role.text for role in reversed(person.roles)))
    shown = Hit(
        kind="speaker",
        id=person.id,
        title=person.name,
        date="",
        score=score,
        source=person.honorifics[0][0] if person.honorifics else "",
    )
    return _Unmarked(shown, (("", roles),) if roles else (), whole=True)


def _organisation(record: bytes, score: float) -> _Unmarked:
    known = decoded(record, OrganisationRecord).organisation
    names = "; ".join(known.other_names[:_NAMES])
    shown = Hit(
        kind="organisation", id=known.id, title=known.name, date="", score=score, province=known.province
    )
    return _Unmarked(shown, (("", names),) if names else (), whole=True)


_MADE = {"directive": _directive, "speaker": _speaker, "organisation": _organisation}

"""From document numbers to hits that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.documents import Article
from index.memory.decoders import decoded
from index.records.writing import DirectiveRecord, PersonRecord, stored_article
from search.deadline import check
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Snapshot
from search.highlight.marker import Marked, Marker
from search.highlight.snippets import snippets
from search.interface.answers import Hit, Snippet
from search.records.hit_mentions import chips


@dataclass(frozen=True, slots=True)
class _Unmarked:
    """A hit, and the texts below its title, each with the name of the attachment that it is, if it is one.

    `whole`: they are shown as they are, not in passages. `lone`: the title shows a lone syllable of a longer query.
    """

    hit: Hit
    texts: tuple[tuple[str, str], ...]
    whole: bool
    lone: bool


def hits(
    snapshot: Snapshot, links: Mapping[str, Links], found: Sequence[tuple[int, float]], marks: Marker
) -> list[Hit]:
    """Return the hits for documents of any kind, given with their scores, with what matched marked."""
    every = [_unmarked(snapshot, links, number, round(score, 4)) for number, score in found]
    texts = [text for one in every for text in (one.hit.title, *(text for _, text in one.texts))]
    lone = [way for one in every for way in (one.lone, *(True for _ in one.texts))]
    marked = iter(marks.mark_all(texts, lone))
    return [_marked(one, next(marked), [next(marked) for _ in one.texts]) for one in every]


def _marked(one: _Unmarked, title: Marked, texts: list[Marked]) -> Hit:
    passages: tuple[Snippet, ...] = ()
    if one.whole:
        passages = tuple(Snippet(text, tuple(m.spans)) for (_, text), m in zip(one.texts, texts, strict=True))
    else:  # of the part that holds most of what was asked for: the article itself, or an attachment
        (name, text), best = max(zip(one.texts, texts, strict=True), key=lambda part: len(set(part[1].words)))
        passages = snippets(text, best)
        if name:
            passages = tuple(replace(passage, attachment=name) for passage in passages)
    return replace(one.hit, title_highlights=tuple(title.spans), snippets=passages)


def _unmarked(snapshot: Snapshot, links: Mapping[str, Links], number: int, score: float) -> _Unmarked:
    check()
    kind = snapshot.kind.values[snapshot.kind.codes[number]]
    if kind == "directive":
        return _directive(snapshot, number, score)
    if kind == "speaker":
        return _speaker(snapshot, number, score)
    stored = stored_article(snapshot.record(number))
    article = stored.article
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
        mentions=chips(snapshot, links, number, stored.findings.people),
    )
    return _Unmarked(shown, _texts(article), whole=False, lone=False)


def _texts(article: Article) -> tuple[tuple[str, str], ...]:
    body = f"{article.lead}\n{article.text}" if article.lead else article.text
    return ("", body), *((attachment.name, attachment.text) for attachment in article.attachments)


def _directive(snapshot: Snapshot, number: int, score: float) -> _Unmarked:
    directive = decoded(snapshot.record(number), DirectiveRecord).directive
    shown = Hit(
        kind="directive",
        id=directive.id,
        title=snapshot.label(number),
        date=directive.date,
        score=score,
        source=directive.issuer,
    )
    return _Unmarked(shown, (("", directive.title),) if directive.title else (), whole=True, lone=True)


def _speaker(snapshot: Snapshot, number: int, score: float) -> _Unmarked:
    person = decoded(snapshot.record(number), PersonRecord).person
    roles = "; ".join(dict.fromkeys(role.text for role in reversed(person.roles)))
    shown = Hit(
        kind="speaker",
        id=person.id,
        title=person.name,
        date="",
        score=score,
        source=person.honorifics[0][0] if person.honorifics else "",
    )
    return _Unmarked(shown, (("", roles),) if roles else (), whole=True, lone=True)

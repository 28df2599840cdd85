"""Shows the directives and people of an article on its page: links in the text, and a list beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.interface.records import ArticleRecord, DirectiveInArticle, MentionSpan, PassageView, PersonInArticle
from search.interface.request import Kind
from webui.http.addresses import anchor, passage_path, record_path, with_parameters
from webui.http.language import Language
from webui.pages.marking import Link, Place


@dataclass(frozen=True, slots=True)
class Listed:
    """A directive or person of the article: what it is called there, more about it, and its page (empty without)."""

    label: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class PlacesView:
    """The places of an article that passages elsewhere lead to, by the part of it that they stand in."""

    title: tuple[Place, ...]
    lead: tuple[Place, ...]
    text: tuple[Place, ...]
    attachments: tuple[tuple[Place, ...], ...]
    related: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True, slots=True)
class MentionsView:
    """The mentions of an article: lists for the margin, links for each part of the text."""

    directives: tuple[Listed, ...]
    people: tuple[Listed, ...]
    lead_links: tuple[Link, ...]
    text_links: tuple[Link, ...]
    attachment_links: tuple[tuple[Link, ...], ...] = ()


def mentions_view(record: ArticleRecord, text: Language, lang: str) -> MentionsView:
    """Return the mentions of `record` for its page; `lang` is what links carry to keep the language."""

    def to(kind: Kind, id: str) -> str:
        return with_parameters(record_path(kind, id), lang=lang) if id else ""

    own = [d for d in record.directives if any(span.part != "related" for span in d.spans)]
    directives = tuple(Listed(d.label, _facts(d, text), to("directive", d.id)) for d in own)
    people = tuple(Listed(_titled(p), _part_taken(p, text), to("speaker", p.id)) for p in record.people)

    def links(part: str, item: int = 0) -> tuple[Link, ...]:
        spans = [d.spans for d in own] + [p.spans for p in record.people]
        listed = (*directives, *people)
        return tuple(
            link for places, one in zip(spans, listed, strict=True) for link in _links(places, (part, item), one)
        )

    attached = tuple(links("attachment", item) for item in range(len(record.attachments)))
    return MentionsView(directives, people, links("lead"), links("body"), attached)


def places_view(record: ArticleRecord) -> PlacesView:
    """Return a place for each mention, each statement and each paragraph; see `passage_path`.

    A lead that the text repeats is not shown: its places stand in the text.
    """
    spans = [span for one in record.directives for span in one.spans]
    spans += [span for one in record.people for span in (*one.spans, *one.statements)]
    at: dict[tuple[str, int], dict[int, Place]] = {}
    for span in spans:
        place = Place(span.start, anchor(span.part, span.item, span.start))
        at.setdefault((span.part, span.item), {})[span.start] = place
    texts = (("lead", 0, record.lead), ("body", 0, record.text))
    attached = (("attachment", item, one.text) for item, one in enumerate(record.attachments))
    for part, item, said in (*texts, *attached):
        start = 0
        for line in said.split("\n"):
            at.setdefault((part, item), {}).setdefault(start, Place(start, anchor(part, item, start)))
            start += len(line) + 1

    def of(part: str, item: int = 0) -> tuple[Place, ...]:
        return tuple(sorted(at.get((part, item), {}).values(), key=lambda place: place.at))

    repeated = record.text.startswith(record.lead)
    return PlacesView(
        title=of("title"),
        lead=() if repeated else of("lead"),
        text=of("body") + (of("lead") if repeated else ()),
        attachments=tuple(of("attachment", item) for item in range(len(record.attachments))),
        related=tuple(of("related", item) for item in range(len(record.related))),
    )


def quotation(passage: PassageView, text: Language, base: str) -> str:
    """Return a passage as it is put into another text: its words, article, source and date, and its own address."""
    date = text.date(passage.date) if passage.date else ""
    told = ", ".join(filter(None, (passage.title or passage.article, passage.source, date)))
    return f"“{passage.snippet.text.strip()}” ({told}). {base}{passage_path(passage.article, passage)}"


def _links(spans: tuple[MentionSpan, ...], part: tuple[str, int], listed: Listed) -> Iterator[Link]:
    if not listed.href:
        return
    hint = " – ".join(filter(None, (listed.label, listed.about)))
    for span in spans:
        if (span.part, span.item) == part:
            yield Link(span.start, span.end, listed.href, hint)


def _facts(directive: DirectiveInArticle, text: Language) -> str:
    return ", ".join(filter(None, (directive.issuer, text.date(directive.date) if directive.date else "")))


def _titled(person: PersonInArticle) -> str:
    return f"{person.honorific} {person.name}".strip()


def _part_taken(person: PersonInArticle, text: Language) -> str:
    """Return the offices that the article states, and whether the person chairs or speaks in it."""
    taken = [text.t(f"article.{what}") for what in ("chairs", "speaks") if getattr(person, what)]
    return "; ".join([*person.roles, *taken])

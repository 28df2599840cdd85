"""Finds what a subscription has to tell: the articles that answer it, and which of them it has not told yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from werkzeug.datastructures import MultiDict

from search.interface.answers import Hit
from search.interface.engine import BadRequest, SearchEngine
from search.interface.request import SearchRequest
from search.records.directive_lookup import directives_called
from webui.following.subscriptions import Subscription
from webui.http.addresses import record_path, search_address
from webui.http.parameters import MAX_DEPTH, MAX_QUERY, read_search

_BATCH = 500  # hits asked for at once
_PASSAGES = 100  # of a person asked for at once
_CANDIDATES = 20  # people of a name that are looked at


class CannotFollow(ValueError):
    """The directive or person is not in the index, or may be several; the message says what would do."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription as this index understands it: its name as people read it, and the path of its page.

    `request` finds the articles that answer it; `passages` gives what those of some ids say of it, by id.
    """

    name: str
    path: str
    request: SearchRequest
    passages: Callable[[Collection[str]], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Article:
    """An article to tell of; `ids` are those of it and of all its copies."""

    hit: Hit
    ids: tuple[str, ...]
    passage: str


def followed(engine: SearchEngine, subscription: Subscription) -> Followed:
    """Return what a subscription means. Raises CannotFollow, and NotAvailable without an index."""
    if subscription.what == "search":
        return _search(subscription.value)
    find = _directive if subscription.what == "directive" else _person
    return find(engine, subscription.value)


def _search(value: str) -> Followed:
    """Read a search: a query, or the address of a page of results, which says filters as well."""
    asked = SearchRequest(q=value)
    if len(value) > MAX_QUERY:
        raise CannotFollow(f"a search of {len(value):,} characters: write {MAX_QUERY:,} at most")
    if value.startswith(("http://", "https://", "/?")):
        given = MultiDict(parse_qsl(urlsplit(value).query))
        given.poplist("lang")
        asked, faults = read_search(given, strict=False)
        if faults:
            raise CannotFollow(f"of the address {', '.join(fault.parameter for fault in faults)} cannot be used")
    kept = replace(asked, page=1, size=10, sort="newest", explain=False)
    name = asked.q or ", ".join(value for _, value in asked.given) or value
    return Followed(name, search_address("/", kept), replace(kept, kind="article", match="all"), lambda ids: {})


def _directive(engine: SearchEngine, value: str) -> Followed:
    if (view := engine.directive(value, size=1)) is not None:
        id, name = value, view.name
    else:
        id, name = _only("directive", value, directives_called(engine, value))

    def passages(ids: Collection[str]) -> dict[str, str]:
        report = engine.report(id, SearchRequest())
        rows = report.rows if report is not None else ()
        return {row.article: row.passage for row in reversed(rows) if row.article in ids}

    asked = SearchRequest(kind="article", directive=(id,), sort="newest")
    return Followed(name, record_path("directive", id), asked, passages)


def _person(engine: SearchEngine, value: str) -> Followed:
    if (view := engine.speaker(value, size=1)) is not None:
        id, name = value, view.name
    else:
        found = engine.search(SearchRequest(q=value, kind="speaker", size=_CANDIDATES, facets=False)).hits
        id, name = _only("person", value, [hit for hit in found if hit.title.casefold() == value.casefold()])
    asked = SearchRequest(kind="article", speaker=(id,), sort="newest")
    return Followed(name, record_path("speaker", id), asked, lambda ids: _said(engine, id, ids))


def _said(engine: SearchEngine, id: str, ids: Collection[str]) -> dict[str, str]:
    """Return of each article what it has the person say, or where it names them first."""
    statements: dict[str, str] = {}
    named: dict[str, str] = {}
    page = 1
    while (view := engine.speaker(id, page, _PASSAGES)) is not None and (view.statements or view.appearances):
        for told, passages in ((statements, view.statements), (named, view.appearances)):
            for one in passages:
                if one.article in ids:
                    told.setdefault(one.article, one.snippet.text)
        page += 1
    return named | statements


def _only(what: str, value: str, called: Sequence[Hit]) -> tuple[str, str]:
    """Return id and name of the one record that is called so. Raises CannotFollow for none, or several."""
    if not called:
        raise CannotFollow(f"no {what} here is called {value!r}")
    if len(called) > 1:
        ids = ", ".join(hit.id for hit in called)
        raise CannotFollow(f"{value!r} may be any of these {what} ids; write one: {ids}")
    return called[0].id, called[0].title


def answering(engine: SearchEngine, meant: Followed) -> Iterator[Hit]:
    """Yield the articles that answer, newest first, as far as paging reaches; none for words read as others."""
    asked = replace(meant.request, size=_BATCH)
    for page in range(1, MAX_DEPTH // _BATCH + 1):
        try:
            found = engine.search(replace(asked, page=page, facets=False))
        except BadRequest as error:
            raise CannotFollow(str(error)) from error
        if found.corrected:
            return
        yield from found.hits
        if page * _BATCH >= found.total:
            return


def ids_of(hit: Hit) -> tuple[str, ...]:
    """Return the ids of an article and of its copies: whichever of them stands for it next time, it is told."""
    return (hit.id, *(copy.id for copy in hit.copies))


def with_passages(meant: Followed, hits: list[Hit]) -> list[Article]:
    """Return articles with what they say of what is followed; of a search, what it found in them."""
    said = meant.passages({id for hit in hits for id in ids_of(hit)}) if hits else {}
    return [
        Article(
            hit,
            ids_of(hit),
            next((said[id] for id in ids_of(hit) if id in said), " […] ".join(s.text for s in hit.snippets)),
        )
        for hit in hits
    ]

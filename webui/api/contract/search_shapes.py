"""Shapes of the answers to a search and to what is being typed, and of searches that found nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from search.interface.answers import AttestedRole, Expanded, Hit, Mentioned, NearRecord, NotFound, Suggestion
from search.interface.filters import facet_names, parameter_filters
from search.interface.request import CopiesShown, KindFilter, Match, Sort
from webui.api.contract.parts import CopyAnswer, Facet, Links, Natural
from webui.api.shapes import Shape, shape_of


@shape_of(Mentioned, at="kind", without=("statements", "about"))
class Chip(Shape, frozen=True):
    """A directive or person of a hit, with how many articles of the index mention it."""

    count: Natural


@shape_of(AttestedRole, at="article")
class AttestedRoleAnswer(Shape, frozen=True):
    """An office of a person: from the first to the last of the `articles` that say so.

    `snippet` is the passage of the latest of them, `article`, whose page is at `url`.
    """


@shape_of(Hit, at="kind")
class Result(Shape, frozen=True):
    """One hit. `url` is its page on this service; `title_highlights` are [start, end) offsets into `title`.

    `date` is ISO 8601 as far as known and empty where unknown; offsets count Unicode characters. `explanation` and
    `matched`, the same in a few keys, are filled with `explain=1`. `copies` are the other publications of its text,
    earliest first. `attested` is the office that was asked about, of a person who holds it.
    """

    mentions: tuple[Chip, ...]
    copies: tuple[CopyAnswer, ...]
    attested: AttestedRoleAnswer | None


@shape_of(NearRecord, at="kind")
class NearAnswer(Shape, frozen=True):
    """A record of the index near to one that it has not."""


@shape_of(NotFound)
class NotFoundAnswer(Shape, frozen=True):
    """A directive that the query names and no article cites, or a person whom none names; `said` is as typed.

    `title`, `date` and `issuer` are those of the document where the table of known documents has it, else empty.
    `nearest` are directives of the type with the nearest numbers, or people with the same surname and given name.
    """

    nearest: tuple[NearAnswer, ...]


class FieldFilter(Shape, frozen=True):
    """A filter written inside the query, such as `năm:2020`."""

    field: str
    value: str


class _QueryEcho(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """The question as understood: the words of `q` taken apart, and the parameters as applied.

    `expanded` tells of which words other forms were looked for as well (`UBND`, also `Ủy ban nhân dân`). A field for
    each filter of the table holds its values.
    """

    text: str
    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    filters: tuple[FieldFilter, ...]
    notes: tuple[str, ...]
    expanded: tuple[Expanded, ...]
    kind: KindFilter
    page: int
    size: int
    sort: Sort
    from_: str
    to: str
    copies: CopiesShown
    match: Match


class _Facets(msgspec.Struct, frozen=True):
    """Counts over all hits, not only this page: a field for the kinds, and for each facet of the table of filters."""


def _with_fields(shape: type[msgspec.Struct], names: Iterable[str], type_: object) -> type[msgspec.Struct]:
    """Return a shape with more fields of one type; the schema names it without the leading underscore."""
    fields = [(name, type_) for name in names]
    described = {"__doc__": shape.__doc__}
    return msgspec.defstruct(
        shape.__name__[1:], fields, bases=(shape,), namespace=described, module=__name__, frozen=True, kw_only=True
    )


if TYPE_CHECKING:  # made below from the table; a checker of types needs classes that are written down
    QueryEcho = _QueryEcho
    Facets = _Facets
else:
    QueryEcho = _with_fields(_QueryEcho, (one.name for one in parameter_filters()), tuple[str, ...])
    Facets = _with_fields(_Facets, facet_names(), tuple[Facet, ...])


class SearchAnswer(msgspec.Struct, frozen=True):
    """One page of results with counts over all that answer.

    `total` and `facets` are of the results that hold all of what was asked, or mention what is named; `total_loose`
    counts those that hold only some of it, which follow them by relevance unless `match=all`.

    `corrected` is the query that was searched instead of `q`, where the words as typed find nothing (`exact=1` searches
    them all the same); `suggestion` a query that may have been meant, and was not searched. `not_found` says what the
    query names and this archive does not have: then nothing answers.
    """

    query: QueryEcho
    total: Natural
    total_loose: Natural
    took_ms: float
    results: tuple[Result, ...]
    facets: Facets
    corrected: str | None
    suggestion: str | None
    not_found: tuple[NotFoundAnswer, ...]
    links: Links


@shape_of(Suggestion, at="kind")
class SuggestedAnswer(Shape, frozen=True):
    """A title or name that holds what was typed; `url` is its page here."""


class SuggestAnswer(msgspec.Struct, frozen=True):
    """Titles and names that hold what was typed so far, likeliest first."""

    query: str
    suggestions: tuple[SuggestedAnswer, ...]


class EmptySearch(msgspec.Struct, frozen=True):
    """A query that found nothing, in lower case, and how often it was asked."""

    query: str
    count: Natural


class EmptySearchesAnswer(msgspec.Struct, frozen=True):
    """Searches that found nothing since a day, asked at least as often, most often first."""

    since: str
    at_least: int
    searches: tuple[EmptySearch, ...]

"""The shapes of the API's answers. The OpenAPI document is made from them, so they are the contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import msgspec

from search.interface.answers import Expanded, Snippet
from search.interface.filters import facet_names, parameter_filters
from search.interface.records import AttachedText
from search.interface.request import CopiesShown, Kind, KindFilter, Match, Sort

Offsets = tuple[tuple[int, int], ...]


class Chip(msgspec.Struct, frozen=True):
    """A directive or person of a hit, with how many articles of the index mention it."""

    kind: Kind
    id: str
    url: str
    label: str
    count: Annotated[int, msgspec.Meta(ge=0)]


class CopyAnswer(msgspec.Struct, frozen=True):
    """Another publication of the same text; `url` is its page on this service."""

    id: str
    url: str
    title: str
    source: str
    date: str


class AttestedRoleAnswer(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """An office of a person: from the first to the last of the `articles` that say so.

    `snippet` is the passage of the latest of them, `article`, whose page is at `url`.
    """

    text: str
    from_: str
    to: str
    former: bool
    articles: int
    article: str
    url: str
    title: str
    snippet: Snippet


class Result(msgspec.Struct, frozen=True):
    """One hit. `url` is its page on this service; `title_highlights` are [start, end) offsets into `title`.

    `date` is ISO 8601 as far as known and empty where unknown; offsets count Unicode characters. `explanation` and
    `matched`, the same in a few keys, are filled with `explain=1`. `copies` are the other publications of its text,
    earliest first. `attested` is the office that was asked about, of a person who holds it.
    """

    kind: Kind
    id: str
    url: str
    title: str
    date: str
    score: float
    snippets: tuple[Snippet, ...]
    title_highlights: Offsets
    source: str
    province: str
    author: str
    source_url: str
    explanation: tuple[str, ...]
    mentions: tuple[Chip, ...]
    matched: tuple[str, ...]
    copies: tuple[CopyAnswer, ...]
    attested: AttestedRoleAnswer | None


class FieldFilter(msgspec.Struct, frozen=True):
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


class Facet(msgspec.Struct, frozen=True):
    """How many of all hits carry `value`; `label` is what people read."""

    value: str
    count: Annotated[int, msgspec.Meta(ge=0)]
    label: str


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


class Links(msgspec.Struct, frozen=True):
    """Addresses of this page of results and its neighbours; null where there is none."""

    self: str
    next: str | None
    prev: str | None


class SearchAnswer(msgspec.Struct, frozen=True):
    """One page of results with counts over all that answer.

    `total` and `facets` are of the results that hold all of what was asked, or mention what is named; `total_loose`
    counts those that hold only some of it, which follow them by relevance unless `match=all`.

    `corrected` is the query that was searched instead of `q`, where the words as typed find nothing (`exact=1` searches
    them all the same); `suggestion` a query that may have been meant, and was not searched.
    """

    query: QueryEcho
    total: Annotated[int, msgspec.Meta(ge=0)]
    total_loose: Annotated[int, msgspec.Meta(ge=0)]
    took_ms: float
    results: tuple[Result, ...]
    facets: Facets
    corrected: str | None
    suggestion: str | None
    links: Links


class SpanAnswer(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of an article's `part`.

    `part` is `title`, `lead`, `body` (its `text`), `attachment` (that of `attachments[item]`) or `related[item]`.
    """

    part: str
    item: int
    start: int
    end: int


class DirectiveInArticle(msgspec.Struct, frozen=True):
    """A directive that an article cites. `id` is empty and `url` null where it is not told which document is meant."""

    id: str
    url: str | None
    label: str
    type: str
    number: str
    date: str
    issuer: str
    spans: tuple[SpanAnswer, ...]


class PersonInArticle(msgspec.Struct, frozen=True):
    """A person as one article names them; `statements` are the passages that it attributes to them."""

    id: str
    url: str | None
    name: str
    honorific: str
    roles: tuple[str, ...]
    speaks: bool
    chairs: bool
    spans: tuple[SpanAnswer, ...]
    statements: tuple[SpanAnswer, ...]


class ArticleAnswer(msgspec.Struct, frozen=True):
    """One article as stored. Paragraphs of `text` are separated by one newline.

    `url` is its page here, `source_url` where it was published, `date_origin` where the date was read.
    `directives` and `people` are what was found in it, in the order of their first mentions. `copies` are the other
    publications of its text, earliest first.
    """

    kind: Kind
    id: str
    url: str
    title: str
    lead: str
    text: str
    date: str
    date_origin: str
    author: str
    source: str
    source_url: str
    category: str
    province: str
    related: tuple[str, ...]
    attachments: tuple[AttachedText, ...]
    title_highlights: Offsets
    text_highlights: Offsets
    directives: tuple[DirectiveInArticle, ...]
    people: tuple[PersonInArticle, ...]
    copies: tuple[CopyAnswer, ...]


class Related(msgspec.Struct, frozen=True):
    """An article like the one asked about; `score` is how much of what tells that one it shares, 1 being all."""

    id: str
    url: str
    title: str
    date: str
    source: str
    province: str
    score: float


class SimilarAnswer(msgspec.Struct, frozen=True):
    """The articles most like one, best first. Its copies are not among them."""

    id: str
    url: str
    articles: tuple[Related, ...]


class Counted(msgspec.Struct, frozen=True):
    """A value as the articles write it, and how often they do."""

    value: str
    count: Annotated[int, msgspec.Meta(ge=0)]


class Beside(msgspec.Struct, frozen=True):
    """A record that articles mention together with this one, and in how many.

    `statements` is in how many statements the person speaks of the directive: those come first. `about` tells the
    record from another of its name in the same list, and is else empty.
    """

    kind: Kind
    id: str
    url: str
    label: str
    count: Annotated[int, msgspec.Meta(ge=0)]
    statements: Annotated[int, msgspec.Meta(ge=0)]
    about: str


class SaidByAnswer(msgspec.Struct, frozen=True):
    """Who says a passage, as its article names them; `id` empty and `url` null where it is not told who that is."""

    id: str
    url: str | None
    name: str
    honorific: str


class PassageAnswer(msgspec.Struct, frozen=True):
    """A passage that mentions a record; `start` and `end` are offsets into the article's `part`.

    `said_by` tells, of a passage that cites a directive, in whose statement it does.
    """

    article: str
    url: str
    title: str
    date: str
    source: str
    province: str
    part: str
    start: int
    end: int
    snippet: Snippet
    said_by: tuple[SaidByAnswer, ...]


class DirectiveAnswer(msgspec.Struct, frozen=True):
    """One official document and what the articles say of it.

    `dates` are all dates stated for it: more than one is a conflict. `passages` is one page of `total_passages`.
    """

    kind: Kind
    id: str
    url: str
    name: str
    type: str
    number: str
    title: str
    issuer: str
    date: str
    dates: tuple[Counted, ...]
    variants: tuple[Counted, ...]
    confidence: float
    ambiguous: bool
    evidence: tuple[str, ...]
    articles: int
    total_passages: int
    passages: tuple[PassageAnswer, ...]
    by_year: tuple[Facet, ...]
    by_province: tuple[Facet, ...]
    cited_with: tuple[Beside, ...]
    people: tuple[Beside, ...]
    links: Links


class Listed(msgspec.Struct, frozen=True):
    """A directive or a person in a list, with the years of the first and last article that mention it."""

    kind: Kind
    id: str
    url: str
    name: str
    about: str
    date: str
    articles: Annotated[int, msgspec.Meta(ge=0)]
    first_year: str
    last_year: str


class ListAnswer(msgspec.Struct, frozen=True):
    """One page of the directives or people. `letters` counts people by letter, `types` and `issuers` directives."""

    total: Annotated[int, msgspec.Meta(ge=0)]
    results: tuple[Listed, ...]
    letters: tuple[Facet, ...]
    types: tuple[Facet, ...]
    issuers: tuple[Facet, ...]
    links: Links


class SuggestedAnswer(msgspec.Struct, frozen=True):
    """A title or name that holds what was typed; `url` is its page here."""

    kind: Kind
    text: str
    id: str
    url: str


class SuggestAnswer(msgspec.Struct, frozen=True):
    """Titles and names that hold what was typed so far, likeliest first."""

    query: str
    suggestions: tuple[SuggestedAnswer, ...]


class EmptySearch(msgspec.Struct, frozen=True):
    """A query that found nothing, in lower case, and how often it was asked."""

    query: str
    count: Annotated[int, msgspec.Meta(ge=0)]


class EmptySearchesAnswer(msgspec.Struct, frozen=True):
    """What was searched for in vain since a day, at least as often, most often first."""

    since: str
    at_least: int
    searches: tuple[EmptySearch, ...]


class RoleAnswer(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """An office held, from the first to the last article that says so; `former` marks one they call past."""

    office: str
    organisation: str
    text: str
    from_: str
    to: str
    former: bool
    articles: int
    evidence: PassageAnswer | None


class OrganisationLinkAnswer(msgspec.Struct, frozen=True):
    """Another organisation; `url` is null where the index has no record of it."""

    id: str
    url: str | None
    name: str


class OfficeHolderAnswer(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """A person in an office of an organisation, from the first to the last article that says so."""

    id: str
    url: str
    name: str
    office: str
    text: str
    from_: str
    to: str
    former: bool
    articles: int


class OrganisationArticleAnswer(msgspec.Struct, frozen=True):
    """An article that an organisation published, or one that names it."""

    id: str
    url: str
    title: str
    date: str
    source: str
    published: bool


class OrganisationAnswer(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """An organisation and what the articles say of it; `rows` is one page of the `articles` of it and about it.

    `from` and `to` are dates as far as the source of the facts (`source`) gives them.
    """

    kind: Kind
    id: str
    url: str
    name: str
    type: str
    province: str
    other_names: tuple[str, ...]
    from_: str
    to: str
    source: str
    successor: OrganisationLinkAnswer | None
    predecessors: tuple[OrganisationLinkAnswer, ...]
    articles: int
    published: int
    rows: tuple[OrganisationArticleAnswer, ...]
    people: tuple[OfficeHolderAnswer, ...]
    directives: tuple[Beside, ...]
    by_year: tuple[Facet, ...]
    links: Links


class SpeakerAnswer(msgspec.Struct, frozen=True):
    """A person and what the articles say of them.

    `statements` is one page of `total_statements`; `appearances` one page of the first mentions, an article each.
    """

    kind: Kind
    id: str
    url: str
    name: str
    honorifics: tuple[Counted, ...]
    variants: tuple[Counted, ...]
    roles: tuple[RoleAnswer, ...]
    confidence: float
    ambiguous: bool
    evidence: tuple[str, ...]
    articles: int
    chairs: int
    total_statements: int
    statements: tuple[PassageAnswer, ...]
    appearances: tuple[PassageAnswer, ...]
    by_year: tuple[Facet, ...]
    directives: tuple[Beside, ...]
    appears_with: tuple[Beside, ...]
    links: Links

"""The shapes of the API's answers. The OpenAPI document is made from them, so they are the contract.

A shape that names an engine's value has the fields of that one, so a field added there is in the API as well; its
class says what differs (`webui/api/shapes.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import msgspec

from index.resolve.corrections.entries import Kind as CorrectionKind
from index.resolve.registry import Relation
from search.interface import records
from search.interface.answers import (
    AttestedRole,
    Copy,
    Expanded,
    FacetCount,
    Hit,
    Mentioned,
    NearRecord,
    NotFound,
    RelatedArticle,
    Suggestion,
)
from search.interface.filters import facet_names, parameter_filters
from search.interface.records import (
    ArticleRecord,
    CorrectionView,
    DirectiveView,
    ListedRecord,
    MentionSpan,
    OfficeHolder,
    OrganisationArticle,
    OrganisationLink,
    OrganisationView,
    PassageView,
    PossibleDirective,
    RecordList,
    RelatedDirective,
    RoleView,
    SaidBy,
    SpeakerView,
    UnsettledMentions,
    UnsettledRecord,
)
from search.interface.request import CopiesShown, Kind, KindFilter, Match, Sort
from webui.api.shapes import Shape, shape_of

Natural = Annotated[int, msgspec.Meta(ge=0)]


@shape_of(Mentioned, at="kind", without=("statements", "about"))
class Chip(Shape, frozen=True):
    """A directive or person of a hit, with how many articles of the index mention it."""

    count: Natural


@shape_of(Copy, at="article")
class CopyAnswer(Shape, frozen=True):
    """Another publication of the same text; `url` is its page on this service."""


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


@shape_of(FacetCount)
class Facet(Shape, frozen=True):
    """A value of a facet, with how many of all hits carry it; `label` is what people read."""

    count: Natural


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


@shape_of(MentionSpan)
class SpanAnswer(Shape, frozen=True):
    """Characters `start` to `end` of an article's `part`.

    `part` is `title`, `lead`, `body` (its `text`), `attachment` (that of `attachments[item]`) or `related[item]`.
    """


@shape_of(records.DirectiveInArticle, at="directive")
class DirectiveInArticle(Shape, frozen=True):
    """A directive that an article cites. `id` is empty and `url` null where it is not told which document is meant."""

    url: str | None
    spans: tuple[SpanAnswer, ...]


@shape_of(records.PersonInArticle, at="speaker")
class PersonInArticle(Shape, frozen=True):
    """A person as one article names them; `statements` are the passages that it attributes to them."""

    url: str | None
    spans: tuple[SpanAnswer, ...]
    statements: tuple[SpanAnswer, ...]


@shape_of(ArticleRecord, at="article", renamed={"url": "source_url"})
class ArticleAnswer(Shape, frozen=True):
    """One article as stored. Paragraphs of `text` are separated by one newline.

    `url` is its page here, `source_url` where it was published, `date_origin` where the date was read.
    `directives` and `people` are what was found in it, in the order of their first mentions. `copies` are the other
    publications of its text, earliest first.
    """

    kind: Kind
    directives: tuple[DirectiveInArticle, ...]
    people: tuple[PersonInArticle, ...]
    copies: tuple[CopyAnswer, ...]


@shape_of(RelatedArticle, at="article")
class Related(Shape, frozen=True):
    """An article like the one asked about; `score` is how much of what tells that one it shares, 1 being all."""


class SimilarAnswer(msgspec.Struct, frozen=True):
    """The articles most like one, best first. Its copies are not among them."""

    id: str
    url: str
    articles: tuple[Related, ...]


class Counted(Shape, frozen=True):
    """A value as the articles write it, and how often they do."""

    value: str
    count: Natural


@shape_of(Mentioned, at="kind")
class Beside(Shape, frozen=True):
    """A record that articles mention together with this one, and in how many.

    `statements` is in how many statements the person speaks of the directive: those come first. `about` tells the
    record from another of its name in the same list, and is else empty.
    """

    count: Natural
    statements: Natural


@shape_of(SaidBy, at="speaker")
class SaidByAnswer(Shape, frozen=True):
    """A person who says a passage, as its article names them; where that is not told, `id` is empty and `url` null."""

    url: str | None


@shape_of(PassageView, at="article")
class PassageAnswer(Shape, frozen=True):
    """A passage that mentions a record; `start` and `end` are offsets into the article's `part`.

    Of several attached files or related titles `item` is the one, from 0. In the article's page stands the passage at
    `#body-120`, in its second attached file at `#attachment1-120`. `said_by` tells, of a passage that cites a
    directive, in whose statement it does.
    """

    said_by: tuple[SaidByAnswer, ...]


@shape_of(CorrectionView, at="article")
class CorrectionAnswer(Shape, frozen=True):
    """A correction by the office's own hand: that a citation (`told`) of an article means this document, and so on."""

    says: CorrectionKind
    url: str | None


@shape_of(PossibleDirective, at="directive")
class PossibleDirectiveAnswer(Shape, frozen=True):
    """A document that mentions without a settled document may mean, and how many of them may."""

    url: str | None
    mentions: Natural


@shape_of(RelatedDirective, at="directive")
class RelatedDirectiveAnswer(Shape, frozen=True):
    """A document that the table of known documents relates to this one: it `continues` it, is `continued_by` it …"""

    relation: Relation
    url: str | None


@shape_of(UnsettledRecord, at="directive")
class UnsettledRecordAnswer(Shape, frozen=True):
    """The record of mentions of which nothing tells the document, and how many of them may mean this one."""

    mentions: Natural


@shape_of(UnsettledMentions)
class UnsettledMentionsAnswer(Shape, frozen=True):
    """Mentions that may mean this directive and are not settled; `passages` are the first of them, by date."""

    total: Natural
    articles: Natural
    records: tuple[UnsettledRecordAnswer, ...]
    passages: tuple[PassageAnswer, ...]


@shape_of(DirectiveView, at="directive")
class DirectiveAnswer(Shape, frozen=True):
    """One official document and what the articles say of it.

    `dates` are all dates stated for it: more than one is a conflict. `passages` is one page of `total_passages`.
    Where `ambiguous` is true, nothing tells which document is meant: `possible` are those that may be. `unsettled`
    are mentions that may mean this directive. `related` is what the table of known documents relates to it.
    """

    kind: Kind
    dates: tuple[Counted, ...]
    variants: tuple[Counted, ...]
    passages: tuple[PassageAnswer, ...]
    by_year: tuple[Facet, ...]
    by_province: tuple[Facet, ...]
    cited_with: tuple[Beside, ...]
    people: tuple[Beside, ...]
    possible: tuple[PossibleDirectiveAnswer, ...]
    unsettled: UnsettledMentionsAnswer
    related: tuple[RelatedDirectiveAnswer, ...]
    corrections: tuple[CorrectionAnswer, ...]
    links: Links


@shape_of(ListedRecord, at="kind")
class Listed(Shape, frozen=True):
    """A directive or a person in a list, with the years of the first and last article that mention it."""

    articles: Natural


@shape_of(RecordList, renamed={"rows": "results"})
class ListAnswer(Shape, frozen=True):
    """One page of the directives or people. `letters` counts people by letter, `types` and `issuers` directives."""

    total: Natural
    results: tuple[Listed, ...]
    letters: tuple[Facet, ...]
    types: tuple[Facet, ...]
    issuers: tuple[Facet, ...]
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


@shape_of(RoleView)
class RoleAnswer(Shape, frozen=True):
    """An office that articles name: `from`, `to` are the dates of the first and last of them, no term of office.

    `former` marks one that they call past.
    """

    evidence: PassageAnswer | None


@shape_of(OrganisationLink, at="organisation")
class OrganisationLinkAnswer(Shape, frozen=True):
    """Another organisation; `url` is null where the index has no record of it."""

    url: str | None


@shape_of(OfficeHolder, at="speaker")
class OfficeHolderAnswer(Shape, frozen=True):
    """A person in an office of an organisation, from the first to the last article that says so: no term of office."""


@shape_of(OrganisationArticle, at="article")
class OrganisationArticleAnswer(Shape, frozen=True):
    """An article that an organisation published, or one that names it."""


@shape_of(OrganisationView, at="organisation", renamed={"kind": "type"})
class OrganisationAnswer(Shape, frozen=True):
    """An organisation and what the articles say of it; `rows` is one page of the `articles` of it and about it.

    `from` and `to` are dates as far as the source of the facts (`source`) gives them.
    """

    kind: Kind
    successor: OrganisationLinkAnswer | None
    predecessors: tuple[OrganisationLinkAnswer, ...]
    rows: tuple[OrganisationArticleAnswer, ...]
    people: tuple[OfficeHolderAnswer, ...]
    directives: tuple[Beside, ...]
    by_year: tuple[Facet, ...]
    links: Links


@shape_of(SpeakerView, at="speaker")
class SpeakerAnswer(Shape, frozen=True):
    """A person and what the articles say of them.

    `statements` is one page of `total_statements`; `appearances` one page of the first mentions, an article each.
    """

    kind: Kind
    honorifics: tuple[Counted, ...]
    variants: tuple[Counted, ...]
    roles: tuple[RoleAnswer, ...]
    statements: tuple[PassageAnswer, ...]
    appearances: tuple[PassageAnswer, ...]
    by_year: tuple[Facet, ...]
    directives: tuple[Beside, ...]
    appears_with: tuple[Beside, ...]
    corrections: tuple[CorrectionAnswer, ...]
    links: Links

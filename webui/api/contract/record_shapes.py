"""Shapes of one article, directive, person or organisation, and of lists of them."""

from __future__ import annotations

import msgspec

from index.resolve.corrections.entries import Kind as CorrectionKind
from index.resolve.directives.registry import Relation
from search.interface import records
from search.interface.answers import RelatedArticle
from search.interface.lists import ListedRecord, RecordList
from search.interface.request import Kind
from webui.api.contract.parts import Beside, CopyAnswer, Counted, Facet, Links, Natural, PassageAnswer, SpanAnswer
from webui.api.shapes import Shape, shape_of


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


@shape_of(records.LetterView, at="directive")
class LetterAnswer(Shape, frozen=True):
    """An official document as it says itself: its own number, which is no citation, by whom and to whom.

    `id` and `url` are of the record that articles cite it by; empty and null where none does.
    """

    url: str | None


@shape_of(records.OwnText, at="article")
class OwnTextAnswer(Shape, frozen=True):
    """An article that is the text of an official document."""


@shape_of(records.ArticleRecord, at="article", renamed={"url": "source_url"})
class ArticleAnswer(Shape, frozen=True):
    """One article as stored. Paragraphs of `text` are separated by one newline.

    `url` is its page here, `source_url` where it was published, `date_origin` where the date was read.
    `directives` and `people` are what was found in it, in the order of their first mentions. `copies` are the other
    publications of its text, earliest first. `letter` is what an official document says of itself.
    """

    kind: Kind
    directives: tuple[DirectiveInArticle, ...]
    people: tuple[PersonInArticle, ...]
    copies: tuple[CopyAnswer, ...]
    letter: LetterAnswer | None


@shape_of(RelatedArticle, at="article")
class Related(Shape, frozen=True):
    """An article like the one asked about; `score` is how much of what tells that one it shares, 1 being all."""


class SimilarAnswer(msgspec.Struct, frozen=True):
    """The articles most like one, best first. Its copies are not among them."""

    id: str
    url: str
    articles: tuple[Related, ...]


@shape_of(records.CorrectionView, at="article")
class CorrectionAnswer(Shape, frozen=True):
    """A correction by the office's own hand: that a citation (`told`) of an article means this document, and so on."""

    says: CorrectionKind
    url: str | None


@shape_of(records.PossibleDirective, at="directive")
class PossibleDirectiveAnswer(Shape, frozen=True):
    """A document that mentions without a settled document may mean, and how many of them may."""

    url: str | None
    mentions: Natural


@shape_of(records.RelatedDirective, at="directive")
class RelatedDirectiveAnswer(Shape, frozen=True):
    """A document that the table of known documents relates to this one: it `continues` it, is `continued_by` it …"""

    relation: Relation
    url: str | None


@shape_of(records.UnsettledRecord, at="directive")
class UnsettledRecordAnswer(Shape, frozen=True):
    """The record of mentions of which nothing tells the document, and how many of them may mean this one."""

    mentions: Natural


@shape_of(records.UnsettledMentions)
class UnsettledMentionsAnswer(Shape, frozen=True):
    """Mentions that may mean this directive and are not settled; `passages` are the first of them, by date."""

    total: Natural
    articles: Natural
    records: tuple[UnsettledRecordAnswer, ...]
    passages: tuple[PassageAnswer, ...]


@shape_of(records.DirectiveView, at="directive")
class DirectiveAnswer(Shape, frozen=True):
    """One official document and what the articles say of it.

    `dates` are all dates stated for it: more than one is a conflict. `passages` is one page of `total_passages`.
    Where `ambiguous` is true, nothing tells which document is meant: `possible` are those that may be. `unsettled`
    are mentions that may mean this directive. `related` is what the table of known documents relates to it,
    `own_texts` are the articles that are its own text.
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
    own_texts: tuple[OwnTextAnswer, ...]
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


@shape_of(records.RoleView)
class RoleAnswer(Shape, frozen=True):
    """An office that articles name: `from`, `to` are the dates of the first and last of them, no term of office.

    `former` marks one that they call past.
    """

    evidence: PassageAnswer | None


@shape_of(records.OrganisationLink, at="organisation")
class OrganisationLinkAnswer(Shape, frozen=True):
    """Another organisation; `url` is null where the index has no record of it."""

    url: str | None


@shape_of(records.OfficeHolder, at="speaker")
class OfficeHolderAnswer(Shape, frozen=True):
    """A person in an office of an organisation, from the first to the last article that says so: no term of office."""


@shape_of(records.OrganisationArticle, at="article")
class OrganisationArticleAnswer(Shape, frozen=True):
    """An article that an organisation published, or one that names it."""


@shape_of(records.OrganisationView, at="organisation", renamed={"kind": "type"})
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


@shape_of(records.SpeakerView, at="speaker")
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

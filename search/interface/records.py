"""Values shown on the pages of articles, directives and people, in lists of them and in the report."""

from __future__ import annotations

from dataclasses import dataclass

from index.resolve.corrections.entries import Kind as CorrectionKind
from index.resolve.directives.registry import Relation
from search.interface.answers import Copy, FacetCount, Mentioned, Snippet


@dataclass(frozen=True, slots=True)
class MentionSpan:
    """A mention in an article: characters `start` to `end` of its `part`.

    `part` is `title`, `lead`, `body` (the article's `text`), `attachment` or `related`; of several attachments or
    related titles `item` is the one, counted from 0.
    """

    part: str
    item: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DirectiveInArticle:
    """A directive that an article cites, with what the article says of it; `id` is empty where it is unresolved."""

    id: str
    label: str
    type: str
    number: str
    date: str
    issuer: str
    spans: tuple[MentionSpan, ...]


@dataclass(frozen=True, slots=True)
class PersonInArticle:
    """A person whom an article names, as it names them; `statements` are the passages attributed to them."""

    id: str
    name: str
    honorific: str
    roles: tuple[str, ...]
    speaks: bool
    chairs: bool
    spans: tuple[MentionSpan, ...]
    statements: tuple[MentionSpan, ...]


@dataclass(frozen=True, slots=True)
class AttachedText:
    """A file that an article links to, its text, and what a query matched in it."""

    name: str
    text: str
    text_highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LetterView:
    """An official document as it says itself: its own number, which is no citation, by whom, to whom.

    `id` is that of the document's record, empty where no article cites it. What it does not say is empty.
    """

    id: str
    type: str
    number: str
    date: str
    place: str
    organ: str
    signer: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article as stored, with the passages of `text` and `title` that a query matched, when one was given.

    `letter` is what it says of itself where it is an official document, None where it is none.
    `directives` and `people` are what was found in it, in the order of their first mentions.
    """

    id: str
    title: str
    text: str
    lead: str = ""
    date: str = ""
    date_origin: str = ""
    author: str = ""
    source: str = ""
    url: str = ""
    category: str = ""
    province: str = ""
    related: tuple[str, ...] = ()
    attachments: tuple[AttachedText, ...] = ()
    title_highlights: tuple[tuple[int, int], ...] = ()
    text_highlights: tuple[tuple[int, int], ...] = ()
    directives: tuple[DirectiveInArticle, ...] = ()
    people: tuple[PersonInArticle, ...] = ()
    copies: tuple[Copy, ...] = ()
    letter: LetterView | None = None


@dataclass(frozen=True, slots=True)
class OwnText:
    """An article that is the text of a directive."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SaidBy:
    """The speaker of a passage, as its article names them; `id` is empty where it is not told who that is."""

    id: str
    name: str
    honorific: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage of an article that mentions a record; `snippet` marks the mention itself.

    `start` and `end` count characters of the article's `part` (`title`, `lead`, `body`, `attachment`, `related`), of
    several attachments or related titles that of number `item`, from 0.
    `said_by` tells, of a passage that cites a directive, in whose statement it does.
    """

    article: str
    title: str
    date: str
    source: str
    province: str
    part: str
    start: int
    end: int
    snippet: Snippet
    said_by: tuple[SaidBy, ...] = ()
    item: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction by the office: `says` is its kind, `told` the citation, name or office that it is about.

    `title` is that of `article`, empty where the index has it no more.
    """

    says: CorrectionKind
    article: str
    title: str
    told: str
    reason: str


@dataclass(frozen=True, slots=True)
class PossibleDirective:
    """A document that an unsettled number may mean, in `mentions` of them; `id` is empty where the index has none."""

    id: str
    name: str
    title: str
    issuer: str
    date: str
    mentions: int


@dataclass(frozen=True, slots=True)
class RelatedDirective:
    """A document related to another, `relation` being `continues`, `continued_by` …; `id` as for a possible one."""

    relation: Relation
    id: str
    name: str
    title: str
    issuer: str
    date: str


@dataclass(frozen=True, slots=True)
class UnsettledRecord:
    """A record of mentions that are not settled, with how many of them may mean the directive."""

    id: str
    name: str
    mentions: int


@dataclass(frozen=True, slots=True)
class UnsettledMentions:
    """Mentions that may mean a directive and are not settled: by record, and the first passages of them, by date."""

    total: int = 0
    articles: int = 0
    records: tuple[UnsettledRecord, ...] = ()
    passages: tuple[PassageView, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectiveView:
    """A directive and what the articles say of it.

    `date` is the one kept, `dates` every stated date with its count: more than one is a conflict. `confidence` lies
    between 0 and 1, `evidence` says what the record rests on. `passages` is one page of `total_passages`, by date.
    `people` are those named in the articles that cite it, first whoever speaks of it. `ambiguous` marks a record of
    mentions that are not settled, `possible` what they may mean; `unsettled` are mentions elsewhere that may mean this
    directive. `related` is what the registry relates to it, in both directions, `corrections` what the office says,
    `own_texts` are the articles that are its own text.
    """

    id: str
    name: str
    type: str
    number: str
    title: str
    issuer: str
    date: str
    dates: tuple[tuple[str, int], ...]
    variants: tuple[tuple[str, int], ...]
    confidence: float
    ambiguous: bool
    evidence: tuple[str, ...]
    articles: int
    total_passages: int
    passages: tuple[PassageView, ...]
    by_year: tuple[FacetCount, ...]
    by_province: tuple[FacetCount, ...]
    cited_with: tuple[Mentioned, ...]
    people: tuple[Mentioned, ...]
    possible: tuple[PossibleDirective, ...] = ()
    unsettled: UnsettledMentions = UnsettledMentions()
    related: tuple[RelatedDirective, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()
    own_texts: tuple[OwnText, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleView:
    """An office that articles name, from the first of them to the last, which is no term of office.

    `former` marks one they call past. `evidence` is the passage of the earliest of those articles.
    """

    office: str
    organisation: str
    text: str
    from_: str
    to: str
    former: bool
    articles: int
    evidence: PassageView | None


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A person and what the articles say of them.

    `honorifics` and `variants` are counted. `statements` is one page of `total_statements`, `appearances` the first
    mention in each article, one page of `articles` of them; both by date. `directives` are those that the articles
    cite, first what the person speaks of.
    """

    id: str
    name: str
    honorifics: tuple[tuple[str, int], ...]
    variants: tuple[tuple[str, int], ...]
    roles: tuple[RoleView, ...]
    confidence: float
    ambiguous: bool
    evidence: tuple[str, ...]
    articles: int
    chairs: int
    total_statements: int
    statements: tuple[PassageView, ...]
    appearances: tuple[PassageView, ...]
    by_year: tuple[FacetCount, ...]
    directives: tuple[Mentioned, ...]
    appears_with: tuple[Mentioned, ...]
    corrections: tuple[CorrectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationLink:
    """Another organisation, by id and name; `id` is empty where the index has no record of it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """A person who holds or held an office at an organisation, from the first to the last article that says so."""

    id: str
    name: str
    office: str
    text: str
    from_: str
    to: str
    former: bool
    articles: int


@dataclass(frozen=True, slots=True)
class OrganisationArticle:
    """An article of an organisation (`published`), or one that names it."""

    id: str
    title: str
    date: str
    source: str
    published: bool


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation and what the articles say of it.

    `from_` and `to` are ISO dates as far as a source gives them; `source` says where the facts were read. `rows` is one
    page of `articles`, newest first, of which it published `published`. `directives` are those that these cite.
    """

    id: str
    name: str
    kind: str
    province: str
    other_names: tuple[str, ...]
    from_: str
    to: str
    source: str
    successor: OrganisationLink | None
    predecessors: tuple[OrganisationLink, ...]
    articles: int
    published: int
    rows: tuple[OrganisationArticle, ...]
    people: tuple[OfficeHolder, ...]
    directives: tuple[Mentioned, ...]
    by_year: tuple[FacetCount, ...]

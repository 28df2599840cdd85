"""Answers of an engine: frozen values, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.interface.request import Kind


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of the original text; `highlights` are [start, end) offsets into `text`.

    `attachment` names the attached file that it stands in, empty for the article itself. Of an article, its paragraph
    begins at character `start` of `part`: `lead`, `body` (the article's text), or of the attachments that of number
    `item`, counted from 0; `part` is empty where it stands in no article.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()
    attachment: str = ""
    part: str = ""
    item: int = 0
    start: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """Another publication of an article's text; `date` is ISO 8601 as far as known."""

    id: str
    title: str
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `title_highlights` are offsets into `title`; `explanation` is filled where it was asked for,
    and so is `matched`, the same in a few keys (`search.embedded.ranking.match_reasons.REASONS`).

    `mentions` are the few directives and people that say most about an article, each with how many articles it is in.
    `copies` are all other publications of its text, whether they answer the question or not, earliest first. `attested`
    is the office of a person that was asked about (`phó chủ tịch liên hiệp hội phú thọ`).
    """

    kind: Kind
    id: str
    title: str
    date: str
    score: float
    snippets: tuple[Snippet, ...] = ()
    title_highlights: tuple[tuple[int, int], ...] = ()
    source: str = ""
    province: str = ""
    author: str = ""
    source_url: str = ""
    explanation: tuple[str, ...] = ()
    mentions: tuple[Mentioned, ...] = ()
    matched: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    attested: AttestedRole | None = None


@dataclass(frozen=True, slots=True)
class AttestedRole:
    """The office that a query asks about, of a person: from the first to the last article that says so.

    `snippet` is the passage of article `article`, the latest of the `articles` ones, that says so.
    """

    text: str
    from_: str
    to: str
    former: bool
    articles: int
    article: str
    title: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class FacetCount:
    """The `count` of hits in the whole answer with a `value`; people read `label` (for ids, the record's title)."""

    value: str
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Expanded:
    """Words of the query, as typed, and other forms of them that were looked for as well."""

    typed: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """The query as the service understood it; `notes` are sentences such as an ignored operator, by catalogue key."""

    text: str
    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    expanded: tuple[Expanded, ...] = ()


@dataclass(frozen=True, slots=True)
class NearRecord:
    """A record that the index has, near to one that it has not; `date` as far as known."""

    kind: Kind
    id: str
    label: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """A document that a query names and no article cites, or a person whom none names, as typed in `said`.

    `title`, `date` and `issuer` are those of the document where the table of known documents has it, else empty.
    `nearest` are documents of the type with the nearest numbers, or people with the same surname and given name.
    """

    kind: Kind
    said: str
    title: str = ""
    date: str = ""
    issuer: str = ""
    nearest: tuple[NearRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """One page of hits, and counts over all that answer.

    `total` and `facets` are of the documents that answer: those that hold all of what was asked, or mention what is
    named; the same under every order. `total_loose` counts those that hold only some of it, and `loose_follow` tells
    whether paging leads to them as well.

    `not_found` are the documents and people that the query names and the index has not: then nothing answers, and what
    holds its words is loose.

    `corrected` is what was searched instead of what was typed, where the words as typed find nothing; `query` and hits
    are its. `suggestion` is only offered: a query that may have been meant.
    """

    query: Understood
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    corrected: str | None = None
    suggestion: str | None = None
    took_ms: float = 0.0
    generation: str = ""
    total_loose: int = 0
    loose_follow: bool = False
    not_found: tuple[NotFound, ...] = ()

    @property
    def reachable(self) -> int:
        """Return how many hits paging leads to."""
        return self.total + (self.total_loose if self.loose_follow else 0)


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article like another one; `score` is how much of what tells that one it shares, 1 being all."""

    id: str
    title: str
    date: str
    source: str
    province: str
    score: float


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The index as it is served: `generation` is empty while there is no index; `published` is ISO 8601 in UTC.

    `fault` says what is wrong with the live generation, where an older one is served in its place, or with the cluster
    that holds it. `asked` are the numbers of this process's requests to the cluster, where there is one: requests,
    retries, failures, seconds.
    """

    generation: str
    published: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    format: int = 0
    analyser: str = ""
    fault: str = ""
    asked: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A record that stands beside another one: how many articles mention both.

    `statements` counts what a person says of a directive: the statements that cite it, or that lead up to where
    their paragraph cites it. `about` tells the record from another of its name in the same list, and is else empty.
    """

    kind: Kind
    id: str
    label: str
    count: int
    statements: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title or name that begins as was typed."""

    kind: Kind
    text: str
    id: str

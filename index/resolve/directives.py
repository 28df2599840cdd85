"""Which document each mention means: all mentions of one bucket settled together, with the evidence for it.

Settling looks at a whole bucket at once and sorts it first, so the records do not depend on the order of the
articles: an incremental run over the touched buckets gives what a full run gives. What several documents fit stays
unresolved, in a record that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from index.documents import DirectiveMention
from index.extract.directives.keys import is_party_number, local_place, numbered_year, slug
from index.resolve.clues import agrees_with_term, by_title, term_of
from index.resolve.registry import KnownDocument, Registry, same_issuer

_WITH_YEAR = "the number carries its year, so it names one document"
_ITS_DATE = "its date is stated"
_A_SLIP = "another date near it is stated, taken for a slip"
_ITS_TERM = "the term of the Party's committee is stated"
_ITS_TITLE = "the words that follow are its title's"
_ITS_ISSUER = "its issuer is stated, and only this one agrees"
_SAME_ARTICLE = "the same article names it more fully elsewhere"
_ONLY_ONE_THEN = "no date is stated; only this document of that number was known to exist then"
_BY_DATE_ALONE = "no number stated; the registry knows exactly one document of that type, date and issuer"
_DATE_AGREES = "no number; type, date and issuer agree"
_NAME_AND_YEAR = "no number; type, name and year agree"
_NAME_ALONE = "known by its name alone; which edition is not told"

# How sure the strongest reason of a record makes it.
_CONFIDENCE = {
    _WITH_YEAR: 0.98,
    _ITS_DATE: 0.95,
    _A_SLIP: 0.9,
    _ITS_TERM: 0.9,
    _ITS_TITLE: 0.85,
    _NAME_AND_YEAR: 0.85,
    _ITS_ISSUER: 0.8,
    _BY_DATE_ALONE: 0.8,
    _DATE_AGREES: 0.8,
    _ONLY_ONE_THEN: 0.7,
    _NAME_ALONE: 0.6,
    _SAME_ARTICLE: 0.6,
}
_TIME_UNKNOWN = 0.5
_AMBIGUOUS = 0.3


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention in an article; `context` is the text that follows it, `place` the province of the article's office."""

    article_id: str
    article_date: str
    mention: DirectiveMention
    context: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedDirective:
    """One official document, as far as the citations and the registry tell.

    `date` is the registry's, else the one most often stated, else empty; `dates` counts every stated date,
    `variants` every written form. `title` is the registry's; for a document without a number, what articles call
    it. `confidence` lies between 0 and 1: that of the strongest reason. `ambiguous` marks a record of citations
    that several documents fit. `citations` are (article id, start of the mention). `evidence` holds sentences.
    """

    id: str
    type: str
    number: str
    title: str
    issuer: str
    date: str
    dates: tuple[tuple[str, int], ...]
    variants: tuple[tuple[str, int], ...]
    confidence: float
    evidence: tuple[str, ...]
    citations: tuple[tuple[str, int], ...]
    ambiguous: bool = False


@dataclass(slots=True)
class _Candidate:
    """A document that the bucket may mean: known to the registry, or told by the dates that citations state."""

    date: str
    known: KnownDocument | None = None
    citations: list[Citation] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def take(self, citation: Citation, reason: str) -> None:
        self.citations.append(citation)
        self.reasons[reason] += 1


def resolve_bucket(key: str, citations: Iterable[Citation], registry: Registry) -> tuple[ResolvedDirective, ...]:
    """Return the documents that the citations of one bucket mean, in order of their ids; every citation is in one.

    `key` comes from `bucket_of`. The result is the same for any order of `citations`.
    """
    ordered = sorted(citations, key=lambda c: (c.article_id, c.mention.start, c.mention.text))
    if not ordered or not key:
        return ()
    records = []
    for place, group in _by_place(key, ordered):
        records.extend(_resolve_group(key, place, group, registry))
    shared = Counter(record.id for record in records)
    records = [replace(r, id=f"{r.id}{r.date[4:]}") if shared[r.id] > 1 else r for r in records]
    return tuple(sorted(records, key=lambda record: record.id))


def _by_place(key: str, citations: Sequence[Citation]) -> list[tuple[str, list[Citation]]]:
    """Split a number that every province uses (`10-NQ/TU`) by the province that issued it; others stay whole."""
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        places.setdefault(local_place(key, citation.mention.issuer or "", citation.place), []).append(citation)
    return sorted(places.items())


def _resolve_group(key: str, place: str, citations: list[Citation], registry: Registry) -> list[ResolvedDirective]:
    known = registry.with_key(key)
    if "/" not in key or numbered_year(key):
        return [_whole(key, place, citations, known)]
    candidates = _candidates(key, citations, known)
    open_ones: list[tuple[Citation, str]] = []
    for citation in citations:
        chosen, reason = _choose(citation, candidates, key)
        if chosen is not None:
            chosen.take(citation, reason)
        else:
            open_ones.append((citation, reason))
    open_ones = _follow_own_article(candidates, open_ones)
    records = [_record(key, place, candidate) for candidate in candidates if candidate.citations]
    if open_ones:
        records.append(_unsettled(key, place, open_ones, candidates))
    return records


def _whole(key: str, place: str, citations: list[Citation], known: Sequence[KnownDocument]) -> ResolvedDirective:
    """Return the one document of a bucket that needs no settling: its number carries the year, or it has none."""
    candidate = _Candidate(known[0].date if known else "", known[0] if known else None)
    if "/" in key:
        reason = _WITH_YEAR
    elif ":" in key:
        reason = _NAME_AND_YEAR if "@" in key else _NAME_ALONE
    else:
        reason = _DATE_AGREES
    for citation in citations:
        unnumbered = "/" in key and not citation.mention.number
        candidate.take(citation, _BY_DATE_ALONE if unnumbered else reason)
    return _record(key, place, candidate)


def _candidates(key: str, citations: Sequence[Citation], known: Sequence[KnownDocument]) -> list[_Candidate]:
    """Return the documents a bucket may mean, oldest first: the registry's, and one for each group of other years.

    A Party body numbers through a term of about five years, so dates within a year of each other are one document
    with a slip; a State organ begins anew each year, so two years are two documents.
    """
    candidates = [_Candidate(document.date, document) for document in known]
    stated = Counter(c.mention.date for c in citations if c.mention.date and not _later(c.mention.date, c.article_date))
    unknown = {date: count for date, count in stated.items() if _nearest(date, candidates, key) is None}
    years = Counter[int]()
    for date, count in unknown.items():
        years[int(date[:4])] += count
    while years:
        centre = min(years, key=lambda year: (-years[year], year))
        group = [year for year in years if abs(year - centre) <= _slack(key)]
        dates = Counter({date: count for date, count in unknown.items() if int(date[:4]) in group})
        candidates.append(_Candidate(_majority(dates)))
        for year in group:
            del years[year]
    return sorted(candidates, key=lambda candidate: candidate.date)


def _slack(key: str) -> int:
    return 1 if is_party_number(key) else 0


def _nearest(date: str, candidates: Sequence[_Candidate], key: str) -> _Candidate | None:
    near = [c for c in candidates if c.date and abs(int(c.date[:4]) - int(date[:4])) <= _slack(key)]
    exact = [c for c in near if c.date.startswith(date) or date.startswith(c.date)]
    same_year = [c for c in near if c.date[:4] == date[:4]]
    for choice in (exact, same_year, near):
        if len(choice) == 1:
            return choice[0]
    return None


def _later(date: str, article_date: str) -> bool:
    """Whether a document of `date` cannot have been known to an article of `article_date`."""
    size = min(len(date), len(article_date))
    return bool(size) and date[:size] > article_date[:size]


def _choose(citation: Citation, candidates: Sequence[_Candidate], key: str) -> tuple[_Candidate | None, str]:
    """Return the document that a citation means and why; None with the reason where it cannot be told."""
    mention = citation.mention
    possible = [c for c in candidates if not _later(c.date, citation.article_date)]
    if mention.date and not _later(mention.date, citation.article_date):
        nearest = _nearest(mention.date, possible, key)
        if nearest is not None:
            same = nearest.date.startswith(mention.date) or mention.date.startswith(nearest.date)
            if not mention.number:
                return nearest, _BY_DATE_ALONE
            return nearest, _ITS_DATE if same else _A_SLIP
    if not possible:
        if candidates:
            return None, "every known document of that number is later than the article"
        return None, "no date is stated anywhere"
    term = term_of(f"{mention.text} {mention.issuer or ''} {citation.context[:40]}")
    in_term = [c for c in possible if term and agrees_with_term(c.date, term)]
    if len(in_term) == 1:
        return in_term[0], _ITS_TERM
    titled = by_title(citation.context, [c.known.title if c.known else "" for c in possible])
    if titled is not None:
        return possible[titled], _ITS_TITLE
    if len(possible) == 1:
        return possible[0], _ONLY_ONE_THEN
    issued = [c for c in possible if mention.issuer and c.known and same_issuer(c.known.issuer, mention.issuer)]
    if len(issued) == 1:
        return issued[0], _ITS_ISSUER
    return None, f"{len(possible)} documents of that number existed by then and nothing tells them apart"


def _follow_own_article(
    candidates: Sequence[_Candidate], open_ones: list[tuple[Citation, str]]
) -> list[tuple[Citation, str]]:
    """Give an unsettled citation to the document that the rest of its own article means, where that is one."""
    settled: dict[str, list[_Candidate]] = {}
    for candidate in candidates:
        for article in {c.article_id for c in candidate.citations}:
            settled.setdefault(article, []).append(candidate)
    left = []
    for citation, reason in open_ones:
        own = settled.get(citation.article_id, [])
        if len(own) == 1 and not _later(own[0].date, citation.article_date):
            own[0].take(citation, _SAME_ARTICLE)
        else:
            left.append((citation, reason))
    return left


def _majority(counted: Counter[str]) -> str:
    """Return the date most often stated; among equals a full date, then the earliest."""
    return min(counted, key=lambda value: (-counted[value], -len(value), value)) if counted else ""


def _record(key: str, place: str, candidate: _Candidate) -> ResolvedDirective:
    citations = sorted(candidate.citations, key=lambda c: (c.article_id, c.mention.start))
    dates = Counter(c.mention.date for c in citations if c.mention.date)
    date = (candidate.known.date if candidate.known else "") or _majority(dates) or candidate.date
    if candidate.known and _fuller(date, dates):
        date = _fuller(date, dates)
    confidence = max(_CONFIDENCE[reason] for reason in candidate.reasons)
    return _build(key, place, citations, candidate.known, date, confidence, _evidence(candidate, dates, date))


def _fuller(date: str, dates: Counter[str]) -> str:
    """Return the stated date that completes a registry's bare year: `1988` and a stated `1988-04-11`."""
    longer = Counter({d: n for d, n in dates.items() if len(d) > len(date) and d.startswith(date)})
    return _majority(longer) if len(date) < 10 else ""


def _unsettled(
    key: str, place: str, open_ones: list[tuple[Citation, str]], candidates: Sequence[_Candidate]
) -> ResolvedDirective:
    """Return the record of the citations that could not be settled; ambiguous when documents of that number exist."""
    citations = [citation for citation, _ in open_ones]
    reasons = Counter(reason for _, reason in open_ones)
    evidence = [f"{_times(count)}: {reason}." for reason, count in sorted(reasons.items())]
    if candidates:
        evidence.append("Left unresolved; documents of that number: " + ", ".join(c.date for c in candidates) + ".")
    confidence = _AMBIGUOUS if candidates else _TIME_UNKNOWN
    return _build(key, place, citations, None, "", confidence, tuple(evidence), ambiguous=bool(candidates))


def _evidence(candidate: _Candidate, dates: Counter[str], date: str) -> tuple[str, ...]:
    sentences = [f"{_times(count)}: {reason}." for reason, count in sorted(candidate.reasons.items())]
    if any(not (one.startswith(other) or other.startswith(one)) for one in dates for other in dates):
        told = ", ".join(f"{value} ({_times(count)})" for value, count in _ranked(dates))
        source = "the registry's" if candidate.known else "the one most often stated"
        sentences.append(f"Conflicting dates: {told}; {date} is kept, {source}.")
    if candidate.known:
        known = candidate.known
        sentences.append(f"The registry knows {known.type} {known.number} of {known.date}, {known.issuer}.")
    return tuple(sentences)


def _times(count: int) -> str:
    return "1 citation" if count == 1 else f"{count} citations"


def _ranked(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _build(
    key: str,
    place: str,
    citations: Sequence[Citation],
    known: KnownDocument | None,
    date: str,
    confidence: float,
    evidence: tuple[str, ...],
    ambiguous: bool = False,
) -> ResolvedDirective:
    mentions = [c.mention for c in citations]
    types = Counter(m.type for m in mentions)
    numbers = Counter(m.number for m in mentions if m.number and not m.number.isdigit())
    issuers = Counter(m.issuer for m in mentions if m.issuer)
    texts = Counter(" ".join(m.text.split()) for m in mentions)
    issuer = _majority(issuers)
    if not numbers and 2 * issuers[issuer] < len(mentions):  # `Hiến pháp` is not Japan's because one article says so
        issuer = ""
    parts = [slug(key)]
    if place:
        parts.append(place)
    if "/" in key and not numbered_year(key) and date and not ambiguous:
        parts.append(date[:4])
    return ResolvedDirective(
        id="-".join(parts),
        type=known.type if known else _majority(types),
        number=known.number if known else _majority(numbers),
        title=known.title if known else "" if any(m.number for m in mentions) else _majority(texts),
        issuer=known.issuer if known else issuer,
        date=date,
        dates=_ranked(Counter(m.date for m in mentions if m.date)),
        variants=_ranked(texts),
        confidence=confidence,
        evidence=evidence,
        citations=tuple((c.article_id, c.mention.start) for c in citations),
        ambiguous=ambiguous,
    )

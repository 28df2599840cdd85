"""Settles which document each mention means: all mentions of one bucket together, with the evidence for it.

Settling looks at a whole bucket at once and sorts it first, so the records do not depend on the order of the
articles: an incremental run over the touched buckets gives what a full run gives. What several documents fit stays
unresolved, in a record that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.extract.directives.keys import local_place, numbered_year
from index.resolve.directives.buckets import is_short
from index.resolve.directives.candidates import candidates_of, majority
from index.resolve.directives.choice import BY_DATE_ALONE, BY_OFFICE, CONFIDENCE, Choice, choose
from index.resolve.directives.citations import Candidate, Citation, later
from index.resolve.directives.issuers import contradict, spelt
from index.resolve.directives.registry import KnownDocument, Registry
from index.resolve.directives.resolved_directive import (
    PossibleDocument,
    ResolvedDirective,
    directive_id,
    related_documents,
)

_WITH_YEAR = "the number carries its year, so it names one document"
_SAME_ARTICLE = "the same article names it more fully elsewhere"
_DATE_AGREES = "no number; type, date and issuer agree"
_NAME_AND_YEAR = "no number; type, name and year agree"
_EDITION = "no number; type and name agree, and it was the edition in force then"
_NAME_ALONE = "known by its name alone; which edition is not told"

# How sure the strongest reason of a record makes it.
_CONFIDENCE = CONFIDENCE | {
    _WITH_YEAR: 0.98,
    _NAME_AND_YEAR: 0.85,
    _DATE_AGREES: 0.8,
    _EDITION: 0.7,
    _NAME_ALONE: 0.6,
    _SAME_ARTICLE: 0.6,
}
_TIME_UNKNOWN = 0.5
_AMBIGUOUS = 0.3


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
    if "/" not in key or (numbered_year(key) and not is_short(key)):
        return [_whole(key, place, citations, registry)]
    known = _known_by_count(key, registry) if is_short(key) else registry.with_key(key)
    candidates = candidates_of(key, citations, known)
    open_ones: list[tuple[Citation, Choice]] = []
    for citation in citations:
        choice = choose(citation, candidates, key, registry)
        if choice.document is not None and _own(key, choice.document):
            choice.document.take(citation, choice.reason)
        elif choice.document is not None:
            open_ones.append((citation, Choice(None, f"its number is not whole; {choice.reason}", (choice.document,))))
        else:
            open_ones.append((citation, choice))
    open_ones = _follow_own_article(candidates, open_ones)
    records = [_record(key, place, candidate, registry) for candidate in candidates if candidate.citations]
    if open_ones:
        records.append(_unsettled(key, place, open_ones, candidates))
    return records


def _known_by_count(key: str, registry: Registry) -> tuple[KnownDocument, ...]:
    """Return the known documents that a bare number may be the number of."""
    kind, _, number = key.partition("/")
    count, _, year = number.partition("-")
    return registry.counted(kind, count, year)


def _own(key: str, candidate: Candidate) -> bool:
    """Tell whether a candidate's record is made from this bucket: a known document's is, from its whole number's."""
    return not is_short(key) or candidate.known is None


def _whole(key: str, place: str, citations: list[Citation], registry: Registry) -> ResolvedDirective:
    """Return the one document of a bucket that needs no settling: its number carries the year, or it has none."""
    known = registry.with_key(key)
    kind, _, name = key.partition(":")
    editions = registry.editions(kind, name) if name and "@" not in name else ()
    candidate = Candidate(known[0].date if known else "", known[0] if known else None)
    for citation in citations:
        candidate.take(citation, _reason_of_whole(key, citation))
    record = _record(key, place, candidate, registry)
    if len(editions) < 2 or known:
        return record
    fits = [(d, [n for n, c in enumerate(citations) if not later(d.date, c.article_date)]) for d in editions]
    possible = [_possible(d.key, place, Candidate(d.date, d), places) for d, places in fits if places]
    return replace(record, ambiguous=True, possible=tuple(possible))


def _reason_of_whole(key: str, citation: Citation) -> str:
    if citation.by_office:
        return BY_OFFICE
    if "/" not in key:
        return (_NAME_AND_YEAR if "@" in key else _NAME_ALONE) if ":" in key else _DATE_AGREES
    if citation.mention.number:
        return _WITH_YEAR
    if ":" not in citation.mention.key:
        return BY_DATE_ALONE
    return _NAME_AND_YEAR if citation.mention.date else _EDITION


def _follow_own_article(
    candidates: Sequence[Candidate], open_ones: list[tuple[Citation, Choice]]
) -> list[tuple[Citation, Choice]]:
    """Give an unsettled citation to the document that the rest of its own article means, where that is one.

    Only to one that nothing stated of the citation itself excludes.
    """
    settled: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        for article in {c.article_id for c in candidate.citations}:
            settled.setdefault(article, []).append(candidate)
    left = []
    for citation, choice in open_ones:
        own = settled.get(citation.article_id, [])
        fits = [c for c in own if any(c is other for other in choice.possible)]
        if len(own) == len(fits) == 1 and not later(own[0].date, citation.article_date):
            own[0].take(citation, _SAME_ARTICLE)
        else:
            left.append((citation, choice))
    return left


def _record(key: str, place: str, candidate: Candidate, registry: Registry) -> ResolvedDirective:
    citations = sorted(candidate.citations, key=lambda c: (c.article_id, c.mention.start))
    dates = Counter(c.mention.date for c in citations if c.mention.date and not c.by_office)
    date = (candidate.known.date if candidate.known else "") or majority(dates) or candidate.date
    if candidate.known:
        date = _fuller(date, dates) or date
    confidence = max(_CONFIDENCE[reason] for reason in candidate.reasons)
    record = _build(key, place, citations, candidate.known, date, confidence, _evidence(candidate, dates, date))
    return replace(record, related=related_documents(candidate.known, registry)) if candidate.known else record


def _fuller(date: str, dates: Counter[str]) -> str:
    """Return the stated date that completes a registry's bare year: `1988` and a stated `1988-04-11`."""
    longer = Counter({d: n for d, n in dates.items() if len(d) > len(date) and d.startswith(date)})
    return majority(longer) if len(date) < 10 else ""


def _unsettled(
    key: str, place: str, open_ones: list[tuple[Citation, Choice]], candidates: Sequence[Candidate]
) -> ResolvedDirective:
    """Return the record of the citations that could not be settled, with the documents that they may mean."""
    citations = [citation for citation, _ in open_ones]
    reasons = Counter(choice.reason for _, choice in open_ones)
    evidence = [f"{_times(count)}: {reason}." for reason, count in sorted(reasons.items())]
    fits = [(c, [n for n, (_, choice) in enumerate(open_ones) if any(c is one for one in choice.possible)])
            for c in candidates]
    if candidates:
        evidence.append("Left unresolved; documents of that number: " + ", ".join(c.date for c in candidates) + ".")
    confidence = _AMBIGUOUS if candidates else _TIME_UNKNOWN
    record = _build(key, place, citations, None, "", confidence, tuple(evidence), ambiguous=bool(candidates))
    return replace(record, possible=tuple(_possible(key, place, c, places) for c, places in fits if places))


def _possible(key: str, place: str, candidate: Candidate, citations: Sequence[int]) -> PossibleDocument:
    known = candidate.known
    name = f"{known.type} số {known.number}" if known else ""
    id = directive_id(known.key if known else key, place, candidate.date)
    return PossibleDocument(id, name, candidate.date, candidate.title, candidate.issuer, tuple(citations))


def _evidence(candidate: Candidate, dates: Counter[str], date: str) -> tuple[str, ...]:
    sentences = [f"{_times(count)}: {reason}." for reason, count in sorted(candidate.reasons.items())]
    fullest = max(dates, key=len, default="")
    if not all(map(fullest.startswith, dates)):
        told = ", ".join(f"{value} ({_times(count)})" for value, count in _ranked(dates))
        source = "the registry's" if candidate.known else "the one most often stated"
        sentences.append(f"Conflicting dates: {told}; {date} is kept, {source}.")
    if candidate.known:
        known = candidate.known
        sentences.append(f"The registry knows {known.type} {known.number} of {known.date}, {known.issuer}.")
        other = Counter(
            spelt(c.mention.issuer)
            for c in candidate.citations
            if c.mention.issuer and contradict(c.mention.issuer, known.issuer)
        )
        if other:
            told = ", ".join(f"{name} ({_times(count)})" for name, count in _ranked(other))
            sentences.append(f"Conflicting issuers: {told}; the date stated with it is that of this document.")
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
    numbers = Counter({n: c for n, c in numbers.items() if any(map(str.isalpha, n))}) or numbers  # 27/2014 is cut
    issuers = Counter(spelt(m.issuer) for m in mentions if m.issuer)
    texts = Counter(" ".join(m.text.split()) for m in mentions)
    issuer = majority(issuers)
    if not numbers and 2 * issuers[issuer] < len(mentions):  # `Hiến pháp` is not Japan's because one article says so
        issuer = ""
    return ResolvedDirective(
        id=directive_id(key, place, "" if ambiguous else date),
        type=known.type if known else majority(types),
        number=known.number if known else majority(numbers),
        title=known.title if known else "" if any(m.number for m in mentions) else majority(texts),
        issuer=known.issuer if known else issuer,
        date=date,
        dates=_ranked(Counter(c.mention.date for c in citations if c.mention.date and not c.by_office)),
        variants=_ranked(texts),
        confidence=confidence,
        evidence=evidence,
        citations=tuple((c.article_id, c.mention.start) for c in citations),
        ambiguous=ambiguous,
    )

"""Lists the documents that the citations of one bucket may mean: the registry's, and those that stated dates tell of.

A Party organ numbers through a term of its committee, so two dates of one term are one document with a slip; a State
organ begins anew each year, so two years are two documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.extract.directives.keys import is_central_number, is_party_number
from index.resolve.directives.citations import Candidate, Citation, later
from index.resolve.directives.clues import by_title, shared_pairs, term_of
from index.resolve.directives.issuers import contradict, same_issuer
from index.resolve.directives.party_terms import in_term, same_term
from index.resolve.directives.registry import KnownDocument


def candidates_of(key: str, citations: Sequence[Citation], known: Sequence[KnownDocument]) -> list[Candidate]:
    """Return the documents that a bucket may mean, oldest first."""
    candidates = [Candidate(document.date, document) for document in known]
    unknown = Counter[str]()
    for date in sorted({c.mention.date or "" for c in citations if c.by_office}):
        if not any(c.date and agrees(date, c.date) for c in candidates):
            candidates.append(Candidate(date))
    for citation in citations:
        if citation.by_office:
            continue
        date = citation.mention.date or ""
        stated = bool(date) and not later(date, citation.article_date)
        if stated and not fitting(date, candidates, key) and misprinted(citation, candidates) is None:
            unknown[date] += 1
    told = [Candidate(majority(Counter({date: unknown[date] for date in group}))) for group in _groups(unknown, key)]
    return sorted([*candidates, *told], key=lambda candidate: candidate.date)


def fitting(date: str, candidates: Sequence[Candidate], key: str) -> list[Candidate]:
    """Return the candidates that a stated date may be the date of: only those that agree with it best."""
    near = [c for c in candidates if c.date and same_document(date, c.date, key)]
    exact = [c for c in near if agrees(date, c.date)]
    same_year = [c for c in near if c.date[:4] == date[:4]]
    return next((choice for choice in (exact, same_year, near) if choice), [])


def agrees(one: str, other: str) -> bool:
    """Tell whether two dates are the same as far as both are known: `2010` and `2010-04-16`."""
    return one.startswith(other) or other.startswith(one)


def same_document(one: str, other: str, key: str) -> bool:
    """Tell whether two dates of one number can only be of one document."""
    if is_central_number(key):
        return same_term(one, other)
    return abs(int(one[:4]) - int(other[:4])) <= (1 if is_party_number(key) else 0)


def misprinted(citation: Citation, candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the one known document whose year a citation misprints (25/10/2007 for 2017), None where it does not.

    Day and month agree, the years differ in one digit, and something else that is stated agrees too: the term, the
    words of the title, or an issuer that the other terms' documents of that number do not have. The day alone does not
    prove a slip: 42-CT/TW is of 24/3/2015 and of 24/3/2020.
    """
    date = citation.mention.date or ""
    found = [c for c in candidates if c.known and _one_digit_off(date, c.date) and _confirmed(citation, c)]
    return found[0] if len(found) == 1 else None


def _one_digit_off(one: str, other: str) -> bool:
    if not len(one) == len(other) == 10 or one[5:] != other[5:]:
        return False
    return sum(a != b for a, b in zip(one[:4], other[:4], strict=True)) == 1


def _confirmed(citation: Citation, candidate: Candidate) -> bool:
    term = stated_term(citation)
    if term:
        return in_term(candidate.date, term)
    if contradict(citation.mention.issuer or "", candidate.issuer):
        return False
    return by_title(citation.context, [candidate.title]) == 0 or shared_pairs(citation.subject, candidate.title) >= 3


def stated_term(citation: Citation) -> str:
    """Return the term of the committee that a citation states (`khoá XII` → `XII`), empty for none."""
    mention = citation.mention
    return term_of(f"{mention.text} {mention.issuer or ''} {citation.context[:40]}")


def issuer_agrees(citation: Citation, candidate: Candidate) -> bool:
    """Tell whether a citation states the issuer that the registry knows."""
    issuer = citation.mention.issuer or ""
    return bool(issuer and candidate.issuer) and same_issuer(candidate.issuer, issuer)


def majority(counted: Counter[str]) -> str:
    """Return the date most often stated; among equals a full date, then the earliest."""
    return min(counted, key=lambda value: (-counted[value], -len(value), value)) if counted else ""


def _groups(dates: Counter[str], key: str) -> list[list[str]]:
    """Return the dates in groups of one document each: around the full date most often stated, then what is left."""
    left = dict(dates)
    groups = []
    while left:
        centre = min(left, key=lambda date: (-(len(date) // 10), -left[date], date))
        group = [date for date in left if date == centre or same_document(date, centre, key)]
        groups.append(sorted(group))
        for date in group:
            del left[date]
    return groups

"""Chooses the document that a citation means among the candidates of its bucket, by what is stated and by circumstance.

What is stated settles: a date, a term, the words of the title, an issuer that only one has. What contradicts it
excludes. Only then does circumstance count: what the article is about, what else it cites, when it was written. That
the registry knows only one document of a number proves nothing: what nothing settles stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.extract.directives.keys import is_central_number
from index.resolve.directives.buckets import is_short
from index.resolve.directives.candidates import (
    agrees,
    fitting,
    issuer_agrees,
    misprinted,
    same_document,
    stated_term,
)
from index.resolve.directives.citations import Candidate, Citation, later, of_late
from index.resolve.directives.clues import by_subject, by_title, doubtful_subject, other_subject
from index.resolve.directives.issuers import CENTRAL, contradict, organ
from index.resolve.directives.party_terms import in_term, same_term
from index.resolve.directives.registry import Registry

BY_OFFICE = "the office says so in its corrections"
ITS_DATE = "its date is stated"
A_SLIP = "another date near it is stated, taken for a slip"
MISPRINTED_YEAR = "its day and month are stated, and what else is said of it; the year is taken for a misprint"
ITS_TERM = "the term of the Party's committee is stated"
ITS_TITLE = "the words that follow are its title's"
ITS_ISSUER = "its issuer is stated, and only this one agrees"
ITS_SUBJECT = "its article is about what it is about"
CITED_WITH = "its article cites a document that the registry relates to it"
ITS_TIME = "no date is stated; it was written in the term of this document, after it"
ITS_YEAR = "no date is stated; it was written in the year of this document or the one after"
BY_DATE_ALONE = "no number stated; the registry knows exactly one document of that type, date and issuer"

CONFIDENCE = {
    BY_OFFICE: 1.0,
    ITS_DATE: 0.95,
    A_SLIP: 0.9,
    ITS_TERM: 0.9,
    ITS_TITLE: 0.85,
    MISPRINTED_YEAR: 0.8,
    ITS_ISSUER: 0.8,
    BY_DATE_ALONE: 0.8,
    ITS_SUBJECT: 0.75,
    CITED_WITH: 0.75,
    ITS_TIME: 0.7,
    ITS_YEAR: 0.65,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The document chosen for a citation, and why; without a document, which ones it may still be."""

    document: Candidate | None
    reason: str
    possible: tuple[Candidate, ...] = ()


def choose(citation: Citation, candidates: Sequence[Candidate], key: str, registry: Registry) -> Choice:
    """Return which candidate a citation means, or why that cannot be told."""
    if citation.by_office:
        date = citation.mention.date or ""
        same = [c for c in candidates if c.date == date] or [c for c in candidates if c.date and agrees(date, c.date)]
        if len(same) == 1:
            return Choice(same[0], BY_OFFICE)
    existing = [c for c in candidates if not later(c.date, citation.article_date)]
    dated = _by_date(citation, existing, key)
    if dated is not None:
        return dated
    if not existing:
        reason = "every known document of that number is later than the article" if candidates else "no date is stated"
        return Choice(None, reason)
    possible = [c for c in existing if not _contradicts(citation, c, key)]
    if not possible:
        return Choice(None, "what is stated of it contradicts every known document of that number")
    termed = _by_term(citation, possible, key)
    if termed is not None:
        return termed
    likely = [c for c in possible if not (c.title and doubtful_subject(citation.context, c.title))]
    if not likely:
        return Choice(None, "what it is said to be about is hardly the subject of a known document", tuple(possible))
    chosen = _by_statement(citation, likely, key) or _by_circumstance(citation, likely, key, registry)
    return chosen if chosen.document is not None else replace(chosen, possible=tuple(possible))


def _by_date(citation: Citation, existing: Sequence[Candidate], key: str) -> Choice | None:
    date = citation.mention.date or ""
    if not date or later(date, citation.article_date):
        return None
    found = fitting(date, existing, key)
    term = stated_term(citation) if is_central_number(key) else ""
    if term and len(date) < 10:  # a day that is stated outweighs a term, a term a year
        found = [c for c in found if in_term(c.date, term)]
    if len(found) == 1:
        if not citation.mention.number:
            return Choice(found[0], BY_DATE_ALONE)
        return Choice(found[0], ITS_DATE) if agrees(date, found[0].date) else _slip(citation, found[0], existing)
    slip = misprinted(citation, existing)
    return Choice(slip, MISPRINTED_YEAR) if slip else None


def _slip(citation: Citation, near: Candidate, existing: Sequence[Candidate]) -> Choice:
    """Return the candidate near whose date another is stated, unless what else is stated is not of it.

    `42-CT/TW ngày 16/4/2001` lies in the term of 1998's; the title that follows may still be that of 16/4/2010.
    """
    date = citation.mention.date or ""
    titled = by_title(citation.context, [c.title for c in existing])
    if titled is not None and existing[titled] is not near:
        other = existing[titled]
        if len(date) == 10 and other.date[4:] == date[4:]:
            return Choice(other, MISPRINTED_YEAR)
        return Choice(None, "its date and the words of its title are of two documents", (near, other))
    if contradict(citation.mention.issuer or "", near.issuer):
        return Choice(None, "its date is near that of one document, and its issuer is another's", (near,))
    return Choice(near, A_SLIP)


def _contradicts(citation: Citation, candidate: Candidate, key: str) -> bool:
    """Tell whether something stated excludes a candidate: its date, its term, its issuer, its subject."""
    if _other_date(citation, candidate, key):
        return True
    if is_central_number(key):
        term = stated_term(citation)
        if term and not in_term(candidate.date, term):
            return True
        if contradict(citation.mention.issuer or "", candidate.issuer):
            return True
    elif is_short(key) and citation.mention.issuer and candidate.issuer and not _may_issue(citation, candidate):
        return True
    return bool(candidate.title) and other_subject(citation.context, candidate.title)


def _other_date(citation: Citation, candidate: Candidate, key: str) -> bool:
    """Tell whether a date is stated that cannot be a candidate's; a term outweighs a year."""
    date = citation.mention.date or ""
    if not date or not candidate.date or later(date, citation.article_date):
        return False
    if len(date) < 10 and is_central_number(key) and stated_term(citation):
        return False
    return not same_document(date, candidate.date, key)


def _may_issue(citation: Citation, candidate: Candidate) -> bool:
    """Tell whether a bare number's stated issuer may be a candidate's: `Thông tư 33 của Bộ Y tế` is no other's.

    Who writes `của Trung ương` or `của Đảng` means any organ of the centre.
    """
    return issuer_agrees(citation, candidate) or organ(citation.mention.issuer or "") in CENTRAL


def _by_term(citation: Citation, possible: Sequence[Candidate], key: str) -> Choice | None:
    """Return the one candidate of a stated term: it has one document of a type and number."""
    told = is_central_number(key) and stated_term(citation) and len(possible) == 1
    return Choice(possible[0], ITS_TERM) if told else None


def _by_statement(citation: Citation, possible: Sequence[Candidate], key: str) -> Choice | None:
    titled = by_title(citation.context, [c.title for c in possible])
    if titled is not None:
        return Choice(possible[titled], ITS_TITLE)
    issued = [c for c in possible if issuer_agrees(citation, c)]
    if len(issued) == 1 and (len(possible) > 1 or _is_recent(citation, issued[0], key)):
        return Choice(issued[0], ITS_ISSUER)
    return None


def _by_circumstance(citation: Citation, possible: Sequence[Candidate], key: str, registry: Registry) -> Choice:
    titles = [c.title for c in possible]
    about = by_subject(citation.subject, citation.context, titles)
    if about is not None and is_short(key) and not is_central_number(_known_key(possible[about])):
        sure = of_late(possible[about].date, citation.article_date)  # a State number returns each year
        about = about if sure else by_subject("", citation.context, titles)
    if about is not None:
        return Choice(possible[about], ITS_SUBJECT)
    related = [c for c in possible if c.known and registry.related(c.known) & citation.beside]
    if len(related) == 1:
        return Choice(related[0], CITED_WITH)
    if len(possible) == 1:
        if _is_recent(citation, possible[0], key):
            return Choice(possible[0], ITS_TIME if is_central_number(key) else ITS_YEAR)
        return Choice(None, "one document of that number is known, and nothing says that it is meant", tuple(possible))
    reason = f"{len(possible)} documents of that number existed by then and nothing tells them apart"
    return Choice(None, reason, tuple(possible))


def _known_key(candidate: Candidate) -> str:
    """Return the bucket of the registry's document that a candidate is, empty for one that citations tell of."""
    return candidate.known.key if candidate.known else ""


def _is_recent(citation: Citation, candidate: Candidate, key: str) -> bool:
    """Tell whether an article was written while the number of a candidate had not begun anew."""
    if not citation.article_date or not candidate.date:
        return False
    if is_central_number(key):
        return same_term(candidate.date, citation.article_date)
    return of_late(candidate.date, citation.article_date)

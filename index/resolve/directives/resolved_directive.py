"""Holds what resolving gives: one official document with its citations, what else they may mean, what it is related to.

An address of a record is made here, so that whoever holds one document finds the unsettled ones that may mean it.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.analysis.normalise import slug
from index.extract.directives.keys import local_place, named_key, numbered_key, numbered_year
from index.resolve.directives.registry import (
    REVERSED,
    DocumentReference,
    KnownDocument,
    Registry,
    Relation,
    name_without_type,
)


@dataclass(frozen=True, slots=True)
class PossibleDocument:
    """A document that an unsettled record may mean: `id` is that of its own record, where articles settle on it.

    `citations` are the places in the unsettled record's citations of those that may mean it.
    """

    id: str
    name: str
    date: str
    title: str
    issuer: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A document related to another: `relation` is a column of the registry's or its reverse (`continued_by`)."""

    relation: Relation
    id: str
    name: str
    date: str
    title: str
    issuer: str


@dataclass(frozen=True, slots=True)
class ResolvedDirective:
    """One official document, as far as the citations and the registry tell.

    `date` is the registry's, else the one most often stated, else empty; `dates` counts every stated date,
    `variants` every written form. `title` is the registry's; for a document without a number, what articles call
    it. `confidence` lies between 0 and 1: that of the strongest reason. `ambiguous` marks a record of citations
    that are not settled, `possible` the documents that these may mean. `related` is what the registry relates to it.
    `citations` are (article id, start of the mention). `evidence` holds sentences.
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
    possible: tuple[PossibleDocument, ...] = ()
    related: tuple[RelatedDocument, ...] = ()


def directive_id(key: str, place: str, date: str) -> str:
    """Return the address of a document's record: `chi-thi-42-ct-tw-2010`; of two in one year, each adds its day."""
    parts = [slug(key)]
    if place:
        parts.append(place)
    if "/" in key and not numbered_year(key) and date:
        parts.append(date[:4])
    return "-".join(parts)


def is_text_of(directive: ResolvedDirective, key: str, date: str, place: str) -> bool:
    """Tell whether a text with the number of a bucket, of `date` and the province `place`, is that of a document.

    One number is used in each term or year, and by each province: the days must agree, and the province where the
    number is a province's. Only a number that carries its year names one document without a day.
    """
    local = local_place(key, "", place)
    own_id = directive_id(key, local, directive.date)
    if directive.ambiguous or directive.id not in possible_ids(own_id, directive.date):
        return False
    if date and directive.date:
        return date.startswith(directive.date) or directive.date.startswith(date)
    return bool(numbered_year(key))


def possible_ids(id: str, date: str) -> tuple[str, str]:
    """Return the ids that the record of a document may have: without the day, and with it where two share a year."""
    plain = id.removesuffix(date[4:])
    return plain, plain + date[4:]


def unsettled_ids(directive: ResolvedDirective) -> tuple[str, ...]:
    """Return the ids of the records whose citations may mean a document, if there are such records.

    These are of its number without its year (`chi-thi-42-ct-tw`), of its bare number (`chi-thi-42`, `chi-thi-42-2010`)
    and of its name (`luat-dat-dai`).
    """
    if directive.ambiguous:
        return ()
    year, ids = directive.date[:4], []
    key = numbered_key(directive.type, directive.number) if directive.number else ""
    if key:
        kind, _, number = key.partition("/")
        bare = f"{kind}-{number.partition('-')[0]}"
        ids = [possible_ids(directive.id, directive.date)[0].removesuffix(f"-{year}"), bare, f"{bare}-{year}"]
        if directive.title:
            ids.append(slug(named_key(directive.type, name_without_type(directive.type, directive.title), None)))
    return tuple(id for id in dict.fromkeys(ids) if id != directive.id)


def related_documents(document: KnownDocument, registry: Registry) -> tuple[RelatedDocument, ...]:
    """Return what rows of the registry relate to a document, in both directions, by relation and date."""
    named = [(relation, other, registry.dated(other.key, other.date)) for relation, other in document.relations]
    found = {_known(relation, known) if known else _unknown(relation, other) for relation, other, known in named}
    found |= {_known(REVERSED[relation], other) for relation, other in registry.relating(document)}
    return tuple(sorted(found, key=lambda one: (one.relation, one.date, one.id)))


def _known(relation: Relation, document: KnownDocument) -> RelatedDocument:
    id = directive_id(document.key, local_place(document.key, document.issuer, ""), document.date)
    name = f"{document.type} số {document.number}" if document.number else document.title
    return RelatedDocument(relation, id, name, document.date, document.title, document.issuer)


def _unknown(relation: Relation, document: DocumentReference) -> RelatedDocument:
    told = document.date or numbered_year(document.key)  # else it is the address of what is not settled
    id = directive_id(document.key, "", document.date) if told else ""
    return RelatedDocument(relation, id, f"{document.type} số {document.number}", document.date, "", "")

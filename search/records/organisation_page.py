"""The page of an organisation: its facts, the articles of it and about it, who held which office there."""

from __future__ import annotations

from index.memory.decoders import decoded
from index.organisations.names import OrganisationNames
from index.records.organisations import OrganisationRecord
from index.records.record_fields import organisation_of
from index.records.shapes import PersonRecord, stored_article
from search.deadline import check
from search.interface.answers import Mentioned
from search.interface.records import OfficeHolder, OrganisationArticle, OrganisationLink, OrganisationView
from search.records.stored import BESIDE, StoredRecords, identifier

_PEOPLE = 300  # offices shown, those first that most articles tell


def organisation_view(
    stored: StoredRecords, names: OrganisationNames, record: bytes, page: int, size: int
) -> OrganisationView:
    """Return the organisation of a stored record, with one page of its articles, the newest first."""
    found = decoded(record, OrganisationRecord)
    known = found.organisation
    key = f"organisation:{known.id}"
    published, spread = stored.published_by(known.id), stored.spread(key)
    others = [id for id in (known.successor, *found.predecessors) if id]
    there = stored.labels([f"organisation:{id}" for id in others])

    def link(id: str) -> OrganisationLink:
        other = names.table.get(id)
        return OrganisationLink(id if f"organisation:{id}" in there else "", other.name if other else id)

    return OrganisationView(
        id=known.id,
        name=known.name,
        kind=known.kind,
        province=known.province,
        other_names=known.other_names,
        from_=known.from_,
        to=known.to,
        source=known.source,
        successor=link(known.successor) if known.successor else None,
        predecessors=tuple(map(link, found.predecessors)),
        articles=spread.articles,
        published=len(published),
        rows=_rows(stored, stored.newest(key, (page - 1) * size, page * size), published),
        people=_people(stored, names, known.id),
        directives=_directives(stored, key),
        by_year=spread.by_year,
    )


def _rows(
    stored: StoredRecords, keys: tuple[str, ...], published: frozenset[str]
) -> tuple[OrganisationArticle, ...]:
    records = stored.records(keys)
    articles = {key: stored_article(record).article for key, record in records.items()}
    return tuple(
        OrganisationArticle(one.id, one.title, one.date, one.source, key in published)
        for key in keys
        if (one := articles.get(key)) is not None
    )


def _directives(stored: StoredRecords, key: str) -> tuple[Mentioned, ...]:
    counted = stored.beside(key, "directive", BESIDE)
    labels = stored.labels([directive for directive, _ in counted])
    return tuple(Mentioned("directive", identifier(one), labels[one], count) for one, count in counted if one in labels)


def _people(stored: StoredRecords, names: OrganisationNames, id: str) -> tuple[OfficeHolder, ...]:
    """Return who holds or held an office at an organisation, by the time they are first said to."""
    found: list[OfficeHolder] = []
    for record in stored.records(stored.office_holders(id)).values():
        check()
        person = decoded(record, PersonRecord).person
        found += [
            OfficeHolder(
                person.id, person.name, role.office, role.text, role.from_, role.to, role.former, len(role.articles)
            )
            for role in person.roles
            if organisation_of(person, role, names) == id
        ]
    most = sorted(found, key=lambda one: (-one.articles, one.id))[:_PEOPLE]
    return tuple(sorted(most, key=lambda one: (one.from_ or "9999", one.name, one.office)))

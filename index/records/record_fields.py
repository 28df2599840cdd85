"""Gives the records of directives and people as fields of the index."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from index.analysis.normalise import canonical_word, nfc
from index.analysis.tokens import folded, words
from index.extract.people.tables import people_tables
from index.organisations.names import OrganisationNames, ends_abroad
from index.records.names import record_fields
from index.records.shapes import HIDING, DirectiveRecord, PersonRecord, directive_name
from index.resolve.directives.resolved_directive import ResolvedDirective
from index.resolve.organisations import organisation_key
from index.resolve.people import ResolvedPerson, Role


def role_lines(person: ResolvedPerson, names: OrganisationNames) -> str:
    """Return the roles of a person, a line for each: the folded words of role, office and organisation; the folded
    office; the organisation as `organisation_key` compares it, and its id where it is known; when known to be held from
    and to (ISO), and `former` or nothing; parted by tabs. What many share stands first: such lines take little room."""
    lines = []
    for role in person.roles:
        told = f"{role.text} {role.office} {role.organisation}"
        said, office = (" ".join(folded(words(nfc(text)))) for text in (told, role.office))
        key, id = organisation_key(role.organisation), organisation_of(person, role, names)
        lines.append(f"{said}\t{office}\t{key}\t{id}\t{role.from_}\t{role.to}\t{'former' if role.former else ''}")
    return "\n".join(lines)


def organisation_of(person: ResolvedPerson, role: Role, names: OrganisationNames) -> str:
    """Return the id of the organisation at which a person holds an office, '' where it is not known."""
    if _is_abroad(person, role):
        return ""
    vietnamese = canonical_word(person.name.split()[0]) in people_tables().surnames
    return names.of_office(role.office, role.organisation, vietnamese)


def _is_abroad(person: ResolvedPerson, role: Role) -> bool:
    """Tell whether a person holds that office in another country: `Bộ Quốc phòng` beside `Bộ Quốc phòng Trung Quốc`."""
    key = organisation_key(role.organisation)
    return any(
        other.office == role.office
        and organisation_key(other.organisation).startswith(f"{key} ")
        and ends_abroad(other.organisation)
        for other in person.roles
    )


def office_terms(person: ResolvedPerson, names: OrganisationNames) -> list[str]:
    """Return the index terms of the organisations at which a person holds or held an office: `office:ID`."""
    return sorted({f"office:{id}" for role in person.roles if (id := organisation_of(person, role, names))})


def _designations(directive: ResolvedDirective) -> list[str]:
    """Return the forms by which a directive may be asked for: with and without `số`, with the type abbreviated."""
    if not directive.number:
        return [directive_name(directive)]
    symbol = re.match(r"[\d/]+-?([^\W\d]+)", directive.number)
    short = [f"{symbol[1]} {directive.number}"] if symbol else []
    return [directive_name(directive), f"{directive.type} {directive.number}", *short]


def directive_fields(bucket: str, record: DirectiveRecord) -> dict[str, Any]:
    """Return the index fields of a directive that a bucket of mentions gave."""
    directive = record.directive
    about = [directive.title, directive.issuer, *(text for text, _ in directive.variants)]
    called, stored = directive_name(directive), msgspec.json.encode(record)
    return {
        **record_fields("directive", directive.id, called, stored, _designations(directive), about),
        "day": directive.date.encode(),
        "bucket": [bucket, *record.other_buckets],
        "article": sorted({passage.article for passage in record.passages}),
    }


def person_fields(bucket: str, record: PersonRecord, names: OrganisationNames) -> dict[str, Any]:
    """Return the index fields of a person that a bucket of mentions gave."""
    person = record.person
    names_of_person = [name for name, _ in person.variants]
    about = [*(text for text, _ in person.honorifics[:1]), *(role.text for role in person.roles)]
    hiding = [HIDING] if any(one.kind == "hide_office" for one in record.corrections) else []
    return {
        **record_fields("speaker", person.id, person.name, msgspec.json.encode(record), names_of_person, about),
        "roles": role_lines(person, names).encode(),
        "organisation": office_terms(person, names),
        "bucket": [bucket, *record.other_buckets, *hiding],
        "article": list(person.articles),
    }

"""Tells records of one name apart: of two people called Lê Văn Hạnh, of 18-NQ/TW of 2017 and of 2022."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.memory.decoders import decoded
from index.records.organisations import OrganisationRecord
from index.records.shapes import DirectiveRecord, PersonRecord, directive_name
from search.interface.answers import Mentioned
from search.records.stored import StoredRecords


def date_and_distinction(key: str, record: bytes) -> tuple[str, str]:
    """Return the date of a directive (empty for a person), and what is said of the record beside its name.

    A directive's issuer and title; another name of an organisation; a person's academic title and best attested
    office, held rather than past.
    """
    if key.startswith("directive:"):
        directive = decoded(record, DirectiveRecord).directive
        title = directive.title if directive.title.casefold() != directive_name(directive).casefold() else ""
        return directive.date, " – ".join(filter(None, (directive.issuer, title)))
    if key.startswith("organisation:"):
        return "", next(iter(decoded(record, OrganisationRecord).organisation.other_names), "")
    person = decoded(record, PersonRecord).person
    known = [role for role in person.roles if not role.former] or list(person.roles)
    told = max(known, key=lambda role: (len(role.articles), role.to), default=None)
    return "", "; ".join([*(title for title, _ in person.honorifics[:1]), *([told.text] if told else [])])


def told_apart(stored: StoredRecords, records: Sequence[Mentioned]) -> tuple[Mentioned, ...]:
    """Return the records with `about` filled for those whose name stands more than once among them."""
    named = Counter(one.label for one in records)
    fetched = stored.records([f"{one.kind}:{one.id}" for one in records if named[one.label] > 1])
    return tuple(_told(one, fetched.get(f"{one.kind}:{one.id}")) for one in records)


def _told(one: Mentioned, record: bytes | None) -> Mentioned:
    if record is None:
        return one
    date, about = date_and_distinction(f"{one.kind}:{one.id}", record)
    return replace(one, about=", ".join(filter(None, (date, about))))

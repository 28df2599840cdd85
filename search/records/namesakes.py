"""What tells a record from others of its name: of two people called Lê Văn Hạnh, of 18-NQ/TW of 2017 and of 2022."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.memory.decoders import decoded
from index.records.writing import DirectiveRecord, PersonRecord
from search.embedded.arrays.snapshot import Snapshot
from search.interface.answers import Mentioned


def date_and_distinction(snapshot: Snapshot, number: int) -> tuple[str, str]:
    """Return the date of a directive (empty for a person), and what is said of the record beside its name.

    A directive's issuer and title; a person's academic title and best attested office, held rather than past.
    """
    record = snapshot.record(number)
    if snapshot.kind.values[snapshot.kind.codes[number]] == "directive":
        directive = decoded(record, DirectiveRecord).directive
        title = directive.title if directive.title.casefold() != snapshot.label(number).casefold() else ""
        return directive.date, " – ".join(filter(None, (directive.issuer, title)))
    person = decoded(record, PersonRecord).person
    known = [role for role in person.roles if not role.former] or list(person.roles)
    told = max(known, key=lambda role: (len(role.articles), role.to), default=None)
    return "", "; ".join([*(title for title, _ in person.honorifics[:1]), *([told.text] if told else [])])


def told_apart(snapshot: Snapshot, records: Sequence[Mentioned]) -> tuple[Mentioned, ...]:
    """Return the records with `about` filled for those whose name stands more than once among them."""
    named = Counter(one.label for one in records)
    return tuple(_told(snapshot, one) if named[one.label] > 1 else one for one in records)


def _told(snapshot: Snapshot, one: Mentioned) -> Mentioned:
    number = snapshot.document(f"{one.kind}:{one.id}")
    if number is None:  # cannot happen: the record was counted in this snapshot
        return one
    date, about = date_and_distinction(snapshot, number)
    return replace(one, about=", ".join(filter(None, (date, about))))

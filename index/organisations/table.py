"""Holds what is known of each organisation: names, time, place, and which one took its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from index.analysis.normalise import slug
from index.organisations.provincial import filled
from index.table import TableError, csv_lines, csv_row, office_text, rows

_COLUMNS = ("id", "name", "kind", "province", "other_names", "from", "to", "successor", "source")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class OrganisationError(TableError):
    """A row of a table of organisations cannot be used; the message names file, line, value and remedy."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation's facts. `from_` and `to` are ISO dates as far as a source gives them, else empty.

    `successor` is the id of the one that took its place; `source` says where that was read, or the rule.
    """

    id: str
    name: str
    kind: str
    province: str = ""
    other_names: tuple[str, ...] = ()
    from_: str = ""
    to: str = ""
    successor: str = ""
    source: str = ""


class OrganisationTable:
    """All organisations by id; a later row of an id replaces an earlier one (an office's own wins)."""

    def __init__(self, listed: Iterable[Organisation]) -> None:
        self.listed = {one.id: one for one in listed}

    @cached_property
    def _provincial(self) -> dict[str, Organisation]:
        return {one["id"]: Organisation(**one) for one in filled()}

    def get(self, id: str) -> Organisation | None:
        """Return the organisation with this id, None where there is none."""
        listed, provincial = self.listed.get(id), self._provincial.get(id)
        if listed is None or provincial is None:
            return listed or provincial
        names = dict.fromkeys((*listed.other_names, *provincial.other_names))
        names.pop(listed.name, None)
        return replace(listed, other_names=tuple(names))

    def predecessors(self, id: str) -> tuple[str, ...]:
        """Return the ids of those whose place this one took, in the order of the table."""
        return self._predecessors.get(id, ())

    @cached_property
    def _predecessors(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for one in {**self.listed, **self._provincial, **self.listed}.values():  # the listed first, and theirs counts
            if one.successor:
                found.setdefault(one.successor, {})[one.id] = None
        return {successor: tuple(ids) for successor, ids in found.items()}


def organisations_in(path: Path) -> OrganisationTable:
    """Return the shipped organisations and those of an office's own CSV file, where there is one.

    The file is UTF-8, its first line names columns: `name`, and any of id, kind, province, other_names (parted by |),
    from, to (ISO dates), successor (an id) and source.
    Raises OrganisationError for a file or a row that cannot be used.
    """
    if not path.exists():
        return shipped()
    return organisations_of(office_text(path, OrganisationError), str(path))


def organisations_of(text: str, file: str) -> OrganisationTable:
    """Return the shipped organisations and those of the text of an office's own CSV. Raises OrganisationError."""
    own = list(_read(text, file))
    table = OrganisationTable((*shipped().listed.values(), *(one for _, one in own)))
    for where, one in own:
        if one.successor and table.get(one.successor) is None:
            raise OrganisationError(
                f"{where}: successor {one.successor!r} is no id of an organisation; write one, or leave it empty"
            )
    return table


@lru_cache(maxsize=1)
def shipped() -> OrganisationTable:
    """Return the organisations that are shipped."""
    return OrganisationTable(
        Organisation(id, name, kind, province, tuple(filter(None, others.split("|"))), from_, to, successor, source)
        for id, name, kind, province, others, from_, to, successor, source in rows(__package__, "organisations.tsv")
    )


def _read(text: str, origin: str) -> Iterator[tuple[str, Organisation]]:
    header, lines = csv_lines(text, origin)
    if "name" not in header:
        raise OrganisationError(f"{origin}, line 1: no column name; the first line must name {','.join(_COLUMNS)}")
    unknown = [column for column in header if column not in _COLUMNS]
    if unknown:
        raise OrganisationError(f"{origin}, line 1: no such column as {unknown[0]!r}; there are {','.join(_COLUMNS)}")
    for where, values in lines:
        row = dict.fromkeys(_COLUMNS, "") | csv_row(header, values, where, OrganisationError)
        yield where, _organisation(row, where)


def _organisation(row: dict[str, str], where: str) -> Organisation:
    id = row["id"] or slug(row["name"])
    if not row["name"]:
        raise OrganisationError(f"{where}: no name; write what the organisation is called")
    if not _ID.fullmatch(id):
        raise OrganisationError(f"{where}: {id!r} is no id; write small letters, digits and hyphens, or leave it empty")
    for column in ("from", "to"):
        if row[column] and not _DATE.fullmatch(row[column]):
            raise OrganisationError(f"{where}: {row[column]!r} is no date; write it as 2010-04-16, 2010-04 or 2010")
    others = tuple(name.strip() for name in row["other_names"].split("|") if name.strip())
    return Organisation(
        id,
        row["name"],
        row["kind"] or "organisation",
        row["province"],
        others,
        row["from"],
        row["to"],
        row["successor"],
        row["source"],
    )



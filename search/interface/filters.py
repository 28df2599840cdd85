"""Reads the one table of what a search can be narrowed by: prefixes in a query, parameters beside it, facets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

Value = Literal["words", "column", "place", "record", "office", "period"]

_TABLE = "filters.tsv"
_CELLS = 9  # of a row


class BadFilterTable(ValueError):
    """A row of the table of filters cannot be used; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One row of the table; its head says what each cell means.

    `column` is empty for what is no column of the index, `labels` (by language) and `description` are for people.
    """

    name: str
    prefixes: tuple[str, ...]
    value: Value
    column: str
    is_parameter: bool
    is_facet: bool
    labels: dict[str, str]
    description: str

    @property
    def of_articles(self) -> bool:
        """Tell whether it is a property of the article itself, and no record that the article mentions."""
        return self.is_parameter and self.value != "record"


@cache
def filters() -> tuple[Filter, ...]:
    """Return all rows in the order of the table. Raises BadFilterTable where one cannot be read."""
    text = resources.files(__package__).joinpath(_TABLE).read_text(encoding="utf-8")
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    return tuple(_row(number, line) for number, line in lines[1:])


def _row(number: int, line: str) -> Filter:
    cells = line.split("\t")
    if len(cells) != _CELLS:
        raise BadFilterTable(f"{_TABLE}, line {number}: {len(cells)} cells where {_CELLS} belong: {line[:80]!r}")
    name, prefixes, value, column, parameter, facet, vi, en, description = cells
    known = {one: one for one in get_args(Value)}
    if value not in known:
        raise BadFilterTable(f"{_TABLE}, line {number}: a value is one of {', '.join(known)}, not {value!r}")
    if (parameter or facet) and not (vi and en):
        raise BadFilterTable(f"{_TABLE}, line {number}: {name} is shown and has no label")
    others = tuple(prefixes.split(",")) if prefixes else ()
    return Filter(
        name, (name, *others), known[value], column, bool(parameter), bool(facet), {"vi": vi, "en": en}, description
    )


@cache
def filter_named(name: str) -> Filter | None:
    """Return the row of this name, None where there is none."""
    return next((one for one in filters() if one.name == name), None)


@cache
def parameter_filters() -> tuple[Filter, ...]:
    """Return the filters that may be given beside a query."""
    return tuple(one for one in filters() if one.is_parameter)


@cache
def facet_filters() -> tuple[Filter, ...]:
    """Return the filters by whose values answers are counted."""
    return tuple(one for one in filters() if one.is_facet)


@cache
def facet_names() -> tuple[str, ...]:
    """Return the names of the facets of an answer, that of kinds first."""
    return ("kind", *(one.name for one in facet_filters()))

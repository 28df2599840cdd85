"""Reads the form of several fields and writes the query that says the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

FIELDS = {
    "all": "",
    "phrase": "",
    "without": "",
    "organisation": "tổ_chức",
    "office": "vai_trò",
    "province": "tỉnh",
    "category": "chuyên_mục",
    "directive": "văn_bản",
    "person": "người",
    "from_year": "",
    "to_year": "",
}
"""The fields of the form in their order, each with the prefix that its value has in a query, where it has one."""

_YEAR = re.compile(r"[12][0-9]{3}")


class BadYear(ValueError):
    """A field of years holds none; `name` is the field's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def written_query(given: Mapping[str, str]) -> str:
    """Return the query that the fields say, empty where none is filled. Raises BadYear."""
    values = {name: " ".join(given.get(name, "").replace('"', " ").split()) for name in FIELDS if name != "all"}
    parts = [" ".join(given.get("all", "").split())]
    if values["phrase"]:
        parts.append(f'"{values["phrase"]}"')
    parts += [f"-{word}" for word in values["without"].replace("-", " ").split()]
    parts += [f'{prefix}:"{values[name]}"' for name, prefix in FIELDS.items() if prefix and values[name]]
    parts.append(_period(values["from_year"], values["to_year"]))
    return " ".join(filter(None, parts))


def _period(first: str, last: str) -> str:
    for name, value in (("from_year", first), ("to_year", last)):
        if value and not _YEAR.fullmatch(value):
            raise BadYear(name)
    if not (first or last):
        return ""
    first, last = (last, first) if first and last and first > last else (first, last)
    return f"năm:{first}" if first == last else f"năm:{first}..{last}"

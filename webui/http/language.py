"""The page's words in Vietnamese and English, and numbers and dates as each language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from search.interface.filters import facet_filters, parameter_filters

LANGUAGES = ("vi", "en")
DEFAULT = "vi"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages: `code` is its BCP 47 tag, `texts` the catalogue by dotted key."""

    code: str
    texts: Mapping[str, str]

    def t(self, key: str, **values: object) -> str:
        """Return the text under `key` with `values` put in; numbers are written as the language does."""
        shown = {n: self.number(v) if isinstance(v, int) else v for n, v in values.items()}
        return self.texts[key].format(**shown)

    def has(self, key: str) -> bool:
        """Tell whether the catalogue has `key`: some come from elsewhere, such as an engine's notes."""
        return key in self.texts

    def quoted(self, said: str) -> str:
        """Return what somebody typed in quotation marks, or as it is where it has some of its own."""
        return said if any(mark in said for mark in '"“”«»') else f"“{said}”"

    def number(self, value: int) -> str:
        """Return `1.234` in Vietnamese, `1,234` in English."""
        written = f"{value:,}"
        return written.replace(",", ".") if self.code == "vi" else written

    def date(self, iso: str) -> str:
        """Return an ISO date as people read it: `16/10/2020`, `10/2020`, `2020`; English `16 October 2020`.

        What is not a date comes back as it is.
        """
        parts = iso.split("-")
        if not all(p.isascii() and p.isdigit() for p in parts) or len(parts) > 3:
            return iso
        if self.code == "vi":
            return "/".join(reversed(parts))
        if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
            return iso
        words = [parts[0], *(_MONTHS[int(p) - 1] for p in parts[1:2]), *(str(int(p)) for p in parts[2:])]
        return " ".join(reversed(words))

    def typed_date(self, iso: str) -> str:
        """Return an ISO date as it is typed into a field: `16/10/2020` in Vietnamese, ISO in English."""
        return self.date(iso) if self.code == "vi" else iso


@lru_cache(maxsize=len(LANGUAGES))
def language(code: str) -> Language:
    """Return the language with this code; any unknown code is Vietnamese. Its file is read once."""
    if code not in LANGUAGES:
        return language(DEFAULT)
    content = (files("webui") / "catalogue" / f"{code}.toml").read_text(encoding="utf-8")
    return Language(code, dict(_flat(tomllib.loads(content))) | _filter_labels(code))


def _filter_labels(code: str) -> dict[str, str]:
    """Return what facets and parameters are called, from the table of filters."""
    facets = {f"facet.{one.name}": one.labels[code] for one in facet_filters()}
    return facets | {f"parameter.{one.name}": one.labels[code] for one in parameter_filters()}


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((prefix + name, str(value)))
    return found

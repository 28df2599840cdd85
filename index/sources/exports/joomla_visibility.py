"""Tells what a Joomla site shows to everybody: state, access, times of publication, and the same of the sections above.

Follows `com_content` of Joomla 1.0 to 5: an article is shown where it is published or archived, its access level is
one of the public, now lies between `publish_up` and `publish_down` (both UTC), and no category above it is unpublished
or closed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from index.sources.exports.sql_dump import Row

Visibility = Literal["shown", "hidden", "later"]

_PUBLISHED = (b"1", b"2", b"-1")  # shown, archived, archived until Joomla 1.5; 0 is a draft, -2 the bin
_PUBLIC = (b"0", b"1")  # access levels; 0 until Joomla 1.5
_EVERYBODY = 1  # the user group `Public`
_DEEPEST = 20  # categories above each other; a damaged dump may name them in a circle


@dataclass(frozen=True, slots=True)
class Category:
    """A category, or a section of Joomla 1.5, as far as it decides what is shown."""

    published: bool
    access: bytes
    parent: bytes = b""


@dataclass(slots=True)
class Rules:
    """The rules of a dump's other tables on what is shown: categories and sections by number, access levels."""

    categories: dict[bytes, Category] = field(default_factory=dict)
    sections: dict[bytes, Category] = field(default_factory=dict)
    public: set[bytes] = field(default_factory=lambda: set(_PUBLIC))

    def add_level(self, row: Row) -> None:
        """Note an access level: public where the group of everybody has it, or it is that of guests."""
        try:
            groups = json.loads((row.get("rules") or b"[]").decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return
        title = (row.get("title") or b"").strip().lower()
        if (isinstance(groups, list) and _EVERYBODY in groups) or title == b"guest":
            self.public.add(row.get("id") or b"")


def category_of(row: Row) -> Category:
    """Return what a row of `#__categories` or `#__sections` says."""
    published = row.get("published", b"1") in (*_PUBLISHED, None)
    return Category(published, row.get("access") or b"1", row.get("parent_id") or b"")


def _moment(value: bytes | None) -> datetime | None:
    """Return a time of the database, which keeps UTC; None for NULL, `0000-00-00 00:00:00` and `Never`."""
    try:
        return datetime.fromisoformat((value or b"").decode("ascii", "replace")).replace(tzinfo=UTC)
    except ValueError:
        return None


def _are_open(number: bytes, known: Mapping[bytes, Category], public: set[bytes]) -> bool:
    """Tell whether a category and all those above it are shown; one that the dump lacks says nothing."""
    for _ in range(_DEEPEST):
        category = known.get(number)
        if category is None:
            return True
        if not category.published or category.access not in public:
            return False
        number = category.parent
    return True


def visibility_of(row: Row, rules: Rules, now: datetime) -> Visibility:
    """Return whether an article is shown to everybody, hidden, or to be shown later."""
    open_to_all = row.get("access") is None or row["access"] == b"" or row["access"] in rules.public
    if row.get("state") not in _PUBLISHED or not open_to_all:
        return "hidden"
    if not _are_open(row.get("catid") or b"", rules.categories, rules.public):
        return "hidden"
    if not _are_open(row.get("sectionid") or b"", rules.sections, rules.public):
        return "hidden"
    down = _moment(row.get("publish_down"))
    if down is not None and down <= now:
        return "hidden"
    up = _moment(row.get("publish_up"))
    return "later" if up is not None and up > now else "shown"

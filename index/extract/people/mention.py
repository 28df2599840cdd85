"""Holds capitalised words and a full name as found in a text, and gives what stands on either side on its line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from index.analysis.normalise import canonical_word
from index.extract.people.names.syllable_shape import looks_like_syllable
from index.extract.people.tables import last_letters, people_tables
from index.extract.text_view import View

_ADDRESS = 40  # characters that a title or a form of address takes at most, the signs behind it as well
WORD_AND_SIGNS = 40  # characters in which the word before a name stands, whatever signs and spaces follow it
WINDOW = 180  # characters looked at on either side

APOSTROPHES = "'’ʼ`´‘′ʹ＇"
_APOSTROPHE = re.compile(rf"(?<=\w)[{APOSTROPHES}] ?(?=\w)")


def plain_apostrophes(name: str) -> str:
    """Return a name with one kind of apostrophe and no blank behind it: `H’ Hen` → `H'Hen`."""
    return _APOSTROPHE.sub("'", name)


class Name(NamedTuple):
    """A full name in the text of a View, with what stands directly before it.

    `before` is where its titles begin; between `since` and `until` no other name stands.
    """

    start: int
    end: int
    text: str
    honorific: str
    before: int
    addressed: bool
    since: int = 0
    until: int = 1 << 60


class Word(NamedTuple):
    """Holds what the tables say of a word as written."""

    canonical: str
    shaped: bool
    opens: bool


@lru_cache(maxsize=50_000)
def looked_up(word: str) -> Word:
    """Return what the tables say of a word as written."""
    tables, canonical = people_tables(), canonical_word(word)
    opens = canonical in tables.first_words or canonical in tables.plain_surnames
    return Word(canonical, looks_like_syllable(word), opens)


class Run(NamedTuple):
    """Neighbouring capitalised words that begin at `begin` of a text, and where in the run each of them stands.

    `shaped` tells of each whether it looks like a Vietnamese syllable, `opens` whether a name may begin with it;
    `particles` whether one of them is written small: `von`, `de`.
    """

    begin: int
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    canonical: tuple[str, ...]
    shaped: tuple[bool, ...]
    opens: tuple[bool, ...]
    particles: bool

    def start(self, at: int) -> int:
        """Return where in the text word `at` begins."""
        return self.begin + self.places[at][0]

    def end(self, at: int) -> int:
        """Return where in the text word `at` ends, a negative `at` counted from the last."""
        return self.begin + self.places[at][1]


def left_of(view: View, start: int, window: int = WINDOW) -> str:
    """Return what stands before a position on its own line, as far as rules look."""
    left = view.text[max(0, start - window) : start]
    return left[left.rfind("\n") + 1 :]


def right_of(view: View, end: int, window: int = WINDOW) -> str:
    """Return what stands behind a position on its own line, as far as rules look."""
    return view.text[end : end + window].partition("\n")[0]


def address_at(view: View, start: int) -> int | None:
    """Return where the form of address or title begins that stands directly before a position; None for none."""
    tables = people_tables()
    begin = max(0, start - _ADDRESS)
    last = last_letters(view.lower[begin:start].rstrip(" \t\n.,-"))
    found = tables.address_before.search(view.lower, begin, start) if last in tables.address_ends else None
    if found is None and last in tables.title_ends:
        found = tables.titles_before.search(view.lower, begin, start)
    return found.start() if found else None

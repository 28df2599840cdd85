"""Finds the runs of capitalised words in which names of people may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index.analysis.normalise import canonical_word
from index.extract.people.mention import APOSTROPHES
from index.extract.people.offices import office_at
from index.extract.people.peoples import is_on_stage
from index.extract.people.syllable_shape import looks_like_syllable
from index.extract.people.tables import people_tables
from index.extract.text_view import View

_MORE = rf"[^\W\d_]*(?:[{APOSTROPHES}][^\W\d_]+|-[^\W\d_]+)*"  # `H'Hen`, `Hang-seo`
_SPACED = rf"[HKY][{APOSTROPHES}] (?=[^\W\d_])(?![a-z])"
_BLANK_BEHIND = re.compile(_SPACED)
_WORD = re.compile(rf"[^\W\d_]{_MORE}")
_SPACED_WORD = re.compile(rf"(?:{_SPACED})?[^\W\d_]{_MORE}")
# `K'Choi`, `H' Lan`: a whole name of the Cơ Ho, Mạ, M'nông
_LONE = re.compile(rf"(?<![^\W\d_])[HK][{APOSTROPHES}] ?(?=[^\W\d_])(?![a-z])[^\W\d_]+")


@lru_cache(maxsize=2)
def _capitals(spaced: bool) -> re.Pattern[str]:
    """Return the pattern of two and more neighbouring capitalised words, one or two spaces between them.

    `spaced` allows for a blank behind an apostrophe (`H' Lan Niê`). It begins with the capitals, so that everything
    else in a text is passed over at once.
    """
    upper = "".join(filter(str.isupper, map(chr, range(0x10000))))
    first = rf"[{re.escape(upper)}]"
    # not inside a word, but behind a title whose space was lost (`ôngLê Văn Dũng`, `PGS.TSTrần Văn Cư`)
    glued = "|".join(f"(?<={title}.)" for title in ("ông", "Ông", "bà", "Bà", "chí", "TS", "GS", "ThS", "sĩ"))
    begins = rf"{first}(?:(?<![^\W\d_].)|{glued})(?<![^\W\d_]['’\-].)"
    if spaced:
        begins, first = rf"(?:(?<![^\W\d_]){_SPACED})?{begins}", rf"(?:{_SPACED})?{first}"
    return re.compile(rf"{begins}{_MORE}(?: {{1,2}}{first}{_MORE})+")


def capitalised_runs(view: View) -> Iterator[list[re.Match[str]]]:
    """Yield neighbouring capitalised words: a name has two at least."""
    marked = any(mark in view.text for mark in APOSTROPHES)
    word = _SPACED_WORD if marked else _WORD
    spaced = marked and _BLANK_BEHIND.search(view.text) is not None
    runs: Iterable[re.Match[str]] = _capitals(spaced).finditer(view.text)
    if marked:
        whole = list(runs)
        inside = {at for run in whole for at in range(run.start(), run.end())}
        lone = (run for run in _LONE.finditer(view.text) if run.start() not in inside)
        runs = sorted([*whole, *lone], key=lambda run: run.start())
    for run in runs:
        if not any(map(_is_telling, run[0].split())) and not is_on_stage(view.lower, run.start()):
            continue  # `Liên hiệp các Hội Khoa học`: what most capitalised words are
        words = list(word.finditer(view.text, run.start(), run.end()))
        cut = next((at for at, one in enumerate(words) if _stuck_office(view, one)), None) if "-" in run[0] else None
        if cut is None:
            yield words
        else:  # `Nguyễn Văn Sơn-Chủ tịch Hội`
            first = _WORD.match(view.text, words[cut].start(), view.text.index("-", words[cut].start()))
            yield [*words[:cut], first] if first else words[:cut]


def _stuck_office(view: View, word: re.Match[str]) -> bool:
    """Tell whether an office is stuck to a word by a hyphen."""
    dash = word[0].find("-")
    return dash > 0 and office_at(view.lower, word.start() + dash + 1) is not None


@lru_cache(maxsize=20_000)
def is_country(first: str, second: str) -> bool:
    """Tell whether two words are a country or a region with which no name begins: `Triều Tiên`, not `Hà Lan`."""
    tables, word = people_tables(), canonical_word(first)
    pair = f"{word} {canonical_word(second)}"
    return word not in tables.surnames and (pair in tables.places or pair in tables.likely_places)


@lru_cache(maxsize=20_000)
def _is_telling(word: str) -> bool:
    """Tell whether a word, as written, may be the first of a name or is of another language."""
    return may_open(word) or not looks_like_syllable(word)


@lru_cache(maxsize=20_000)
def may_open(word: str) -> bool:
    """Tell whether a word, as written, may be the first of a name."""
    tables, canonical = people_tables(), canonical_word(word)
    return canonical in tables.first_words or canonical in tables.plain_surnames

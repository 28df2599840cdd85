"""Finds the runs of capitalised words in which names of people may stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index.analysis.normalise import canonical_word
from index.extract.people.mention import APOSTROPHES, Run, looked_up
from index.extract.people.names.peoples import OPENING_ADDRESSES, is_on_stage
from index.extract.people.names.syllable_shape import looks_like_syllable
from index.extract.people.offices.office_bounds import office_at
from index.extract.people.tables import people_tables
from index.extract.text_view import View

_MORE = rf"[^\W\d_]*(?:[{APOSTROPHES}][^\W\d_]+|-[^\W\d_]+)*"  # `H'Hen`, `Hang-seo`
_PARTICLES = "von|van|der|den|de|della|da|dos|bin|ibn|ben"  # `Ursula von der Leyen`
_AFTER_INITIAL = re.compile(r"\. ?(?=[^\W\d_a-z])")
_SPACED = rf"[HKY][{APOSTROPHES}] (?=[^\W\d_])(?![a-z])"
_BLANK_BEHIND = re.compile(_SPACED)
_WORD = re.compile(rf"[^\W\d_]{_MORE}")
_SPACED_WORD = re.compile(rf"(?:{_SPACED})?[^\W\d_]{_MORE}")
# `K'Choi`, `H' Lan`: a whole name of the Cơ Ho, Mạ, M'nông
_LONE = re.compile(rf"[HK](?<![^\W\d_].)[{APOSTROPHES}] ?(?=[^\W\d_])(?![a-z])[^\W\d_]+")


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
    return re.compile(rf"{begins}{_MORE}(?: {{1,2}}(?:(?:{_PARTICLES}) ){{0,2}}{first}{_MORE})+")


def capitalised_runs(view: View) -> Iterator[Run]:
    """Yield neighbouring capitalised words: a name has two at least."""
    marked = any(mark in view.text for mark in APOSTROPHES)
    word = _SPACED_WORD if marked else _WORD
    spaced = marked and _BLANK_BEHIND.search(view.text) is not None
    runs: Iterable[re.Match[str]] = _capitals(spaced).finditer(view.text)
    if marked:
        whole = list(runs)
        ends = [run.end() for run in whole]
        starts = [*(run.start() for run in whole), len(view.text)]
        lone = (run for run in _LONE.finditer(view.text) if run.start() < starts[bisect_right(ends, run.start())])
        runs = sorted([*whole, *lone], key=lambda run: run.start())
    for run in runs:
        called = False
        if run[0].partition(" ")[0] in OPENING_ADDRESSES:  # `Chị Vân Anh` at the beginning of a sentence
            plain = run[0].split()
            called = len(plain) == 3 and plain[0] in OPENING_ADDRESSES
            called = called and is_on_stage(view.text, view.text.index(plain[1], run.start() + len(plain[0])))
        if not (called or _tells(run[0]) or is_on_stage(view.text, run.start())):
            continue  # `Liên hiệp các Hội Khoa học`: what most capitalised words are
        if called or "-" in run[0] or run[0][-2:-1] == " ":
            yield from _changed(view, run, word, called)
        else:
            yield Run(run.start(), *_looked_up(run[0], marked)[1:])


def _changed(view: View, run: re.Match[str], word: re.Pattern[str], called: bool) -> Iterator[Run]:
    """Yield a run without its form of address or an office stuck to it, with what stands behind an initial."""
    words = list(word.finditer(view.text, run.start(), run.end()))
    if called:
        del words[0]
    plain = run[0].split()
    if len(plain[-1]) == 1 and not looks_like_syllable(plain[-2]):
        words += _behind_initial(view, run.end())
    cut = next((at for at, one in enumerate(words) if _stuck_office(view, one)), None) if "-" in run[0] else None
    if cut is not None:  # `Nguyễn Văn Sơn-Chủ tịch Hội`
        first = _WORD.match(view.text, words[cut].start(), view.text.index("-", words[cut].start()))
        words = [*words[:cut], first] if first else words[:cut]
    if words:
        yield _run(tuple(found[0] for found in words), tuple(map(_span, words)))


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.span()


def _run(words: tuple[str, ...], places: tuple[tuple[int, int], ...]) -> Run:
    """Return a run that begins where places are counted from, with what the tables say of its words."""
    canonical, shaped, opens = zip(*map(looked_up, words), strict=True)
    return Run(0, words, places, canonical, shaped, opens, any(map(str.islower, words)))


@lru_cache(maxsize=20_000)
def _tells(run: str) -> bool:
    """Tell whether a name may begin in a run, or it is of another language: most runs are neither."""
    return any(word.opens or not word.shaped for word in map(looked_up, run.split()))


@lru_cache(maxsize=20_000)  # most runs of a text stand in others, too
def _looked_up(run: str, marked: bool) -> Run:
    """Return a run as written, as if a text began with it."""
    if marked or "  " in run:
        found = list((_SPACED_WORD if marked else _WORD).finditer(run))
        words, places = tuple(one[0] for one in found), tuple(map(_span, found))
    else:
        words, at, spans = tuple(run.split()), 0, []
        for word in words:
            spans.append((at, at + len(word)))
            at += len(word) + 1
        places = tuple(spans)
    return _run(words, places)


def _behind_initial(view: View, at: int) -> list[re.Match[str]]:
    """Return the word behind the dot of an initial inside a foreign name: `George W. Bush`."""
    dot = _AFTER_INITIAL.match(view.text, at)
    word = _WORD.match(view.text, dot.end()) if dot else None
    return [word] if word and word[0][0].isupper() and len(word[0]) > 1 else []


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

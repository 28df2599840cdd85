"""Closes gaps inside syllables: letters with marks that come from another font stand apart, `ph ả n bi ệ n`.

The library writes a blank wherever letters stand apart. Of a page that looks so, `pdf_child` hands on which blanks it
made itself, and which of these are no wider than the room that such letters have around them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.syllables import is_syllable

NARROW = "\ue000"
"""Stands for a made blank that is no wider than the room around a letter with marks."""
MADE = "\ue001"
"""Stands for any other blank that the library made of a gap."""

_ANY = re.compile(f"[{NARROW}{MADE}]")
_AROUND = "“”\"'‘’()[]{}<>.,;:!?…"
_NUMBER = re.compile(r"\d{1,5}(?:/\d{4})?(?:[-/][A-ZĐƯ]{1,8}[a-z]?)+")  # of a document: `14/2014/QĐ-TTg`
_VOWELS = re.compile(r"[aeiouy]", re.IGNORECASE)
_MOST = 8  # fragments of one word: `nghiêng` has seven letters

_Way = tuple[int, int, int, tuple[str, ...]]
"""Strange words, words, words that begin with a vowel, and the words."""


def _is_known(word: str) -> bool:
    bare = word.strip(_AROUND)
    return bare.isdecimal() or _NUMBER.fullmatch(bare) is not None or (bare != "" and is_syllable(bare))


@lru_cache(maxsize=4_096)
def _by_words(fragments: tuple[str, ...]) -> str:
    """Return the words that fragments make: as few as can be are left that are no words, then as few words as can be.

    Several fragments are one word only where it is known. `ph|ụ|n|ữ` may be `phụ nữ` or `phụn ữ`: a consonant goes with
    what follows it.
    """
    best: list[_Way] = [(0, 0, 0, ())]
    for end in range(1, len(fragments) + 1):
        ways = []
        for start in range(max(0, end - _MOST), end):
            word = "".join(fragments[start:end])
            known = _is_known(word)
            if known or end - start == 1:
                strange, words, open_, before = best[start]
                vowel = _VOWELS.match(word) is not None or not word[0].isascii()
                ways.append((strange + (not known), words + 1, open_ + vowel, (*before, word)))
        best.append(min(ways))
    return " ".join(best[-1][3])


def _strange(line: str) -> int:
    return sum(not _is_known(word) for word in line.split())


def _line(line: str) -> str:
    """Return a line as the widths of its gaps say, but as its words do where that leaves fewer that are none."""
    if not _ANY.search(line):
        return line
    by_width = line.replace(NARROW, "").replace(MADE, " ")
    by_words = " ".join(_by_words(tuple(filter(None, _ANY.split(word)))) for word in line.split(" "))
    return by_width if _strange(by_width) <= _strange(by_words) else by_words


def without_gaps(page: str) -> str:
    """Return the text of a page with the gaps inside its syllables closed, and all other gaps as blanks."""
    return "\n".join(map(_line, page.splitlines())) if _ANY.search(page) else page

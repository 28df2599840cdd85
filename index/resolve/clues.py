"""What around a citation tells one document from its namesakes: the term of the body, the words of the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.analysis.normalise import fold, nfc
from index.extract.directives.tables import tables

_TERM = re.compile(r"(?<![a-z])khoa {1,2}([ivx]{1,5}|\d{1,2})(?![a-z\d])")
_NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_WORDS = re.compile(r"[a-z0-9]+")
_TITLE_WINDOW = 24  # words after a citation that are compared with titles
_ENOUGH = 0.5  # share of those words' pairs, up to the title's length, that the title must hold
_FEWEST = 4  # pairs


def term_of(text: str) -> str:
    """Return the Roman numeral of the term that `text` states (`khoá XII`, `khóa 12` → `XII`), or nothing."""
    found = _TERM.search(fold(nfc(text)))
    if not found:
        return ""
    if found[1].isdigit():
        return _NUMERALS[int(found[1])] if int(found[1]) < len(_NUMERALS) else ""
    return found[1].upper()


def agrees_with_term(date: str, term: str) -> bool:
    """Whether a document of `date` was issued in a term of the Party, by `terms.tsv`."""
    days = tables().terms.get(("Đảng", term))
    if not days or not date:
        return False
    return days[0][: len(date)] <= date <= days[1][: len(date)]


def by_title(context: str, titles: Sequence[str]) -> int | None:
    """Return which of `titles` the words in `context` begin to tell, None where none does or two do alike.

    Compared by pairs of neighbouring words without accents, over as many words as an article needs to name a subject.
    """
    told = _pairs(context, _TITLE_WINDOW)
    shares = []
    for title in titles:
        pairs = _pairs(title, 80)
        common = len(told & pairs)
        enough = common >= _FEWEST or (common >= 2 and common == len(pairs))
        shares.append(common / max(1, min(len(told), len(pairs))) if enough else 0.0)
    best = max(shares, default=0.0)
    return shares.index(best) if best >= _ENOUGH and shares.count(best) == 1 else None


def _pairs(text: str, most: int) -> set[tuple[str, str]]:
    words = _WORDS.findall(fold(nfc(text)))[:most]
    return set(pairwise(words))

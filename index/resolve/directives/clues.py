"""Reads what around a citation tells one document from its namesakes: the term of the body, the words of the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from index.analysis.normalise import fold, nfc
from index.resolve.organisations import organisation_key

_TERM = re.compile(r"(?<![a-z])khoa {1,2}([ivx]{1,5}|\d{1,2})(?![a-z\d])")
_NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_WORDS = re.compile(r"[a-z0-9]+")
_TITLE_WINDOW = 24  # words after a citation that are compared with titles
_ENOUGH = 0.5  # share of those words' pairs, up to the title's length, that the title must hold
_FEWEST = 4  # pairs
ABOUT = 2
"""Pairs of neighbouring words that an article about a document shares with its title."""


def term_of(text: str) -> str:
    """Return the Roman numeral of the term that `text` states (`khoá XII`, `khóa 12` → `XII`), or nothing."""
    found = _TERM.search(fold(nfc(text)))
    if not found:
        return ""
    if found[1].isdigit():
        return _NUMERALS[int(found[1])] if int(found[1]) < len(_NUMERALS) else ""
    return found[1].upper()


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


@lru_cache(maxsize=4_096)  # titles come again with each mention, and so do the words around one
def _pairs(text: str, most: int) -> frozenset[tuple[str, str]]:
    words = _WORDS.findall(fold(nfc(text)))[:most]
    return frozenset(pairwise(words))


_SUBJECT = re.compile(r"^[\s,(]{0,3}(?:của [^,.;()]{3,60}? )?(?:về|Về|VỀ) (?P<words>[^.;\n]{12,150})")
_TOLD = 5  # words of a subject that must be told before it can contradict a title
_SHARED = 0.25  # of which a title must hold


@lru_cache(maxsize=1)
def _everywhere() -> frozenset[str]:
    """Return the folded words that stand in titles of all subjects."""
    text = resources.files(__package__).joinpath("words_of_all_titles.txt").read_text(encoding="utf-8")
    return frozenset(fold(word) for line in text.splitlines() if not line.startswith("#") for word in line.split())


def shared_pairs(text: str, title: str) -> int:
    """Return how many pairs of neighbouring words of a title stand in a text, those of words of all titles left out."""
    return len(_telling(_pairs(title, 80)) & _pairs(text, 400))


def by_subject(subject: str, context: str, titles: Sequence[str]) -> int | None:
    """Return which of `titles` an article is about, None where it is about none, or as much about another.

    Words that say what a citation is about (`về trí thức`) need share but one telling pair with a single title; an
    article that speaks of a subject at large shares ABOUT pairs, and twice as many as with any other title.
    """
    told = _SUBJECT.match(context)
    if told:
        shares = [_common(told["words"], title) for title in titles]
        if sum(map(bool, shares)) == 1:
            return shares.index(max(shares))
    shares = [_common(f"{subject} {context}", title) for title in titles]
    best = max(shares, default=0)
    others = sorted(shares, reverse=True)[1:2]
    if best < ABOUT or (others and 2 * others[0] > best):
        return None
    return shares.index(best)


@lru_cache(maxsize=4_096)
def _common(text: str, title: str) -> int:
    """Return the pairs in common, names of organisations as written or all made one (`Liên hiệp Hội`, `VUSTA`)."""
    return max(shared_pairs(text, title), shared_pairs(organisation_key(text), organisation_key(title)))


def other_subject(context: str, title: str) -> bool:
    """Tell whether the words after a citation tell another subject (`về …`) than a title does: not one in common."""
    return _share_told(context, title) == 0.0


def doubtful_subject(context: str, title: str) -> bool:
    """Tell whether the words after a citation (`về …`) share so little with a title that it is hardly meant.

    Of the documents whose date or year settles them, those told by their own subject share a third of its words and
    more; nine in ten other titles share less than a quarter: `thí điểm cơ chế …` is not `Thí điểm mô hình …`.
    """
    share = _share_told(context, title)
    return share is not None and share < _SHARED


@lru_cache(maxsize=4_096)
def _share_told(context: str, title: str) -> float | None:
    """Return the share of telling words in common, of the fewer ones; None where either has too few to be held to."""
    told = _SUBJECT.match(context)
    if not told:
        return None
    words = set(_WORDS.findall(fold(nfc(told["words"])))) - _everywhere()
    own = set(_WORDS.findall(fold(nfc(title)))) - _everywhere()
    if len(words) < _TOLD or len(own) < _TOLD:
        return None
    return len(words & own) / min(len(words), len(own))


@lru_cache(maxsize=4_096)
def _telling(pairs: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in pairs if not set(pair) <= _everywhere())

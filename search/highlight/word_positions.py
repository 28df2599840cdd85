"""Finds folded words in a text, on arrays: it is folded by table, cut at blanks, and compared as numbers.

A text becomes one byte a character: the base letter or digit (`Đ` → `d`, `ế` → `e`), a space for what is no letter.
The first eight letters of a word are one number, so that all words of a text are compared with `phan` at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import fold_word
from index.analysis.tokens import WORD

Numbers = NDArray[np.int64]

_UNKNOWN, _UNSURE, _BLANK, _OTHER = 0x00, 0x01, 0x20, 0x80
"""Bytes of characters not met yet; of marks that neither are letters nor end a word; of what else is no letter; of
letters that fold to none of a to z."""

_LETTERS = 8  # of a word that are compared at once
_HEADS = np.array([(1 << 8 * length) - 1 for length in range(_LETTERS + 1)], np.uint64)
"""Masks of eight bytes that clear all but the first 0, 1, … 8."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: the n-th is `text[starts[n]:ends[n]]`, and `heads` its first eight folded letters.

    `unsure` are those with characters of which the table cannot tell what they fold to: who looks has to read them.
    """

    starts: Numbers
    ends: Numbers
    heads: NDArray[np.uint64]
    unsure: Numbers

    def like(self, folds: Iterable[str], prefixes: Iterable[str] = ()) -> Numbers:
        """Return which words may fold to one of `folds` or begin with one of `prefixes`, rising.

        None that does is left out. Others may be among them: words alike in eight letters, `ki` for `ky` (which may be
        one word), and those that are unsure.
        """
        found = np.zeros(len(self.starts), np.bool_)
        for head, _ in {_head(form) for fold in folds for form in _forms(fold)}:
            found |= self.heads == head
        for head, length in {_head(form) for prefix in prefixes for form in _forms(prefix)}:
            found |= (self.heads & _HEADS[length]) == head
        found[self.unsure] = True
        return found.nonzero()[0]


def words_of(text: str) -> Words:
    """Return all words of a text, as `WORD` finds them."""
    plain = _plain(text)
    letters = np.zeros(len(plain) + 2, np.bool_)
    np.not_equal(plain, _BLANK, out=letters[1:-1])
    edges = (letters[1:] != letters[:-1]).nonzero()[0]
    starts, ends = edges[::2], edges[1::2]
    unsure = (plain == _UNSURE).nonzero()[0]
    if len(unsure):
        starts, ends, unsure = _read(text, starts, ends, np.unique(starts.searchsorted(unsure, side="right") - 1))
    padded = np.concatenate([plain, np.zeros(_LETTERS, np.uint8)])
    eights: NDArray[Any] = np.ndarray(len(plain) + 1, "<u8", padded, strides=(1,))
    heads = eights[starts] & _HEADS[np.minimum(ends - starts, _LETTERS)]
    return Words(starts, ends, heads, unsure)


def _plain(text: str) -> NDArray[np.uint8]:
    """Return a text folded, a byte a character."""
    codes: NDArray[Any] = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    rare: Numbers = np.empty(0, np.int64)
    if len(codes) != len(text):
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        rare = (codes > 0xFFFF).nonzero()[0]
    table = _table()
    plain = table[np.minimum(codes, 0xFFFF) if len(rare) else codes]
    for at in rare.tolist():
        plain[at] = _byte_of(text[at])
    unknown = (plain == _UNKNOWN).nonzero()[0]
    if len(unknown):
        for code in np.unique(codes[unknown]).tolist():
            table[code] = _byte_of(chr(code))
        plain[unknown] = table[codes[unknown]]
    return np.asarray(plain, np.uint8)


def _read(text: str, starts: Numbers, ends: Numbers, unsure: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return starts, ends and numbers of words where those `unsure` were read: a mark may begin none, or be all."""
    starts, ends = starts.copy(), ends.copy()
    none = []
    for number in unsure.tolist():
        found = WORD.search(text, starts[number], ends[number])
        if found:
            starts[number], ends[number] = found.span()
        else:
            none.append(number)
    left = np.setdiff1d(unsure, none)
    left -= np.searchsorted(none, left)
    return np.delete(starts, none), np.delete(ends, none), left


@cache
def _table() -> NDArray[np.uint8]:
    """Return the byte of each character up to U+FFFF; filled as characters are met."""
    return np.zeros(0x10000, np.uint8)


@lru_cache(maxsize=10_000)
def _byte_of(character: str) -> int:
    plain = fold_word(character)
    if not WORD.fullmatch(character):
        return _UNSURE if WORD.fullmatch(f"a{character}") else _BLANK
    if len(plain) != 1:
        return _UNSURE
    return ord(plain) if plain.isascii() else _OTHER


@lru_cache(maxsize=10_000)
def _head(word: str) -> tuple[int, int]:
    """Return the first letters of a folded word as `Words.heads` has them, and how many they are."""
    letters = bytes(ord(letter) if letter.isascii() else _OTHER for letter in word[:_LETTERS])
    return int.from_bytes(letters, "little"), len(letters)


def _forms(fold_: str) -> tuple[str, ...]:
    return (fold_, f"{fold_[:-1]}i") if fold_.endswith("y") else (fold_,)

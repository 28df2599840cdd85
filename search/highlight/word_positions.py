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

_BLANKS = np.uint64(int.from_bytes(bytes([_BLANK]) * _LETTERS, "little"))


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text, rising: the n-th is `text[starts[n]:ends[n]]`, parallel arrays of shape (n,).

    Where two of them stand side by side, and only there, the second one's place is the first one's and one.
    """

    starts: Numbers
    ends: Numbers
    places: Numbers


def words_like(text: str, folds: Iterable[str], prefixes: Iterable[str] = ()) -> Words:
    """Return the words of a text, as `WORD` finds them, that may fold to one of `folds` or begin as one of `prefixes`.

    None that does is left out. Others may be among them: words alike in eight letters, `ki` for `ky` (which may be
    one word), and those with characters of which the table cannot tell what they fold to: who looks has to read them.
    """
    padded = np.concatenate([_plain(text), np.full(_LETTERS, _BLANK, np.uint8)])
    eights: NDArray[Any] = np.ndarray(len(text) + 1, "<u8", padded, strides=(1,))
    read = _read_unsure(text, padded)
    sought = {_head(form) for fold in folds for form in _forms(fold)}
    begun = {_head(form) for prefix in prefixes for form in _forms(prefix)}
    every = _beginning(padded, {head & 0xFF for head, _ in sought | begun})
    heads = eights[every]  # `take` would copy all of them first
    longer = np.zeros(len(every), np.bool_)  # words that may be any number of letters long
    rows, lengths = [np.empty(0, np.int64)], [0]
    for head, length in sought:
        if length < _LETTERS:  # with the blank behind it
            rows.append((heads & _HEADS[length + 1] == np.uint64(head | _BLANK << 8 * length)).nonzero()[0])
            lengths.append(length)
        else:
            longer |= heads == np.uint64(head)
    for head, length in begun:
        longer |= heads & _HEADS[length] == np.uint64(head)
    exact = np.concatenate(rows)
    order = exact.argsort()
    starts = every[exact[order]]
    ends = starts + np.repeat(lengths, list(map(len, rows)))[order]
    behind = padded.tobytes()
    if longer.any():
        read |= {start: behind.index(_BLANK, start) for start in every[longer].tolist()}
    if read:
        starts, ends = _with(starts, ends, read)
    gaps = starts[1:] - ends[:-1]
    beside = (eights[ends[:-1]] ^ _BLANKS) & _HEADS.take(gaps, mode="clip") == 0
    for row in (beside & (gaps > _LETTERS)).nonzero()[0].tolist():
        beside[row] = behind[ends[row] : starts[row + 1]].isspace()
    places = np.concatenate([np.zeros(1, np.int64), np.cumsum(2 - beside)])
    return Words(starts, ends, places[: len(starts)])


def _beginning(padded: NDArray[np.uint8], firsts: Iterable[int]) -> Numbers:
    """Return where words begin with one of some first letters, in a folded text with blanks behind it."""
    at = np.zeros(len(padded), np.bool_)
    for first in firsts:  # quicker than a table: each is compared for many letters at once
        at |= padded == first
    at[1:] &= padded[:-1] == _BLANK
    return at.nonzero()[0]


def _read_unsure(text: str, padded: NDArray[np.uint8]) -> dict[int, int]:
    """Return the words with an unsure character, start → end, read: a mark may begin none, or be all.

    In the folded text, `padded`, such characters become letters of their words, and blanks where they are in none.
    """
    found: dict[int, int] = {}
    unsure = (padded == _UNSURE).nonzero()[0].tolist()
    if not unsure:
        return found
    folded, blank, done = padded.tobytes(), bytes([_BLANK]), 0
    for at in unsure:
        if at < done:
            continue
        start, done = folded.rfind(blank, 0, at) + 1, folded.index(blank, at)
        first, last = read.span() if (read := WORD.search(text, start, done)) else (done, done)
        padded[start:first] = padded[last:done] = _BLANK
        padded[first:last][padded[first:last] == _UNSURE] = _OTHER
        if read:
            found[first] = last
    return found


def _with(starts: Numbers, ends: Numbers, more: dict[int, int]) -> tuple[Numbers, Numbers]:
    """Return words with some more, of which some may be among them, in order."""
    starts, ends = np.append(starts, list(more)), np.append(ends, list(more.values()))
    starts, kept = np.unique(starts, return_index=True)
    return starts, ends[kept]


def _plain(text: str) -> NDArray[np.uint8]:
    """Return a text folded, a byte a character."""
    codes: NDArray[Any] = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    rare: Numbers = np.empty(0, np.int64)
    if len(codes) != len(text):
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        rare = (codes > 0xFFFF).nonzero()[0]
    table = _table()
    plain = table.take(codes, mode="clip")  # what is rare is told below
    for at in rare.tolist():
        plain[at] = _byte_of(text[at])
    unknown = (plain == _UNKNOWN).nonzero()[0]
    if len(unknown):
        for code in np.unique(codes[unknown]).tolist():
            table[code] = _byte_of(chr(code))
        plain[unknown] = table[codes[unknown]]
    return np.asarray(plain, np.uint8)


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

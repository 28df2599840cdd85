"""Cut a text into words, each with its place in the original and the forms under which it is found."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from index.analysis.normalise import UNSEEN, canonical_word, fold_word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A word begins with a letter or digit; combining marks (NFD), soft hyphens and what shows nothing do not end it.
# `42-CT/TW` gives three words and `Nội vụ.Thực hiện` four, so that `42 CT TW` finds the one, `thực hiện` the other.
WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{UNSEEN}])*")
# What makes a difference between WORD and the pattern below, which finds words in half the time.
_JOINS = re.compile(rf"[_\u0300-\u036f{UNSEEN}]")
_PLAIN_WORD = re.compile(r"\w++")
_PARTED = re.compile(f"({WORD.pattern})")


def words(text: str) -> list[str]:
    """Return the canonical form of each word of `text`, in order."""
    return list(map(canonical_word, written_words(text)))


def written_words(text: str) -> list[str]:
    """Return each word of `text` as written, in order."""
    return (WORD if _JOINS.search(text) else _PLAIN_WORD).findall(text)


def placed_words(text: str) -> tuple[list[str], list[int]]:
    """Return the canonical words of `text`, and their bounds: word n stands at text[b[2n] : b[2n + 1]]."""
    if _JOINS.search(text):
        parts = _PARTED.split(text)  # what lies between words, and the words
        return list(map(canonical_word, parts[1::2])), list(accumulate(map(len, parts[:-1])))
    return list(map(canonical_word, _PLAIN_WORD.findall(text))), _bounds(text)


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """Return a table of each character: 2 where it is of a word, 1 where not, 0 where it was not asked for yet."""
    import numpy as np  # 0.1 s, which the process that reads files does without

    return np.zeros(sys.maxunicode + 1, np.uint8)


def _bounds(text: str) -> list[int]:
    """Return where the words of a text begin and end, by turns."""
    import numpy as np

    table = _kinds()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = table[codes]
    if not kinds.all():
        for code in set(codes[kinds == 0].tolist()):  # threads that do this at once write the same
            table[code] = 1 + (_PLAIN_WORD.match(chr(code)) is not None)
        kinds = table[codes]
    bounds: list[int] = np.flatnonzero(np.diff(kinds, prepend=1, append=1)).tolist()
    return bounds


def folded(canonical: list[str]) -> list[str]:
    """Return the folded form of each canonical word, position by position."""
    return list(map(fold_word, canonical))


def pairs(folds: list[str]) -> list[str]:
    """Return each folded word joined by a space with its successor: `khoa học kỹ thuật` → `khoa hoc`, …

    Nine in ten Vietnamese words are written as one or two syllables, so pairs of folded syllables say more than
    single ones, survive missing accents, and do not depend on a segmenter agreeing with itself.
    """
    return [f"{a} {b}" for a, b in pairwise(folds)]

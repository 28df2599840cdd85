"""What only the order of words shows: whether those asked for stand together, in a phrase, or make up the title.

Tiers count words wherever they stand. A statute of forty clauses holds `người`, `lao động` and `thông tin` far apart;
the clause that answers holds them side by side. Metzler and Croft, A Markov random field model for term dependencies
(SIGIR 2005), count pairs in windows; here a window counts each thing sought once, whatever its number, so that a
passage is judged by how much of the question it covers.

No text is read: places come from the index. It keeps those of folded words. A word sought with its accents is taken
to stand wherever its folded form does in a document that has it with these accents in the same part, title or body:
in a text that writes both `đảng` and `đang`, each `đang` passes for `đảng`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays.snapshot import Docs, Snapshot
from search.embedded.ranking.bm25f import holding

Keys = NDArray[np.int64]
"""Places of several documents as one rising array: `n << 32 | place` is a place in the n-th of them."""

Shares = NDArray[np.float64]

_DOCUMENT = 32


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in a text. A thing sought is a word or a pair of neighbours of the query, numbered from 0.

    `words` gives for each number of a word its folded form, and the form as written where just that is sought, else
    nothing; `pairs` the number of two words that stand one after the other; `worth` what each number is worth;
    `sequence` the query as numbers of words.
    """

    words: list[tuple[str, str]] = field(default_factory=list)
    pairs: dict[tuple[int, int], int] = field(default_factory=dict)
    worth: list[float] = field(default_factory=list)
    sequence: list[int] = field(default_factory=list)
    folds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close some texts come, an array for each thing: `passage` and `title` from 0 to 1, the others 0 or 1.

    `passage`: the worth of what the best window holds, as a share of the worth of all that is sought. `title`: the
    share of the title's words that the query says. `phrase`: whether the query stands somewhere word for word,
    `whole_title`: whether it is the title.
    """

    passage: Shares
    title: Shares
    phrase: Shares
    whole_title: Shares


class Reader:
    """Reads the articles of one snapshot by the places of words. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def closeness(self, documents: Docs, sought: Sought, width: int) -> Closeness:
        """Return how close articles (rising numbers) come to a query; a window is `width` words wide."""
        lengths = self._snapshot.lengths("title_fold")[documents].astype(np.int64)
        places = [self._places(documents, lengths, fold, word) for fold, word in sought.words]
        phrases = standing(places, sought.sequence)
        starts_title = phrases[(phrases & (1 << _DOCUMENT) - 1) == 0] >> _DOCUMENT
        whole = np.zeros(len(documents))
        whole[starts_title] = 1
        return Closeness(
            passage=best_windows(with_pairs(places, sought), sought.worth, width, len(documents)),
            title=self._cover(documents, sought.folds),
            phrase=np.bincount(phrases >> _DOCUMENT, minlength=len(documents)).clip(max=1).astype(np.float64)
            * (len(sought.sequence) > 1),
            whole_title=whole * (lengths == len(sought.sequence)),
        )

    def _places(self, documents: Docs, lengths: NDArray[np.int64], fold: str, word: str) -> Keys:
        """Return the places of a word: those in the title, a gap of one, those in the body."""
        parts = []
        for name, shift in (("title", np.zeros_like(lengths)), ("body", lengths + 1)):
            holders = np.arange(len(documents))
            if word:
                holders = np.flatnonzero(holding(self._snapshot.holders(f"{name}_word", word), documents))
            rows, places = self._snapshot.places(f"{name}_fold", fold, documents[holders])
            of = holders[rows]
            parts.append((of << _DOCUMENT) + shift[of] + places)
        keys = np.concatenate(parts)
        keys.sort()
        return keys

    def _cover(self, documents: Docs, folds: frozenset[str]) -> Shares:
        said = np.zeros(len(documents))
        for fold in folds:
            said += holding(self._snapshot.holders("title_fold", fold), documents)
        return said / np.maximum(self._snapshot.different("title_fold")[documents], 1)


def standing(places: Sequence[Keys], sequence: Sequence[int]) -> Keys:
    """Return where the words of a sequence stand one after the other."""
    if not sequence:
        return np.empty(0, np.int64)
    found = places[sequence[0]]
    for further, number in enumerate(sequence[1:], 1):
        if not len(found):
            break
        found = found[holding(places[number], found + further)]
    return found


def with_pairs(places: Sequence[Keys], sought: Sought) -> list[Keys]:
    """Return the places of each thing sought, by number; a pair stands where its second word does."""
    every = list(places)
    every += [np.empty(0, np.int64)] * (len(sought.worth) - len(every))
    for (first, second), number in sought.pairs.items():
        every[number] = standing(places, (first, second)) + 1
    return every


def best_windows(places: Sequence[Keys], worth: Sequence[float], width: int, documents: int) -> Shares:
    """Return for each document the worth of what its best window holds, as a share of all that is sought."""
    best, total = np.zeros(documents), sum(worth)
    ends = np.sort(np.concatenate([np.empty(0, np.int64), *places]))
    if not total or not len(ends):
        return best
    ends = ends[np.append(ends[1:] != ends[:-1], True)]
    held = np.zeros(len(ends))
    for known, value in zip(places, worth, strict=True):
        if len(known):
            before = np.searchsorted(known, ends, side="right") - 1
            held += value * ((before >= 0) & (known[before] > ends - width))
    of = ends >> _DOCUMENT
    firsts = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
    best[of[firsts]] = np.maximum.reduceat(held, firsts) / total
    return best

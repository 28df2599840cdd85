"""Scores what only the order of words shows: whether those of a query stand together, in a phrase, or as a title.

Tiers count words wherever they stand. A statute of forty clauses holds `người`, `lao động` and `thông tin` far apart;
the clause that answers holds them side by side. Metzler and Croft, A Markov random field model for term dependencies
(SIGIR 2005), count features (words, and pairs of neighbours) in windows; here a window counts each feature once,
however often it stands there, so that a passage is judged by how much of the question it covers.

No text is read: places come from the index. It keeps those of folded words. A word with its accents is taken
to stand wherever its folded form does in a document that has it with these accents in the same part, title or body:
in a text that writes both `đảng` and `đang`, each `đang` passes for `đảng`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays.document_arrays import DocumentArrays
from search.embedded.arrays.snapshot import Docs, among

Keys = NDArray[np.int64]
"""Places of several documents as one rising array: `n << 32 | place` is a place in the n-th of them."""

Shares = NDArray[np.float64]

_DOCUMENT = 32
_TERM = 52  # bits of a key: up to a million documents are read together; above them the number of a term


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a query by which passages are scored, numbered from 0: its words, then pairs of neighbours."""

    words: list[tuple[str, str]] = field(default_factory=list)  # of each word folded and, if just that counts, written
    pairs: dict[tuple[int, int], int] = field(default_factory=dict)  # numbers of two words side by side → of the pair
    worth: list[float] = field(default_factory=list)  # of each feature, in units of idf
    sequence: list[int] = field(default_factory=list)  # the query as numbers of words
    folds: frozenset[str] = frozenset()  # of the whole query


@dataclass(frozen=True, slots=True)
class Closeness:
    """Closeness of n texts to a query: parallel arrays of shape (n,).

    As read, `passage` and `title` are from 0 to 1, the others 0 or 1; as weighted, shares of the best score by tiers.
    """

    passage: Shares  # the worth of what the best window holds, of the worth of all features
    title: Shares  # of the title's words, those that the query says
    phrase: Shares  # whether the query stands somewhere word for word
    whole_title: Shares  # whether it is the title


class Places:
    """The places of words in some articles, (n,) rising, read once for all that is asked of them in one search."""

    def __init__(self, snapshot: DocumentArrays, documents: Docs) -> None:
        self._snapshot = snapshot
        self.documents = documents
        self.title_lengths: NDArray[np.int64] = snapshot.lengths("title_fold")[documents].astype(np.int64)  # in words
        self._known: dict[tuple[str, str], Keys] = {}
        self._wider: tuple[Places, NDArray[np.int64]] | None = None  # and the rows of these in it, -1 for others

    def narrowed(self, rows: NDArray[np.int64]) -> Places:
        """Return the places in those of the articles that are in these rows, rising."""
        narrow = Places(self._snapshot, self.documents[rows])
        mine = np.full(len(self.documents), -1)
        mine[rows] = np.arange(len(rows))
        narrow._wider = self, mine
        return narrow

    def of(self, words: Sequence[tuple[str, str]]) -> list[Keys]:
        """Return the places of words, (fold, word) each: those in the title, a gap of one, those in the body."""
        unread = [key for key in dict.fromkeys(words) if key not in self._known]
        if self._wider and unread:
            wider, mine = self._wider
            for key in unread:
                if key in wider._known:
                    self._known[key] = self._narrow(wider._known[key], mine)
            unread = [key for key in unread if key not in self._known]
        if unread:
            self._known |= zip(unread, self._read(unread), strict=True)
        return [self._known[key] for key in words]

    def _narrow(self, keys: Keys, mine: NDArray[np.int64]) -> Keys:
        rows = mine[keys >> _DOCUMENT]
        kept = rows >= 0
        there: Keys = (rows[kept] << _DOCUMENT) + (keys[kept] & (1 << _DOCUMENT) - 1)
        return there

    def _read(self, words: Sequence[tuple[str, str]]) -> list[Keys]:
        """Return the places of words, all of them read together."""
        terms, keys = [], []
        every = np.arange(len(self.documents))
        for name, shift in (("title", np.zeros_like(self.title_lengths)), ("body", self.title_lengths + 1)):
            holders = [
                among(self._snapshot.holders(f"{name}_word", word), self.documents).nonzero()[0] if word else every
                for _, word in words
            ]
            sought = [(fold, self.documents[held]) for (fold, _), held in zip(words, holders, strict=True)]
            of_term, rows, places = self._snapshot.places_each(f"{name}_fold", sought)
            begins = np.cumsum([0, *map(len, holders)])
            of = np.concatenate(holders)[begins[of_term] + rows]
            terms.append(of_term)
            keys.append((of << _DOCUMENT) + shift[of] + places)
        both = np.concatenate(terms) << _TERM | np.concatenate(keys)
        both.sort()
        ends = both.searchsorted(np.arange(1, len(words)) << _TERM)
        return np.split(both & (1 << _TERM) - 1, ends)

    def cover(self, folds: frozenset[str]) -> Shares:
        """Return the share of the different words of each title that are among `folds`."""
        said = np.zeros(len(self.documents))
        for fold in folds:
            said += among(self._snapshot.holders("title_fold", fold), self.documents)
        return said / np.maximum(self._snapshot.different("title_fold")[self.documents], 1)


def closeness(read: Places, features: Features, width: int) -> Closeness:
    """Return how close n articles come to a query, as read; a window is `width` words wide."""
    places = read.of(features.words)
    phrases, size = standing(places, features.sequence), len(read.documents)
    return Closeness(
        passage=best_windows(with_pairs(places, features), features.worth, width, size),
        title=read.cover(features.folds),
        phrase=_holders(phrases, size) * (len(features.sequence) > 1),
        whole_title=_holders(phrases[(phrases & (1 << _DOCUMENT) - 1) == 0], size)
        * (read.title_lengths == len(features.sequence)),
    )


def _holders(keys: Keys, documents: int) -> Shares:
    """Return 1 for each of the documents in which one of the places is, 0 for the others."""
    held = np.zeros(documents)
    held[keys >> _DOCUMENT] = 1
    return held


def standing(places: Sequence[Keys], sequence: Sequence[int]) -> Keys:
    """Return where the words of a sequence stand one after the other."""
    if not sequence:
        return np.empty(0, np.int64)
    found = places[sequence[0]]
    for further, number in enumerate(sequence[1:], 1):
        if not len(found):
            break
        found = found[among(places[number], found + further)]
    return found


def with_pairs(places: Sequence[Keys], features: Features) -> list[Keys]:
    """Return the places of each feature, by number; a pair stands where its second word does."""
    every = list(places)
    every += [np.empty(0, np.int64)] * (len(features.worth) - len(every))
    for (first, second), number in features.pairs.items():
        every[number] = standing(places, (first, second)) + 1
    return every


def best_windows(places: Sequence[Keys], worth: Sequence[float], width: int, documents: int) -> Shares:
    """Return for each document the worth of what its best window holds, as a share of the worth of all features."""
    best, total = np.zeros(documents), sum(worth)
    ends = np.sort(np.concatenate([np.empty(0, np.int64), *places]))  # a best window ends where a feature stands
    if not total or not len(ends):
        return best
    ends = ends[np.append(ends[1:] != ends[:-1], True)]
    held = np.zeros(len(ends))  # worth of what the window before each end holds
    for known, value in zip(places, worth, strict=True):
        if len(known):
            before = known.searchsorted(ends, side="right") - 1  # the feature's last place up to each end
            held += value * ((before >= 0) & (known[before] > ends - width))
    of = ends >> _DOCUMENT  # rising
    firsts = np.append(True, of[1:] != of[:-1]).nonzero()[0]
    best[of[firsts]] = np.maximum.reduceat(held, firsts) / total
    return best

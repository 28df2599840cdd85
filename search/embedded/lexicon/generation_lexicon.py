"""The lexicon that repair asks, over one generation: its words, how they are written, who holds what together.

Words are written as the documents of the index write them: `dang vu minh` is Đặng Vũ Minh because a person is called
so, not because đang is the commonest dang.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice

import numpy as np

from index.analysis.tokens import pairs
from search.embedded.arrays.snapshot import Docs, Snapshot, among, in_all, in_any
from search.repair.spelt_phrases import LABELS, TEXTS, agreed_spelling, likeliest_form
from search.typing.near_words import NearWords

_FIELDS = ("title", "body", "name", "about", "author", "source")
_COUNTED = ("title", "body", "name")


class GenerationLexicon:
    """A `search.repair.lexicon.Lexicon`; what takes a pass over all words is made when asked for.

    Threads may share it.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.size = max(int(np.count_nonzero(snapshot.live)), 1)

    def holds(self, fold: str) -> bool:
        """Tell whether any live document holds a folded word."""
        return any(self._snapshot.is_held(f"{field}_fold", fold) for field in _FIELDS)

    def writes(self, word: str) -> bool:
        """Tell whether any title, text or name has a canonical word with just these accents."""
        return any(self._snapshot.is_held(f"{field}_word", word) for field in ("body", "title", "name"))

    def frequency(self, fold: str) -> int:
        """Return how many documents hold a folded word in their title or body, or are called so; titles count twice."""
        return sum(self._snapshot.document_frequency(f"{field}_fold", fold) for field in _COUNTED)

    @cached_property
    def _near(self) -> NearWords:
        every = chain.from_iterable(self._snapshot.dictionary(f"{field}_fold") for field in _COUNTED)
        return NearWords((word.decode(), count) for word, count in every)

    def near(self, fold: str, furthest: int) -> list[tuple[str, int, int]]:
        """Return (word, slips, documents) of the words that lie within `furthest` slips of a folded word."""
        return self._near.of(fold, furthest)

    def together(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """Return for each pair of folded words how many documents hold them side by side; titles count twice."""
        count = self._snapshot.document_frequency
        return [sum(count(f"{field}_pair", f"{one} {other}") for field in _COUNTED) for one, other in pairs]

    def hold_together(self, folds: Sequence[str]) -> bool:
        """Tell whether one document holds all the folded words in its title or body."""
        both = [[self._snapshot.holders(f"{name}_fold", fold) for name in ("title", "body")] for fold in set(folds)]
        rarest, *others = sorted(both, key=lambda lists: sum(map(len, lists)))
        left = in_any(rarest)
        for lists in others:
            left = left[np.logical_or.reduce([among(holders, left) for holders in lists])]
        return len(left) > 0

    def fitting(self, fold: str, typed: str, beside: Sequence[str]) -> str:
        """Return how a folded word is written, nearest to what was typed and oftenest so in the pairs `beside`."""
        beside_them = self._holding(beside)

        def holders(form: str) -> int:
            held = self._documents("word", form)
            return len(in_all([held, beside_them]) if len(beside_them) else held)

        return likeliest_form(fold, typed, holders)

    def is_named(self, folds: Sequence[str]) -> bool:
        """Tell whether a directive or person is called by the folded words, or by a name that has them all in pairs."""
        return len(folds) > 1 and bool(self._holding_all(("name_pair",), folds))

    def restored(self, folds: Sequence[str]) -> str | None:
        """Return a phrase of two folded words or more as names and titles write it, else as texts do.

        None where nothing has it, or where they do not agree.
        """
        if len(folds) < 2:
            return None
        labels = self._holding_all(("name_pair", "title_pair"), folds)[:LABELS]
        return agreed_spelling(folds, map(self._snapshot.label, labels), self._texts(folds))

    def _texts(self, folds: Sequence[str]) -> Iterator[str]:
        """Yield the texts of some articles that hold all pairs of a phrase."""
        article = self._snapshot.kind.code("article")
        found = (n for n in self._holding_all(("body_pair",), folds) if self._snapshot.kind.codes[n] == article)
        for number in islice(found, TEXTS):
            yield self._snapshot.article(number).text

    def are_written(self, words: Sequence[str], beside: Sequence[str]) -> bool:
        """Tell whether some document that holds all the pairs has the words with just these accents."""
        lists = [self._documents("pair", pair) for pair in beside] + [self._documents("word", word) for word in words]
        return len(in_all(lists)) > 0

    def _documents(self, tier: str, term: str) -> Docs:
        return in_any([self._snapshot.holders(f"{name}_{tier}", term) for name in ("title", "body")])

    def _holding(self, beside: Sequence[str]) -> Docs:
        """Return the documents that hold the pairs; where there are none, of any of them."""
        lists = [docs for pair in beside if len(docs := self._documents("pair", pair))]
        if not lists:
            return np.empty(0, np.int64)
        both = in_all(lists)
        return both if len(both) else in_any(lists)

    def _holding_all(self, fields: tuple[str, ...], folds: Sequence[str]) -> list[int]:
        """Return the documents that hold all pairs of a phrase in the first field, then those in the next."""
        found: list[int] = []
        for field in fields:
            found += in_all([self._snapshot.holders(field, pair) for pair in pairs(list(folds))]).tolist()
        return found

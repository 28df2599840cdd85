"""Writes words with their accents, as the documents of the index write them.

`dang vu minh` is Đặng Vũ Minh because a person is called so, not because đang is the commonest dang.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from index.analysis.tokens import pairs
from search.embedded.arrays.snapshot import Docs, Snapshot, in_all, in_any
from search.repair.spelt_phrases import LABELS, TEXTS, agreed_spelling, likeliest_form


class Accents:
    """Finds accents over one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

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

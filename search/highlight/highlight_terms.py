"""Reads off a query what highlighting marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.analysis.normalise import fold, fold_word, nfc
from index.analysis.tokens import folded, words
from index.analysis.wholes_in_text import wholes_in
from search.query.tree import Expansion, Query, included_leaves, parted


@dataclass(frozen=True, slots=True)
class HighlightTerms:
    """The terms to mark: folded words (each with the written forms typed for it), pairs of them, prefixes; `wholes`.

    `wholes` are the terms of dates and telephone numbers. `others` are other forms of what was typed, as folded words:
    they are marked where they stand whole.
    """

    folds: dict[str, frozenset[str]]
    pairs: frozenset[tuple[str, str]]
    prefixes: tuple[str, ...]
    wholes: frozenset[str]
    others: frozenset[tuple[str, ...]] = frozenset()

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing to mark."""
        return not (self.folds or self.prefixes or self.wholes)


def highlight_terms(query: Query) -> HighlightTerms:
    """Return what to mark for a query; excluded words are not marked."""
    typed: dict[str, set[str]] = {}
    sequence: list[str] = []  # the folded words in order, "" where neighbours were not typed side by side
    prefixes: list[str] = []
    wholes: set[str] = set()
    for leaf in included_leaves(query):
        text, begun = (nfc(part) for part in parted(leaf))
        wholes.update(term for _, _, term in wholes_in(text))
        for word in words(text):
            typed.setdefault(fold_word(word), set()).add(word)
            sequence.append(fold_word(word))
        if begun:
            prefixes += [fold(begun), fold_word(begun)]
            sequence.append("")
    others = {expansion: [tuple(folded(list(s.words))) for s in expansion.also] for expansion in query.expanded}
    return HighlightTerms(
        {f: frozenset(w) for f, w in typed.items()},
        frozenset(pair for pair in _neighbours(sequence, others) if all(pair)),
        tuple(sorted(set(prefixes))),
        frozenset(wholes),
        frozenset(form for forms in others.values() for form in forms),
    )


def _neighbours(sequence: list[str], others: dict[Expansion, list[tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    """Yield words that stand side by side in the query: as typed, or were it typed with another form."""
    yield from pairwise(sequence)
    for expansion, forms in others.items():
        typed = folded(list(expansion.words))
        length = len(typed)
        for at in range(len(sequence) - length + 1):
            if sequence[at : at + length] == typed:
                for form in forms:
                    yield from pairwise([*sequence[at - 1 : at], *form, *sequence[at + length : at + length + 1]])

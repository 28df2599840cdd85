"""Gives what terms are worth in the whole collection, for scoring the few documents that were fetched of it."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis.tokens import folded, pairs
from search.embedded.ranking.bm25f import Impacts, Scores, Term
from search.embedded.ranking.weights import Parameters
from search.opensearch.asked.asking import Asking, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import all_of, any_of, beginning, holding
from search.opensearch.ranking.fetched import Fetched
from search.query.tree import Expansion

RANKED = ("title", "body", "author", "source")


def count_term(opened: OpenIndex, asking: Asking, tier: str, term: str) -> int:
    """Return how many documents of the index hold a term of a tier in a field by which they are ranked."""
    if tier in ("fold", "word"):
        return opened.words.ranked(tier, term)
    return asking.count(holding([f"title_{tier}", f"body_{tier}"], term), 1)


def standing_together(words: Sequence[str], written: bool) -> Filter:
    """Return what finds the documents that hold words side by side, two by two; `written` in these accents."""
    folds = folded(list(words))
    parts = [holding(["title_pair", "body_pair"], pair) for pair in pairs(folds)]
    parts = parts or [holding([f"{name}_fold" for name in RANKED], folds[0])]
    if written:
        parts += [holding([f"{name}_word" for name in RANKED], word) for word in dict.fromkeys(words)]
    return all_of(parts)


def count_forms(asking: Asking, expansion: Expansion) -> int:
    """Return how many documents of the index hold what was typed or one of its other forms."""
    forms = [standing_together(expansion.words, False)]
    forms += [standing_together(also.words, also.written) for also in expansion.also]
    return asking.count(any_of(forms), 1)


class CollectionImpacts(Impacts):
    """The impacts of terms on fetched documents, by the counts and mean lengths of the index they came from."""

    def __init__(self, opened: OpenIndex, asking: Asking, fetched: Fetched, parameters: Parameters) -> None:
        super().__init__(fetched, parameters)
        self._opened = opened
        self._asking = asking
        self.articles = opened.size

    def _count(self, key: Term) -> int:
        return count_term(self._opened, self._asking, *key)

    def _total_length(self, field: str, lengths: Scores) -> float:
        return self._opened.total_lengths.get(field, 0.0)

    def holding_forms(self, expansion: Expansion, documents: int) -> int:
        """Return how many documents of the index hold something typed or another form of it."""
        return count_forms(self._asking, expansion)

    def holding_beginning(self, text: str, fields: Sequence[str], documents: int) -> int:
        """Return how many documents of the index hold a word that begins so in some fields."""
        return self._asking.count(beginning(self._opened.words, text, fields), 1)

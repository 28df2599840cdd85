"""The lexicon that repair asks, over a cluster: single words from the table in memory, the rest asked for together."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis.tokens import pairs
from index.records.shapes import stored_article
from search.opensearch.asked.asking import Asking, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import all_of, any_of, fetching, holding
from search.repair.spelt_phrases import LABELS, TEXTS, agreed_spelling, likeliest_form

_TEXTS = ("title", "body")


class ClusterLexicon:
    """A `search.repair.lexicon.Lexicon`, for one answer.

    What is not known yet is guessed so that nothing seems wrong with what was typed.
    """

    def __init__(self, opened: OpenIndex, asking: Asking) -> None:
        self._words = opened.words
        self._opened = opened
        self._asking = asking
        self.size = opened.size

    def holds(self, fold: str) -> bool:
        """Tell whether any document holds a folded word."""
        return self._words.anywhere(fold) > 0

    def writes(self, word: str) -> bool:
        """Tell whether any title, text or name has a canonical word with just these accents."""
        return any(self._words.count(f"{field}_word", word) for field in ("body", "title", "name"))

    def frequency(self, fold: str) -> int:
        """Return how many documents hold a folded word in their title or body, or are called so; titles count twice."""
        return sum(self._words.count(f"{field}_fold", fold) for field in ("title", "body", "name"))

    def near(self, fold: str, furthest: int) -> list[tuple[str, int, int]]:
        """Return (word, slips, documents) of the words that lie within `furthest` slips of a folded word."""
        return self._opened.near.of(fold, furthest)

    def together(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """Return for each pair of folded words how many documents hold them side by side; titles count twice."""
        return [
            sum(self._asking.count(holding([f"{name}_pair"], " ".join(pair)), 1) for name in ("title", "body", "name"))
            for pair in pairs
        ]

    def hold_together(self, folds: Sequence[str]) -> bool:
        """Tell whether one document holds all the folded words in its title or body."""
        return self._asking.count(all_of([_held("fold", fold) for fold in dict.fromkeys(folds)]), 1) > 0

    def fitting(self, fold: str, typed: str, beside: Sequence[str]) -> str:
        """Return how a folded word is written, nearest to what was typed and oftenest so in the pairs `beside`."""
        among = self._holding(beside)

        def holders(form: str) -> int:
            known = self._words.ranked("word", form)
            return self._asking.count(all_of([_held("word", form), *among]), 1) if known else 0

        return likeliest_form(fold, typed, holders)

    def is_named(self, folds: Sequence[str]) -> bool:
        """Tell whether a directive or person is called by the folded words, or by a name that has them all in pairs."""
        return len(folds) > 1 and self._asking.count(_in_pairs("name", folds), 1) > 0

    def restored(self, folds: Sequence[str]) -> str | None:
        """Return a phrase of two folded words or more as names and titles write it, else as texts do.

        None where nothing has it, or where they do not agree.
        """
        if len(folds) < 2:
            return None
        labels: list[str] = []
        for name in ("name", "title"):
            body = fetching(_in_pairs(name, folds), LABELS, ["label"])
            labels += [hit["_source"]["label"] for hit in self._asking.hits(body)]
        return agreed_spelling(folds, labels[:LABELS], self._texts(folds))

    def are_written(self, words: Sequence[str], beside: Sequence[str]) -> bool:
        """Tell whether some document that holds all the pairs `beside` has the words with just these accents."""
        filters = [*(_held("pair", pair) for pair in beside), *(_held("word", word) for word in words)]
        return self._asking.count(all_of(filters), 1) > 0

    def _texts(self, folds: Sequence[str]) -> list[str]:
        """Return the texts of some articles that hold all pairs of a phrase."""
        body = fetching(all_of([{"term": {"kind": "article"}}, _in_pairs("body", folds)]), TEXTS, ["record"])
        return [stored_article(hit["_source"]["record"].encode()).article.text for hit in self._asking.hits(body)]

    def _holding(self, beside: Sequence[str]) -> list[Filter]:
        """Return what finds the documents that hold the pairs; where there are none, any of them; nothing for all."""
        held = [one for pair in beside if self._asking.count(one := _held("pair", pair), 1)]
        if not held:
            return []
        both = all_of(held)
        return [both if self._asking.count(both, 1) else any_of(held)]


def _held(tier: str, term: str) -> Filter:
    return holding([f"{name}_{tier}" for name in _TEXTS], term)


def _in_pairs(name: str, folds: Sequence[str]) -> Filter:
    return all_of([holding([f"{name}_pair"], pair) for pair in pairs(list(folds))])

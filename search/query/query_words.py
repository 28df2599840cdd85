"""Reads the words of a query for ranking: in order, with how much each means and where accents were typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.analysis.wholes_in_text import wholes_in
from search.query.questions.question_words import asking, definition
from search.query.tree import Query, leaves, parted


@dataclass(frozen=True, slots=True)
class QueryWords:
    """The words of a query: three parallel lists with an entry for each position, and what else is read in its text.

    `wholes` are the terms of dates and of telephone numbers; `definition` is the pair by which a text defines what the
    query asks about, or empty.
    """

    text: str
    typed: list[str]  # canonical, accents as typed
    folds: list[str]  # without accents
    importance: list[float]  # from 0 to 1
    wholes: list[str]
    definition: str

    @property
    def meaning(self) -> list[int]:
        """The positions of the words that do not only ask."""
        return [n for n, importance in enumerate(self.importance) if importance == 1.0]

    @property
    def has_accents(self) -> bool:
        """Tell whether any accent was typed: `dang vu minh` says nothing about which of đang, đảng, đặng is meant."""
        return any(self.accented(n) for n in range(len(self.typed)))

    def accented(self, n: int) -> bool:
        """Tell whether the word at a position was typed with accents."""
        return self.typed[n] != self.folds[n]

    def with_form(self, form: Sequence[str], instead: Sequence[str]) -> QueryWords | None:
        """Return the words with others in place of the typed `form`; None where it was not typed."""
        for at in range(len(self.typed) - len(form) + 1):
            end = at + len(form)
            if self.typed[at:end] == list(form):
                most = max(self.importance[at:end])
                return replace(
                    self,
                    typed=[*self.typed[:at], *instead, *self.typed[end:]],
                    folds=[*self.folds[:at], *folded(list(instead)), *self.folds[end:]],
                    importance=[*self.importance[:at], *[most] * len(instead), *self.importance[end:]],
                )
        return None


def read_query_words(query: Query, question_words: float) -> QueryWords:
    """Return the words of a query, excluded ones and beginnings aside; those that only ask mean `question_words`."""
    text = nfc(
        " ".join(parted(leaf)[0] for leaf, excluded in leaves(query.root) if not excluded)
    )
    canonical = words(text)
    folds = folded(canonical)
    asks = asking(canonical, folds)
    return QueryWords(
        text=text,
        typed=canonical,
        folds=folds,
        importance=[question_words if asks_only else 1.0 for asks_only in asks],
        wholes=[term for _, _, term in wholes_in(text)],
        definition=definition(canonical, folds),
    )

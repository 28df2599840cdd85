"""What ranking reads in a query: its words in order, how much each means, and where accents were typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.analysis.dates_in_text import dates_in
from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from search.query.question_words import asking, definition
from search.query.tree import Prefix, Query, leaves


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a query, position by position.

    `words` canonical as typed, `folds` without accents, `importance` from 0 to 1; `dates` ISO;
    `definition` the pair by which a text defines what is asked for, or empty.
    """

    text: str
    words: list[str]
    folds: list[str]
    importance: list[float]
    dates: list[str]
    definition: str

    @property
    def has_accents(self) -> bool:
        """Tell whether any accent was typed: `dang vu minh` says nothing about which of đang, đảng, đặng is meant."""
        return any(self.accented(n) for n in range(len(self.words)))

    def accented(self, n: int) -> bool:
        """Tell whether the word at a position was typed with accents."""
        return self.words[n] != self.folds[n]

    def said(self, typed: Sequence[str], instead: Sequence[str]) -> Asked | None:
        """Return the same asked with other words instead of some; None where those were not typed so."""
        for at in range(len(self.words) - len(typed) + 1):
            end = at + len(typed)
            if self.words[at:end] == list(typed):
                most = max(self.importance[at:end])
                return replace(
                    self,
                    words=[*self.words[:at], *instead, *self.words[end:]],
                    folds=[*self.folds[:at], *folded(list(instead)), *self.folds[end:]],
                    importance=[
                        *self.importance[:at],
                        *[most] * len(instead),
                        *self.importance[end:],
                    ],
                )
        return None


def asked(query: Query, question_words: float) -> Asked:
    """Return what a query asks for; words that only ask have the importance `question_words`."""
    text = nfc(
        " ".join(leaf.text for leaf, excluded in leaves(query.root) if not excluded and not isinstance(leaf, Prefix))
    )
    canonical = words(text)
    folds = folded(canonical)
    asks = asking(canonical, folds)
    return Asked(
        text=text,
        words=canonical,
        folds=folds,
        importance=[question_words if asks_only else 1.0 for asks_only in asks],
        dates=[date for _, _, date in dates_in(text)],
        definition=definition(canonical, folds),
    )

"""Rules by which documents answer a query, the same for every engine: how much they must hold, which words count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.analysis.normalise import fold, nfc
from index.analysis.tokens import folded, words
from index.analysis.wholes_in_text import wholes_in
from index.organisations.provinces import provinces
from search.query.province_filter import meant_by
from search.query.questions.question_words import asking
from search.query.tree import Alternatives, Node, Phrase, Prefix, Word

DEFAULT_FIELDS = ("title", "body", "author", "source", "name", "about")
WITH_PAIRS = ("title", "body", "name")
PAIRS = [f"{name}_pair" for name in WITH_PAIRS]
WRITTEN = [f"{name}_word" for name in WITH_PAIRS]
SHORT = ("author_fold", "source_fold")  # without pairs: both words in one are as good

# How much of what was asked (sum of idf) a document must hold to count as a hit. Up to three words are meant to be
# found all; of a question of twenty, half of whose words only ask, a document that answers may hold two or three:
# the share falls with the square of the number of words. Relaxed until a page is full.
WORDS_MEANT = 3
RELAXED = (1.0, 0.5, 0.0)
ENOUGH = 10

# What answers holds all of what was asked, or the most that some hold. Words that often stand side by side (`phản
# biện`, `Hà Giang`) must do so in it.
NEARLY_ALL = (1.0, 0.9, 0.75, 0.6, 0.45, 0.3)
_SOME = 5  # of a long question: one long document may hold everything and be about nothing of it
# Words that do not ask, without some that do or beside them: more make whole sentences. So do as many, for the order
# alone, unless nothing asks and each stands firmly beside another: `phản biện xã hội Hà Giang` are key words.
_LONG, _LONG_QUESTION = 6, 4
FIRM = 0.05  # share of the documents with two words in which they stand side by side; by chance it is 0.01 to 0.03


@dataclass(frozen=True, slots=True)
class WantedWords:
    """The words among what a query wants, canonical and folded, empty for what is no word; `asks` tells which only ask.

    Parallel lists.
    """

    written: list[str]
    folds: list[str]
    asks: list[bool]

    @property
    def neighbours(self) -> list[int]:
        """The places of words that do not ask and have another such word behind them."""
        means = [bool(fold) and not asks for fold, asks in zip(self.folds, self.asks, strict=True)]
        return [n for n in range(len(means) - 1) if means[n] and means[n + 1]]

    @property
    def _needs(self) -> int:
        """The number of those that do not ask."""
        return self.asks.count(False)

    @property
    def _longest(self) -> int:
        """The most words that do not ask which key words have."""
        return _LONG_QUESTION if any(self.asks) else _LONG

    @property
    def enough(self) -> int:
        """The number of documents that must hold as much of them as is asked for."""
        return _SOME if self._needs > self._longest else 1

    def are_sentence(self, alone: Collection[bool]) -> bool:
        """Tell whether they are read as whole sentences; those `alone` are no pair."""
        return self._needs > self._longest or (self._needs == self._longest and any([*self.asks, *alone]))


def wanted_words(wanted: Sequence[Node]) -> WantedWords:
    """Return the words among what a query wants; in a field, or several in one piece, they count as no word."""
    typed = [node.typed if isinstance(node, Alternatives) else node for node in wanted]
    said = [words(node.text) if isinstance(node, Word) and not node.field else [] for node in typed]
    single = [found[0] if len(found) == 1 else "" for found in said]
    folds = folded(single)
    return WantedWords(single, folds, asking(single, folds))


def is_one_form(wanted: Sequence[Node], at: int) -> bool:
    """Tell whether two words are all of one form: `Đắc Lắc`; parts of `phản biện xã hội` may be said apart."""
    around = [node.also if isinstance(node, Alternatives) else () for node in wanted[max(at - 1, 0) : at + 3]]
    also = around[min(at, 1)]
    return bool(also) and around.count(also) == 2 and around[min(at, 1) + 1] == also


def fields_of(field: str, tier: str) -> list[str]:
    """Return the index fields of a tier in which a word is looked for: of its field, or of the default ones."""
    return [f"{name}_{tier}" for name in ((field,) if field else DEFAULT_FIELDS)]


def accented(text: str) -> list[str]:
    """Return the words of a text that have accents, canonical."""
    return [word for word in words(nfc(text)) if word != fold(word)]


def whole_of(text: str) -> str:
    """Return the term of the date or telephone number that a text is, empty where it is none, or more than that."""
    wholes = list(wholes_in(text))
    if len(wholes) != 1:
        return ""
    start, end, term = wholes[0]
    return "" if words(text[:start]) or words(text[end:]) else term


def places_saying(values: Iterable[str], node: Word | Phrase | Prefix) -> list[int]:
    """Return which values of a column have the words of a leaf side by side, in any accents; none for no words."""
    typed = folded(words(nfc(node.text)))
    said = f" {' '.join(typed)}" + ("" if isinstance(node, Prefix) else " ")
    return [n for n, value in enumerate(values) if typed and said in f" {' '.join(folded(words(value)))} "]


def provinces_called(text: str, known: Iterable[str]) -> set[str]:
    """Return the provinces that a text calls in any accents, as `meant_by` has them; `known` are those of the index."""
    folds = folded(words(nfc(text)))
    return {name for one in (*known, *provinces()) if folded(words(one)) == folds for name in meant_by(one)}

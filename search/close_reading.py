"""What only the text itself shows: whether the words asked for stand together, in a phrase, or make up the title.

Tiers count words wherever they stand. A statute of forty clauses holds `người`, `lao động` and `thông tin` far apart;
the clause that answers holds them side by side. Metzler and Croft, A Markov random field model for term dependencies
(SIGIR 2005), count pairs in windows; here a window counts each thing sought once, whatever its number, so that a
passage is judged by how much of the question it covers.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, field

from index.analysis.normalise import fold_word, nfc
from index.analysis.tokens import words
from index.findings import searched_text
from search.snapshot import Snapshot

_KEPT_WORDS = 2_000_000  # words of texts kept in memory, 8 bytes each
_LONGEST = 200_000  # characters of a text that are read; what stands further on is found by the tiers alone

Texts = tuple[list[str], list[str]]
"""The canonical words of a title and of a body."""


class Shelf:
    """The words of texts read lately. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lock = threading.Lock()
        self._texts: OrderedDict[int, Texts] = OrderedDict()
        self._held = 0

    def take(self, document: int) -> Texts:
        """Return the canonical words of an article's title and of its lead and text."""
        with self._lock:
            known = self._texts.get(document)
            if known is not None:
                self._texts.move_to_end(document)
                return known
        article = self._snapshot.article(document)
        texts = words(nfc(article.title)), words(nfc(searched_text(article)[:_LONGEST]))
        with self._lock:
            if document not in self._texts:
                self._texts[document] = texts
                self._held += sum(map(len, texts))
            while self._held > _KEPT_WORDS and len(self._texts) > 1:
                _, dropped = self._texts.popitem(last=False)
                self._held -= sum(map(len, dropped))
        return texts


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in a text. A thing sought is a word or a pair of neighbours of the query, numbered from 0.

    `exact` and `loose` give the number of a word as written and of a folded word; `pairs` those of two words that
    stand one after the other; `worth` what each number is worth; `sequence` the query as numbers of words.
    """

    exact: dict[str, int] = field(default_factory=dict)
    loose: dict[str, int] = field(default_factory=dict)
    pairs: dict[tuple[int, int], int] = field(default_factory=dict)
    worth: list[float] = field(default_factory=list)
    sequence: list[int] = field(default_factory=list)
    folds: frozenset[str] = frozenset()

    def numbers(self, text: list[str]) -> list[int]:
        """Return for each word of a text the number of what it is, -1 for a word not sought."""
        if not self.loose:
            return [self.exact.get(word, -1) for word in text]
        exact, loose = self.exact, self.loose
        return [exact[w] if w in exact else loose.get(fold_word(w), -1) for w in text]


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a text comes: `passage` and `title` from 0 to 1, `phrase` and `whole_title` yes or no.

    `passage`: the worth of what the best window holds, as a share of the worth of all that is sought. `title`: the
    share of the title's words that the query says.
    """

    passage: float
    title: float
    phrase: bool
    whole_title: bool


def closeness(texts: Texts, sought: Sought, width: int) -> Closeness:
    """Return how close a text comes to the query; a window is `width` words wide."""
    title, body = texts
    in_title = sought.numbers(title)
    numbers = [*in_title, -1, *sought.numbers(body)]
    folds = {fold_word(word) for word in title}
    return Closeness(
        passage=_passage(numbers, sought, width),
        title=len(folds & sought.folds) / len(folds) if folds else 0.0,
        phrase=len(sought.sequence) > 1 and _holds(numbers, sought.sequence),
        whole_title=bool(in_title) and in_title == sought.sequence,
    )


def _passage(numbers: list[int], sought: Sought, width: int) -> float:
    total = sum(sought.worth)
    if not total:
        return 0.0
    found = _places(numbers, sought)
    inside: Counter[int] = Counter()
    best = held = 0.0
    first = 0
    for place, number in found:
        if not inside[number]:
            held += sought.worth[number]
        inside[number] += 1
        while found[first][0] <= place - width:
            gone = found[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                held -= sought.worth[gone]
            first += 1
        best = max(best, held)
    return best / total


def _places(numbers: list[int], sought: Sought) -> list[tuple[int, int]]:
    """Return (place, number) of each thing sought, in order of places."""
    places = []
    before = -1
    for place, number in enumerate(numbers):
        if number >= 0:
            places.append((place, number))
            pair = sought.pairs.get((before, number), -1)
            if pair >= 0:
                places.append((place, pair))
        before = number
    return places


def _holds(numbers: list[int], sequence: list[int]) -> bool:
    if -1 in sequence:
        return False
    first, length = sequence[0], len(sequence)
    place = -1
    for _ in range(numbers.count(first)):
        place = numbers.index(first, place + 1)
        if numbers[place : place + length] == sequence:
            return True
    return False

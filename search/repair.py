"""A whole query mended where its words as typed find nothing.

Words that no document holds are read anew: as keys of Telex or VNI, as slips, as words that lost their space. So are
words that documents hold, but neither beside their neighbours nor as they are written here (`Hồng Đăn`). What may be
searched instead of what was typed is told from what is only offered. Numbers and codes stay as they are; in phrases
and fields keys are read, and slips only offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Literal

import numpy as np

from index.analysis.normalise import canonical_word, fold_word, strip_accents
from index.analysis.tokens import pairs
from search.accents import Accents
from search.likeliest import likeliest, one_change, pairs_beside
from search.parse import is_operator, parse, word_runs
from search.query import Query
from search.questions import asking
from search.readings import Method, Reading, Readings, TypedWord
from search.snapshot import Docs, Snapshot
from search.spelling import Vocabulary
from search.typing import is_syllable, letters_apart

_MOST_MENDED = 6  # words of one query whose neighbours are looked up; keys are decoded in all
_MOST_CHANGED = 5  # words of a query in which every word may be the wrong one
_RARE = 0.005  # share of the documents that may hold a word which still counts as a slip
_PLAUSIBLE = 2.0  # cost of a slip that is believed though no neighbour speaks for it; `Chae` is not che
_PLAUSIBLE_IN_LONG = 3.0  # the same for long words, which lie far from each other
_LONG = 7  # letters
_MANY = 2_000  # documents none of which writes a rightly spelt syllable if it is none; fewer may lack vỡ or hỏa
_MOST_RESTORED = 5  # words of a query to which accents are offered; in longer ones they hardly change the order
_FIRM = 0.01  # share of the documents with the rarer of two words that have them side by side, if they are one joined

Trust = Literal["certain", "offered", "none"]
Change = tuple[int, int, str]
"""Place in the query's text, [start, end), and what is meant there."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The query to search; `corrected` is its text where that is not what was typed, `suggestion` a text to offer."""

    query: Query
    corrected: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that stand side by side; plain ones stand neither in a phrase nor in a field."""

    plain: bool
    places: list[tuple[int, int]]
    words: list[TypedWord]
    unheld: list[int]

    def change(self, reading: Reading, written: str) -> Change:
        return self.places[reading.start][0], self.places[reading.end - 1][1], written


class Repairer:
    """Mends queries over one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, read: Callable[[str], Query] = parse) -> None:
        """Take what a text becomes: `read` gives the query, with the other forms of its words where it has any."""
        self._snapshot = snapshot
        self._read = read
        self._vocabulary = Vocabulary(snapshot)
        self._accents = Accents(snapshot)

    def meaning(self, query: Query, exact: bool = False) -> Meaning:
        """Return what to search for a query, and what to offer; where `exact`, what was typed and nothing else."""
        runs = self._runs(query)
        if any(run.unheld for run in runs):
            certain, offered = self._read_anew(query.text, runs)
        else:
            certain, offered = self._read_beside(query.text, runs, finds_nothing=False)
        if exact:
            return Meaning(query, None, certain or offered or None)
        searched = self._read(certain) if certain else query
        return Meaning(searched, certain or None, offered or self._accented(searched, runs) or None)

    def meaning_of_nothing(self, query: Query) -> Meaning:
        """Return the meaning of a query that finds no document at all, though documents hold each of its words."""
        text, _ = self._read_beside(query.text, self._runs(query), finds_nothing=True)
        return Meaning(self._read(text), text) if text else Meaning(query)

    def _runs(self, query: Query) -> list[_Run]:
        text = query.text
        bare = text == strip_accents(text)
        known = {word for expansion in query.expanded for word in expansion.words}  # KHKT, which stands for something
        runs = []
        for plain, places in word_runs(text):
            words = []
            for start, end in places:
                fold = fold_word(text[start:end])
                held = canonical_word(text[start:end]) in known or self._vocabulary.holds(fold)
                words.append(TypedWord(text[start:end], fold, held, bare))
            runs.append(_Run(plain, places, words, [n for n, word in enumerate(words) if _is_unheld(word)]))
        return runs

    def _read_anew(self, text: str, runs: list[_Run]) -> tuple[str, str]:
        """Return the text with the words that nothing holds replaced: as is certain, and as may be if that differs."""
        readings = Readings(self._vocabulary)
        methods = {w.method for run in runs for n in run.unheld if readings.decoded(w := run.words[n])}
        only = sum(len(run.words) for run in runs) == 1
        certain: list[Change] = []
        offered: list[Change] = []
        for run in runs:
            if not methods and not run.unheld:
                continue
            for reading, written, trust in self._trusted(run, _options(run, readings, methods), only, readings):
                offered.append(run.change(reading, written))
                if trust == "certain" and (run.plain or reading.how == "decoded"):
                    certain.append(run.change(reading, written))
        more = len(offered) > len(certain)
        return _replaced(text, certain) if certain else "", _replaced(text, offered) if more else ""

    def _trusted(
        self, run: _Run, options: list[list[Reading]], only: bool, readings: Readings
    ) -> list[tuple[Reading, str, Trust]]:
        """Return the readings of the likeliest path whose changes can all be trusted, each with its text."""
        while True:
            path = likeliest(options, readings)
            changes: list[tuple[Reading, str, Trust]] = []
            for n, reading in enumerate(path):
                if reading.how == "typed":
                    continue
                beside = pairs_beside(path, n, readings)
                written = self._written(run.words, reading, beside)
                trust = self._trust(run, reading, written, beside, only, readings)
                if trust == "none":
                    options[reading.start].remove(reading)
                    break
                changes.append((reading, written, trust))
            else:
                return changes

    def _read_beside(self, text: str, runs: list[_Run], finds_nothing: bool) -> tuple[str, str]:
        """Return the text with one word replaced by one that documents have beside its neighbours: certain, offered.

        Looked at are words that cannot be right as they are written; where the query finds nothing, all of them.
        """
        readings = Readings(self._vocabulary)
        together: bool | None = None
        count = sum(len(run.words) for run in runs)
        for run in runs:
            places = self._doubtful(run, finds_nothing) if run.plain and len(run.words) > 1 else {}
            if not places:
                continue
            if together is None:
                together = self._all_together(word.fold for run in runs for word in run.words)
            for path in one_change(run.words, places, readings):
                n = next(n for n, reading in enumerate(path) if reading.how != "typed")
                change, typed = path[n], run.words[path[n].start]
                written = self._written(run.words, change, pairs_beside(path, n, readings))
                if written == typed.text or not _is_near(typed, change, written):
                    continue
                if together and not finds_nothing and change.how != "joined" and not places.get(change.start):
                    continue
                replaced = _replaced(text, [run.change(change, written)])
                bold = change.how == "joined" or (
                    count <= _MOST_CHANGED
                    and (
                        finds_nothing
                        or not typed.is_right
                        or self._vocabulary.size >= _MANY
                        or self._accents.is_named([fold for reading in path for fold in reading.folds])
                    )
                )
                return (replaced, "") if bold and change.folds != (typed.fold,) else ("", replaced)
        return "", ""

    def _doubtful(self, run: _Run, every: bool) -> dict[int, bool]:
        """Return the places of the words that may be wrong, and whether they surely are: no document writes them so."""
        words = run.words
        if every and len(words) > _MOST_CHANGED:
            return {}
        asks = asking([canonical_word(word.text) for word in words], [word.fold for word in words])
        odd = [(n, self._is_odd(word)) for n, word in enumerate(words) if not (word.is_number or asks[n])]
        return dict([(n, found == "wrong") for n, found in odd if every or found != "right"][:_MOST_MENDED])

    def _is_odd(self, word: TypedWord) -> Literal["right", "rare", "wrong"]:
        """Tell of a word that some documents hold, accents aside, whether it may still be none."""
        if word.is_fragment:
            return "rare"
        if not word.bare and (written := canonical_word(word.text)) != word.fold:
            return "right" if self._vocabulary.writes(written) else "wrong"
        if is_syllable(word.fold) or word.is_vague or word.is_right:
            return "right"
        rare = self._vocabulary.frequency(word.fold) <= max(2.0, _RARE * self._vocabulary.size)
        return "rare" if rare else "right"

    def _all_together(self, folds: Iterable[str]) -> bool:
        """Tell whether one document holds all the words."""
        lists: list[Docs] = []
        for fold in set(folds):
            title, body = (self._snapshot.postings(f"{name}_fold", fold)[0] for name in ("title", "body"))
            lists.append(np.union1d(title, body))
        return len(reduce(np.intersect1d, sorted(lists, key=len))) > 0

    def _accented(self, query: Query, runs: list[_Run]) -> str:
        """Return a short query without accents as titles and names of the index write it, empty if they do not."""
        if len(runs) != 1 or not runs[0].plain or not query.text.isascii() or len(runs[0].words) > _MOST_RESTORED:
            return ""
        written = self._accents.restored([fold_word(word) for word in query.text.split()]) or ""
        return "" if written.isascii() else written

    def _written(self, words: list[TypedWord], reading: Reading, beside: list[str]) -> str:
        """Return the text of a reading, its accents nearest to those typed, its capitals those typed."""
        typed = words[reading.start]
        if reading.written:
            text = reading.written
        else:
            text = reading.folds[0] if typed.bare else self._accents.fitting(reading.folds[0], typed.text, beside)
            if typed.text[0].isupper():
                text = text.upper() if typed.text.isupper() and len(typed.text) > 1 else text.capitalize()
        return text.lower() if is_operator(text) else text  # `VAF` is và, which in capitals would join two queries

    def _trust(
        self, run: _Run, reading: Reading, written: str, beside: list[str], only: bool, readings: Readings
    ) -> Trust:
        """Return how far a reading may stand for a word that no document holds; `only`: the query has no other word.

        It is to be searched where documents have it beside its neighbours, or where the slip is a common one.
        """
        if reading.how == "split":
            return "certain" if self._is_firm(reading, run.words[reading.start], readings) else "none"
        typed = run.words[reading.start]
        if reading.how == "joined":
            return "certain" if beside else "none"
        if reading.how == "decoded" and not typed.is_among_accents:
            return "certain"
        if not _is_near(typed, reading, written):
            return "none"
        if typed.is_vague or reading.how == "decoded":  # `sex toy` among words with accents is not sẽ
            neighbours = (reading.start > 0) + (reading.end < len(run.words))
            return "certain" if neighbours and len(beside) == neighbours else "offered" if only else "none"
        plausible = _PLAUSIBLE_IN_LONG if len(typed.fold) >= _LONG else _PLAUSIBLE
        if beside or reading.cost <= plausible or (only and reading.slips == 1):
            return "certain"
        return "offered" if only else "none"

    def _is_firm(self, reading: Reading, typed: TypedWord, readings: Readings) -> bool:
        """Tell whether the pieces of a word belong together: `khoa hoc` do, `me tro` of `metro` do not."""
        folds, words = reading.folds, [canonical_word(word) for word in reading.written.split()]
        if not typed.bare:
            return self._accents.are_written(words, pairs(list(folds)))
        if any(map(str.isupper, reading.written.split()[1])):
            return True
        rarer = [min(readings.frequency(a), readings.frequency(b)) for a, b in pairwise(folds)]
        both = [readings.together(a, b) for a, b in pairwise(folds)]
        return all(share >= max(1.0, _FIRM * least) for share, least in zip(both, rarer, strict=True))


def _is_unheld(word: TypedWord) -> bool:
    """Tell whether a word is to be read anew because no document holds it, and it cannot be right."""
    return not word.held and len(word.fold) > (2 if word.is_number else 1) and not word.is_right


def _is_near(typed: TypedWord, reading: Reading, written: str) -> bool:
    """Tell whether no more letters are wrong than the reading says, accents included: `Iran` is not trận."""
    return reading.how != "slip" or typed.bare or letters_apart(typed.text, written) <= reading.slips


def _options(run: _Run, readings: Readings, methods: set[Method]) -> list[list[Reading]]:
    """Return the readings that begin at each word of a run."""
    mended = run.unheld[:_MOST_MENDED]
    options = [list(readings.of_word(n, word, methods, n in mended)) for n, word in enumerate(run.words)]
    for n, (word, following) in enumerate(pairwise(run.words)):
        if n in mended or n + 1 in mended:
            options[n] += readings.joined(n, word, following)
    return options


def _replaced(text: str, changes: list[Change]) -> str:
    parts, end = [], 0
    for start, stop, written in changes:
        parts += [text[end:start], written]
        end = stop
    return "".join([*parts, text[end:]])

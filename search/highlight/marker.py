"""Marks where a text matches a query. Offsets always slice the original text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import canonical_word, fold, fold_word
from index.analysis.wholes_in_text import wholes_in
from search.highlight.clauses import Span
from search.highlight.highlight_terms import HighlightTerms
from search.highlight.word_positions import words_like

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Marked:
    """The matches in a text: [start, end) spans, ascending and apart, and for each a number of the word it says."""

    spans: list[Span]
    words: list[int]


_NOTHING = Marked([], [])


@dataclass(frozen=True, slots=True)
class _Form:
    """A word as some text writes it.

    `number` is that of its folded form, -1 where that is not marked; `typed` tells whether it was typed by itself and
    not as a part of another form, `exact` whether it was typed in these accents, `other` whether it was in others,
    `prefix` whether it begins as was typed, `strong` whether it is worth marking without a neighbour.
    """

    number: int = -1
    typed: bool = False
    exact: bool = False
    other: bool = False
    prefix: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of several texts, in order: parallel arrays of shape (n,)."""

    starts: Numbers  # offsets into the texts joined, in characters
    ends: Numbers
    texts: Numbers  # the number of the text that each is in, rising
    places: Numbers  # how manieth word of all texts, with a gap between texts
    numbers: Numbers  # this and what follows as in _Form
    typed: Flags
    exact: Flags
    other: Flags
    prefix: Flags
    strong: Flags
    whole: Flags  # whether it is part of another form that stands whole

    def at(self, rows: Flags) -> _Words:
        """Return the words for which `rows`, (n,), is true."""
        left = rows.nonzero()[0]
        return _Words(*(getattr(self, column.name)[left] for column in fields(self)))


class _Known(dict[str, int]):
    """The place in `forms` of each written word; new ones are read and added. Nothing is quicker for known ones."""

    def __init__(self, read: Callable[[str], _Form], forms: list[_Form]) -> None:
        super().__init__()
        self._read, self._forms = read, forms

    def __missing__(self, written: str) -> int:
        self._forms.append(self._read(written))
        self[written] = len(self._forms) - 1
        return self[written]


class Marker:
    """Marks the terms of a query in one text after the other. For one thread."""

    def __init__(self, terms: HighlightTerms) -> None:
        self._terms = terms
        self._folds = list(dict.fromkeys([*terms.folds, *(part for form in terms.others for part in form)]))
        self._numbers = {fold_: number for number, fold_ in enumerate(self._folds)}
        self._exact = {plain: typed for plain, typed in terms.folds.items() if plain not in typed}
        self._paired = {fold_ for pair in terms.pairs for fold_ in pair}
        size = len(self._folds) + 1
        self._pairs = np.zeros((size, size), np.bool_)
        for first, second in terms.pairs:
            self._pairs[self._numbers[first], self._numbers[second]] = True
        self._others = sorted(
            (np.array([self._numbers[part] for part in form]) for form in terms.others), key=len, reverse=True
        )
        self._forms: list[_Form] = []
        self._known = _Known(self._read, self._forms)

    def mark(self, text: str, lone: bool = True) -> Marked:
        """Return what matches in one text; see `mark_all`."""
        return self.mark_all([text], [lone])[0]

    def mark_all(self, texts: Sequence[str], lone: Sequence[bool]) -> list[Marked]:
        """Return what matches in each text; neighbours are one span each word. All at once is quicker than one by one.

        Accents typed are honoured where the text offers them: `đảng` marks Đảng and leaves đang alone, unless the text
        holds no Đảng at all. Lone syllables of a longer query are marked only where nothing better is, and not even
        then without `lone`: a title that merely shares a syllable stays clean.
        """
        if self._terms.nothing or not texts:
            return [_NOTHING] * len(texts)
        marked = self._marked_words(texts, np.array(lone, np.bool_))
        if self._terms.wholes:
            marked = [self._with_wholes(text, one) for text, one in zip(texts, marked, strict=True)]
        return marked

    def _with_wholes(self, text: str, marked: Marked) -> Marked:
        stand = [(start, end) for start, end, term in wholes_in(text) if term in self._terms.wholes]
        if not stand:
            return marked
        spans = _merged(sorted(marked.spans + stand))
        said = {fold_: number for number, fold_ in enumerate(self._folds)}
        return Marked(spans, [said.setdefault(fold(text[start:end]), len(said)) for start, end in spans])

    def _marked_words(self, texts: Sequence[str], lone: Flags) -> list[Marked]:
        """Return what matches in each text, dates aside; `lone`, (texts,), tells where lone syllables may be marked."""
        joined = "\n".join(texts)
        begins = np.cumsum([0, *(len(text) + 1 for text in texts)])  # (texts + 1,), offsets into `joined`
        words = self._possible(joined, begins)
        words = words.at(self._matching(words, len(texts)))
        words = words.at(self._worth_marking(words, lone))
        return _by_text(words, begins)

    def _possible(self, joined: str, begins: Numbers) -> _Words:
        """Return the words of all texts that may match, by their first letters."""
        found = words_like(joined, self._folds, self._terms.prefixes)
        starts, ends = found.starts, found.ends
        texts = begins.searchsorted(starts, side="right") - 1
        places = found.places + texts  # so that no word follows one of another text
        known = self._known
        ids = np.array(
            [known[joined[start:end]] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)], np.int64
        )
        numbers, typed, exact, other, prefix, strong = self._columns(ids)
        whole = self._whole(numbers, places) if self._others else np.zeros(len(ids), np.bool_)
        return _Words(starts, ends, texts, places, numbers, typed, exact, other, prefix, strong, whole)

    def _matching(self, words: _Words, texts: int) -> Flags:
        """Tell which words match: in the accents typed, where one of the `texts` has the word in them."""
        kept = words.numbers >= 0
        if self._others:
            kept &= words.whole | words.typed
        if self._exact:
            last = len(self._folds)  # stands for all words that only begin as was typed
            exact = kept & words.exact
            present = np.zeros((texts, last + 1), np.bool_)  # which texts hold which folded words as typed
            present[words.texts[exact], words.numbers[exact]] = True
            held = present[words.texts, np.minimum(words.numbers, last)]
            kept &= words.whole | words.prefix | ~words.other | ~held
        return kept

    def _worth_marking(self, words: _Words, lone: Flags) -> Flags:
        """Tell which words that match are marked: beside a neighbour of the query, strong by themselves, or lone."""
        numbers = np.minimum(words.numbers, len(self._folds))
        follows = np.zeros(len(numbers) + 1, np.bool_)  # whether a word goes on from the one before
        follows[1:-1] = (np.diff(words.places) == 1) & self._pairs[numbers[:-1], numbers[1:]]
        shown = follows[:-1] | follows[1:] | words.whole | words.strong
        weak = lone.copy()  # (texts,): whose lone syllables are marked
        weak[words.texts[shown]] = False
        return shown | weak[words.texts]

    def _whole(self, numbers: Numbers, places: Numbers) -> Flags:
        """Return which words are part of another form that stands whole: not `ban` of `ban nhạc` for UBND.

        The longest form at a place counts, and the next one begins behind it.
        """
        size = len(numbers)
        lengths = np.zeros(size, np.int64)
        for form in self._others:
            ends = size - len(form) + 1
            if ends <= 0:
                continue
            stands = (numbers[:ends] == form[0]) & (lengths[:ends] == 0)
            stands &= places[len(form) - 1 :] - places[:ends] == len(form) - 1
            for further in range(1, len(form)):
                stands &= numbers[further : further + ends] == form[further]
            lengths[:ends][stands] = len(form)
        whole = np.zeros(size, np.bool_)
        behind = 0
        for at in lengths.nonzero()[0].tolist():
            if at >= behind:
                behind = at + int(lengths[at])
                whole[at:behind] = True
        return whole

    def _read(self, written: str) -> _Form:
        terms = self._terms
        plain = fold_word(written)
        prefix = bool(terms.prefixes) and plain.startswith(terms.prefixes)
        if plain not in self._numbers and not prefix:
            return _Form()
        typed = self._exact.get(plain, frozenset())
        exact = canonical_word(written) in typed
        strong = not terms.pairs or plain.isdigit() or plain not in self._paired
        number = self._numbers.setdefault(plain, len(self._numbers))
        return _Form(number, prefix or plain in terms.folds, exact, bool(typed) and not exact, prefix, strong)

    def _columns(self, ids: Numbers) -> tuple[Numbers, Flags, Flags, Flags, Flags, Flags]:
        """Return what is known of the forms with these numbers, an array for each thing."""
        forms = self._forms
        return (
            np.array([form.number for form in forms], np.int64)[ids],
            np.array([form.typed for form in forms], np.bool_)[ids],
            np.array([form.exact for form in forms], np.bool_)[ids],
            np.array([form.other for form in forms], np.bool_)[ids],
            np.array([form.prefix for form in forms], np.bool_)[ids],
            np.array([form.strong for form in forms], np.bool_)[ids],
        )


def _by_text(words: _Words, begins: Numbers) -> list[Marked]:
    """Return the words as spans of their texts, which begin at `begins`, (texts + 1,)."""
    starts = (words.starts - begins[words.texts]).tolist()
    ends = (words.ends - begins[words.texts]).tolist()
    numbers = words.numbers.tolist()
    bounds = words.texts.searchsorted(np.arange(len(begins))).tolist()
    return [Marked(list(zip(starts[a:b], ends[a:b], strict=True)), numbers[a:b]) for a, b in pairwise(bounds)]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

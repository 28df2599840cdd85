"""Where a text matched. Offsets always slice the original text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.analysis.dates_in_text import dates_in
from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from index.analysis.tokens import folded, words
from search.highlight.clauses import Span
from search.highlight.word_positions import words_of
from search.query.tree import Expansion, Prefix, Query, included_leaves

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to mark: folded words (each with the written forms typed for it), pairs of them, prefixes, dates.

    `others` are other forms of what was typed, as folded words: they are marked where they stand whole.
    """

    folds: dict[str, frozenset[str]]
    pairs: frozenset[tuple[str, str]]
    prefixes: tuple[str, ...]
    dates: frozenset[str]
    others: frozenset[tuple[str, ...]] = frozenset()

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to mark."""
        return not (self.folds or self.prefixes or self.dates)


def wanted(query: Query) -> Wanted:
    """Return what to mark for a query; excluded words are not marked."""
    typed: dict[str, set[str]] = {}
    sequence: list[str] = []  # the folded words in order, "" where neighbours were not typed side by side
    prefixes: list[str] = []
    dates: set[str] = set()
    for leaf in included_leaves(query):
        text = nfc(leaf.text)
        if isinstance(leaf, Prefix):
            prefixes += [fold(text), fold(canonical_word(text))]
            sequence.append("")
            continue
        dates.update(date for _, _, date in dates_in(text))
        for word in words(text):
            typed.setdefault(fold_word(word), set()).add(word)
            sequence.append(fold_word(word))
    others = {expansion: [tuple(folded(list(s.words))) for s in expansion.also] for expansion in query.expanded}
    return Wanted(
        {f: frozenset(w) for f, w in typed.items()},
        frozenset(pair for pair in _neighbours(sequence, others) if all(pair)),
        tuple(sorted(set(prefixes))),
        frozenset(dates),
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


@dataclass(frozen=True, slots=True)
class Marked:
    """What matches in a text: [start, end) spans, ascending and apart, and for each a number of the word it says."""

    spans: list[Span]
    words: list[int]


_NOTHING = Marked([], [])


@dataclass(frozen=True, slots=True)
class _Form:
    """A word as some text writes it.

    `number` is that of its folded form, -1 where that is not sought; `typed` tells whether it was asked for by itself
    and not as a part of another form, `exact` whether it was typed in these accents, `other` whether it was in others,
    `prefix` whether it begins as was typed, `strong` whether it is worth marking without a neighbour.
    """

    number: int = -1
    typed: bool = False
    exact: bool = False
    other: bool = False
    prefix: bool = False
    strong: bool = False


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
    """Marks what a query wants in one text after the other. For one thread."""

    def __init__(self, what: Wanted) -> None:
        self._what = what
        self._sought = list(dict.fromkeys([*what.folds, *(part for form in what.others for part in form)]))
        self._numbers = {fold_: number for number, fold_ in enumerate(self._sought)}
        self._exact = {plain: typed for plain, typed in what.folds.items() if plain not in typed}
        self._paired = {fold_ for pair in what.pairs for fold_ in pair}
        size = len(self._sought) + 1
        self._pairs = np.zeros((size, size), np.bool_)
        for first, second in what.pairs:
            self._pairs[self._numbers[first], self._numbers[second]] = True
        self._others = sorted(
            (np.array([self._numbers[part] for part in form]) for form in what.others), key=len, reverse=True
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
        if self._what.nothing or not texts:
            return [_NOTHING] * len(texts)
        marked = self._marked_words(texts, np.array(lone, np.bool_))
        if self._what.dates:
            marked = [self._with_dates(text, one) for text, one in zip(texts, marked, strict=True)]
        return marked

    def _with_dates(self, text: str, marked: Marked) -> Marked:
        dates = [(start, end) for start, end, date in dates_in(text) if date in self._what.dates]
        if not dates:
            return marked
        spans = _merged(sorted(marked.spans + dates))
        said = {fold_: number for number, fold_ in enumerate(self._sought)}
        return Marked(spans, [said.setdefault(fold(text[start:end]), len(said)) for start, end in spans])

    def _marked_words(self, texts: Sequence[str], lone: Flags) -> list[Marked]:
        joined = "\n".join(texts)
        begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
        found = words_of(joined)
        places = found.like(self._sought, self._what.prefixes)
        starts, ends = found.starts[places], found.ends[places]
        of = np.searchsorted(begins, starts, side="right") - 1  # the text of each word
        places += of  # so that no word follows one of another text
        known = self._known
        ids = np.array(
            [known[joined[start:end]] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)], np.int64
        )
        numbers, typed, exact, other, prefix, strong = self._columns(ids)
        last = len(self._sought)  # stands for all words that only begin as was typed
        kept = numbers >= 0
        whole = np.zeros(len(ids), np.bool_)
        if self._others:
            whole = self._whole(numbers, places)
            kept &= whole | typed
        if self._exact:
            present = np.zeros((len(texts), last + 1), np.bool_)
            present[of[kept & exact], numbers[kept & exact]] = True
            kept &= whole | prefix | ~other | ~present[of, np.minimum(numbers, last)]
        left = np.flatnonzero(kept)
        numbers, places, of = numbers[left], places[left], of[left]
        follows = np.zeros(len(left) + 1, np.bool_)  # whether a word goes on from the one before
        first, second = np.minimum(numbers[:-1], last), np.minimum(numbers[1:], last)
        follows[1:-1] = (np.diff(places) == 1) & self._pairs[first, second]
        shown = follows[:-1] | follows[1:] | whole[left] | strong[left]
        weak = lone.copy()  # texts whose lone syllables are marked
        weak[of[shown]] = False
        shown |= weak[of]
        starts, ends, of = starts[left][shown], ends[left][shown], of[shown]
        starts, ends = (starts - begins[of]).tolist(), (ends - begins[of]).tolist()
        words = numbers[shown].tolist()
        bounds = np.searchsorted(of, np.arange(len(texts) + 1)).tolist()
        return [Marked(list(zip(starts[a:b], ends[a:b], strict=True)), words[a:b]) for a, b in pairwise(bounds)]

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
        for at in np.flatnonzero(lengths).tolist():
            if at >= behind:
                behind = at + int(lengths[at])
                whole[at:behind] = True
        return whole

    def _read(self, written: str) -> _Form:
        what = self._what
        plain = fold_word(written)
        prefix = bool(what.prefixes) and plain.startswith(what.prefixes)
        if plain not in self._numbers and not prefix:
            return _Form()
        typed = self._exact.get(plain, frozenset())
        exact = canonical_word(written) in typed
        strong = not what.pairs or plain.isdigit() or plain not in self._paired
        number = self._numbers.setdefault(plain, len(self._numbers))
        return _Form(number, prefix or plain in what.folds, exact, bool(typed) and not exact, prefix, strong)

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


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

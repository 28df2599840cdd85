"""Knows forms that mean the same, and which of them stands at a place of a text: `UBND` and `Ủy ban nhân dân`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.analysis.normalise import nfc
from index.analysis.syllables import is_folded_syllable
from index.analysis.tokens import folded, words
from search.query.tree import Synonym

Sure = Literal["", "capitals", "capital", "accents"]
"""The way a form must be typed to count: anyhow, all in capitals (TU), with a capital or its accents (Hải Nam), with
its accents (sổ đỏ; without them what is long is sure too, two syllables only count in the order)."""


_UNSURE = 2  # syllables that without accents may be other words: `so do` is sổ đỏ and sơ đồ


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write something: as the table has it, its canonical words and these without accents.

    `is_plain`: each of its words could be an ordinary syllable, which other accents make another one.
    """

    text: str
    words: tuple[str, ...]
    folds: tuple[str, ...]
    is_plain: bool

    @property
    def is_ordinary(self) -> bool:
        """Tell whether it could be an ordinary syllable: `TU` (Tỉnh ủy) folds to tu, as từ, tư and tự do."""
        return len(self.folds) == 1 and self.is_plain

    def is_written(self, typed: Sequence[str]) -> bool:
        """Tell whether canonical words with its folds may be it: `hdnd` is HĐND, `đăk lăk` Đắk Lắk, but `tú` not TU."""
        pieces = zip(typed, self.words, self.folds, strict=True)
        return not self.is_plain or all(one in (word, fold) for one, word, fold in pieces)

    @property
    def could_be_other_words(self) -> bool:
        """Tell whether it is so short that without accents it is other words as well: Hải Nam and hai năm."""
        return len(self.folds) <= _UNSURE and self.is_plain


@dataclass(frozen=True, slots=True)
class Entry:
    """A form that may be typed, what is looked for beside it, and how it must be typed to count."""

    form: Form
    also: tuple[Synonym, ...]
    sure: Sure = ""

    def typed_so(self, raw: str, written: Sequence[str], alone: bool) -> Entry | None:
        """Return what the form stands for, typed as canonical words of which the first was `raw`; None for nothing.

        `alone`: nothing else was typed. Beside others one syllable is often part of a word: `đạo` in `đạo đức`.
        """
        exact = tuple(written) == self.form.words != self.form.folds
        match self.sure:
            case "capitals" if not raw.isupper():
                return None
            case "capital" if not (exact or raw[:1].isupper()):
                return None
            case "accents" if len(written) == 1 and not (exact and alone):
                return None
            case "accents" if not exact and len(written) == _UNSURE:
                return replace(self, also=tuple(replace(synonym, answers=False) for synonym in self.also))
        return self


def form(text: str) -> Form:
    """Return a form as it is compared: `KH & KT` and `KH-KT` have the same words."""
    canonical = words(nfc(text))
    folds = tuple(folded(canonical))
    return Form(text, tuple(canonical), folds, all(map(is_folded_syllable, folds)))


class Abbreviations:
    """All forms that are known, by the words they begin with. Threads may share it."""

    def __init__(self, entries: Iterable[Entry], everyday: Iterable[Entry] = (), mark: str = "") -> None:
        """Take the entries of all tables; `mark` tells an office's own tables from others, empty where it has none.

        Those `everyday` count where none of the others stands.
        """
        self.mark = mark
        self._everyday = Abbreviations(everyday) if everyday else None
        merged: dict[tuple[tuple[str, ...], Sure], Entry] = {}
        for entry in entries:
            key = entry.form.words, entry.sure
            known = merged.get(key)
            merged[key] = _merged(known, entry) if known else entry
        self._by_start: dict[tuple[str, ...], list[Entry]] = {}  # by the first two words, or the only one
        for entry in sorted(merged.values(), key=lambda e: -len(e.form.folds)):
            also = _apart(entry.also)
            if also:
                self._by_start.setdefault(entry.form.folds[:2], []).append(replace(entry, also=also))

    def at(
        self, start: int, raw: Sequence[str], written: Sequence[str], folds: Sequence[str], shouted: bool = False
    ) -> Entry | None:
        """Return the longest form that stands at a place of a text, with all that it may mean; None where none does.

        `raw` are words as typed, `written` canonical, `folds` without accents; see `Form.is_written`. In a text that is
        `shouted`, all in capitals, these say nothing.
        """
        longest: Entry | None = None
        first = raw[start].lower() if shouted else raw[start]
        several = self._by_start.get(tuple(folds[start : start + 2]), ())
        for entry in (*several, *self._by_start.get((folds[start],), ())):
            end = start + len(entry.form.folds)
            if longest and len(entry.form.folds) < len(longest.form.folds):
                break
            if tuple(folds[start:end]) == entry.form.folds and entry.form.is_written(written[start:end]):
                sure = entry.typed_so(first, written[start:end], end - start == len(raw))
                longest = _merged(longest, sure) if longest and sure else sure or longest
        if longest is None and self._everyday:
            return self._everyday.at(start, raw, written, folds, shouted)
        return longest


def synonyms(
    typed: Form, others: Sequence[Form], weight: float, written: bool = False, answers: bool = True
) -> tuple[Synonym, ...]:
    """Return the other forms, each once; those that hold the typed one are found by it anyway.

    `written`: those that with other accents are other words are found only with their own.
    """
    chosen = {other.folds: other for other in reversed(others) if not _holds(other.folds, typed.folds)}
    return tuple(
        Synonym(other.text, other.words, weight, written and other.is_plain, answers)
        for other in reversed(chosen.values())
    )


def _holds(folds: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(folds[n : n + len(part)] == part for n in range(len(folds)))


def _apart(also: Sequence[Synonym]) -> tuple[Synonym, ...]:
    """Leave out what another form finds anyway: `Liên hiệp Hội Việt Nam` beside `Liên hiệp Hội`."""
    folds = [tuple(folded(list(synonym.words))) for synonym in also]
    return tuple(
        synonym
        for synonym, own in zip(also, folds, strict=True)
        if not any(
            own != fold and _holds(own, fold) and other.answers >= synonym.answers and other.written <= synonym.written
            for other, fold in zip(also, folds, strict=True)
        )
    )


def _merged(first: Entry, second: Entry) -> Entry:
    """Return one entry for a form that stands in two rows: LHH is the union of the country and that of a province."""
    also = {synonym.words: synonym for synonym in (*second.also, *first.also)}
    ordered = sorted(also.values(), key=lambda s: -s.weight)
    return Entry(first.form, tuple(ordered), first.sure)

"""Finds what a typed word may stand for: itself, keys of Telex or VNI, a slip, two words without their space."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from typing import Literal

from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from index.analysis.syllables import accented_forms, is_folded_syllable
from search.deadline import check
from search.repair.lexicon import Lexicon
from search.typing import confused, decode_telex, decode_vni, slip_cost

Method = Literal["telex", "vni"]
How = Literal["typed", "decoded", "slip", "split", "joined"]

_UNREAD = 12.0  # what it costs to leave a word that no document holds as it is
_DECODED = 0.5
_DECODED_AMONG_ACCENTS = 3.5  # the keyboard was on for the other words, so a slip is likelier
_JOINED, _SPLIT = 2.0, 2.0
ACCENT_SLIP = 1.0
_TWO_SLIPS_FROM = 6  # letters
_MOST_SLIPS = 12  # words near a typed one that are weighed
_PIECES = range(2, 5)  # words that may be typed as one
_SHORTEST_PIECE = 2  # letters: `radio` is not ra di o
_LONGEST_JOINED = 30
_LONG_ENOUGH = 5  # letters of a foreign word that may have a space in it
_LONGEST_ABBREVIATION = 5
_APART = 0.05  # of how likely a word is anywhere: how likely it is beside one that no document has beside it


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the typed words `start` to `end` (exclusive): the folded words meant, and how they are written.

    `written` is empty where the accents are still to be found; `slips` counts letters.
    """

    start: int
    end: int
    folds: tuple[str, ...]
    written: str
    how: How
    cost: float
    slips: int = 0


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of the query as typed. `held`: some document holds it, accents aside; `bare`: no word has accents."""

    text: str
    fold: str
    held: bool
    bare: bool
    stands_for: bool = False

    @property
    def method(self) -> Method:
        """The only method by which the word can have been typed: VNI writes with digits."""
        return "vni" if self.is_number else "telex"

    @property
    def is_number(self) -> bool:
        """Tell whether the word is a number or code, which is never mended: `2020`, `h5n1`, `3a`."""
        return any(letter.isdigit() for letter in self.text)

    @property
    def is_among_accents(self) -> bool:
        """Tell whether the word has no accents and others have: the keyboard was on, and Telex is less likely."""
        return not self.bare and self.text.isascii() and not self.is_number

    @property
    def is_right(self) -> bool:
        """Tell whether the word is spelt as a word can be, whether or not documents hold it.

        `em`, `lâu`, `đích` are right where no document says them; their neighbours (`xem`, `lưu`, `định`) mean
        something else. `quyt` is right in a query without accents only. Short words in capitals are abbreviations.
        What stands for something (`gddh`) is right.
        """
        if self.stands_for:
            return True
        if is_folded_syllable(self.fold):
            return self.bare or canonical_word(self.text) in accented_forms(self.fold)
        return len(self.fold) <= _LONGEST_ABBREVIATION and self.text.isupper()

    @property
    def is_fragment(self) -> bool:
        """Tell whether the word may be the piece of one with a space in it: `Th` of `Th ị`, `g` of `Quan g`."""
        if self.stands_for or (self.text.isupper() and len(self.fold) > 1):
            return False  # VN, TW
        return len(self.fold) == 1 or (len(self.fold) <= 3 and not _has_vowel(self.fold))

    @property
    def is_vague(self) -> bool:
        """Tell whether the word is near so many others that only its neighbours tell which: `nhl`, `mnh`, `vf`."""
        return len(self.fold) < 4 or not _has_vowel(self.fold)


def _has_vowel(fold_: str) -> bool:
    return any(letter in "aeiouy" for letter in fold_)


class Readings:
    """Finds readings in a lexicon; keeps what it looked up for the length of one repair."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.frequency = cache(lexicon.frequency)
        self._pairs: dict[tuple[str, str], int] = {}

    def together(self, fold_: str, next_fold: str) -> int:
        """Return how many documents hold two folded words side by side; see `Lexicon.together`."""
        pair = fold_, next_fold
        if pair not in self._pairs:
            self.look_up([pair])
        return self._pairs[pair]

    def look_up(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Ask about many pairs of words at once: `together` then knows them."""
        unknown = [pair for pair in dict.fromkeys(pairs) if pair not in self._pairs]
        if unknown:
            self._pairs.update(zip(unknown, self.lexicon.together(unknown), strict=True))

    def likelihood(self, before: str, fold_: str) -> float:
        """Return ln P(word | word before), by documents that hold the pair; far less where none does."""
        if before and (both := self.together(before, fold_)):
            return log(both / (self.frequency(before) + 1))
        anywhere = log((self.frequency(fold_) + 0.1) / (self.lexicon.size + 1))
        return anywhere + log(_APART) if before else anywhere

    def decoded(self, typed: TypedWord, methods: Container[Method] = ("telex", "vni")) -> str | None:
        """Return the word that the keys of a typed one write by one of the methods, where the index holds it."""
        if typed.method not in methods or (is_folded_syllable(typed.fold) and "oo" not in typed.fold):
            return None  # `coong` is a syllable as xoong is, and công in Telex
        found = decode_vni(typed.text) if typed.method == "vni" else decode_telex(typed.text)
        return found if found and self.lexicon.writes(canonical_word(found)) else None

    def of_word(self, place: int, typed: TypedWord, methods: Container[Method], mend: bool) -> Iterator[Reading]:
        """Yield the readings of one typed word: by keys of the methods in use, and as a slip where `mend`."""
        decoded = self.decoded(typed, methods)
        left = 0.0 if typed.held and not decoded else _DECODED + _DECODED_AMONG_ACCENTS if typed.held else _UNREAD
        yield Reading(place, place + 1, (typed.fold,), typed.text, "typed", left)
        if decoded:
            cost = _DECODED_AMONG_ACCENTS if typed.is_among_accents else _DECODED
            yield Reading(place, place + 1, (fold_word(decoded),), decoded, "decoded", cost)
        if mend and not typed.is_number and (typed.is_among_accents or not decoded):
            yield from self.slips(place, typed)
            yield from self._split(place, typed)

    def slips(self, place: int, typed: TypedWord) -> list[Reading]:
        """Return the words of the index for which the typed one may be a slip, the likeliest first."""
        check()
        near = self.lexicon.near(typed.fold, 1 if len(typed.fold) < _TWO_SLIPS_FROM else 2)
        near += [(word, 1, held) for word in confused(typed.fold) if (held := self.frequency(word))]
        found = {word: (slip_cost(typed.fold, word, slips), slips, held) for word, slips, held in near}
        likely = sorted(found, key=lambda word: (found[word][0] - log(found[word][2] + 1), word))[:_MOST_SLIPS]
        return [Reading(place, place + 1, (word,), "", "slip", *found[word][:2]) for word in likely]

    def joined(self, place: int, typed: TypedWord, following: TypedWord) -> Iterator[Reading]:
        """Yield two typed words read as one: `ngh iên` → nghiên."""
        text = typed.text + following.text
        plain = fold_word(text)
        whole = TypedWord(text, plain, True, typed.bare)
        is_word = whole.is_right if is_folded_syllable(plain) else len(plain) >= _LONG_ENOUGH  # `Hamil ton`
        if is_word and not whole.is_number and self.frequency(plain):
            yield Reading(place, place + 2, (plain,), text, "joined", _JOINED)

    def _split(self, place: int, typed: TypedWord) -> list[Reading]:
        """Return the likeliest cut of a typed word into words that the index holds: `khoahoc`, `JamesCameron`."""
        text = nfc(typed.text)
        plain = fold(text)
        if not 3 < len(plain) <= _LONGEST_JOINED or len(plain) != len(text):
            return []
        capitals = [n for n in range(1, len(text)) if text[n].isupper() and text[n - 1].islower()]
        cuts = [(0, *capitals, len(text))] if capitals else [*self._syllables(plain), *self._halves(plain)]
        readings = []
        for ends in cuts:
            pieces = [text[a:b] for a, b in pairwise(ends)]
            folds = tuple(map(fold_word, pieces))
            if all(map(self.frequency, folds)):
                cost = _SPLIT * (len(pieces) - 1)
                readings.append(Reading(place, place + 1, folds, " ".join(pieces), "split", cost))
        return readings

    def _halves(self, plain: str) -> Iterator[tuple[int, ...]]:
        """Yield the cuts into two words that documents hold side by side, whatever their language."""
        cuts = range(_SHORTEST_PIECE, len(plain) - _SHORTEST_PIECE + 1)
        halves = [(fold_word(plain[:cut]), fold_word(plain[cut:])) for cut in cuts]
        self.look_up(halves)
        for cut, pair in zip(cuts, halves, strict=True):
            if self.together(*pair):
                yield 0, cut, len(plain)

    def _syllables(self, plain: str) -> list[tuple[int, ...]]:
        """Return the likeliest cut into syllables that the index holds, where there is one."""
        best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, (0,))}
        for end in range(1, len(plain) + 1):
            for start in range(max(0, end - 7), end - _SHORTEST_PIECE + 1):
                piece = fold_word(plain[start:end])
                if not is_folded_syllable(piece) or not self.frequency(piece):
                    continue
                for count in range(_PIECES.stop - 1):
                    if (known := best.get((start, count))) is None:
                        continue
                    score, ends = known
                    before = fold_word(plain[ends[-2] : start]) if count else ""
                    score += self.likelihood(before, piece)
                    if score > best.get((end, count + 1), (float("-inf"),))[0]:
                        best[end, count + 1] = score, (*ends, end)
        found = [whole for count in _PIECES if (whole := best.get((len(plain), count)))]
        return [max(found)[1]] if found else []

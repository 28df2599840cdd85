"""Finds where Vietnamese words begin: `khoa học kỹ thuật` is two words of two syllables each.

The labels are pyvi's (its conditional random field of two labels, its word lists, its rules after labelling),
found without its feature dictionaries: each distinct syllable is analysed once, a text becomes arrays of weights,
and the search for the best labels (`labelling.py`) runs on these.
`tests/index/analysis/segmentation/test_segment.py` runs both.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import canonical_word, nfc
from index.analysis.realign import lead_back
from index.analysis.segmentation.labelling import TooClose, best_labels, best_labels_exactly
from index.analysis.segmentation.segment_model import SegmentModel, segment_model
from index.analysis.segmentation.word_pairs import WordPairs
from index.analysis.tokens import WORD

Word = tuple[int, int, int]
"""Start and end in the text as given, and how many syllables (pyvi's tokens) the word has."""

# The pieces of `ViTokenizer.sylabelize`, in its order, each with the blanks that follow it: the pieces then cover
# the text and their lengths give the offsets. A line end is a piece of its own there, so it is no blank here.
_BLANKS = r"[^\S\n]*+"
_SPECIAL = r"==>|->|\.\.\.|>>|\n"
_REST = r"\d+(?:[\.,_]\d+)+|[^\w\s]|\w+"
_ANY_TEXT = re.compile(
    r"(?:[A-ZĐ]++\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\."
    rf"|{_SPECIAL}|\w+://[^\s]+|[a-zA-Z0-9_.+-]++@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+|{_REST}){_BLANKS}"
)
# The same where the text has no `@` and no `://`: no address can begin, a small letter begins nothing but a plain
# word, a capital that or an abbreviation. Faster, and no second look at the rest of `a.a.a…` for an `@`.
_SMALL = "[a-zà-öø-ďđ-ɏạ-ỹ]"  # letters all; which of them are capitals does not matter after Đ
_PLAIN_TEXT = re.compile(
    rf"{_SMALL}++ {_BLANKS}|[A-ZĐ]{_SMALL}++ {_BLANKS}|(?:[^\W\dA-ZĐ]\w*+|(?:Tp|Mrs?|Ms|Dr|ThS)\."
    rf"|[A-ZĐ]++(?:\.|\w*+)|{_SPECIAL}|{_REST}){_BLANKS}"
)
_LEADING = re.compile(_BLANKS)

_MOST_PIECES = 200_000
"""Distinct pieces kept, about 60 MB: beyond, numbers and typing errors without end start the collection anew."""

_Numbers = NDArray[np.int64]
_Floats = NDArray[np.float64]
_PUNCTUATION, _DIGIT_FIRST, _TITLE_FIRST, _LINE_END, _NO_BLANK = 1, 2, 4, 8, 16
_NOTHING = [0.0, 0.0, 0.0]


def _token(piece: str) -> str:
    return "\n" if piece[0] == "\n" else piece.rstrip()


def _flags(token: str, piece: str) -> int:
    first = token[0]
    flags = _NO_BLANK * (len(token) == len(piece)) | _DIGIT_FIRST * first.isdigit() | _TITLE_FIRST * first.istitle()
    if token.isalnum():
        return flags
    return flags | _PUNCTUATION * (token in string.punctuation) | _LINE_END * (token == "\n")


def _leading(composed: str) -> int:
    """Return where the first piece of a text begins."""
    blanks = _LEADING.match(composed)
    return blanks.end() if blanks else 0


class _Pieces(dict[str, int]):
    """The number of each piece seen so far, and its analysis in the rows of that number.

    `weights`: how much more the piece speaks for GOES_ON than for BEGINS at its own place, and at the places that
    have it before and after them. `facts`: the length of its token, its own length, the number of its syllable,
    and flags. `syllables`: its token as a part of a longer word, `words`: as a word of its own, '' for a sign.
    Threads may share it: the rows of all numbers handed out are there once `settle` was called, and never change.
    """

    def __init__(self, model: SegmentModel, pairs: WordPairs) -> None:
        super().__init__()
        self._model = model
        self._pairs = pairs
        self._lock = Lock()
        self._of_tokens: dict[str, int] = {}  # `hội`, `hội ` and `hội\u00a0` are one token
        self._new_weights: list[list[float]] = []
        self._new_facts: list[tuple[int, int, int, int]] = []
        self._of_others: dict[tuple[bool, ...], list[float]] = {}
        self._copies: list[tuple[int, int]] = []  # a new row and the one whose weights and syllable it has
        self.weights: _Floats = np.zeros((4096, 3))
        self.facts: _Numbers = np.zeros((4096, 4), np.int64)
        self.syllables: list[str] = []
        self.words: list[str] = []

    def __missing__(self, piece: str) -> int:
        with self._lock:
            number = self.get(piece)
            if number is None:
                number = len(self)
                token = _token(piece)
                same = self._of_tokens.setdefault(token, number)
                if same < number:
                    self._copies.append((number, same))
                    weights, syllable, canonical, word = _NOTHING, 0, self.syllables[same], self.words[same]
                else:
                    weights = self._model.leanings_of(token, self._of_others)
                    syllable = self._pairs.syllable(token.lower())
                    canonical = canonical_word(token)
                    word = canonical if token.isalnum() or WORD.fullmatch(token) else ""
                self._new_weights.append(weights)
                self._new_facts.append((len(token), len(piece), syllable, _flags(token, piece)))
                self.syllables.append(canonical)
                self.words.append(word)
                self[piece] = number
        return number

    def settle(self) -> None:
        """Write the rows of all numbers handed out so far; many at once, for a row costs as much as a hundred."""
        if not self._new_facts:
            return
        with self._lock:
            end = len(self)
            first = end - len(self._new_facts)
            while end > len(self.facts):
                self.weights = np.concatenate([self.weights, np.zeros_like(self.weights)])
                self.facts = np.concatenate([self.facts, np.zeros_like(self.facts)])
            if end > first:  # no other thread did it
                self.weights[first:end] = self._new_weights
                self.facts[first:end] = self._new_facts
                copied, same = np.array(self._copies, np.int64).reshape(-1, 2).T
                self.weights[copied] = self.weights[same]
                self.facts[copied, 2] = self.facts[same, 2]
                self._new_weights, self._new_facts, self._copies = [], [], []


@lru_cache(maxsize=1)
def _word_pairs() -> WordPairs:
    """Return the word lists of the model; one table of them serves all segmenters of a process."""
    model = segment_model()
    return WordPairs(model.pairs, model.triples)


class Segmenter:
    """Cuts texts into words. Threads may share one; the model is read at the first text (0.1 s)."""

    def __init__(self) -> None:
        self._pieces: _Pieces | None = None
        self._lock = Lock()

    def _known_pieces(self) -> _Pieces:
        pieces = self._pieces
        if pieces is None or len(pieces) > _MOST_PIECES:
            with self._lock:
                if self._pieces is None:
                    self._model = segment_model()
                    self._pairs = _word_pairs()
                pieces = self._pieces = _Pieces(self._model, self._pairs)
        return pieces

    def segment(self, text: str) -> list[Word]:
        """Return the words of `text` in order: (start, end, syllables), offsets into `text` as given.

        Every character but white space belongs to exactly one word; punctuation marks and line ends are words
        of one syllable. The labels are those pyvi gives the whole text. Raises ModelError without pyvi.
        """
        composed = nfc(text)
        starts, ends, goes_on = self.syllables(composed)
        firsts = np.flatnonzero(~goes_on)
        if not len(firsts):
            return []
        lasts = np.append(firsts[1:], len(starts)) - 1
        counts = lasts - firsts + 1
        words = list(zip(starts[firsts].tolist(), ends[lasts].tolist(), counts.tolist(), strict=True))
        return words if composed == text else lead_back(words, text)

    def words(self, composed: str) -> list[str]:
        """Return the words of an NFC text, canonical, their syllables joined by `_`; signs are left out.

        Each distinct syllable is made once: two thirds of segmentation were slicing and making words over again.
        """
        pieces, numbers, goes_on = self._labelled(composed)
        firsts = np.flatnonzero(~goes_on)
        if not len(firsts):
            return []
        nexts = np.append(firsts[1:], len(numbers))
        many = np.flatnonzero(nexts - firsts > 1)
        syllables, known = pieces.syllables, numbers.tolist()
        found = list(map(pieces.words.__getitem__, numbers[firsts].tolist()))
        for word, first, last in zip(many.tolist(), firsts[many].tolist(), nexts[many].tolist(), strict=True):
            if last - first == 2:
                found[word] = f"{syllables[known[first]]}_{syllables[known[first + 1]]}"
            else:
                found[word] = "_".join([syllables[number] for number in known[first:last]])
        flags = pieces.facts.take(numbers, axis=0)[:, 3]
        joined = flags[:-1] & _NO_BLANK | (flags[1:] | flags[:-1]) & _LINE_END
        for at in (np.flatnonzero(goes_on[1:] & (joined != 0)) + 1).tolist():  # `V.League` is one word, not `v._league`
            word = int(np.searchsorted(firsts, at, "right")) - 1
            lengths = pieces.facts.take(numbers[: nexts[word]], axis=0)[:, 1]
            ends = np.cumsum(lengths) + _leading(composed)
            start = int(ends[firsts[word]] - lengths[firsts[word]])
            found[word] = "_".join(map(canonical_word, composed[start : int(ends[-1])].split()))
        return list(filter(None, found))

    def syllables(self, composed: str) -> tuple[_Numbers, _Numbers, NDArray[np.bool_]]:
        """Return for each syllable (pyvi's token) of an NFC text its start, its end, and whether its word goes on.

        All false but where the syllable belongs to the word of the one before it. Not every such place has a
        blank: pyvi joins `V.` and `League` in `V.League`. Raises ModelError without pyvi.
        """
        pieces, numbers, goes_on = self._labelled(composed)
        bare, covered, *_ = pieces.facts.take(numbers, axis=0).T
        starts = np.cumsum(covered) - covered + _leading(composed)
        return starts, starts + bare, goes_on

    def _labelled(self, composed: str) -> tuple[_Pieces, _Numbers, NDArray[np.bool_]]:
        """Return the numbers of the pieces of an NFC text, and whether the word of each goes on from the one before."""
        found = (_ANY_TEXT if "@" in composed or "://" in composed else _PLAIN_TEXT).findall(composed)
        pieces = self._known_pieces()
        numbers = np.fromiter(map(pieces.__getitem__, found), np.int64, len(found))
        pieces.settle()
        if not found:
            return pieces, numbers, np.zeros(0, np.bool_)
        _, _, syllables, flags = pieces.facts.take(numbers, axis=0).T
        try:
            goes_on = best_labels(self._leaning(pieces.weights.take(numbers, axis=0), syllables), self._model.moves)
        except TooClose:
            goes_on = best_labels_exactly([_token(p) for p in found], self._model)
        # What ViTokenizer.tokenize undoes: no word crosses punctuation or a number, and a capital begins one
        # (`ông Vũ`), unless a capital stands before it (`Vũ Minh`).
        goes_on[0] = False
        goes_on[1:] &= ((flags[1:] | flags[:-1]) & (_PUNCTUATION | _DIGIT_FIRST)) == 0
        goes_on[1:] &= (flags[1:] & ~flags[:-1] & _TITLE_FIRST) == 0
        return pieces, numbers, goes_on

    def _leaning(self, weights: _Floats, syllables: _Numbers) -> _Floats:
        """Return how much more speaks for GOES_ON than for BEGINS at each piece, the label before it aside."""
        own, before, after = weights.T
        leaning = self._model.leaning
        pair, triple = self._pairs.among(syllables)
        scores: _Floats = own.copy()
        scores[1:] += before[:-1]
        scores[:-1] += after[1:]
        scores[pair + 1] += leaning(["-1:word.bi_gram()"])
        scores[pair] += leaning(["+1:word.bi_gram()"])
        scores[triple + 2] += leaning(["-2:word.tri_gram()"])
        scores[triple] += leaning(["+2:word.tri_gram()"])
        return scores

"""Chooses the passages of a text that best show why it was found: whole clauses with the most matched words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from search.highlight.clauses import Span, clauses
from search.highlight.marker import Marked
from search.interface.answers import Snippet

_LONGEST = 260  # characters of a snippet; a clause longer than that is cut between words
_MOST = 2  # snippets of a hit
_BEGINNING = 2_000  # characters in which the first clause of a text is looked for

_FEW = 100  # matches of a text up to which bounds are told one by one, quicker than by arrays

_NEW, _NEIGHBOURS, _EACH = 3.0, 0.5, 0.1
"""Worth of a passage for each different word, for each two that stand side by side, for each word at all."""


def snippets(text: str, marked: Marked) -> tuple[Snippet, ...]:
    """Return the passages with the most different matched words, in text order; the beginning where none matched.

    Passages do not overlap, and begin and end where clauses do. `start` of each is where its line begins in `text`.
    """
    if not marked.spans:
        return _beginning(text)
    passages = _Passages(text, marked)
    chosen: list[Span] = []
    seen: set[int] = set()
    while len(chosen) < _MOST and (best := passages.best(seen, chosen)):
        chosen.append(best)
        seen |= passages.said_in(best)
    return tuple(passages.snippet(window) for window in sorted(chosen)) or _beginning(text)


def _beginning(text: str) -> tuple[Snippet, ...]:
    first = next(_windows(text, (0, min(len(text), _BEGINNING))), None)
    return (Snippet(text[first[0] : first[1]], start=_line_of(text, first[0])),) if first else ()


def _line_of(text: str, at: int) -> int:
    """Return where the line begins that a character stands in."""
    return text.rfind("\n", 0, at) + 1


def _windows(text: str, stretch: Span) -> Iterator[Span]:
    """Yield passages of whole neighbouring clauses of one paragraph, none longer than a snippet."""
    parts = clauses(text, _LONGEST, *stretch)
    for n, (start, end) in enumerate(parts):
        for _, further in parts[n + 1 :]:
            if further - start > _LONGEST or "\n" in text[end:further]:
                break
            end = further
        yield start, end


class _Passages:
    """The passages of one text. No passage reaches beyond its line.

    Cutting a line into clauses costs the most, so it is done for lines only that may hold what is best: what a passage
    is worth cannot exceed what the matches within its greatest length are, from the first one that it holds.
    """

    def __init__(self, text: str, marked: Marked) -> None:
        self._text = text
        self._spans, self._words = marked.spans, marked.words
        self._beside = [0, *accumulate(start - end <= 1 for (_, end), (start, _) in pairwise(marked.spans))]
        """For each match how many up to it, itself included, stand directly behind the one before."""
        self._lines = list(_lines(text, marked.spans))
        self._cut: dict[int, list[tuple[Span, range]]] = {}

    def best(self, seen: set[int], taken: list[Span]) -> Span | None:
        """Return the first of the best passages apart from those `taken`; words `seen` in another count no more."""
        best, found = 0.0, None
        if seen.issuperset(self._words):
            return None
        bounds = self._bounds(seen)
        for line in sorted(range(len(bounds)), key=bounds.__getitem__, reverse=True):  # of equal ones the first first
            bound = bounds[line]
            if not bound or bound < best or (found and bound == best and self._lines[line][0] > found[0]):
                break
            for window, inside in self._windows(line):
                worth = self._worth(inside, seen)
                if worth < best or not worth or any(a < window[1] and window[0] < b for a, b in taken):
                    continue
                if found is None or worth > best or window[0] < found[0]:
                    best, found = worth, window
        return found

    def said_in(self, window: Span) -> set[int]:
        """Return the different words marked in a passage."""
        inside = self._within(window)
        return set(self._words[inside.start : inside.stop])

    def snippet(self, window: Span) -> Snippet:
        """Return a passage with the matches in it."""
        start, end = window
        inside = self._within(window)
        shown = self._spans[inside.start : inside.stop]
        highlights = tuple((s - start, e - start) for s, e in shown)
        return Snippet(self._text[start:end], highlights, start=_line_of(self._text, start))

    def _windows(self, line: int) -> list[tuple[Span, range]]:
        """Return the passages of a line that hold matches, and which."""
        known = self._cut.get(line)
        if known is None:
            start, end, _ = self._lines[line]
            both = [(window, self._within(window)) for window in _windows(self._text, (start, end))]
            known = self._cut[line] = [(window, inside) for window, inside in both if inside]
        return known

    def _within(self, window: Span) -> range:
        """Return which matches lie in a window."""
        first = bisect_left(self._spans, (window[0], 0))
        return range(first, bisect_right(self._spans, window[1], lo=first, key=itemgetter(1)))

    def _worth(self, inside: range, seen: set[int]) -> float:
        """Return how well a passage shows the match."""
        new = set(self._words[inside.start : inside.stop]) - seen
        if not new:
            return 0.0
        neighbours = self._beside[inside.stop - 1] - self._beside[inside.start]
        return _NEW * len(new) + _NEIGHBOURS * neighbours + _EACH * len(inside)

    def _bounds(self, seen: set[int]) -> list[float]:
        """Return for each line what no passage of it exceeds; 0 where it holds nothing new."""
        firsts = [first for _, _, first in self._lines]
        if len(firsts) == 1:
            return [1.0 if set(self._words) - seen else 0.0]
        lasts = [*firsts[1:], len(self._spans)]
        if len(self._spans) > _FEW:
            return list(map(float, self._bounds_of_many(seen, np.array(firsts), np.array(lasts))))
        return [self._bound(first, last, seen) for first, last in zip(firsts, lasts, strict=True)]

    def _bound(self, first: int, last: int, seen: set[int]) -> float:
        """Return the worth of the best stretch of a line as long as a snippet; the line holds `first` to before `last`.

        A stretch that reaches the line's last match is worth more than any that begins behind its first.
        """
        best, until = 0.0, first
        for here in range(first, last):
            furthest = self._spans[here][0] + _LONGEST
            while until < last and (until <= here or self._spans[until][1] <= furthest):
                until += 1
            best = max(best, self._worth(range(here, until), seen))
            if until == last:
                break
        return best

    def _bounds_of_many(
        self, seen: set[int], firsts: NDArray[np.int64], lasts: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return `_bound` of each line, all lines at once."""
        starts, ends = np.array(self._spans).T
        until = np.minimum(np.searchsorted(ends, starts + _LONGEST, side="right"), np.repeat(lasts, lasts - firsts))
        here = np.arange(len(starts))
        until = np.maximum(until, here + 1)
        words = np.array(self._words)
        new = _different(words, ~np.isin(words, list(seen)), until)
        side_by_side = np.cumsum(np.append(0, starts[1:] - ends[:-1] <= 1))
        worth = _NEW * new + _NEIGHBOURS * (side_by_side[until - 1] - side_by_side) + _EACH * (until - here)
        bounds: NDArray[np.float64] = np.maximum.reduceat(np.where(new > 0, worth, 0), firsts)
        return bounds


def _different(words: NDArray[np.int64], counted: NDArray[np.bool_], until: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each place how many different words stand from it on to `until`, of those that are counted.

    Goes word by word, or by how far apart a place and its end are: `c* t*` may mean thousands of different words.
    """
    here, size = np.arange(len(words)), len(words)
    found, different, reach = np.zeros(size), np.unique(words[counted]), int((until - here).max())
    if len(different) <= reach:
        for word in different:
            stands = np.append(np.flatnonzero(words == word), size)
            found += stands[np.searchsorted(stands, here)] < until
        return found
    order = np.argsort(words, kind="stable")
    same = words[order[1:]] == words[order[:-1]]
    before = np.full(size, -1)  # where the same word stands the last time before
    before[order[1:][same]] = order[:-1][same]
    for ahead in range(reach):
        at = here[: size - ahead] + ahead
        found[: size - ahead] += counted[at] & (at < until[: size - ahead]) & (before[at] < here[: size - ahead])
    return found


def _lines(text: str, spans: list[Span]) -> Iterator[tuple[int, int, int]]:
    """Yield the lines of a text that hold spans, each with the first of its spans."""
    end = 0
    for number, (start, _) in enumerate(spans):
        if start >= end:
            end = text.find("\n", start)
            end = end if end >= 0 else len(text)
            yield text.rfind("\n", 0, start) + 1, end, number

"""Which passages of a text show best why it was found: whole clauses with the most matched words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from index.analysis.normalise import fold
from search.clauses import Span, clauses
from search.results import Snippet

_LONGEST = 260  # characters of a snippet; a clause longer than that is cut between words
_MOST = 2  # snippets of a hit
_BEGINNING = 2_000  # characters in which the first clause of a text is looked for


def snippets(text: str, spans: Sequence[Span]) -> tuple[Snippet, ...]:
    """Return the passages with the most different matched words, in text order; the beginning where none matched.

    `spans` are the matches, rising. Passages do not overlap, and begin and end where clauses do.
    """
    if not spans:
        first = next(_windows(text, (0, min(len(text), _BEGINNING))), None)
        return (_snippet(text, first, ()),) if first else ()
    marked = _Marked(spans, [fold(text[start:end]) for start, end in spans])
    candidates = [window for line in _lines(text, spans) for window in _windows(text, line) if marked.within(window)]
    chosen: list[Span] = []
    seen: set[str] = set()
    while candidates and len(chosen) < _MOST:
        best = max(candidates, key=lambda window: (marked.worth(window, seen), -window[0]))
        if marked.worth(best, seen) <= 0:
            break
        chosen.append(best)
        seen |= marked.different(best)
        candidates = [window for window in candidates if window[1] <= best[0] or window[0] >= best[1]]
    return tuple(_snippet(text, window, spans) for window in sorted(chosen)) or snippets(text, ())


def _windows(text: str, stretch: Span) -> Iterator[Span]:
    """Yield passages of whole neighbouring clauses of one paragraph, none longer than a snippet."""
    parts = clauses(text, _LONGEST, *stretch)
    for n, (start, end) in enumerate(parts):
        for _, further in parts[n + 1 :]:
            if further - start > _LONGEST or "\n" in text[end:further]:
                break
            end = further
        yield start, end


def _lines(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the lines of a text that hold spans: no passage reaches beyond its line."""
    end = 0
    for start, _ in spans:
        if start >= end:
            end = text.find("\n", start)
            end = end if end >= 0 else len(text)
            yield text.rfind("\n", 0, start) + 1, end


@dataclass(frozen=True, slots=True)
class _Marked:
    """The spans of a text and the folded words there."""

    spans: Sequence[Span]
    words: list[str]

    def within(self, window: Span) -> range:
        """Return which spans lie in a window."""
        first = bisect_left(self.spans, (window[0], 0))
        return range(first, bisect_right(self.spans, window[1], lo=first, key=itemgetter(1)))

    def different(self, window: Span) -> set[str]:
        """Return the different words marked in a window."""
        inside = self.within(window)
        return set(self.words[inside.start : inside.stop])

    def worth(self, window: Span, seen: set[str]) -> float:
        """Return how well a window shows the match; words `seen` in another one count no more."""
        inside = self.within(window)
        new = set(self.words[inside.start : inside.stop]) - seen
        if not new:
            return 0.0
        shown = self.spans[inside.start : inside.stop]
        neighbours = sum(1 for a, b in pairwise(shown) if b[0] - a[1] <= 1)
        return 3 * len(new) + 0.5 * neighbours + 0.1 * len(shown)


def _snippet(text: str, window: Span, spans: Sequence[Span]) -> Snippet:
    start, end = window
    return Snippet(text[start:end], tuple((s - start, e - start) for s, e in spans if start <= s and e <= end))

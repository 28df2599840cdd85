"""Where a text matched, and which passages show it best. Offsets always slice the original text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from index.analysis.dates import dates_in
from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from index.analysis.tokens import WORD, folded, words
from search.query import Prefix, Query
from search.ranking import query_words
from search.results import Snippet
from search.word_finder import find_words, plain_bytes

_CLAUSE = re.compile(r"[^.;:!?…\n]+(?:[.;:!?…]+(?=\S)[^.;:!?…\n]*)*[.;:!?…\n]*")
_LONGEST = 260  # characters of a snippet; a clause longer than that is cut between words
_MOST = 2  # snippets of a hit

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to mark: folded words (each with the written forms typed for it), pairs of them, prefixes, dates."""

    folds: dict[str, frozenset[str]]
    pairs: frozenset[tuple[str, str]]
    prefixes: tuple[str, ...]
    dates: frozenset[str]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to mark."""
        return not (self.folds or self.prefixes or self.dates)


def wanted(query: Query) -> Wanted:
    """Return what to mark for a query; excluded words are not marked."""
    folds: dict[str, set[str]] = {}
    pairs: set[tuple[str, str]] = set()
    prefixes: list[str] = []
    dates: set[str] = set()
    last = ""
    for leaf in query_words(query):
        text = nfc(leaf.text)
        if isinstance(leaf, Prefix):
            prefixes += [fold(text), fold(canonical_word(text))]
            last = ""
            continue
        dates.update(date for _, _, date in dates_in(text))
        canonical = words(text)
        for word, plain in zip(canonical, folded(canonical), strict=True):
            folds.setdefault(plain, set()).add(word)
            if last:
                pairs.add((last, plain))
            last = plain
    return Wanted(
        {f: frozenset(w) for f, w in folds.items()},
        frozenset(pairs),
        tuple(sorted(set(prefixes))),
        frozenset(dates),
    )


@dataclass(frozen=True, slots=True)
class _Match:
    """A wanted word of a text: which word of the text it is, where it stands, its canonical and folded form."""

    place: int
    start: int
    end: int
    word: str
    folded: str


def _matches(text: str, what: Wanted) -> list[_Match]:
    plain = plain_bytes(text)
    if plain is None or not all(map(str.isascii, (*what.folds, *what.prefixes))):
        return _read_matches(text, what)
    found: list[_Match] = []
    place = 0
    for start, end in sorted(set(find_words(plain, what.folds, what.prefixes))):
        written = text[start:end]
        folded_ = fold_word(written)
        if folded_ in what.folds or (what.prefixes and folded_.startswith(what.prefixes)):
            place += 1 if found and plain[found[-1].end : start].isspace() else 2  # only neighbours matter
            found.append(_Match(place, start, end, canonical_word(written), folded_))
    return found


def _read_matches(text: str, what: Wanted) -> list[_Match]:
    """The same by reading all words, for texts of characters that `word_finder` does not know."""
    found = []
    for place, word in enumerate(WORD.finditer(text)):
        plain = fold_word(word.group())
        if plain in what.folds or (what.prefixes and plain.startswith(what.prefixes)):
            found.append(_Match(place, word.start(), word.end(), canonical_word(word.group()), plain))
    return found


def _honouring_accents(matches: list[_Match], what: Wanted) -> list[_Match]:
    """Leave out the other accents of a word that was typed with accents, where the text has it exactly so.

    A word typed without accents says nothing of them: `phan bien` marks phản biện beside a Mr Phan.
    """
    typed = {plain: words for plain, words in what.folds.items() if plain not in words}
    exact = {match.folded for match in matches if match.word in typed.get(match.folded, ())}
    return [
        match
        for match in matches
        if match.folded not in exact
        or match.word in typed[match.folded]
        or (what.prefixes and match.folded.startswith(what.prefixes))
    ]


def _is_strong(run: list[_Match], what: Wanted) -> bool:
    """Decide on a run of neighbouring matched words.

    In a query of several words a lone syllable is noise when it could have stood in a pair: `phản biện` must not
    mark every `phản` of `phản đối`. A word that the query has no neighbour for is always kept, and so is a number.
    """
    if len(run) > 1 or not what.pairs or run[0].folded.isdigit():
        return True
    return not any(run[0].folded in pair for pair in what.pairs)


def matched_spans(text: str, what: Wanted, lone: bool = True) -> list[Span]:
    """Return the [start, end) spans of `text` that match, ascending and apart; neighbours are one span each word.

    Accents typed are honoured where the text offers them: `đảng` marks Đảng and leaves đang alone, unless the text
    holds no Đảng at all. Lone syllables of a longer query are marked only where nothing better is, and not even then
    without `lone`: a title that merely shares a syllable stays clean.
    """
    if what.nothing or not text:
        return []
    runs = list(_runs(_honouring_accents(_matches(text, what), what), what))
    strong = [run for run in runs if _is_strong(run, what)]
    spans = [(match.start, match.end) for run in (strong or (runs if lone else [])) for match in run]
    if what.dates:
        spans += [(start, end) for start, end, date in dates_in(text) if date in what.dates]
    return _merged(sorted(spans))


def _runs(matches: Sequence[_Match], what: Wanted) -> Iterator[list[_Match]]:
    """Yield the matched words in runs: words side by side that stand side by side in the query as well."""
    run: list[_Match] = []
    for match in matches:
        if run and match.place == run[-1].place + 1 and (run[-1].folded, match.folded) in what.pairs:
            run.append(match)
            continue
        if run:
            yield run
        run = [match]
    if run:
        yield run


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _clauses(text: str, line: Span) -> Iterator[Span]:
    """Yield the clauses of a stretch of text, trimmed; one too long for a snippet in parts cut between words."""
    for found in _CLAUSE.finditer(text, *line):
        start, end = found.span()
        while end - start > _LONGEST:
            cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = cut if cut > 0 else min(start + _LONGEST, end)
            yield from _trimmed(text, start, cut)
            start = cut
        yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _windows(text: str, line: Span | None = None) -> Iterator[Span]:
    """Yield passages of whole neighbouring clauses of one paragraph, none longer than a snippet."""
    clauses = list(_clauses(text, line or (0, len(text))))
    for n, (start, end) in enumerate(clauses):
        for _, further in clauses[n + 1 :]:
            if further - start > _LONGEST or "\n" in text[end:further]:
                break
            end = further
        yield start, end


def snippets(text: str, spans: Sequence[Span], what: Wanted) -> tuple[Snippet, ...]:
    """Return the passages with the most different matched words, in text order; the beginning where none matched."""
    if not spans:
        first = next(_windows(text), None)
        return (_snippet(text, first, ()),) if first else ()
    marked = _Marked(spans, [fold(text[start:end]) for start, end in spans])
    candidates = [window for line in _lines(text, spans) for window in _windows(text, line) if marked.within(window)]
    chosen: list[Span] = []
    seen: set[str] = set()
    while candidates and len(chosen) < _MOST:
        best = max(candidates, key=lambda w: (marked.worth(w, seen), -w[0]))
        if marked.worth(best, seen) <= 0:
            break
        chosen.append(best)
        seen |= marked.different(best)
        candidates = [w for w in candidates if w[1] <= best[0] or w[0] >= best[1]]
    return tuple(_snippet(text, window, spans) for window in sorted(chosen)) or snippets(text, (), what)


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

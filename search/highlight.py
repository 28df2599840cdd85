"""Where a text matched. Offsets always slice the original text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.analysis.dates import dates_in
from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from index.analysis.tokens import WORD, folded, words
from search.clauses import Span
from search.query import Expansion, Prefix, Query
from search.ranking import query_words
from search.word_finder import find_phrases, find_words, plain_bytes


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
    for leaf in query_words(query):
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
class _Match:
    """A wanted word of a text: where it stands, its canonical and folded form; `whole`: part of another form.

    The `place` of a word that follows another with none between is one more than that one's.
    """

    place: int
    start: int
    end: int
    word: str
    folded: str
    whole: bool = False


def _matches(text: str, what: Wanted) -> list[_Match]:
    plain = plain_bytes(text)
    sought = {*what.folds, *(part for form in what.others for part in form)}
    if plain is None or not all(map(str.isascii, (*sought, *what.prefixes))):
        return _with_other_forms(_read_matches(text, sought, what.prefixes), what)
    found: list[_Match] = []
    place = 0
    words_there = {*find_words(plain, what.folds, what.prefixes), *find_phrases(plain, what.others)}
    for start, end in sorted(words_there):
        written = text[start:end]
        folded_ = fold_word(written)
        if folded_ in sought or (what.prefixes and folded_.startswith(what.prefixes)):
            place += 1 if found and plain[found[-1].end : start].isspace() else 2  # only neighbours matter
            found.append(_Match(place, start, end, canonical_word(written), folded_))
    return _with_other_forms(found, what)


def _read_matches(text: str, sought: set[str], prefixes: tuple[str, ...]) -> list[_Match]:
    """The same by reading all words, for texts of characters that `word_finder` does not know."""
    found = []
    for place, word in enumerate(WORD.finditer(text)):
        plain = fold_word(word.group())
        if plain in sought or (prefixes and plain.startswith(prefixes)):
            found.append(_Match(place, word.start(), word.end(), canonical_word(word.group()), plain))
    return found


def _with_other_forms(matches: list[_Match], what: Wanted) -> list[_Match]:
    """Return the matches without parts of other forms that do not stand whole: `ban` of `Ủy ban nhân dân`."""
    if not what.others:
        return matches
    lengths = sorted({len(form) for form in what.others}, reverse=True)
    begin = {form[0] for form in what.others}
    kept: list[_Match] = []
    at = 0
    while at < len(matches):
        length = 0
        if matches[at].folded in begin:
            length = next((n for n in lengths if _is_form(matches[at : at + n], n, what)), 0)
        if length:
            kept += [replace(match, whole=True) for match in matches[at : at + length]]
        elif matches[at].folded in what.folds or (what.prefixes and matches[at].folded.startswith(what.prefixes)):
            kept.append(matches[at])
        at += max(length, 1)
    return kept


def _is_form(run: list[_Match], length: int, what: Wanted) -> bool:
    side_by_side = len(run) == length and run[-1].place - run[0].place == length - 1
    return side_by_side and tuple(match.folded for match in run) in what.others


def _honouring_accents(matches: list[_Match], what: Wanted) -> list[_Match]:
    """Leave out the other accents of a word that was typed with accents, where the text has it exactly so.

    A word typed without accents says nothing of them: `phan bien` marks phản biện beside a Mr Phan.
    """
    typed = {plain: words for plain, words in what.folds.items() if plain not in words}
    exact = {match.folded for match in matches if match.word in typed.get(match.folded, ())}
    return [
        match
        for match in matches
        if match.whole
        or match.folded not in exact
        or match.word in typed[match.folded]
        or (what.prefixes and match.folded.startswith(what.prefixes))
    ]


def _is_strong(run: list[_Match], what: Wanted) -> bool:
    """Decide on a run of neighbouring matched words.

    In a query of several words a lone syllable is noise when it could have stood in a pair: `phản biện` must not
    mark every `phản` of `phản đối`. A word that the query has no neighbour for is always kept, and so is a number.
    """
    if len(run) > 1 or run[0].whole or not what.pairs or run[0].folded.isdigit():
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

"""Finds the records that a query calls by name, as a whole or in part.

`chỉ thị 42` and `42-CT/TW` put the record of Chỉ thị số 42-CT/TW first; the words of `10 năm chỉ thị 42` name it among
others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.records.names import said_words
from search.embedded.arrays.document_arrays import DocumentArrays
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Mask, Weights, in_all, in_any
from search.embedded.matching.matcher import Matcher
from search.query.named_after import is_named_after
from search.query.tree import Phrase, Query, is_plain, leaves

_ENOUGH = 0.4  # share of a record's name that a query must say to mean the record: `CT 42` of `Chỉ thị 42-CT/TW`
_SYLLABLES = range(3, 9)  # of a person's name within a query: Thanh Hoa is also a province, and a shop
_MOST = 50  # records that one number or name may mean
NAMESAKES = 3
"""Records that a name within a query puts beside the articles."""
_YEARS = range(1930, 2051)
_TIMES = {"nam", "thang", "ngay"}  # behind a number they say that it counts: `kế hoạch 5 năm`
_SAID = "so"  # số, before a number said or not


def meant(query: Query, matcher: Matcher, snapshot: DocumentArrays) -> dict[int, float]:
    """Return the records that the whole query calls by name, with the share of the name that it says (0.4 to 1).

    All words of the query must stand side by side in a name; a single word is no name unless it is the whole of one.
    """
    folds = said_in_names(query)
    if not folds:
        return {}
    found = matcher.mask(Phrase(" ".join(folds), "name"))
    return called_so(snapshot, found, matcher.written(query.text, "name"), len(folds))


def said_in_names(query: Query) -> list[str]:
    """Return the folded words by which the whole query may call a record; none where it has fields or excludes."""
    if any(excluded or leaf.field for leaf, excluded in leaves(query.root)):
        return []
    return said_words(query.text)


def called_so(snapshot: DocumentArrays, found: Mask, written: Mask, said: int) -> dict[int, float]:
    """Return the records of `found` with the share that so many words said are of the name, where these are enough.

    `written` are the documents with the accents typed.
    """
    named = found & written
    if named.any():  # `lê thi mẫn` means Lê Thị Mẫn where there is one, else Lê Thị Mận
        found = named
    numbers = np.flatnonzero(found)
    shares = np.minimum(1.0, said / np.maximum(snapshot.name_lengths[numbers], 1))
    kept = shares >= (_ENOUGH if said > 1 else 1.0)
    return dict(zip(numbers[kept].tolist(), shares[kept].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a query, the `start`-th to the `end`-th (exclusive), that call records of one kind by name.

    The records stand with those first that most articles mention.
    """

    start: int
    end: int
    kind: str
    records: tuple[int, ...]


def named_within(query: Query, snapshot: DocumentArrays, mentioned: Callable[[str, int], int]) -> list[Named]:
    """Return the directives and people that words of the query call: `báo cáo 10 năm chỉ thị 42`.

    A directive is called by its type and number, or by the number and what follows it (`42-CT`); a person by the whole
    of a name of three syllables or more that nothing else is called after there. Empty for queries with fields,
    excluded words or beginnings of words. `mentioned` tells how many articles mention a record of a kind.
    """
    if not is_plain(query):
        return []
    text = nfc(" ".join(leaf.text for leaf, _ in leaves(query.root)))
    written = words(text)
    folds = folded(written)
    named = [*_directives(folds, snapshot), *_people(written, folds, snapshot)]
    return [
        replace(one, records=tuple(sorted(one.records, key=lambda n: (-mentioned(one.kind, n), n))))
        for one in named
    ]


def _directives(folds: list[str], snapshot: DocumentArrays) -> Iterator[Named]:
    code = snapshot.kind.code("directive")
    if code is None:
        return
    said = [n for n, fold in enumerate(folds) if fold != _SAID or not _digit(folds[n + 1 : n + 2])]
    for place, number in enumerate(said):
        if not _digit([folds[number]]):
            continue
        around = [folds[n] for n in said[max(place - 1, 0) : place + 2]]
        at = min(place, 1)
        pairs = [" ".join(pair) for pair in (around[:2] if at else [], around[at : at + 2]) if len(pair) == 2]
        holders = [snapshot.holders("name_pair", pair) for pair in pairs]
        found = in_any(holders)
        found = found[snapshot.kind.codes[found] == code][:_MOST]
        heard = [folds[n] for n in said]
        spans = {r: _span(heard, place, snapshot.label(r), snapshot.day(r)[:4]) for r in found.tolist()}
        longest = max((end - start for start, end in filter(None, spans.values())), default=0)
        for start, end in sorted({span for span in spans.values() if span and span[1] - span[0] == longest}):
            records = tuple(record for record, span in spans.items() if span == (start, end))
            yield Named(said[start], said[end - 1] + 1, "directive", records)


def _span(folds: list[str], number: int, label: str, year: str) -> tuple[int, int] | None:
    """Return which words around a number begin the designation `label`, or its number, or do so with its type short.

    `year` is that of the directive, empty where it is not known.
    """
    called = said_words(label)
    first = next((n for n, word in enumerate(called) if _digit([word])), None)
    if first is None or called[first] != folds[number] or called[first + 1 : first + 2] == ["nam"]:
        return None  # `Chiến lược phát triển kinh tế - xã hội 10 năm` has no number
    behind = called[first:]
    if called[first - 1 : first] == ["ngay"] or behind[1:2] == ["thang"]:
        return _dated_span(folds, number, called, first)
    best: tuple[int, int] | None = None
    for before in (called[:first], behind[1:2], []):
        start = number - len(before)
        if start < 0 or folds[start:number] != before:
            continue
        end = number
        while end < len(folds) and end - number < len(behind) and folds[end] == behind[end - number]:
            end += 1
        alone = end == number + 1
        if not before and _could_be_date(folds[number:end]):
            continue  # 22/10 is a day as well as the beginning of a number
        if end - start < 2 or (alone and (_is_year(folds[number]) or _counts(folds, end, year))):
            continue
        if best is None or end - start > best[1] - best[0]:
            best = start, end
    return best


def _dated_span(folds: list[str], number: int, called: list[str], first: int) -> tuple[int, int] | None:
    """Return the words that call a document without a number by its type and its whole date; a day calls none."""
    start, end = number - first, number + len(called) - first
    whole = start >= 0 and len(called) - first >= len(("day", "month", "year"))
    return (start, end) if whole and folds[start:end] == called else None


def _could_be_date(words_: list[str]) -> bool:
    return all(word.isdecimal() and len(word) <= len("31") for word in words_)


def _counts(folds: list[str], at: int, year: str) -> bool:
    """Tell whether the number before place `at` counts years, months or days.

    `chỉ thị 42 năm 2010`, where it is of that year, and `chỉ thị 42 ngày 16/4/2010` say no: they date it.
    """
    behind = folds[at : at + 2]
    if len(behind) == 2 and (behind == ["nam", year] or (behind[0] != "nam" and _digit(behind[1:]))):
        return False
    return bool(behind) and behind[0] in _TIMES


def _is_year(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) == 4 and int(word) in _YEARS


def _digit(some: list[str]) -> bool:
    return bool(some) and some[0][:1].isdigit()


def _people(written: list[str], folds: list[str], snapshot: DocumentArrays) -> Iterator[Named]:
    code = snapshot.kind.code("speaker")
    if code is None:
        return
    start = 0
    while start + _SYLLABLES.start <= len(folds):
        found = _longest(written, folds, start, snapshot, code)
        if found is not None and not is_named_after(written, folds, found.start, found.end):
            yield found
        start = found.end if found is not None else start + 1


def _longest(written: list[str], folds: list[str], start: int, snapshot: DocumentArrays, code: int) -> Named | None:
    """Return the people whose whole name stands from `start` on, of the longest such name."""
    best, held = None, None
    for end in range(start + 2, min(start + _SYLLABLES.stop, len(folds) + 1)):
        more = snapshot.holders("name_pair", f"{folds[end - 2]} {folds[end - 1]}")
        held = more if held is None else in_all([held, more])
        if not len(held):
            break
        if end - start in _SYLLABLES:
            called, said = written[start:end], folds[start:end]
            syllables = sum(fold != _SAID for fold in said)  # as `name_lengths` counts them
            whole = held[(snapshot.name_lengths[held] == syllables) & (snapshot.kind.codes[held] == code)]
            records = tuple(n for n in whole[:_MOST].tolist() if _called(called, said, snapshot.label(n)))
            if records:
                best = Named(start, end, "speaker", records)
    return best


def _called(written: list[str], folds: list[str], label: str) -> bool:
    """Tell whether words, with the accents typed, are a name."""
    name = words(nfc(label))
    if len(name) != len(written) or folded(name) != folds:
        return False
    return all(typed in (word, fold) for typed, word, fold in zip(written, name, folds, strict=True))


def mentioning(named: Sequence[Named], links: Mapping[str, Links], size: int) -> Weights:
    """Return for each of `size` documents how many of the things named it mentions."""
    counts = np.zeros(size, np.float32)
    for one in named:
        found = in_any([links[one.kind].articles_of(record) for record in one.records])
        counts[found] += 1
    return counts

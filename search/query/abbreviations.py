"""Which forms mean the same: `UBND` and `Ủy ban nhân dân`. The table of the package, and an office's own beside it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

from index.analysis.normalise import nfc
from index.analysis.syllables import is_folded_syllable
from index.analysis.tokens import folded, words
from index.organisations.provinces import official_name, predecessors, provinces
from search.query.tree import LOOSE, SAME, Synonym

OWN_FILE = "abbreviations.tsv"  # in the data folder: an office's own rows, added to those of the package

_MOST_WORDS = 16  # words of a form; longer ones are refused
_AMBIGUOUS = "ambiguous"
_HEADING = ("short", "long", _AMBIGUOUS)


class BadTable(ValueError):
    """A line of a table of abbreviations cannot be used; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write something: as the table has it, its canonical words and these without accents."""

    text: str
    words: tuple[str, ...]
    folds: tuple[str, ...]

    @property
    def is_ordinary(self) -> bool:
        """Tell whether it could be an ordinary syllable: `TU` (Tỉnh ủy) folds to tu, as từ, tư and tự do."""
        return len(self.folds) == 1 and is_folded_syllable(self.folds[0])


@dataclass(frozen=True, slots=True)
class Entry:
    """A form that may be typed, and what is looked for beside it. `capitals`: it counts only when typed so."""

    form: Form
    also: tuple[Synonym, ...]
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    short: tuple[Form, ...]
    long: tuple[Form, ...]
    ambiguous: bool


def form(text: str) -> Form:
    """Return a form as it is compared: `KH & KT` and `KH-KT` have the same words."""
    canonical = words(nfc(text))
    return Form(text, tuple(canonical), tuple(folded(canonical)))


class Abbreviations:
    """All forms that are known, by the words they begin with. Threads may share it."""

    def __init__(self, rows: Sequence[_Row], more: Sequence[Entry] = (), mark: str = "") -> None:
        """Take the rows of the tables; `mark` tells an office's own table from others, empty where it has none."""
        self.mark = mark
        merged: dict[tuple[tuple[str, ...], bool], Entry] = {}
        for entry in (*_entries(rows), *more):
            key = entry.form.words, entry.capitals
            known = merged.get(key)
            merged[key] = _merged(known, entry) if known else entry
        self._by_first: dict[str, list[Entry]] = {}
        for entry in sorted(merged.values(), key=lambda e: -len(e.form.folds)):
            also = _apart(entry.also)
            if also:
                self._by_first.setdefault(entry.form.folds[0], []).append(replace(entry, also=also))

    def at(self, start: int, raw: Sequence[str], written: Sequence[str], folds: Sequence[str]) -> Entry | None:
        """Return the longest form that stands at a place of a text, with all that it may mean; None where none does.

        `raw` are words as typed, `written` canonical, `folds` without accents. A word typed without accents stands
        for any, accents typed must be those of the form: `hdnd` is HĐND, `tú` is not TU.
        """
        longest: Entry | None = None
        for entry in self._by_first.get(folds[start], ()):
            end = start + len(entry.form.folds)
            if longest and len(entry.form.folds) < len(longest.form.folds):
                break
            if entry.capitals and not raw[start].isupper():
                continue
            if tuple(folds[start:end]) == entry.form.folds and all(
                typed in (word, fold)
                for typed, word, fold in zip(written[start:end], entry.form.words, entry.form.folds, strict=True)
            ):
                longest = _merged(longest, entry) if longest else entry
        return longest


def _entries(rows: Sequence[_Row]) -> Iterator[Entry]:
    for row in rows:
        weight = LOOSE if row.ambiguous else SAME
        searched = [*row.long, *([] if row.ambiguous else [f for f in row.short if not f.is_ordinary])]
        for typed in row.short:
            yield Entry(typed, _synonyms(typed, searched, weight), capitals=typed.is_ordinary)
        if not row.ambiguous:
            for typed in row.long:
                yield Entry(typed, _synonyms(typed, searched, weight))


def _synonyms(typed: Form, others: Sequence[Form], weight: float) -> tuple[Synonym, ...]:
    """Return the other forms, each once; those that hold the typed one are found by it anyway."""
    chosen = {other.folds: other for other in reversed(others) if not _holds(other.folds, typed.folds)}
    return tuple(Synonym(other.text, other.words, weight) for other in reversed(chosen.values()))


def _holds(folds: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(folds[n : n + len(part)] == part for n in range(len(folds)))


def _apart(also: Sequence[Synonym]) -> tuple[Synonym, ...]:
    """Leave out what another form finds anyway: `Liên hiệp Hội Việt Nam` beside `Liên hiệp Hội`."""
    folds = [tuple(folded(list(synonym.words))) for synonym in also]
    return tuple(
        synonym
        for synonym, own in zip(also, folds, strict=True)
        if not any(own != other and _holds(own, other) for other in folds)
    )


def _merged(first: Entry, second: Entry) -> Entry:
    """Return one entry for a form that stands in two rows: LHH is the union of the country and that of a province."""
    also = {synonym.words: synonym for synonym in (*second.also, *first.also)}
    ordered = sorted(also.values(), key=lambda s: -s.weight)
    return Entry(first.form, tuple(ordered), first.capitals)


def _rows(text: str, name: str) -> Iterator[_Row]:
    """Yield the rows of a table. Raises BadTable with the name and number of a line that is none."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or line.startswith("#") or tuple(cells) == _HEADING:
            continue
        problem = _problem(cells)
        if problem:
            raise BadTable(f"{name}, line {number}: {problem}: {line[:80]!r}")
        short, long = (tuple(form(f) for f in cell.split("|") if f.strip()) for cell in cells[:2])
        yield _Row(short, long, cells[2:3] == [_AMBIGUOUS])


def _problem(cells: Sequence[str]) -> str:
    """Return what is wrong with the cells of a line, empty where nothing is."""
    if len(cells) not in (2, 3):
        return "a line has the short forms, a tab, the long forms, and perhaps a tab and “ambiguous”"
    if cells[2:3] not in ([], [""], [_AMBIGUOUS]):
        return f"the third column is empty or says “{_AMBIGUOUS}”"
    for name, cell in zip(("short", "long"), cells, strict=False):
        counts = [len(words(nfc(f))) for f in cell.split("|")]
        if not all(counts):
            return f"a {name} form has no letter"
        if max(counts) > _MOST_WORDS:
            return f"a {name} form has more than {_MOST_WORDS} words"
    return ""


def _merged_provinces() -> Iterator[Entry]:
    """Yield the provinces since July 2025 with those they were made of, which are looked for as well."""
    table = resources.files(__package__).joinpath("province_names.tsv").read_text(encoding="utf-8")
    unclear = {line.split("\t")[0] for line in table.splitlines() if not line.startswith("#")}

    def said(name: str) -> str:
        return official_name(name) if name in unclear else name

    for name in provinces():
        old = [form(said(one)) for one in predecessors(name) if one != name]
        also = _synonyms(form(name), old, LOOSE)
        if also:
            yield Entry(form(said(name)), also)


@cache
def _packaged_rows() -> tuple[_Row, ...]:
    text = resources.files(__package__).joinpath(OWN_FILE).read_text(encoding="utf-8")
    return tuple(_rows(text, OWN_FILE))


@cache
def built_in() -> Abbreviations:
    """Return the abbreviations of the package alone."""
    return Abbreviations(_packaged_rows(), tuple(_merged_provinces()))


def read_abbreviations(data: Path) -> Abbreviations:
    """Return the abbreviations of the package and those of `data`/abbreviations.tsv, where there is one.

    Raises BadTable with file and line where a line of it cannot be used, OSError where it cannot be read.
    """
    own = data / OWN_FILE
    if not own.is_file():
        return built_in()
    try:
        text = own.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadTable(f"{own}: not UTF-8 (byte {error.start})") from error
    mark = f"{zlib.crc32(text.encode()):08x}"
    return Abbreviations((*_packaged_rows(), *_rows(text, str(own))), tuple(_merged_provinces()), mark)

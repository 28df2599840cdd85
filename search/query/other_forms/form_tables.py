"""The tables of other forms: abbreviations, spellings of places, everyday words; an office's own beside the package's.

Each is a file of the package and may be one of the data folder, of the same name and shape, whose rows are added.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources
from pathlib import Path

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.organisations.provinces import official_name, predecessors, provinces
from search.query.other_forms.abbreviations import Abbreviations, Entry, Form, form, synonyms
from search.query.tree import LOOSE, SAME

_MOST_WORDS = 16  # words of a form; longer ones are refused
_RELATED = 0.6  # everyday words that agree less are only related
_WEIGHT = re.compile(r"0?\.\d+|0|1|1\.0+")
_AMBIGUOUS, _CAPITAL = "ambiguous", "capital"
_DIRECTIONS = ("one", "both")

Cells = Sequence[str]


class BadTable(ValueError):
    """A line of a table of other forms cannot be used; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A kind of table: its heading, what is wrong with the cells of a line ('' for nothing), and what a line says."""

    file: str
    heading: tuple[str, ...]
    problem: Callable[[Cells], str]
    entries: Callable[[Cells], Iterator[Entry]]


def _forms(cell: str) -> tuple[Form, ...]:
    return tuple(form(part) for part in cell.split("|") if part.strip())


def _wrong_forms(cells: Mapping[str, str]) -> str:
    """Return what is wrong with cells that hold forms, by what they are called."""
    for name, cell in cells.items():
        counts = [len(words(nfc(part))) for part in cell.split("|")]
        if not all(counts):
            return f"a {name} form has no letter"
        if max(counts) > _MOST_WORDS:
            return f"a {name} form has more than {_MOST_WORDS} words"
    return ""


def _wrong_pair(told: str, mark: str, names: tuple[str, str], cells: Cells) -> str:
    """Return what is wrong with a line of two cells of forms, `told` and called so, and a mark or none."""
    if len(cells) not in (2, 3):
        return f"a line has {told}, and perhaps a tab and “{mark}”"
    if cells[2:3] not in ([], [""], [mark]):
        return f"the third column is empty or says “{mark}”"
    return _wrong_forms(dict(zip(names, cells, strict=False)))


def _abbreviations(cells: Cells) -> Iterator[Entry]:
    short, long, ambiguous = _forms(cells[0]), _forms(cells[1]), cells[2:3] == [_AMBIGUOUS]
    weight = LOOSE if ambiguous else SAME
    searched = [*long, *([] if ambiguous else [f for f in short if not f.is_ordinary])]
    for typed in short:
        yield Entry(typed, synonyms(typed, searched, weight), "capitals" if typed.is_ordinary else "")
    if not ambiguous:
        for typed in long:
            yield Entry(typed, synonyms(typed, searched, weight))


def _places(cells: Cells) -> Iterator[Entry]:
    forms = (*_forms(cells[1]), *_forms(cells[0]))
    for typed in forms:
        careful = cells[2:3] == [_CAPITAL] and typed.could_be_other_words
        others = [other for other in forms if other is not typed]
        yield Entry(typed, synonyms(typed, others, SAME, written=True), "capital" if careful else "")


def _wrong_everyday(cells: Cells) -> str:
    if len(cells) != 4:
        return "a line has the everyday word, the official one, “one” or “both”, and a weight, parted by tabs"
    if cells[2] not in _DIRECTIONS:
        return "the third column says “one” or “both”"
    if not _WEIGHT.fullmatch(cells[3]) or not float(cells[3]):
        return "the weight is a number above 0, at most 1, such as 0.8"
    return _wrong_forms({"everyday": cells[0], "official": cells[1]})


def _everyday(cells: Cells) -> Iterator[Entry]:
    said, meant, weight = form(cells[0]), form(cells[1]), float(cells[3])
    for typed, other in ((said, meant), (meant, said))[: 1 + (cells[2] == "both")]:
        also = synonyms(typed, [other], SAME * weight, written=True, answers=weight >= _RELATED)
        yield Entry(typed, also, "accents")


_SHORT = ("short", "long", _AMBIGUOUS)
_WRONG_SHORT = partial(_wrong_pair, "the short forms, a tab, the long forms", _AMBIGUOUS, ("short", "long"))
_WRONG_PLACE = partial(_wrong_pair, "the other spellings, a tab, the name in use", _CAPITAL, ("other", "usual"))
_OWN = (
    _Table("abbreviations.tsv", _SHORT, _WRONG_SHORT, _abbreviations),
    _Table("place_spellings.tsv", ("written", "name", "only"), _WRONG_PLACE, _places),
    _Table("everyday_words.tsv", ("everyday", "official", "direction", "weight"), _wrong_everyday, _everyday),
)
_OFFICES = _Table("office_abbreviations.tsv", _SHORT, _WRONG_SHORT, _abbreviations)
_EVERYDAY = _OWN[-1]


def _entries(table: _Table, text: str, name: str) -> Iterator[Entry]:
    """Yield what a table says. Raises BadTable with the name and number of a line that says nothing."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or line.startswith("#") or tuple(cells) == table.heading:
            continue
        if problem := table.problem(cells):
            raise BadTable(f"{name}, line {number}: {problem}: {line[:80]!r}")
        yield from table.entries(cells)


def _merged_provinces() -> Iterator[Entry]:
    """Yield the provinces since July 2025 with those they were made of, which are looked for as well."""
    table = resources.files(__package__).joinpath("ambiguous_provinces.tsv").read_text(encoding="utf-8")
    unclear = {line.split("\t")[0] for line in table.splitlines() if not line.startswith("#")}

    def said(name: str) -> str:
        return official_name(name) if name in unclear else name

    for name in provinces():
        old = [form(said(one)) for one in predecessors(name) if one != name]
        also = synonyms(form(name), old, LOOSE)
        if also:
            yield Entry(form(said(name)), also)


def _apart_from(offices: Sequence[Entry], others: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries of offices that hide no other form: `Chủ tịch Ủy ban nhân dân` would hide UBND."""
    known = {entry.form.folds for entry in (*offices, *others)}
    for entry in offices:
        folds = entry.form.folds
        parts = (folds[a:b] for a in range(len(folds)) for b in range(a + 1, len(folds) + 1) if b - a < len(folds))
        if not any(part in known for part in parts):
            yield entry


def _with_predecessors(places: Sequence[Entry], merged: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the other spellings of provinces with what these were made of: Đăk Lăk as Đắk Lắk."""
    made_of = {entry.form.folds: entry for entry in merged}
    for entry in places:
        for folds in dict.fromkeys((entry.form.folds, *(tuple(folded(list(other.words))) for other in entry.also))):
            province = made_of.get(folds)
            if province and province.form.words != entry.form.words:
                yield replace(entry, also=province.also)


def _of_package(table: _Table) -> list[Entry]:
    text = resources.files(__package__).joinpath(table.file).read_text(encoding="utf-8")
    return list(_entries(table, text, table.file))


@cache
def _packaged() -> tuple[Entry, ...]:
    """Return the entries of all tables of the package but the everyday words."""
    short, places, offices = _of_package(_OWN[0]), _of_package(_OWN[1]), _of_package(_OFFICES)
    merged = list(_merged_provinces())
    return (*short, *places, *_apart_from(offices, short), *merged, *_with_predecessors(places, merged))


@cache
def built_in() -> Abbreviations:
    """Return the other forms that the package knows."""
    return Abbreviations(_packaged(), _of_package(_EVERYDAY))


def read_abbreviations(data: Path) -> Abbreviations:
    """Return the other forms of the package and those of the tables in the folder `data`, where there are some.

    Raises BadTable with file and line where a line of one cannot be used, OSError where one cannot be read.
    """
    own: dict[str, list[Entry]] = {}
    marks: list[str] = []
    for table in _OWN:
        path = data / table.file
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise BadTable(f"{path}: not UTF-8 (byte {error.start})") from error
        own[table.file] = list(_entries(table, text, str(path)))
        marks.append(text)
    if not marks:
        return built_in()
    everyday = [*_of_package(_EVERYDAY), *own.pop(_EVERYDAY.file, [])]
    mark = f"{zlib.crc32(chr(0).join(marks).encode()):08x}"
    return Abbreviations((*_packaged(), *(entry for entries in own.values() for entry in entries)), everyday, mark)

"""Reads an office's corrections, `corrections.toml` in the data folder, and refuses what cannot be used.

Each entry rests on what an article says, never on the id of a record, so that it holds when records are made anew.

    [[mention]]                       # this citation means that document
    article = "gb-2020"
    text = "Chỉ thị 42"
    document = "Chỉ thị 42-CT/TW 2010-04-16"

    [[same_person]]                   # these are one person
    people = [{ name = "Lê Hạnh", article = "a1" }, { name = "Lê Văn Hạnh", article = "a7" }]

    [[not_person]]                    # this name is no person, in one article or, without it, anywhere
    name = "Lê Thị Riêng"

    [[hide_office]]                   # this office is not this person's
    name = "Lê Hạnh"
    article = "a1"
    office = "Giám đốc Sở Y tế Cà Mau"

Every entry may have a `reason`, which is shown with it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from index.extract.directives.keys import is_party_number, numbered_year
from index.resolve.directives.registry import DocumentReference, read_reference
from index.table import TableError

FILE = "corrections.toml"
Kind = Literal["mention", "same_person", "not_person", "hide_office"]
_FIELDS: dict[Kind, tuple[frozenset[str], frozenset[str]]] = {  # those that must be there, and others
    "mention": (frozenset({"article", "text", "document"}), frozenset({"start", "reason"})),
    "same_person": (frozenset({"people"}), frozenset({"reason"})),
    "not_person": (frozenset({"name"}), frozenset({"article", "reason"})),
    "hide_office": (frozenset({"name", "article", "office"}), frozenset({"reason"})),
}
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*([\w-]+)[ \t]*\]\]", re.MULTILINE)


class CorrectionError(TableError):
    """A correction cannot be used; the message names the file, the line of the entry, the value and the remedy."""


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A person as an article names them."""

    name: str
    article: str


@dataclass(frozen=True, slots=True)
class MeantDocument:
    """A citation, by its words and, where an article has several of these, its place in the text, means a document."""

    article: str
    text: str
    document: DocumentReference
    start: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OnePerson:
    """People named in articles are one person."""

    people: tuple[NamedIn, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoPerson:
    """A name is no person's: in one article, or everywhere where `article` is empty."""

    name: str
    article: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HiddenOffice:
    """An office is not that of the person whom an article names."""

    person: NamedIn
    office: str
    reason: str = ""


Correction = MeantDocument | OnePerson | NoPerson | HiddenOffice


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction as it stands in the file: from the line `[[kind]]`, counted from 1."""

    kind: Kind
    line: int
    correction: Correction


def read_entries(text: str, origin: str) -> tuple[Entry, ...]:
    """Return the entries of a file's text, in its order. Raises CorrectionError; `origin` is how it names the file."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorrectionError(f"{origin}: {error}; see docs/corrections.md for how an entry is written") from error
    lines: dict[str, list[int]] = {}
    for header in _HEADER.finditer(text):
        lines.setdefault(header[1], []).append(text.count("\n", 0, header.start()) + 1)
    entries = []
    for kind, group in told.items():
        if kind not in _FIELDS or not isinstance(group, list):
            raise CorrectionError(
                f"{origin}: {kind!r} is no kind of correction; write one of "
                f"{', '.join(f'[[{name}]]' for name in get_args(Kind))}"
            )
        for number, fields in enumerate(group):
            line = lines.get(kind, [])[number : number + 1]
            where = f"{origin}, line {line[0]}, [[{kind}]]" if line else f"{origin}, [[{kind}]] {number + 1}"
            entries.append(Entry(kind, line[0] if line else 0, _correction(kind, fields, where)))
    found = sorted(entries, key=lambda entry: entry.line)
    _refuse_contradictions(found, origin)
    return tuple(found)


def entries_in(folder: Path) -> tuple[Entry, ...]:
    """Return the corrections of a data folder, a generation or a build; none where it has no such file."""
    path = folder / FILE
    try:
        return read_entries(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise CorrectionError(f"{path}: is not UTF-8 text ({error}); save it as UTF-8") from error


def _correction(kind: Kind, fields: Any, where: str) -> Correction:
    needed, more = _FIELDS[kind]
    if not isinstance(fields, dict):
        raise CorrectionError(f"{where}: {fields!r} is no entry; write name = \"value\" lines below [[{kind}]]")
    if missing := sorted(needed - fields.keys()):
        raise CorrectionError(f"{where}: no {', '.join(missing)}; an entry needs {', '.join(sorted(needed))}")
    if unknown := sorted(fields.keys() - needed - more):
        raise CorrectionError(
            f"{where}: {unknown[0]!r} is no field of it; those are {', '.join(sorted(needed | more))}"
        )
    reason = _text(fields, "reason", where) if "reason" in fields else ""
    if kind == "mention":
        return _meant(fields, reason, where)
    if kind == "same_person":
        return _one_person(fields["people"], reason, where)
    article = _text(fields, "article", where) if "article" in fields else ""
    name = _text(fields, "name", where)
    if kind == "not_person":
        return NoPerson(name, article, reason)
    return HiddenOffice(NamedIn(name, article), _text(fields, "office", where), reason)


def _meant(fields: dict[str, Any], reason: str, where: str) -> MeantDocument:
    told = _text(fields, "document", where)
    document = read_reference(told)
    if document is None or not document.key:
        raise CorrectionError(
            f"{where}: document {told!r} is not understood; write type, number and date: Chỉ thị 42-CT/TW 2010-04-16"
        )
    if not document.date and (is_party_number(document.key) or not numbered_year(document.key)):
        raise CorrectionError(
            f"{where}: document {told!r} has no date, and its number is given again in every term or year; "
            "write the date behind the number: Chỉ thị 42-CT/TW 2010-04-16"
        )
    start = fields.get("start")
    if start is not None and (not isinstance(start, int) or isinstance(start, bool) or start < 0):
        raise CorrectionError(f"{where}: start {start!r} is no place; it counts characters of the text from 0")
    return MeantDocument(_text(fields, "article", where), _text(fields, "text", where), document, start, reason)


def _one_person(people: Any, reason: str, where: str) -> OnePerson:
    if not isinstance(people, list) or len(people) < 2 or not all(isinstance(one, dict) for one in people):
        raise CorrectionError(
            f'{where}: people must be two or more, as in people = [{{ name = "A B", article = "1" }}, …]'
        )
    if unknown := sorted({key for one in people for key in one} - {"name", "article"}):
        raise CorrectionError(f"{where}: {unknown[0]!r} is no field of a person; those are name, article")
    return OnePerson(
        tuple(NamedIn(_text(one, "name", where), _text(one, "article", where)) for one in people), reason
    )


def _text(fields: dict[str, Any], name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise CorrectionError(f'{where}: {name} is {value!r}; write it as text in quotes: {name} = "…"')
    return " ".join(value.split()) if name != "article" else value


def _refuse_contradictions(entries: list[Entry], origin: str) -> None:
    """Refuse a second word on one citation: nothing would tell which of them holds."""
    told: dict[tuple[str, str, int | None], int] = {}
    for entry in entries:
        if isinstance(entry.correction, MeantDocument):
            place = (entry.correction.article, entry.correction.text.casefold(), entry.correction.start)
            if place in told:
                raise CorrectionError(
                    f"{origin}, line {entry.line}, [[mention]]: line {told[place]} already says what "
                    f"{entry.correction.text!r} in {entry.correction.article!r} means; remove one of the two"
                )
            told[place] = entry.line

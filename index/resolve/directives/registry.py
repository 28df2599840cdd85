"""Reads the known official documents, number, title, date and issuer, from the shipped table and an office's own.

The shipped `known_documents.csv` holds facts of Công báo (laws, decrees, circulars) and the Party's and the Prime
Minister's documents on the unions of science and technology associations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

from index.analysis.normalise import fold, slug
from index.extract.directives.keys import identity_type, named_key, numbered_key, numbered_year
from index.extract.directives.tables import DocumentType, tables
from index.resolve.directives.issuers import same_issuer
from index.table import TableError, csv_lines, csv_row, office_text

_COLUMNS = ("type", "number", "title", "date", "issuer")
Relation = Literal[
    "continues", "continued_by", "amends", "amended_by", "replaces", "replaced_by", "repeals", "repealed_by",
    "guides", "guided_by",
]
RELATIONS: tuple[Relation, ...] = ("continues", "amends", "replaces", "repealed_by", "guides")
"""Columns of what a document is to others, each a list such as `Chỉ thị 42-CT/TW 2010-04-16; …`; may be left out."""
REVERSED: dict[Relation, Relation] = {
    "continues": "continued_by",
    "amends": "amended_by",
    "replaces": "replaced_by",
    "repealed_by": "repeals",
    "guides": "guided_by",
}
"""The name of the other document that a column names."""
_REFERENCE = re.compile(r"(?P<type>[^\d;]+?)\s+(?P<number>\d\S*)(?:\s+(?P<date>\d{4}(?:-\d{2}){0,2}))?")
_COUNT = re.compile(r"0*(\d+)")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class RegistryError(TableError):
    """A row of a table of known documents cannot be used; the message names file, line, value and remedy."""


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A document as a row of the table names another: `date` as far as given."""

    type: str
    number: str
    date: str = ""

    @property
    def key(self) -> str:
        """The identity bucket of the document."""
        return numbered_key(self.type, self.number)


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document's facts: `date` is ISO as far as known (`2010-04-16`, `1988`), `number` empty for one without.

    `source` tells where the facts stand, `relations` pairs of a column of RELATIONS and the document that it names.
    """

    type: str
    number: str
    title: str
    date: str
    issuer: str
    source: str = ""
    relations: tuple[tuple[Relation, DocumentReference], ...] = ()

    @property
    def key(self) -> str:
        """The identity bucket that its mentions fall into."""
        return numbered_key(self.type, self.number) or named_key(self.type, self.name, self.date)

    @property
    def name(self) -> str:
        """The title without its type: `Luật Lâm nghiệp` → `Lâm nghiệp`."""
        return name_without_type(self.type, self.title)


def name_without_type(type: str, title: str) -> str:
    """Return a title without the type that it begins with: (`Luật`, `Luật Lâm nghiệp`) → `Lâm nghiệp`."""
    words, lead = title.split(), type.split()
    begins = words[: len(lead)]
    same = begins == lead or [fold(w) for w in begins] == [fold(w) for w in lead]
    return " ".join(words[len(lead) :]) if same else title


class Registry:
    """Known documents, looked up by identity bucket, by date and issuer, and by name and year.

    What a lookup needs is worked out at the first that needs it, of the few rows that it can be about: a run over a few
    articles asks for a dozen of some thousands of documents.
    """

    def __init__(self, documents: Iterable[KnownDocument]) -> None:
        """Hold `documents`; a later row with the same key and date replaces an earlier one (an office's own wins)."""
        self.documents = tuple(documents)
        self._numbered: dict[str, list[KnownDocument]] = {}  # by the count that a number begins with: `42`
        self._typed: dict[str, list[KnownDocument]] = {}
        for document in self.documents:
            count = _COUNT.match(document.number)
            self._numbered.setdefault(count[1] if count else "", []).append(document)
            self._typed.setdefault(document.type, []).append(document)
        self._keyed: dict[str, dict[str, list[KnownDocument]]] = {}
        self._titled: dict[str, dict[str, list[KnownDocument]]] = {}

    def _by_key(self, key: str) -> Sequence[KnownDocument]:
        """Return the documents of a bucket, in the order of their rows."""
        count = _COUNT.match(key.partition("/")[2])
        if count is None:
            return self._without_number.get(key, ())
        return self._with_count(count[1]).get(key, ())

    def _with_count(self, count: str) -> dict[str, list[KnownDocument]]:
        if count not in self._keyed:
            self._keyed[count] = _by_bucket(self._numbered.get(count, ()))
        return self._keyed[count]

    @cached_property
    def _without_number(self) -> dict[str, list[KnownDocument]]:
        """Return those whose bucket holds no number: they have none, or one without symbols of an issuer."""
        found = ((one, _COUNT.match(one.number)) for one in self.documents)
        return _by_bucket(
            one for one, count in found if not count or not any(map(str.isalpha, one.number[count.end() + 1 :]))
        )

    @cached_property
    def _by_date(self) -> dict[tuple[str, str], list[KnownDocument]]:
        found: dict[tuple[str, str], list[KnownDocument]] = {}
        for document in _unique(self.documents):
            found.setdefault((slug(identity_type(document.type, ())), document.date), []).append(document)
        return found

    def _by_name(self, kind: str, name: str) -> Sequence[KnownDocument]:
        """Return the documents of a type and a name, in the order of their rows."""
        owner = slug(kind)
        if owner not in self._titled:
            found: dict[str, list[KnownDocument]] = {}
            for type, rows in self._typed.items():
                for document in _unique(rows) if slug(type) == owner else ():
                    if document.title:
                        found.setdefault(named_key(type, document.name, None), []).append(document)
            self._titled[owner] = found
        return self._titled[owner].get(named_key(kind, name, None), ())

    @cached_property
    def _relating(self) -> dict[str, list[tuple[Relation, DocumentReference, KnownDocument]]]:
        found: dict[str, list[tuple[Relation, DocumentReference, KnownDocument]]] = {}
        for document in _unique(self.documents):
            for relation, other in document.relations:
                found.setdefault(other.key, []).append((relation, other, document))
        return found

    @cached_property
    def _related(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for key, relating in self._relating.items():
            for _, other, document in relating:
                found.setdefault((document.key, document.date), set()).add(key)
                found.setdefault((key, other.date), set()).add(document.key)
        return found

    def with_key(self, key: str) -> tuple[KnownDocument, ...]:
        """Return the documents of a bucket, oldest first: both 18-NQ/TW, of 2017 and of 2022."""
        return tuple(sorted(self._by_key(key), key=lambda d: (d.date, d.title)))

    def issued_on(self, kind: str, day: str, issuer: str) -> tuple[KnownDocument, ...]:
        """Return the documents of a type, a full date and an issuer (`Thủ tướng` is `Thủ tướng Chính phủ`)."""
        owner = slug(identity_type(kind, ()))
        return tuple(d for d in self._by_date.get((owner, day), ()) if same_issuer(d.issuer, issuer))

    def counted(self, kind: str, count: str, year: str = "") -> tuple[KnownDocument, ...]:
        """Return the documents of a type whose number begins with `count`: (`Chỉ thị`, `42`) → 42-CT/TW and others.

        With a `year` only those that were issued in it.
        """
        count = count.lstrip("0") or "0"
        head = _COUNT.match(count)
        keyed = self._with_count(head[1]) if head else {}
        begins = f"{slug(kind)}/{count}-"
        found = (one for key, rows in keyed.items() if f"{key}-".startswith(begins) for one in rows)
        return tuple(sorted((d for d in found if not year or d.date[:4] == year), key=lambda d: (d.date, d.number)))

    def related(self, document: KnownDocument) -> frozenset[str]:
        """Return the buckets of the documents that a row relates to `document`, in either direction."""
        return frozenset(self._related.get((document.key, document.date), ()))

    def relating(self, document: KnownDocument) -> tuple[tuple[Relation, KnownDocument], ...]:
        """Return the documents whose rows name `document`, each with the column that does: (`guides`, its guidance)."""
        return tuple(
            (relation, other)
            for relation, reference, other in self._relating.get(document.key, ())
            if self.dated(reference.key, reference.date) is document
        )

    def dated(self, key: str, date: str) -> KnownDocument | None:
        """Return the one document of a bucket that a date can be the date of, as far as it is given; else None.

        Without a date it is none, unless the number carries its year.
        """
        known = self._by_key(key) if date or numbered_year(key) else ()
        found = [d for d in known if d.date == date] or [
            d for d in known if d.date and (d.date.startswith(date) or date.startswith(d.date))
        ]
        return found[0] if len(found) == 1 else None

    def editions(self, kind: str, name: str) -> tuple[KnownDocument, ...]:
        """Return the numbered documents of a type and a name, oldest first: the editions of a law."""
        found = self._by_name(kind, name)
        return tuple(sorted((d for d in found if d.number and d.date), key=lambda d: d.date))

    def named(self, kind: str, name: str, year: str) -> tuple[KnownDocument, ...]:
        """Return the documents of a type and a name issued in `year`: (`Luật`, `Giáo dục`, `2019`)."""
        found = self._by_name(kind, name)
        return tuple(d for d in found if d.date[:4] == year[:4])


def _unique(rows: Iterable[KnownDocument]) -> Iterable[KnownDocument]:
    """Return the rows of which each document has the last, in the place of the first."""
    return {(document.key, document.date): document for document in rows}.values()


def _by_bucket(rows: Iterable[KnownDocument]) -> dict[str, list[KnownDocument]]:
    found: dict[str, list[KnownDocument]] = {}
    for document in _unique(rows):
        found.setdefault(document.key, []).append(document)
    return found


def load_registry(extra_csv: Sequence[Path] = ()) -> Registry:
    """Return the registry of the shipped documents and those of an office's own CSV files.

    A CSV file is UTF-8 with the columns type, number, title, date (ISO, as far as known) and issuer. Raises
    RegistryError for a file or a row that cannot be used.
    """
    if not extra_csv:
        return _shipped()
    documents = list(_shipped().documents)
    for path in extra_csv:
        documents.extend(_read(office_text(path, RegistryError), str(path)))
    return Registry(documents)


@lru_cache(maxsize=1)
def _shipped() -> Registry:
    name = "known_documents.csv"
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return Registry(_read(text, name))


def _read(text: str, origin: str) -> Iterator[KnownDocument]:
    for _, found in read_rows(text, origin):
        if isinstance(found, RegistryError):
            raise found
        yield found


def read_rows(text: str, origin: str) -> Iterator[tuple[str, KnownDocument | RegistryError]]:
    """Yield where each row of a table stands, and its document or what is wrong with it.

    Raises RegistryError for a first line that names no columns.
    """
    header, lines = csv_lines(text, origin)
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        raise RegistryError(
            f"{origin}, line 1: no column {', '.join(missing)}; the first line must name {','.join(_COLUMNS)}"
        )
    for where, values in lines:
        try:
            yield where, _document(csv_row(header, values, where, RegistryError), where)
        except RegistryError as error:
            yield where, error


def _document(row: dict[str, str], where: str) -> KnownDocument:
    known = _type_named(row["type"])
    if known is None:
        raise RegistryError(
            f"{where}: {row['type']!r} is no known type of document; write one of types.tsv or add it there"
        )
    if row["date"] and not _is_date(row["date"]):
        raise RegistryError(f"{where}: {row['date']!r} is no date; write it as 2010-04-16, 2010-04 or 2010")
    if row["number"] and not row["number"][0].isdigit():
        raise RegistryError(f"{where}: {row['number']!r} is no document number; write it whole, as 42-CT/TW")
    if not row["number"] and not row["title"]:
        raise RegistryError(f"{where}: neither number nor title for a {row['type']}; give one of them")
    relations = [(column, one) for column in RELATIONS for one in _references(row.get(column, ""), column, where)]
    return KnownDocument(
        known.name, row["number"], row["title"], row["date"], row["issuer"], row.get("source", ""), tuple(relations)
    )


@lru_cache(maxsize=1_000)  # thousands of rows, some dozen types
def _type_named(name: str) -> DocumentType | None:
    return tables().types.get(fold(name))


def _references(value: str, column: str, where: str) -> Iterator[DocumentReference]:
    for part in filter(None, map(str.strip, value.split(";"))) if value else ():
        reference = read_reference(part)
        if reference is None:
            raise RegistryError(
                f"{where}: {part!r} in column {column} names no document; write type, number and date as in "
                "Chỉ thị 42-CT/TW 2010-04-16, several parted by ;"
            )
        yield reference


def read_reference(text: str) -> DocumentReference | None:
    """Return the document that `Chỉ thị 42-CT/TW 2010-04-16` names, None where that cannot be told."""
    found = _REFERENCE.fullmatch(text.strip())
    known = _type_named(found["type"]) if found else None
    if not found or known is None or (found["date"] and not _is_date(found["date"])):
        return None
    return DocumentReference(known.name, found["number"], found["date"] or "")


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True

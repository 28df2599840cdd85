"""Looks for what is wrong in an office's table of known documents, and adds rows to it that are not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from index.analysis.normalise import slug
from index.extract.directives.keys import identity_type, is_central_number, numbered_key, numbered_year
from index.extract.directives.tables import tables
from index.resolve.directives.issuers import same_issuer
from index.resolve.directives.party_terms import same_term, terms_of
from index.resolve.directives.registry import RELATIONS, KnownDocument, Registry, RegistryError, read_rows
from index.table import write_at_once

_JOINT = ("ttlt", "nqlt", "lb")
_BY_PARLIAMENT = ("Luật", "Pháp lệnh")
_PROMULGATING = ("ctn", "hdnn")

COLUMNS = ("type", "number", "title", "date", "issuer", "source", *RELATIONS)


def problems_in(text: str, origin: str, shipped: Registry, today: str) -> list[str]:
    """Return a sentence for each thing that is wrong in a table: file, line, value, reason, remedy.

    `shipped` are the documents that it is read beside, `today` an ISO date: what is dated later is a slip. Rows that
    cannot be read, that are told twice, contradict each other, a shipped row or themselves, or name a document that
    no row knows. Raises RegistryError where the first line names no columns.
    """
    problems: list[tuple[int, str]] = []
    rows: list[tuple[int, str, KnownDocument]] = []
    for at, (where, found) in enumerate(read_rows(text, origin)):
        if isinstance(found, RegistryError):
            problems.append((at, str(found)))
        else:
            rows.append((at, where, found))
            problems += [(at, f"{where}: {told}") for told in _of_itself(found, today)]
    known = Registry([*shipped.documents, *(document for *_, document in rows)])
    above: dict[str, list[tuple[str, KnownDocument]]] = {}
    for at, where, document in rows:
        same = above.setdefault(document.key, [])
        told = [*_beside(document, same, shipped), *_relations(document, known)]
        problems += [(at, f"{where}: {one}") for one in told]
        same.append((where, document))
    return [told for _, told in sorted(problems, key=lambda problem: problem[0])]


def _of_itself(document: KnownDocument, today: str) -> Iterator[str]:
    """Yield what contradicts itself in a row."""
    date, number = document.date, document.number
    key = numbered_key(document.type, number) if number else ""
    if date[: len(today)] > today[: len(date)]:
        yield f"{date!r} is a day to come; write the date of issue"
    if date and numbered_year(key) and numbered_year(key) != date[:4]:
        yield f"number {number!r} and date {date!r} are of two years; one of them is a slip"
    if number and not key:
        yield f"number {number!r} has no symbol, so mentions cannot be told by it; write it whole, as 42-CT/TW"
    if key and key.partition("/")[0] != slug(identity_type(document.type, ())):
        yield f"number {number!r} is no {document.type}'s by its symbol; one of them is a slip"
    if is_central_number(key) and date and not terms_of(date):
        yield f"{date!r} lies in no term of the Central Committee; see terms.tsv"
    issuers = _issuers_of(document, key) if document.issuer else []
    told = f"-{slug(document.issuer)}-"  # several of a joint circular, each whole
    if issuers and not any(same_issuer(document.issuer, one) or f"-{slug(one)}-" in told for one in issuers):
        yield f"number {number!r} is of {'; '.join(issuers)}, and the issuer is {document.issuer!r}; one is a slip"


def _issuers_of(document: KnownDocument, key: str) -> list[str]:
    """Return the organs whose document a number can be by its symbols; of a joint one each organ is named.

    Laws and ordinances of before 1992 bear the Council of State's symbol, until 2002 the President's, who
    promulgated them: `24-L/CTN`.
    """
    groups = re.split(r"[-/&]", key)[1:]
    joint = any(group.startswith(_JOINT) for group in groups)
    found = [tables().symbols.get(group.rstrip("0123456789")) for group in (groups if joint else groups[-1:])]
    issuers = [one for symbol in found if symbol and not symbol.local for one in symbol.issuer.split("; ")]
    if identity_type(document.type, ()) in _BY_PARLIAMENT and groups and groups[-1].startswith(_PROMULGATING):
        issuers += ["Quốc hội", "Ủy ban Thường vụ Quốc hội"]
    return issuers


def _beside(document: KnownDocument, same: list[tuple[str, KnownDocument]], shipped: Registry) -> Iterator[str]:
    """Yield where rows above it, or a shipped one, say the same or something else."""
    for where, other in same:
        if other.date == document.date:
            yield f"the same document as {where}; remove one of the two"
        elif _clash(document, other):
            yield _clashing(document, other, where)
    for other in shipped.with_key(document.key):
        if other.date != document.date and _clash(document, other):
            yield _clashing(document, other, "the shipped table")
        elif other.date == document.date and document.issuer and not same_issuer(other.issuer, document.issuer):
            yield f"issuer {document.issuer!r}, where the shipped table has {other.issuer!r}; this row counts"


def _clash(one: KnownDocument, other: KnownDocument) -> bool:
    """Tell whether two rows of one number cannot both be right: it is given once in a term, or in its year."""
    if one.key != other.key or not one.date or not other.date:
        return False
    return (is_central_number(one.key) and same_term(one.date, other.date)) or numbered_year(one.key) == one.date[:4]


def _clashing(document: KnownDocument, other: KnownDocument, where: str) -> str:
    given = "in one term of the Central Committee" if is_central_number(document.key) else "in its year"
    return f"{document.number!r} of {document.date}, and of {other.date} in {where}: a number is given once {given}"


def _relations(document: KnownDocument, known: Registry) -> Iterator[str]:
    for relation, other in document.relations:
        told = f"{other.type} {other.number} {other.date}".strip()
        found = known.dated(other.key, other.date)
        if found is None:
            yield f"{told!r} in column {relation} is a document that no row knows; add a row of it, or its date"
        elif relation != "repealed_by" and document.date and found.date[: len(document.date)] > document.date:
            yield f"{told!r} in column {relation} is later than the document itself, of {document.date}"
        elif relation == "repealed_by" and found.date and found.date < document.date[: len(found.date)]:
            yield f"{told!r} in column {relation} is earlier than the document itself, of {document.date}"


def with_row(text: str, origin: str, row: Mapping[str, str], shipped: Registry, today: str) -> str:
    """Return a table with one more row. Raises RegistryError for a row that is wrong in itself or beside the others."""
    rows = list(csv.reader(text.lstrip("\ufeff").splitlines()))
    header = [column.strip().lower() for column in rows[0]] if rows else list(COLUMNS[:6])
    header += [column for column in row if row[column] and column not in header]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for old in rows[1:]:
        writer.writerow(old + [""] * (len(header) - len(old)) if old else old)
    before = set(problems_in(out.getvalue(), origin, shipped, today))
    writer.writerow([row.get(column, "") for column in header])
    new = [told for told in problems_in(out.getvalue(), origin, shipped, today) if told not in before]
    if new:
        raise RegistryError(new[0])
    return out.getvalue()


def add_row(path: Path, row: Mapping[str, str], shipped: Registry, today: str) -> None:
    """Write one more row into an office's table, which is made where there is none. Raises RegistryError."""
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    write_at_once(path, with_row(text, str(path), row, shipped, today))

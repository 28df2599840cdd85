"""Reads documents back out of a generation as the cluster takes them: the terms of each, and its share of the rest.

The terms come from the postings, so they are those of the local index to the letter, and nothing is analysed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import Any

import msgspec
import numpy as np

from index.analysis.normalise import nfc
from index.analysis.partial_dates import first_day, last_day
from index.analysis.tokens import folded, words
from index.columnar import SegmentArrays
from index.columnar.column_values import CodeColumn, NumberColumn
from index.columnar.postings.layout import POSITIONS
from index.columnar.postings.runs import blocks
from index.generations.opensearch.derived import Derived, type_and_issuer
from index.generations.opensearch.generation_arrays import GenerationArrays, Numbers
from index.generations.opensearch.names import document_id, term

TIERS = (
    *(f"{name}_{tier}" for name in ("title", "body") for tier in ("word", "fold", "pair", "compound")),
    *(f"name_{tier}" for tier in ("word", "fold", "pair")),
    *(f"{name}_{tier}" for name in ("author", "source", "about") for tier in ("word", "fold")),
)
"""The fields of text of a generation."""

_KEYWORDS = ("bucket", "article", "organisation")
_COLUMNS = ("source_name", "province", "category", "label", "day", "roles")
_AT_ONCE = 6_000_000  # terms of the documents that are taken out of the postings together: some 150 MB
_MOST_WORDS = 24  # words of a label from which it is found while it is typed
_LONGEST = 200  # letters of a beginning


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is sent: its id and its JSON, which ends with the digest of all before."""

    id: str
    body: bytes
    digest: str


def documents_of(arrays: GenerationArrays, derived: Derived, wanted: Iterable[int]) -> Iterator[Document]:
    """Yield the documents of some numbers, in the order of the generation."""
    numbers = np.unique(np.fromiter(wanted, np.int64))
    for segment in arrays.segments:
        first, last = np.searchsorted(numbers, (segment.base, segment.base + segment.size))
        for part in _parts(segment, numbers[first:last] - segment.base):
            yield from _documents(arrays, derived, segment, part)


def _parts(segment: SegmentArrays, numbers: Numbers) -> list[Numbers]:
    """Return the documents in parts of some `_AT_ONCE` terms."""
    terms = np.zeros(len(numbers), np.int64)
    for field in TIERS:
        terms += segment.lengths(field)[numbers].astype(np.int64)
    part = np.cumsum(terms) // _AT_ONCE
    return np.split(numbers, np.flatnonzero(np.diff(part)) + 1) if len(numbers) else []


def _documents(
    arrays: GenerationArrays, derived: Derived, segment: SegmentArrays, numbers: Numbers
) -> Iterator[Document]:
    fields = {field: _terms(segment, field, numbers) for field in (*TIERS, *_KEYWORDS)}
    lengths = {field: segment.lengths(field)[numbers].tolist() for field in TIERS}
    columns = {name: _column(segment, name, numbers) for name in _COLUMNS}
    name_lengths = segment.column("name_length")
    for n, number in enumerate(numbers.tolist()):
        whole = segment.base + number
        key = arrays.keys[whole]
        values = {name: column[n] for name, column in columns.items() if column[n]}
        record: bytes = segment.stored(number)["record"]
        document: dict[str, Any] = {"key": key, "kind": arrays.kinds[whole], "record": record.decode(), **values}
        document["lengths"] = {field: held[n] for field, held in lengths.items() if held[n]}
        document |= {field: list(terms[n]) for field, terms in fields.items() if field in _KEYWORDS and terms[n]}
        document |= {
            field: " ".join(map(term, terms[n])) for field, terms in fields.items() if field in TIERS and terms[n]
        }
        if isinstance(name_lengths, NumberColumn) and document["kind"] != "article":
            document["name_length"] = int(name_lengths.numbers[number])
        if document["kind"] == "directive":
            document |= type_and_issuer(record)
        document |= _label_fields(values.get("label", ""))
        document |= _role_fields(values.get("roles", ""))
        yield _finished(document | derived.fields(whole))


def _finished(document: dict[str, Any]) -> Document:
    body = msgspec.json.encode(document, order="sorted")
    digest = hashlib.blake2b(body, digest_size=16).hexdigest()
    return Document(document_id(document["key"]), body[:-1] + b',"digest":"' + digest.encode() + b'"}', digest)


def _terms(segment: SegmentArrays, field: str, documents: Numbers) -> list[list[str]]:
    """Return the terms of some documents in a field, in text order where the field has positions."""
    reader = segment.field(field)
    if reader is None:
        return [[]] * len(documents)
    rows = np.full(segment.size, -1, np.int64)
    rows[documents] = np.arange(len(documents))
    numbers, owners, places = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for postings in reader.everything():
        owner = rows[postings.documents]
        kept = np.flatnonzero(owner >= 0)
        often = postings.frequencies[kept].astype(np.int64)
        numbers.append(np.repeat(postings.terms[kept].astype(np.int64), often))
        owners.append(np.repeat(owner[kept], often))
        if POSITIONS in postings.places:
            starts = np.cumsum(postings.frequencies, dtype=np.int64) - postings.frequencies
            places.append(postings.places[POSITIONS][blocks(starts[kept], often)].astype(np.int64))
    number, owner = np.concatenate(numbers), np.concatenate(owners)
    place = np.concatenate(places)
    order = np.lexsort((place, owner)) if len(place) else np.argsort(owner, kind="stable")
    used = np.zeros(len(reader.terms), np.bool_)
    used[number] = True
    written = [text.decode() for text in compress(reader.terms, used.tolist())]
    ranks = (np.cumsum(used) - 1)[number[order]].tolist()
    bounds = np.append(0, np.cumsum(np.bincount(owner, minlength=len(documents)))).tolist()
    return [[written[rank] for rank in ranks[start:end]] for start, end in pairwise(bounds)]


def _column(segment: SegmentArrays, name: str, documents: Numbers) -> list[str]:
    column = segment.column(name)
    if not isinstance(column, CodeColumn):  # none of its documents has a value
        return [""] * len(documents)
    codes = column.codes[documents]
    used = np.zeros(len(column.values), np.bool_)
    used[codes] = True
    table = [value.decode() for value in compress(column.values, used.tolist())]
    return [table[rank] for rank in (np.cumsum(used) - 1)[codes].tolist()]


def _label_fields(label: str) -> dict[str, Any]:
    """Return what suggestions are found by: the folded label, and the rest of it from each of its words on."""
    plain = folded(words(nfc(label)))
    if not plain:
        return {}
    beginnings = [" ".join(plain[n:])[:_LONGEST] for n in range(min(len(plain), _MOST_WORDS))]
    return {"label_fold": " ".join(plain)[:_LONGEST], "beginnings": beginnings}


def _role_fields(lines: str) -> dict[str, Any]:
    """Return what roles are found by, of the lines that `records.fields.role_lines` writes."""
    if not lines:
        return {}
    roles = [line.split("\t") for line in lines.splitlines()]
    held = []
    for *_, start, end, former in roles:
        first = first_day(start) if start and not former else 0
        held.append({"gte": first, "lte": max(last_day(end) if end else 0, first)})
    return {
        "role_fold": [role[0] for role in roles],
        "office": sorted({role[1] for role in roles if role[1]}),
        "held": held,
    }

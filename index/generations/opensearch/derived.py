"""Works out what a document of the cluster says of others: mentions both ways, copies, days, places in lists.

The embedded engine reads the same from arrays of a whole generation; a cluster has no such arrays, so each document
holds its share. What changes here without the document's own content having changed is sent anew by an incremental
run.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec
import numpy as np

from index.analysis.collation import dictionary_key, initial, person_key
from index.generations.copy_groups import read_copies
from index.generations.opensearch.generation_arrays import GenerationArrays, Numbers

_OF_ARTICLES = "article"


class _Directive(msgspec.Struct):
    type: str = ""
    issuer: str = ""


class _DirectiveRecord(msgspec.Struct):
    directive: _Directive


class Derived:
    """The derived fields of the documents of one generation, by number."""

    def __init__(self, arrays: GenerationArrays) -> None:
        self._arrays = arrays
        pairs = np.concatenate([_mentions(arrays), _organisations(arrays)])
        self._records, self._articles = pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))].T  # by article
        self._starts = np.searchsorted(self._articles, np.arange(arrays.size + 1))
        self._counts = np.bincount(self._records, minlength=arrays.size)
        self._first, self._last = self._days_of_mentions()
        self._members: defaultdict[int, list[int]] = defaultdict(list)  # of each group, by its original
        self._groups = self._copies()
        self._sources, self._dates = arrays.texts("source_name"), arrays.texts("day")

    def _days_of_mentions(self) -> tuple[Numbers, Numbers]:
        first, last = np.full(self._arrays.size, 99_999_999), np.zeros(self._arrays.size, np.int64)
        days = self._arrays.days[0][self._articles]
        dated = days > 0
        np.minimum.at(first, self._records[dated], days[dated])
        np.maximum.at(last, self._records[dated], days[dated])
        return first, last

    def _copies(self) -> dict[int, tuple[int, int]]:
        """Return for each article that has copies its original and its place in the group, the earliest first."""
        groups: dict[int, tuple[int, int]] = {}
        documents, originals = read_copies(self._arrays.generation).tolist()
        for document, original in zip(documents, originals, strict=True):
            groups[document] = original, len(self._members[original])
            self._members[original].append(document)
        return groups

    def _copy(self, number: int) -> dict[str, str]:
        """Return what is shown of an article beside its copies, and by which it stands among them."""
        arrays = self._arrays
        shown = {"label": arrays.labels[number], "source_name": self._sources[number], "day": self._dates[number]}
        return {"key": arrays.keys[number]} | {name: text for name, text in shown.items() if text}

    def fields(self, number: int) -> dict[str, Any]:
        """Return the derived fields of a document."""
        arrays = self._arrays
        kind = arrays.kinds[number]
        first, last = (int(days[number]) for days in arrays.days)
        fields: dict[str, Any] = {}
        if first:
            fields |= {"first_day": first, "last_day": last, "year": first // 10_000}
        if kind == _OF_ARTICLES:
            mentioned = self._records[self._starts[number] : self._starts[number + 1]].tolist()
            if mentioned:
                fields["mentions"] = sorted(arrays.keys[record] for record in mentioned)
            if (group := self._groups.get(number)) is not None:
                fields |= {"copy_group": arrays.keys[group[0]], "copy_place": group[1]}
                if number == group[0]:
                    fields["copies"] = [self._copy(one) for one in self._members[number]]
            return fields
        fields |= {"articles": int(self._counts[number]), "name_order": _name_order(arrays, number, kind)}
        if self._last[number]:
            fields |= {"first_mention": int(self._first[number]), "last_mention": int(self._last[number])}
        if kind == "speaker":
            fields["initial"] = initial(arrays.labels[number])
        return fields


def type_and_issuer(record: bytes) -> dict[str, str]:
    """Return the type and the issuer of a directive's record, as fields; those that are known."""
    directive = msgspec.json.decode(record, type=_DirectiveRecord).directive
    return {name: value for name in ("type", "issuer") if (value := getattr(directive, name))}


def _name_order(arrays: GenerationArrays, number: int, kind: str) -> str:
    """Return a text by which records stand in lists, compared letter by letter: one more of them moves no other's."""
    label = arrays.labels[number]
    key = person_key(label) if kind == "speaker" else dictionary_key(label)
    parts = []
    for sort, values, tone in key:
        if sort == 0:
            digits = str(values[0])
            parts.append(f"0{len(digits):04d}{digits}")
        else:
            letters = "".join(chr(0x41 + min(value, 0xD000)) for value in values)
            parts.append(f"1{letters} {tone}")
    return "\x1f".join(("".join(parts), label, arrays.keys[number].partition(":")[2]))[:2_000]


def _mentions(arrays: GenerationArrays) -> Numbers:
    """Return (record, article) of each article that a directive or a person is mentioned by."""
    return _pairs(arrays, "article", lambda term: f"article:{term}", record_first=True)


def _organisations(arrays: GenerationArrays) -> Numbers:
    """Return (organisation, article) of each article that is of an organisation or names it."""

    def key(term: str) -> str:
        how, _, id = term.partition(":")
        return "" if how == "office" else f"organisation:{id}"

    return np.unique(_pairs(arrays, "organisation", key, record_first=False), axis=0)


def _pairs(arrays: GenerationArrays, field: str, key: Any, *, record_first: bool) -> Numbers:
    """Return pairs of a document and the one that a term of it is the key of, in either order; live ones only."""
    found = [np.empty((0, 2), np.int64)]
    for segment in arrays.segments:
        reader = segment.field(field)
        if reader is None:
            continue
        meant = [arrays.numbers.get(key(term.decode()), -1) for term in reader.terms]
        others = np.array(meant, np.int64)
        for postings in reader.everything():
            documents = postings.documents.astype(np.int64) + segment.base
            other = others[postings.terms]
            kept = arrays.live[documents] & (other >= 0)
            rows = (documents[kept], other[kept]) if record_first else (other[kept], documents[kept])
            found.append(np.column_stack(rows))
    return np.concatenate(found)

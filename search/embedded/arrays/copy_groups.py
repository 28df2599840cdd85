"""Copies of one text as one hit: of each group the earliest article that an answer holds, with the others listed.

Which articles are copies was decided when the generation was made (`index/generations/copy_groups.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.generations.copy_groups import read_copies
from search.embedded.arrays.snapshot import Docs, Mask, Snapshot
from search.interface.answers import Copy

Codes = NDArray[np.int32] | NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Folded:
    """An answer before and after folding: `every` document that answers, and the `hits` that people see.

    `documents` are those of `every` that have copies, group by group, earliest first; `groups` numbers their groups.
    """

    every: Mask
    hits: Mask
    documents: Docs
    groups: Docs

    def repeated(self, codes: Codes, size: int) -> NDArray[np.int64]:
        """Return how often `codes` counts a group more than once, for each of `size` values.

        A group counts once under each of its sources: a filter by that source finds it once.
        """
        theirs = codes.take(self.documents)
        beside = self.groups[1:] == self.groups[:-1]
        alike = theirs[1:] == theirs[:-1]
        mixed = self.groups[1:][beside & ~alike]  # of groups with one value neighbours tell all, these are sorted
        if not len(mixed):
            return np.bincount(theirs[1:][beside], minlength=size)
        is_mixed = np.zeros(int(self.groups[-1]) + 1, np.bool_)
        is_mixed[mixed] = True
        sorted_ = is_mixed[self.groups]
        under = np.sort(self.groups[sorted_] * np.int64(size) + theirs[sorted_])
        again = under[1:][under[1:] == under[:-1]] % max(size, 1)
        counts = np.bincount(theirs[1:][beside & ~sorted_[1:]], minlength=size)
        return counts + np.bincount(again, minlength=size)


class Copies:
    """The groups of one generation."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._documents, originals = read_copies(snapshot.generation).astype(np.int64)
        begins = np.flatnonzero(np.diff(originals, prepend=-1))
        self._starts = np.append(begins, len(originals))
        self._groups = np.repeat(np.arange(len(begins)), np.diff(self._starts))
        self._group_of = np.full(snapshot.size, -1, np.int32)
        self._group_of[self._documents] = self._groups

    def group(self, document: int) -> Docs:
        """Return all articles of a document's group, earliest first; nothing where it has no copies."""
        number = int(self._group_of[document])
        first, last = (self._starts[number], self._starts[number + 1]) if number >= 0 else (0, 0)
        members: Docs = self._documents[first:last]
        return members

    def of(self, document: int) -> tuple[Copy, ...]:
        """Return the other articles of a document's group, earliest first."""
        return tuple(self._copy(number) for number in self.group(document).tolist() if number != document)

    def _copy(self, document: int) -> Copy:
        snapshot = self._snapshot
        return Copy(
            id=snapshot.identifier(document),
            title=snapshot.label(document),
            source=snapshot.source.values[snapshot.source.codes[document]],
            date=snapshot.day(document),
        )

    def apart(self, mask: Mask) -> Folded:
        """Return an answer in which every copy is a hit of its own."""
        return Folded(mask, mask, self._documents[:0], self._groups[:0])

    def fold(self, mask: Mask) -> Folded:
        """Return an answer in which each group is one hit: its earliest article that `mask` holds."""
        held = mask[self._documents]
        documents, groups = self._documents[held], self._groups[held]
        later = documents[np.diff(groups, prepend=-1) == 0]
        if not len(later):
            return self.apart(mask)
        hits = mask.copy()
        hits[later] = False
        return Folded(mask, hits, documents, groups)

    def apart_from(self, mask: Mask, others: Mask) -> Mask:
        """Return the documents of `mask` that have no copy among `others`."""
        taken = self._group_of[others & (self._group_of >= 0)]
        return np.asarray(mask & ~np.isin(self._group_of, taken), np.bool_) if len(taken) else mask

    def lift(self, folded: Folded, scores: NDArray[np.float32]) -> None:
        """Give each group's hit the best score of the group: whoever types a copy's title wants this text."""
        begins = np.flatnonzero(np.diff(folded.groups, prepend=-1))
        if len(begins):
            scores[folded.documents[begins]] = np.maximum.reduceat(scores[folded.documents], begins)

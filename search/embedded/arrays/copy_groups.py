"""Folds copies of one text to one hit: of each group the earliest article that an answer holds, with the others.

Which articles are copies was decided when the generation was made (`index/generations/copy_groups.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.generations.copy_groups import read_copies
from search.embedded.arrays.snapshot import Docs, Mask, Snapshot
from search.interface.answers import Copy

Codes = NDArray[np.int32] | NDArray[np.int16]


@dataclass(frozen=True)
class Folded:
    """An answer before and after folding, of d documents in the snapshot, c of which answer and have copies."""

    every: Mask  # (d,): the documents that answer
    hits: Mask  # (d,): those of them that people see, one of each group
    documents: Docs  # (c,): those with copies, group by group, earliest first
    groups: Docs  # (c,): the number of the group of each, rising

    @cached_property
    def shown(self) -> Docs:
        """The numbers of `hits`, rising."""
        return self.hits.nonzero()[0]

    @cached_property
    def answering(self) -> Docs:
        """The numbers of `every`, rising."""
        return self.every.nonzero()[0] if len(self.documents) else self.shown

    def repeated(self, codes: Codes, size: int) -> NDArray[np.int64]:
        """Return how often `codes`, (d,), counts a group more than once, for each of `size` values.

        A group counts once under each of its sources: a filter by that source finds it once.
        """
        values = codes.take(self.documents)  # (c,)
        again = self.groups[1:] == self.groups[:-1]  # (c - 1,): whether the next is of the same group
        differ = values[1:] != values[:-1]
        different = self.groups[1:][again & differ]  # groups with more than one value
        if not len(different):  # all but the first of each group count its value again
            return np.bincount(values[1:][again], minlength=size)
        mixed = self._in_groups(different)
        counts = np.bincount(values[1:][again & ~mixed[1:]], minlength=size)
        return counts + _repeated_pairs(self.groups[mixed], values[mixed], size)

    def _in_groups(self, groups: Docs) -> Mask:
        """Tell which of the documents with copies are in some groups, (c,)."""
        chosen = np.zeros(int(self.groups[-1]) + 1, np.bool_)
        chosen[groups] = True
        return chosen[self.groups]


def _repeated_pairs(groups: Docs, values: Codes, size: int) -> NDArray[np.int64]:
    """Return for each of `size` values how many pairs of a group and it repeat another."""
    pairs = np.sort(groups * np.int64(size) + values)
    return np.bincount(pairs[1:][pairs[1:] == pairs[:-1]] % max(size, 1), minlength=size)


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
        taken = self._groups[others[self._documents]]
        if not len(taken):
            return mask
        apart = np.ones(len(self._starts) - 1, np.bool_)  # of each group
        apart[taken] = False
        left = mask.copy()
        left[self._documents] &= apart[self._groups]
        return left

    def lift(self, folded: Folded, scores: NDArray[np.float32]) -> None:
        """Give each group's hit the best score of the group: whoever types a copy's title wants this text."""
        begins = np.flatnonzero(np.diff(folded.groups, prepend=-1))
        if len(begins):
            scores[folded.documents[begins]] = np.maximum.reduceat(scores[folded.documents], begins)

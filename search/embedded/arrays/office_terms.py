"""Who held which office when: the roles of all people, for `vai_trò:"phó chủ tịch" năm:2020`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.columnar.column_values import CodeColumn
from search.embedded.arrays.snapshot import Mask, Snapshot
from search.query.date_ranges import first_day, last_day

_ALWAYS = 99_999_999


@dataclass(frozen=True, slots=True)
class _Held:
    """The roles of all people, row by row: who, from which to which day, and its folded words between spaces.

    A role is known to be held from the first to the last article that says so; one called past (`nguyên`), at some
    time before. `last` is 0 where that is not known.
    """

    people: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    words: list[str]


class Roles:
    """The roles of the people in one generation, read from a column at the first question about them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _held(self) -> _Held:
        rows: list[tuple[int, int, int]] = []
        said: list[str] = []
        for segment in self._snapshot.segments:
            column = segment.column("roles")
            if not isinstance(column, CodeColumn):  # none of its documents is a person with a role
                continue
            table = list(column.values)
            for number in np.flatnonzero(segment.live).tolist():
                for line in table[column.codes[number]].decode().splitlines():
                    start, end, former, text = line.split("\t")
                    first = first_day(start) if start and not former else 0
                    rows.append((segment.base + number, first, last_day(end) if end else 0))
                    said.append(f" {text} ")
        people, firsts, lasts = np.array(rows, np.int64).reshape(-1, 3).T
        return _Held(people, firsts, lasts, said)

    def holders(self, text: str, start: str = "", end: str = "") -> Mask:
        """Return the people one of whose roles says `text`, words side by side, and was held between two dates.

        Empty dates are open, an empty text asks for any role.
        """
        found = np.zeros(self._snapshot.size, np.bool_)
        held = self._held
        kept = held.first <= (last_day(end) if end else _ALWAYS)
        if start:
            kept &= held.last >= first_day(start)
        if text:
            wanted = f" {' '.join(folded(words(nfc(text))))} "
            rows = [row for row in np.flatnonzero(kept).tolist() if wanted in held.words[row]]
        else:
            rows = np.flatnonzero(kept).tolist()
        found[held.people[rows]] = True
        return found

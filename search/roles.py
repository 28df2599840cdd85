"""Who held which office when: the roles of all people, for `vai_trò:"phó chủ tịch" năm:2020`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import msgspec
import numpy as np

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.records import PersonRecord
from search.dates import first_day, last_day
from search.snapshot import Mask, Snapshot


@dataclass(frozen=True, slots=True)
class _Held:
    """A role of one person: folded words with a space at either end, and its first and last day, 0 where unknown."""

    person: int
    words: str
    first: int
    last: int


class Roles:
    """The roles of the people in one generation, read at the first question about them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _held(self) -> list[_Held]:
        snapshot, held = self._snapshot, []
        code = snapshot.kind.code("speaker")
        for number in np.flatnonzero((snapshot.kind.codes == code) & snapshot.live) if code is not None else ():
            for role in msgspec.json.decode(snapshot.record(int(number)), type=PersonRecord).person.roles:
                plain = f" {' '.join(folded(words(nfc(f'{role.text} {role.office} {role.organisation}'))))} "
                first = first_day(role.from_) if role.from_ else 0
                held.append(_Held(int(number), plain, 0 if role.former else first, last_day(role.to) if role.to else 0))
        return held

    def holders(self, text: str, start: str = "", end: str = "") -> Mask:
        """Return the people one of whose roles says `text`, words side by side, and was held between two dates.

        A role is known to be held from the first to the last article that says so; one called past (`nguyên`), at
        some time before. Empty dates are open, an empty text asks for any role.
        """
        found = np.zeros(self._snapshot.size, np.bool_)
        wanted = f" {' '.join(folded(words(nfc(text))))} " if text else ""
        lowest = first_day(start) if start else 0
        highest = last_day(end) if end else 99_999_999
        for held in self._held:
            if wanted in held.words and held.first <= highest and (held.last >= lowest if held.last else not start):
                found[held.person] = True
        return found

"""Keeps names that nothing beside them makes sure where they act as people do, or are listed with people.

`Trịnh Sảng` may be a person or a place; one that `chia tay` and `đóng phim`, and never stands behind `tại`, is the
former.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from index.extract.people.mention import Name, left_of, right_of
from index.extract.people.tables import people_tables
from index.extract.text_view import View

_PLACED = re.compile(
    r"(?<!\w)(?:tại|ở|đến|tới|từ|quanh|gần|qua|sang|thuộc|dọc|khu|vùng|miền|phía|hướng|tuyến|đoạn|phố|chợ|hãng|tờ"
    r"|của tờ|mang tên|địa bàn|trung tâm|rời)\s+$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*(?:\([^()\n]{1,60}\)\s*)?(?:,|;|và|&|cùng|hay|hoặc|, và)\s*")

_FAR = 70  # characters between two of a list


def with_likely(view: View, sure: Sequence[Name], doubtful: Sequence[Name]) -> list[Name]:
    """Return the sure names with those of `doubtful` that the text makes people, in its order."""
    known = {name.text for name in sure}
    taken = [(name.start, name.end) for name in sure]
    free = [name for name in doubtful if not any(start < name.end and name.start < end for start, end in taken)]
    if not free:
        return list(sure)
    placed = {name.text for name in free if _PLACED.search(left_of(view, name.before, 30))}
    acting = {name.text for name in free if name.text not in placed and _acts(view, name)}
    kept = [name for name in free if name.text in known or name.text in acting]
    listed = _listed(view, [*sure, *kept], [name for name in free if name.text not in placed])
    return sorted({*sure, *kept, *listed}, key=lambda name: name.start)


def _acts(view: View, name: Name) -> bool:
    return bool(people_tables().acts.match(right_of(view, name.end, 60)))


def _listed(view: View, people: Sequence[Name], free: Sequence[Name]) -> list[Name]:
    """Return the names that stand in a list with a person: `Nguyễn Văn A, Lee Nguyễn và Diogo Pereira`."""
    ends, starts = sorted(name.end for name in people), sorted(name.before for name in people)
    found: list[Name] = []
    for name in free:  # behind a person
        near = ends[bisect_left(ends, name.start - _FAR) : bisect_left(ends, name.start)]
        if any(_BESIDE.fullmatch(view.text, end, name.before) for end in near):
            found.append(name)
            insort(ends, name.end)
    for name in reversed(free):  # before one
        near = starts[bisect_right(starts, name.end) : bisect_right(starts, name.end + _FAR)]
        if any(_BESIDE.fullmatch(view.text, name.end, start) for start in near):
            found.append(name)
            insort(starts, name.before)
    return found

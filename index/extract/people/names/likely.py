"""Keeps names that nothing beside them makes sure where they act as people do, or are listed with people.

`Trịnh Sảng` may be a person or a place; one that `chia tay` and `đóng phim`, and never stands behind `tại`, is the
former.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence

from index.extract.people.mention import Name, left_of, right_of
from index.extract.people.occurrences import places_of
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
    ends = sorted(name.end for name in sure)
    starts = [*sorted(name.start for name in sure), len(view.text)]
    free = [name for name in doubtful if starts[bisect_right(ends, name.start)] >= name.end]
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


_PART_OF_MORE = re.compile(r"[-'’]\w| {1,2}[^\W\d_a-z]")
_WORD_BEFORE = re.compile(r"(\S* {1,2}|^|\n)([^\W\d_]+) {1,2}$")


def with_repeated(
    view: View, names: Sequence[Name], described: Callable[[View, int, int], Name | None]
) -> list[Name]:
    """Return the names with the other places where the same words stand, where nothing tells that they are another's.

    A name that one sentence makes sure (`diễn viên Hà Anh Tuấn`) is the person's in the next, too. `described` returns
    the name at a place; None where a street or a school is called so.
    """
    taken = sorted((name.start, name.end) for name in names)
    found: list[Name] = []
    places = places_of(view.text, {name.text: 0 for name in names if " " in name.text})
    for text in sorted(places, key=lambda text: (-len(text), text)):
        for at in places[text]:
            end = at + len(text)
            place = bisect_right(taken, (at, len(view.text)))
            free = all(begin >= end or stop <= at for begin, stop in taken[max(0, place - 1) : place + 1])
            if free and not _is_within(view, at, end) and (name := described(view, at, end)) is not None:
                found.append(name)
                insort(taken, (at, end))
    return sorted([*names, *found], key=lambda name: name.start) if found else list(names)


def _is_within(view: View, start: int, end: int) -> bool:
    """Tell whether a longer name or word holds the words at a place, or they stand where places do."""
    around = view.text[start - 1 : start] + view.text[end : end + 1]
    if any(map(str.isalnum, around)) or _PART_OF_MORE.match(view.text, end):
        return True
    left = left_of(view, start, 30)
    before = _WORD_BEFORE.search(left)
    opens = before is None or before[1].rstrip().endswith((".", "!", "?", ":", '"', "\n")) or not before[1]
    if before and not opens and before[2][0].isupper():
        return before[2].lower() not in people_tables().titles
    return _PLACED.search(left) is not None

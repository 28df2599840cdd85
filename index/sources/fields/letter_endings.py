"""Reads the end of an official letter: who signed it, and to whom it goes (`Nơi nhận`).

Both stand side by side in a table, in two columns, or one below the other in either order (Decree 30/2020/NĐ-CP,
appendix I, II.7 and II.9).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIGNING = re.compile(
    r"^(?:T/?M|K/?T|T/?L|T/?UQ|Q)\.|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BÍ THƯ|THƯ KÝ|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|THỨ TRƯỞNG|"
    r"THỦ TƯỚNG|VỤ TRƯỞNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|HIỆU TRƯỞNG|TỔNG THANH TRA"
)
_SIGNER = re.compile(
    r"(?:(?:GS|PGS|TSKH|TS|ThS|BS|KS|CN)\.?\s*)*(?P<name>[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]*){1,4})$"
)
_LAST = 12  # lines in which the signature stands
_TO = re.compile(r"Nơi nhận\s*(?:[:.]\s*|$|(?=\|))", re.IGNORECASE)
_ITEM = re.compile(r"(?:^|(?<=[;.:])\s*|\s)[-–—+*•](?:\s+|(?=Lưu|Như))|;\s")
_FILED = re.compile(r"(?:^|[-–—+*•;.]\s*)Lưu\b", re.IGNORECASE)
_CELLS = re.compile(r"\s*\|\s*")
_MOST = 40  # lines of recipients


def signer_of(lines: Sequence[str]) -> str:
    """Return who signed, '' where no line at the end says in which office somebody does."""
    last = [cell.strip() for line in lines[-_LAST:] for cell in line.split(" | ")]
    at = next((at for at, line in enumerate(last) if _SIGNING.search(line)), None)
    if at is None:
        return ""
    for line in reversed(last[at:]):
        found = _SIGNER.search(line)
        if found and (found.start() == 0 or line[: found.start()].rstrip(" )").isupper() or ")" in line):
            return found["name"]
    return ""


def without_recipients(lines: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines without those below `Nơi nhận`, and the recipients: `Như trên`, `Sở Nội vụ (để b/c)`.

    They are whom the letter goes to, and neither speak nor are what it is about. What stands beside them, the
    signature, stays.
    """
    at = next((at for at in range(len(lines) - 1, -1, -1) if _TO.match(lines[at])), None)
    if at is None:
        return list(lines), ()
    told: list[str] = []
    beside: list[str] = []
    end = at
    while end < len(lines) and end - at < _MOST and (end == at or _goes_on(told[-1], lines[end])):
        first, *others = _CELLS.split(lines[end])
        told.append(first)
        beside += filter(None, others)
        end += 1
    recipients = [one.strip(" ;.,-–—+*•") for one in _ITEM.split(_TO.sub("", " ".join(told), count=1))]
    return [*lines[:at], *beside, *lines[end:]], tuple(one for one in recipients if one and not _FILED.match(one))


def _goes_on(before: str, line: str) -> bool:
    """Tell whether a line is of the recipients: an item of their list, or what goes on with one. `Lưu: VT.` ends it."""
    cell = _CELLS.split(line)[0]
    if _FILED.search(before) or cell.isupper() or (_SIGNING.match(cell) and not _ITEM.match(cell)):
        return False
    return bool(_ITEM.match(cell)) or ";" in (before[-1:], cell[-1:]) or cell[:1] in "(" or cell[:1].islower()

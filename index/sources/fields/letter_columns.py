"""Parts the columns of an official letter that tabs or runs of blanks set side by side, in its head and at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD = 14  # lines
_END = 16
_GAP = re.compile(r"(?<=\S) *\t\s*(?=\S)|(?<=\S)[ \u00a0]{4,}(?=\S)")
_MOTTO = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+(?:XÃ|XHCN)|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM")
_DATE_BEGINS = re.compile(r", *(?:ngày(?:[\s.…_\d]*(?:tháng[\s.…_\d]*)?)?)?$", re.IGNORECASE)
_DATE_GOES_ON = re.compile(r"(?:(?:\d{1,2} )?(?:tháng|năm)|ngày) ?[\s.…_\d]+", re.IGNORECASE)
_RECIPIENTS = re.compile(r"\s*Nơi nhận", re.IGNORECASE)


def is_letter_head(row: str) -> bool:
    """Tell whether a row of a table holds a motto: its cells are columns, several lines each."""
    return _MOTTO.search(row) is not None


def with_columns(lines: Sequence[str]) -> list[str]:
    """Return the lines, those of head and signature with ` | ` between what stands in two columns."""
    end = next((at for at in range(len(lines) - 1, -1, -1) if _RECIPIENTS.match(lines[at])), len(lines) - _END)
    found: list[str] = []
    for at, line in enumerate(lines):
        parted = _GAP.sub(" | ", line) if at < _HEAD or at >= end else line
        if 0 < at < _HEAD and _DATE_BEGINS.search(found[-1]) and _DATE_GOES_ON.match(parted):
            found[-1] += f" {parted}"  # a narrow cell breaks `Thành phố Hồ Chí Minh, ngày 01 tháng 4` before its year
        else:
            found.append(parted)
    return found

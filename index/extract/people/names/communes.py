"""Tells the name of a commune, a ward or a district from that of the person who follows it."""

from __future__ import annotations

import re

from index.extract.people.mention import Run
from index.extract.people.tables import PeopleTables
from index.extract.text_view import View

_KINDS = (
    *("xã", "phường", "trấn", "huyện", "quận", "thôn", "bản", "làng", "ấp", "xóm", "khóm", "phố", "khu", "tp", "tp."),
    "tỉnh",
)
_COMMUNE = re.compile(
    r"(?<!\w)(?:xã|phường|thị trấn|huyện|quận|thị xã|thôn|bản|làng|ấp|xóm|khóm|khu phố|tổ dân phố|đặc khu|tp\.?"
    r"|tỉnh) +$"
)


def place_length(view: View, run: Run, at: int, tables: PeopleTables) -> int:
    """Return how many words behind a commune's kind are its name, where a person's name or nothing follows them."""
    start = run.start(at)
    if not 2 <= len(run.words) - at <= 7 or not view.lower[max(0, start - 10) : start].rstrip().endswith(_KINDS):
        return 0
    if not _COMMUNE.search(view.lower, max(0, start - 14), start):
        return 0
    rest = run.canonical[at:]
    for length in (4, 3, 2):
        if " ".join(rest[:length]) in tables.namesakes and len(rest) != length + 1:
            return length
    for length in (3, 4, 2):  # the name of the person, at the end
        place = len(rest) - length
        if place > 0 and rest[place] in tables.surnames and (length > 2 or rest[place] in tables.strong_surnames):
            known = rest[place + 1] in (*tables.middle, "thị", "văn", "a", "seo") or rest[-1] in tables.given
            if known and (rest[place] in tables.strong_surnames or rest[place + 1] in tables.middle):
                return place
    return 0

"""Tells the name of a commune, a ward or a district from that of the person who follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis.normalise import canonical_word
from index.extract.people.tables import PeopleTables
from index.extract.text_view import View

_COMMUNE = re.compile(
    r"(?<!\w)(?:xã|phường|thị trấn|huyện|quận|thị xã|thôn|bản|làng|ấp|xóm|khóm|khu phố|tổ dân phố|đặc khu|TP\.?"
    r"|tỉnh) +$",
    re.IGNORECASE,
)


def place_length(view: View, run: Sequence[re.Match[str]], at: int, tables: PeopleTables) -> int:
    """Return how many words behind a commune's kind are its name, where a person's name or nothing follows them."""
    rest = [canonical_word(word[0]) for word in run[at:]]
    if not 2 <= len(rest) <= 7 or not _COMMUNE.search(view.text, max(0, run[at].start() - 14), run[at].start()):
        return 0
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

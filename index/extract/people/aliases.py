"""Tells another name of somebody from another person, and how far behind a name its bearer's verbs may stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.extract.people.mention import Name
from index.extract.text_view import View

# `Lê Văn Tám, tức Trần Văn Chín, khai`; `ca sĩ A (tên thật B, 30 tuổi)`
_ALSO_CALLED = re.compile(
    r"\s*[,(\-]?\s*(?:hay |hoặc |có |lấy |với )?(?:tức(?: là)?|còn gọi là|còn được gọi là|được gọi là|thường gọi là"
    r"|(?:tên|họ tên|họ và tên)(?: (?:thật|thường gọi|khai sinh|gọi khác|đầy đủ|khác|cúng cơm|cũ|mới|thánh|gọi))?"
    r"|bí danh|bút danh|bút hiệu|biệt danh|biệt hiệu|nghệ danh|pháp danh|pháp hiệu|thế danh|quý danh|tự|hiệu|nickname"
    r"|alias|a\.k\.a\.?)(?: là)?\s*:?\s*",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\s*\([^()\n]*")
_LONGEST_ASIDE = 160  # characters in brackets


def is_alias(view: View, before: Name, name: Name) -> bool:
    """Tell whether a name is another one of whoever is named directly before it."""
    return _ALSO_CALLED.fullmatch(view.text, before.end, name.before) is not None


def hears_until(view: View, names: Sequence[Name], place: int) -> int:
    """Return where the next name behind name `place` begins that is none in its brackets and no other one of it.

    `Ông A (con trai bà B) cho biết`, `A, tức B, khai`: the verb is A's.
    """
    name, text = names[place], view.text
    reach = name.end
    for at in range(place + 1, len(names)):  # a slice would copy all the names behind, for each of them
        following = names[at]
        if _ALSO_CALLED.fullmatch(text, name.end, following.before):
            reach = following.end
        elif following.before > reach and _OPENS.fullmatch(text, name.end, following.before):
            close = text.find(")", following.end, following.end + _LONGEST_ASIDE)
            reach = close + 1 if close > 0 else reach
        if following.before >= reach:
            return following.before
    return len(text)

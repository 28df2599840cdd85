"""Lists of documents: `Nghị quyết 18-NQ/TW và 19-NQ/TW`, `các thông tư 20, 21, 22/2015/TT-BNV`."""

from __future__ import annotations

import re
from dataclasses import replace

from index.extract.directives.mention import Find
from index.extract.directives.numbered import SAYS_NUMBER, counts
from index.extract.directives.numbers import Number, read_number
from index.extract.directives.surroundings import with_surroundings
from index.extract.directives.tables import DocumentType, tables
from index.extract.text_view import View

_LIST_JOIN = re.compile(rf" ?(?:,|;|/)? ?(?P<word>(?:va|hoac|hay|cung|&) )?(?:cac )?(?P<says>{SAYS_NUMBER})?(?=\d)")


def with_list(
    view: View, start: int, kind: DocumentType | None, number: Number, end: int, published: str
) -> list[Find]:
    """Return the mention of a number and those that go on with it: `Nghị quyết 18-NQ/TW và 19-NQ/TW`.

    `end` is where the words of the first end.
    """
    first = with_surroundings(view, start, kind, number, end, published)
    finds = [first]
    while len(finds) < 60:
        last = finds[-1]
        join = _LIST_JOIN.match(view.folded, last.end)
        if not join or not join.group().strip():
            break
        following = read_number(view, join.end())
        if not following or last.number is None:
            break
        if not following.is_whole and (
            (last.number.is_whole and not join["says"]) or len(following.count) > 4 or counts(view, following)
        ):
            break
        if following.is_whole and not _continues(following, first, bool(join["says"])):
            break
        found = with_surroundings(view, following.start, kind, following, following.end, published)
        finds.append(replace(found, listed=True))
    return finds


def _continues(number: Number, first: Find, says: bool) -> bool:
    """Tell whether a whole number goes on with a list of `first`'s type: not in `Chỉ thị 14/2000/CT-TTg; 10-NQ/TU`."""
    forms = tables().abbreviations.get(number.groups[0])
    if forms:
        return first.kind is None or any(first.kind.name in names for _, names in forms)
    return says or (first.number is not None and first.number.groups[:1] == number.groups[:1])

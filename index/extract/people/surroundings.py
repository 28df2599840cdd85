"""Reads what stands around a name: titles and forms of address, offices, and what is called after it."""

from __future__ import annotations

import re

from index.extract.people.mention import WINDOW, WORD_AND_SIGNS, Name, left_of, right_of
from index.extract.people.names.addresses import is_in_address
from index.extract.people.offices.office_bounds import office_at, offices_in, role_end
from index.extract.people.tables import PeopleTables, last_letters
from index.extract.text_view import View
from index.organisations.provinces import province_of_place

_NAMED_INSTITUTION = re.compile(
    r"(?:ĐH|Đại học|Cao đẳng|THPT|THCS|Tiểu học|Mầm non|Bệnh viện|BV|Học viện)(?: [^\W\d_]+){0,3} [A-ZĐ][^\W\d_]+\s*$"
)
_UNITS = ("thành phố", "tỉnh", "huyện", "quận", "xã", "phường", "thị trấn", "trường")
_UNIT = re.compile(rf"(?<!\w)(?:{'|'.join(_UNITS)})\s*$", re.IGNORECASE)
_CLAUSES = re.compile(r"[.;:!?\"()]")


def described(view: View, start: int, end: int, tables: PeopleTables) -> Name | None:
    """Return the name with its honorific and form of address; None where it names a street, a prize, a firm."""
    window = max(0, start - WINDOW)
    left = view.text[window:start]  # over the line's beginning: a full stop parts `PGS.\nTiến sĩ`
    lower = view.lower[window:start]
    addressed = False
    honorific = ""
    cut = len(left)
    origin = _ORIGIN.search(left) if "người " in left[-_ORIGIN_REACH:] else None
    if origin and _is_called(lower, origin.start(), tables):
        cut = origin.start()  # `nhiếp ảnh gia người Ý` Vincenzo Mazza
    for _ in range(3):
        last = last_letters(left[max(0, cut - WORD_AND_SIGNS) : cut].rstrip(" \t\n.,-"))
        found = tables.titles_before.search(lower, max(0, cut - 90), cut) if last in tables.title_ends else None
        if found and found.end() == cut and not honorific:
            honorific = left[found.start() : found.end()].strip(" ,-\t")
            cut, addressed = found.start(), True
            continue
        found = tables.address_before.search(lower, max(0, cut - 40), cut) if last in tables.address_ends else None
        if found and left[found.start() : cut].rstrip() == "Anh" and _INSIDE.search(left, 0, found.start()):
            break  # `Thủ tướng Anh` Boris Johnson
        if found and lower.endswith(_BODIES, 0, found.start()):
            break  # `Trưởng ban trọng tài` Dương Văn Hiền
        if found:
            cut, addressed = found.start(), True
            continue
        break
    name = Name(start, end, view.text[start:end], honorific, start - (len(left) - cut), addressed)
    if addressed:
        return name
    line = left.rfind("\n", 0, cut) + 1
    left, lower = left[line:cut], lower[line:cut]
    last = last_letters(left[-WORD_AND_SIGNS:].rstrip())
    named_after = last in tables.named_after_ends and _is_bearer(lower, tables)
    blocked = named_after or (
        # `Viện Bỏng Quốc gia Lê Hữu Trác`; but the institution's head may be named
        left.endswith(("gia ", "ương ")) and _NATIONAL.search(left) and not office_before(view, start, tables)
    )
    blocked = blocked or (is_in_address(view, left, end) and not _heads_institution(view, start, end, left, tables))
    # `Chủ tịch UBND thành phố Nguyễn Văn A` is the office of a city's man, `thành phố Hồ Chí Minh` a city
    office = (
        lower.rstrip().endswith(_UNITS)
        and _UNIT.search(left)
        and not province_of_place(name.text)
        and len(name.text.split()) > 2
        and office_before(view, name.before, tables)
    )
    return None if blocked and not office else name


_ORIGIN = re.compile(r"người (?:gốc )?[^\W\d_a-z][^\W\d_]*(?: [^\W\d_a-z][^\W\d_]*)? $")
_ORIGIN_REACH = 30


def _is_called(lower: str, at: int, tables: PeopleTables) -> bool:
    """Tell whether a form of address, a title or an office ends at a place of a text in lower case."""
    if any(before.search(lower, max(0, at - 90), at) for before in (tables.address_before, tables.titles_before)):
        return True
    return any(not lower[found.end() : at].strip() for found in offices_in(lower[:at], tables))


def _is_bearer(lower: str, tables: PeopleTables) -> bool:
    """Tell whether what stands before a name is called after it: `nông thôn` is no village."""
    found = tables.named_after.search(lower)
    guards = tables.bearer_guards.get(found[0].strip(), ()) if found else ()
    return found is not None and not lower[: found.start()].rstrip().endswith(guards or ("\0",))


def _heads_institution(view: View, start: int, end: int, left: str, tables: PeopleTables) -> bool:
    """Tell whether a name behind an institution is its head's: Giám đốc Bệnh viện Bạch Mai `Lê Văn An` nói."""
    if not _NAMED_INSTITUTION.search(left):
        return False
    return office_before(view, start, tables) and office_after(view, end, tables)


_NATIONAL = re.compile(
    r"(?:Viện|Học viện|Bệnh viện|Đại học|Trường|Nhà hát|Bảo tàng|Thư viện|Cung)(?: [^\W\d_]+){0,4}"
    r" (?:[Qq]uốc gia|[Tt]rung ương) $"
)


def office_before(view: View, before: int, tables: PeopleTables) -> bool:
    """Tell whether an office leads up to a name whose titles begin at `before`."""
    left = left_of(view, before).rstrip()
    clause = _CLAUSES.split(left)[-1]
    offices = list(offices_in(clause.lower(), tables))
    between = clause[offices[-1].end() :] if offices else ","
    between = _CALLED.sub("", between) if "tên" in between else between
    return "," not in between and len(between.split()) <= 14 and role_end(between) == len(between)


def stands_behind_office(view: View, name: Name, tables: PeopleTables) -> bool:
    """Tell whether nothing stands between an office and a name."""
    left = left_of(view, name.before)
    return any(not left[found.end() :].strip() for found in offices_in(left.lower(), tables))


_CALLED = re.compile(r"\s(?:có|mang)? ?tên(?: là)?$")  # `chuyên gia bắt rắn có tên` Jarapat Srichantuk
_BODIES = ("ban ", "hội đồng ", "tổ ", "hội ")
_INSIDE = re.compile(r"[^\W\d_] $")  # a sentence has begun: a capital there is a name's
_NEAR = re.compile(r"\s*(?:\S+\s+){0,3}")  # within three words behind a name
_LONGEST_VERB = 60  # characters
_AGED = re.compile(r"\s*[,(]\s*(?:\d{1,3} tuổi|(?:SN|sinh năm|sinh ngày):?\s*\d)")
_APPOSITION = re.compile(r"(?:\s*[,\-(]\s*|\s+là\s+)(?:một |vị )?")


def office_after(view: View, end: int, tables: PeopleTables) -> bool:
    """Tell whether an age, an office or, within three words, a verb of speech follows a name."""
    right = right_of(view, end)
    if _AGED.match(right):
        return True
    opened = _APPOSITION.match(right)
    if opened and office_at(right.lower(), opened.end(), tables):
        return True
    near = _NEAR.match(right)
    reach = near.end() if near else 0
    verb = tables.verb.search(right, 0, reach + _LONGEST_VERB)
    return verb is not None and verb.start() <= reach and len(right[: verb.start()].split()) <= 3

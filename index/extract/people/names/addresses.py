"""Tells whether a name is a street's, a school's or a ward's by the address that it stands in."""

from __future__ import annotations

import re

from index.extract.people.mention import WORD_AND_SIGNS
from index.extract.text_view import View

# `D29 Phạm Văn Bạch`, `212-214 Nguyễn Đình Chiểu`, `Địa chỉ: 68 Nguyễn Cơ Thạch`; but `Á hậu 1 Trần Ngọc Châu Anh`
_HOUSE_NUMBER = re.compile(
    r"(?<!\w)(?:[A-ZĐ]\d+[\w/\-]*|\d+[/\-]\d[\w/\-]*"
    r"|(?:(?<=^)|(?<=[\-:,;(] )|(?<=\()|(?<=tại )|(?<= ở ))\d{1,3}[A-Z]?) +$"
)
# `Vụ Giáo dục Tiểu học`, `Phòng Mầm non` are parts of an authority, and called after nobody
_NO_OFFICE = "".join(f"(?<!{before} .)" for before in ("Vụ", "dục", "Ngành", "ngành", "Phòng", "phòng"))
# `số 25 Lê Quý Đôn`, `ngã tư Bưởi - Hoàng Quốc Việt`, `Trường ĐH Tôn Đức Thắng`, `Trường ĐH Y khoa Phạm Ngọc Thạch`
# Each branch begins with a letter, not with what is to stand before it: so all others are passed over at once.
_IN_AN_ADDRESS = re.compile(
    "|".join(
        (
            r"s(?<!\w.)ố(?: nhà)? \d+[\w/]*,?\s*$",
            *(rf"{word}[^,.;]{{0,25}}-\s*$" for word in ("ngã tư", "ngã ba", "nút giao", "tuyến", "đoạn")),
            *(
                rf"{word[0]}{_NO_OFFICE}{word[1:]}(?: [^\W\d_]+){{0,3}}\s*$"
                for word in (
                    *("ĐH", "Đại học", "Cao đẳng", "CĐ", "Trung cấp", "PTTH", "THPT", "THCS", "Tiểu học", "Mầm non"),
                    *("Mẫu giáo", "Bệnh viện", "BV", "Học viện", "trường chuyên", "Nhà thi đấu", "Khu đô thị", "KCN"),
                    "Cung",
                )
            ),
        )
    )
)
# `(65 Lý Tự Trọng, phường Bến Nghé`, `Trưng Vương, Ngô Sĩ Liên (quận Hoàn Kiếm)`
_UNIT_FOLLOWS = re.compile(r"\s*[,(]\s*(?:phường|quận|P\.|Q\.)\s*(?=[A-ZĐ\d])")
# `dọc các tuyến phố Mễ Trì, Lê Trọng Tấn`: a list of streets
_STREETS = re.compile(
    r"(?<!\w)(?:đường|phố|ngõ|hẻm|cầu)(?: [A-ZĐ][^\W\d_]*){1,4}(?:, (?:[A-ZĐ][^\W\d_]* ?){1,4})*(?:,| và) $"
)


_CITY_STREETS = re.compile(
    r"(?<!\w)(?:tuyến đường|tuyến phố|con đường|con phố|các đường|các phố)[^.;:()\n]{0,40}?(?: như| gồm)?:? "
    r"(?:(?:[A-ZĐ][^\W\d_]* ?){1,4}(?:, | và ))*$"
)
_LONGEST = 60  # letters of what an address holds before a name


def _is_listed_street(left: str) -> bool:
    """Tell whether a name goes on a list that begins with a street's."""
    if left.endswith((", ", " và ")) and _STREETS.search(left):
        return True
    return left.endswith((", ", " và ", "như ", "gồm ", ": ")) and _CITY_STREETS.search(left) is not None


def _has_house_number(left: str) -> bool:
    """Tell whether a street's number ends here; a date or a player's number is none."""
    words = left[-WORD_AND_SIGNS:].split()
    if not words or not any(map(str.isdigit, words[-1])):
        return False
    found = _HOUSE_NUMBER.search(left)
    return found is not None and not re.search(
        r"(?:ngày|tháng|năm|phút|thứ|áo số|khoá|khóa|đến|từ|hôm|sáng|chiều|tối) *$",
        left[: found.start()],
        re.IGNORECASE,
    )


def is_in_address(view: View, left: str, end: int) -> bool:
    """Tell whether a name that ends at `end`, with `left` before it on its line, is part of an address."""
    return (
        _is_listed_street(left)
        or _has_house_number(left)
        or _UNIT_FOLLOWS.match(view.text, end) is not None
        or _IN_AN_ADDRESS.search(left, max(0, len(left) - _LONGEST)) is not None
    )

"""Reads the head of an official letter: number, place and date above, then kind and subject, which are its title.

The form is that of Decree 30/2020/NĐ-CP and of Hướng dẫn 36-HD/VPTW. The head stands in a table of two columns or one
line after the other, so its lines are searched, whatever cells or order they came in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.analysis.normalise import fold_word
from index.organisations.provinces import province_of
from index.sources.fields.date_formats import normalise_date
from index.table import rows

_HEAD = 14  # lines in which all of a head stands
_LONGEST_SUBJECT = 400  # characters
_MOTTOES = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam", "doc lap tu do hanh phuc")
_NUMBER = re.compile(r"(?:^|[\s|])Số\s*[:.]?\s*(?P<number>\d{1,5}[\w.]*(?:\s?[-–/]\s?[\wĐđ.&]+)+)", re.IGNORECASE)
_BLANK_NUMBER = re.compile(r"(?:^|[\s|])Số\s*:?\s*[….\s]*[-–/][\wĐđ./-]+", re.IGNORECASE)  # a draft has none yet
_PLACE_AND_DATE = re.compile(
    r"(?<!\w)(?P<place>(?:TP\.?\s?)?[A-ZĐÀ-Ỹ][\w'-]*(?: [A-ZĐÀ-Ỹ][\w'-]*){0,4}),\s*"
    r"(?P<date>[Nn]gày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)
_ABOUT = re.compile(r"(?:^|[\s|])(?:V/v|Về việc)\s*:?\s*(?P<subject>[^|]+)", re.IGNORECASE)
_TO = re.compile(
    r"(?:Kính gửi|Kính mời|Căn cứ|Thực hiện|Theo|Xét|Nơi nhận|Điều \d|Phần|Chương|Mục|[IVX]{1,4}[.)]|\d{1,2}[.)])"
)
_RULE = re.compile(r"[\W_]*")
_SIGNING = re.compile(
    r"^(?:T/?M|K/?T|T/?L|T/?UQ|Q)\.|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BÍ THƯ|THƯ KÝ|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG"
)
_SIGNER = re.compile(
    r"(?:(?:GS|PGS|TSKH|TS|ThS|BS|KS|CN)\.?\s*)*(?P<name>[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]*){1,4})$"
)
_LAST = 12  # lines in which the signature stands


@dataclass(frozen=True, slots=True)
class Letter:
    """The head of a letter, read, and the lines below it. `date` is ISO 8601; all are '' where it does not say."""

    title: str
    body: tuple[str, ...]
    number: str = ""
    place: str = ""
    date: str = ""
    province: str = ""
    signer: str = ""


def _folded(line: str) -> str:
    return " ".join(fold_word(word) for word in re.findall(r"\w+", line))


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    return frozenset(_folded(row[0]) for row in rows(__package__, "letter_kinds.tsv"))


def _is_motto(line: str) -> bool:
    return any(motto in _folded(line) for motto in _MOTTOES)


def _states_number(line: str) -> bool:
    """Tell whether a line states the letter's own number: alone, behind an organ in capitals, or in a cell."""
    found = _NUMBER.search(line) or _BLANK_NUMBER.search(line)
    # `Căn cứ Chỉ thị số 42-CT/TW …` is a sentence of the letter
    return found is not None and (found.start() < 2 or line[: found.start()].isupper() or " | " in line)


def _is_of_head(line: str) -> bool:
    return _is_motto(line) or _states_number(line) or _PLACE_AND_DATE.match(line) is not None


def has_letter_head(lines: Sequence[str]) -> bool:
    """Tell whether lines begin like an official letter: a motto, and a number or a place and date."""
    head = lines[:_HEAD]
    if not any(map(_is_motto, head)):
        return False
    return any(_states_number(line) or _PLACE_AND_DATE.search(line) for line in head)


def letter_of(lines: Sequence[str]) -> Letter | None:
    """Return what the head of a letter says; None for what is none."""
    if not has_letter_head(lines):
        return None
    head_end = max(at for at, line in enumerate(lines[:_HEAD]) if _is_of_head(line)) + 1
    head, below = lines[:head_end], list(lines[head_end:])
    while below and (_RULE.fullmatch(below[0]) or _ABOUT.match(below[0])):
        head = [*head, below.pop(0)]
    joined = " | ".join(head)
    number, about = _NUMBER.search(joined), next(filter(None, map(_ABOUT.search, head)), None)
    dated = _PLACE_AND_DATE.search(joined)
    title, body = _title(below, about["subject"] if about else "")
    return Letter(
        title=title,
        body=tuple(body),
        number=re.sub(r"\s", "", number["number"]) if number else "",
        place=dated["place"].strip() if dated else "",
        date=normalise_date(dated["date"][len("ngày") :].strip()) if dated else "",
        province=province_of(joined),
        signer=_signer(body),
    )


def _title(below: list[str], about: str) -> tuple[str, list[str]]:
    """Return title and body of what stands below a head: kind and subject, or the subject that stood in the head."""
    subject = _PLACE_AND_DATE.split(about)[0].strip(" .;")
    if below and _folded(below[0]) in _kinds():
        kind, rest = below[0].strip(), below[1:]
        said: list[str] = []
        while rest and not _TO.match(rest[0]) and not _RULE.fullmatch(rest[0]) and _belongs(rest[0], said):
            said.append(rest.pop(0))
        return " ".join([kind, *said]) if said else f"{kind} {subject}".strip(), rest
    for kind in sorted(_kinds(), key=len, reverse=True) if below else ():
        short = len(below[0]) < _LONGEST_SUBJECT // 2 and not below[0].endswith(".")
        if short and _folded(below[0]).startswith(f"{kind} "):
            return below[0].strip(), below[1:]  # `KẾ HOẠCH Tập huấn …` on one line
    return (subject[:1].upper() + subject[1:]) if subject else "", below


def _belongs(line: str, said: Sequence[str]) -> bool:
    """Tell whether a line goes on with the subject: the first one does, later ones in the middle of a sentence."""
    if len(" ".join([*said, line])) > _LONGEST_SUBJECT:
        return False
    if not said:
        return not line.endswith((".", ":", ";"))
    return (line[0].islower() or (said[-1].isupper() and line.isupper())) and not line.endswith((".", ":", ";"))


def _signer(lines: Sequence[str]) -> str:
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

"""Finds the offices that a text tells of a person further on: what the person was given, what a later line says."""

from __future__ import annotations

import re

from index.extract.people.mention import Name, left_of, right_of
from index.extract.people.offices.office_bounds import office_at, role_end
from index.extract.people.tables import PeopleTables
from index.extract.text_view import View

NO_ROLES = frozenset(
    ("trưởng", "phó trưởng", "cán bộ", "lãnh đạo", "đồng", "thành viên", "đại diện", "chủ hộ", "phó ban", "nhân viên")
)
LONGEST_ROLE = 24  # words of a role
_DOT = r"(?<!TP)(?<!Tp)(?<!TS)(?<!GS)(?<!BS)(?<!\bP)(?<!\bQ)\."
_SENTENCE = re.compile(r"[.;?!\"](?<!TP\.)(?<!Tp\.)(?<!TS\.)(?<!GS\.)(?<!BS\.)(?<!\bP\.)(?<!\bQ\.)")
STOP = re.compile(rf":|\s-\s(?=(?:ông|bà|anh|chị)\s)|{_DOT}|[;?!\"|]|\s\((?!(?:bộ|Bộ|thuộc)\s)")
_CHOSEN = r"(?:bầu|cử|bổ nhiệm|điều động|phân công|phê chuẩn|chỉ định|tín nhiệm|giữ|suy tôn|tái cử|luân chuyển|đề bạt)"
_TO_OFFICE = r"(?:làm|giữ chức vụ|giữ chức danh|giữ chức|chức vụ|chức danh|đảm nhiệm chức vụ|vào chức|chức)\s+"
_GIVEN = re.compile(
    rf"(?:được|đã|vừa)\s[^,]{{0,90}}?{_CHOSEN}[^,]{{0,40}}?{_TO_OFFICE}|(?:tái )?đắc cử (?:chức )?|trúng cử (?:chức )?"
    r"|nhậm chức "
)
_GIVEN_BY = ("làm ", "chức ", "cử ")  # one of which each of these holds
_CHOOSING = re.compile(
    rf"(?<!\w)(?:{_CHOSEN}|bầu|mời|giới thiệu|đề cử|chọn)(?: ra)?(?: (?:các|hai))?\s*$", re.IGNORECASE
)
# `Ban Chỉ đạo do ông A làm Trưởng ban`; `Đại hội đã bầu Ban Chấp hành, ông A làm Chủ tịch, bà B làm Phó Chủ tịch`
_AS = re.compile(r"\s+làm\s+")
_BY = re.compile(r"(?<!\w)do(?:\s.{5,120}?\slàm\s.{3,100}?(?:,| và))?\s*$")
_CHOSEN_BEFORE = re.compile(
    r"(?<!\w)(?<!đề )(?<!ứng )(?<!bầu )(?:bầu|cử|bổ nhiệm|phân công|phê chuẩn|chỉ định|suy tôn|kiện toàn)(?! cử)(?!\w)"
)
_NOT_YET = "đề nghị|đề xuất|muốn|nếu|không|chưa|dự kiến|sẽ|phản đối"
_NOT_SO = re.compile(rf"(?<!\w)(?:{_NOT_YET}|đề cử|giới thiệu|mời|khi|từng)(?!\w)")
_NOT_CHOOSING = re.compile(rf"(?<!\w)(?:{_NOT_YET})(?: \w+)?\s*$")
_CLAUSE = 240  # letters before a name in which whoever chooses is named
_MADE = re.compile(rf"(?:^|[\s,]){_TO_OFFICE}")
_ANOTHER = re.compile(r"\s(?:thay cho|thay|thay thế|kế nhiệm|cùng với|và) (?:ông|bà|anh|chị|đồng chí) (?=[A-ZĐ])")
_LATER = re.compile(
    r"(?:Hiện|Hiện nay|Hiện tại|Hiện giờ)?,? ?(?:ông|bà|anh|chị|Ông|Bà|Anh|Chị)(?: hiện| hiện nay| đang| hiện đang)?"
    r" (?:là|giữ chức vụ|giữ chức|đang là|đang giữ chức) "
)
_LOOSE_END = re.compile(r"(?:\s+(?:và|với|của|do|về|tại|là|cho|cũng|-))+$")
COMMA = r",(?! chống|(?<=[Kk]hám,) chữa|(?<=[Cc]háy,) chữa)"  # `phòng, chống`, `Cục Quản lý Khám, chữa bệnh` are one
_GIVEN_END = re.compile(rf"{STOP.pattern}|{COMMA}|\)")
_GIVEN_UP = re.compile(r"(?:thôi|miễn nhiệm|cho thôi|từng) ")
_SIGNED_FOR = re.compile(r"^(?:KT|TM|TL|TUQ|Q)\.\s*")


def cut_role(text: str, at: int) -> str:
    """Return a role without what the sentence goes on with."""
    role = text[: role_end(text, at)]
    return _LOOSE_END.sub("", " ".join(role.split()[:LONGEST_ROLE]).strip(" ,-"))


def _given_role(right: str, at: int, tables: PeopleTables) -> list[str]:
    found = office_at(right.lower(), at, tables)
    if not found:
        return []
    text = right[at:]
    if right.startswith(" và ", found.end()):  # `làm chủ tịch và Hội đồng Cố vấn do …`
        text = right[at : found.end()]
    stop = _GIVEN_END.search(text)
    role = cut_role(text[: stop.start()] if stop else text, found.end() - at)
    return [role] if role and role.lower() not in NO_ROLES else []


def appointed(view: View, name: Name, until: int, tables: PeopleTables) -> list[str]:
    """Return the office that the sentence says a person was given.

    `ông A được bầu làm Chủ tịch Hội B`; `bầu ông A, Giám đốc Sở, làm Chủ tịch Hội B`.
    """
    right = right_of(view, name.end, min(260, max(until - name.end, 0)))
    if not any(word in right for word in _GIVEN_BY):
        return []
    sentence = _ANOTHER.split(_SENTENCE.split(right, maxsplit=1)[0], maxsplit=1)[0]
    given = _GIVEN.search(sentence)
    if given and _GIVEN_UP.search(sentence[: given.end()]):
        given = None
    roles = _given_role(right, given.end(), tables) if given else []
    made = None if roles else _made(view, name, sentence)
    return _given_role(right, made.end(), tables) if made else roles


def _made(view: View, name: Name, sentence: str) -> re.Match[str] | None:
    """Return what leads up to the office for which the words before a name chose its bearer; `sentence` follows it."""
    left = _SENTENCE.split(left_of(view, name.before, _CLAUSE))[-1].lower()
    if chosen := _CHOOSING.search(left):
        return None if _NOT_CHOOSING.search(left[: chosen.start()]) else _MADE.search(sentence)
    if _BY.search(left):
        return _MADE.search(sentence)
    chosen = _CHOSEN_BEFORE.search(left)
    if not chosen or _NOT_CHOOSING.search(left[: chosen.start()]) or _NOT_SO.search(left, chosen.end()):
        return None
    return _AS.match(sentence)


def told_later(view: View, name: Name, until: int, tables: PeopleTables) -> list[str]:
    """Return the office that a later sentence of the paragraph gives whoever was named last: `Hiện ông là …`."""
    right = right_of(view, name.end, min(600, max(until - name.end, 0)))
    if " là " not in right and "giữ chức" not in right:
        return []
    for sentence in re.finditer(r"[.!?] ", right):
        told = _LATER.match(right, sentence.end())
        if told and ("iện" in told[0] or "đang" in told[0]):  # else it may be a past one
            return _given_role(right, told.end(), tables)
    return []


_LINE_ABOVE = 2_000  # characters looked at; a line that is longer is no office


def on_own_line(view: View, name: Name, tables: PeopleTables) -> list[str]:
    """Return the office that stands in the line above a name, or below, which fills its own line: a signature."""
    text = view.text
    start, end = text.rfind("\n", 0, name.start) + 1, text.find("\n", name.end)
    end = len(text) if end < 0 else end
    if start < name.before or text[name.end : end].strip(" .,") or start == 0:
        return []
    above = text[max(0, start - _LINE_ABOVE) : start].rstrip().rpartition("\n")[2].strip()
    while above.startswith(("(", "Đã ký")) and len(above) < 40:
        start = text.rfind(above, 0, start)
        above = text[max(0, start - _LINE_ABOVE) : start].rstrip().rpartition("\n")[2].strip()
    line = _SIGNED_FOR.sub("", above)
    found = office_at(line.lower(), 0, tables)
    if found and len(line.split()) <= 12 and role_end(line, found.end()) == len(line) and line[-1:] not in ".:;?!,":
        return [line]
    return []

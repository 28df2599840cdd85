"""Offices and organisations that the text gives right beside a name."""

from __future__ import annotations

import re

from index.extract.directive_view import View
from index.extract.people_mention import Name, left_of, right_of
from index.extract.people_tables import PeopleTables, people_tables

_ORGANISATION = re.compile(
    r"(?:Trung tâm|Viện|Trường|ĐH|Đại học|Học viện|Hội|Ban|Sở|Bộ|Cục|Vụ|Công ty|Tập đoàn|Khoa|Liên hiệp|Uỷ ban|Ủy ban"
    r"|UBND|Bệnh viện|Phòng|Tổng cục|Chi cục|Đoàn|Đội|Công an|Toà án|Tòa án|Tạp chí|Báo|Đài|Hiệp hội|Quỹ|Ngân hàng"
    r"|Văn phòng)\b"
)
# Words that end a role: the sentence goes on with what the person did.
_GOES_ON = re.compile(
    r"\s(?:đã|đang|sẽ|vừa|cùng|đến|tới|tham dự|dự|chủ trì|đồng chủ trì|được|bị|khi|cho|nói|thì|cũng|còn|nhằm|để|vào"
    r"|ngày|sáng|chiều|lấy ví dụ|mở đầu|nhận thấy|quyết định|xem xét"
    r"|điều hành|tại phiên|trao tặng|phải|thuộc diện|nguyên là"
    r"|và\s+(?:ông|bà|đồng chí|anh|chị|GS|PGS|TS|ThS))(?!\w)"
)
_GIVEN = re.compile(
    r"(?:được|đã|vừa)\s[^,]{0,90}?(?:bầu|cử|bổ nhiệm|điều động|phân công|phê chuẩn|chỉ định|tín nhiệm|giữ)[^,]{0,40}?"
    r"(?:làm|giữ chức vụ|giữ chức|chức vụ|chức)\s+"
)
_BETWEEN = re.compile(
    r"(?<!\w)(?:đã|đang|sẽ|vừa|được|bị|cho|gặp|tiếp|khi|nếu|rằng|là|có|theo|nói|của ông|của bà)(?!\w)", re.IGNORECASE
)
_LONGEST = 22  # words of a role
_STOP = (
    r":|(?<!TP)(?<!Tp)(?<!TS)(?<!GS)(?<!BS)\.|[;\"]|\s\((?!(?:bộ|Bộ|thuộc)\s)"  # `bệnh viện Ung bướu TP. HCM` goes on
)


def _until_dash(text: str, tables: PeopleTables) -> str:
    """Return a stretch up to the dash that closes the aside: what follows that one is what the person did.

    `Hội Khoa học - Kỹ thuật Cầu đường` has a dash of its own.
    """
    for dash in re.finditer(r"\s+-\s*|-\s+", text):
        rest = text[dash.end() :]
        verb = tables.verb.search(rest)
        soon = verb is not None and len(rest[: verb.start()].split()) <= 3
        if soon or _GOES_ON.match(f" {rest}") or not rest.strip():
            return text[: dash.start()]
    return text


def roles_of(view: View, name: Name) -> list[str]:
    """Return the roles beside one mention of a name, as written, those before it first."""
    tables = people_tables()
    before = role_before(view, name, tables)
    found = [before] if before else []
    return found + roles_after(view, name, tables) + _appointed(view, name, tables)


def _appointed(view: View, name: Name, tables: PeopleTables) -> list[str]:
    """Return the office that the sentence says a person was given: `ông A được bầu làm Chủ tịch Hội B`."""
    right = right_of(view, name.end, min(260, max(name.until - name.end, 0)))
    given = _GIVEN.search(re.split(_STOP, right, maxsplit=1)[0])
    if not given or not tables.office_at.match(right.lower(), given.end()):
        return []
    role = _cut(re.split(rf"{_STOP}|,", right[given.end() :], maxsplit=1)[0], tables)
    return [role] if role else []


def role_before(view: View, name: Name, tables: PeopleTables) -> str:
    """Return the office that leads up to a name: `Bộ trưởng Bộ Giao thông vận tải` Nguyễn Văn A."""
    clause = re.split(r"[.;:!?\"(\n]", left_of(view, name.before)[-max(name.before - name.since, 0) :])[-1]
    if name.before <= name.since:
        return ""
    if re.search(r"[,\-]\s*$", clause) and name.addressed:
        clause = re.sub(r"[,\-]\s*$", "", clause)
    starts = [found.start() for found in tables.office.finditer(clause.lower())]
    for start in starts:
        role = clause[start:].strip(" ,-")
        if "," in role or " - " in role:
            tail = re.split(r",| - ", clause[start:])[-1]
            if tables.office.match(tail.strip().lower()):
                continue
        if (
            len(role.split()) <= _LONGEST
            and not _BETWEEN.search(role)
            and not tables.verb.search(role)
            and "," not in role
        ):
            return role
    return ""


def roles_after(view: View, name: Name, tables: PeopleTables) -> list[str]:
    """Return the offices that follow a name: after a comma, between dashes, in brackets, or after `là`."""
    right = right_of(view, name.end, min(320, max(name.until - name.end, 0)))
    opened = re.match(r"\s*(,|-|\(| là )\s*", right)
    if not opened:
        return []
    bracket, dash = opened[1] == "(", opened[1] == "-"
    rest = right[opened.end() :]
    stretch = re.split(r"\)" if bracket else _STOP, rest, maxsplit=1)[0]
    if not bracket:
        stretch = _until_dash(stretch, tables)
    roles: list[str] = []
    for part in re.split(r"\s*[,;]\s*" if bracket or not dash else r"\s*,\s*", stretch):
        text = part.strip()
        if tables.office_at.match(text.lower()) or (not roles and opened[1] != " là " and _ORGANISATION.match(text)):
            role = _cut(text, tables)
            if role:
                roles.append(role)
            if role != text:
                break
        elif roles and _ORGANISATION.match(text):
            cut = _cut(text, tables)
            roles[-1] = f"{roles[-1]}, {cut}"
            if cut != text:
                break
        else:
            break
    return roles


def _cut(text: str, tables: PeopleTables) -> str:
    """Return a role without what the sentence goes on with."""
    ends = [found.start() for found in (tables.verb.search(text), _GOES_ON.search(text)) if found]
    role = text[: min(ends)] if ends else text
    return re.sub(r"\s+(?:và|với|của|do|về|tại)$", "", " ".join(role.split()[:_LONGEST]).strip(" ,-"))

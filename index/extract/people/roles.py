"""Offices and organisations that the text gives right beside a name."""

from __future__ import annotations

import re

from index.extract.people.mention import Name, left_of, right_of
from index.extract.people.tables import PeopleTables, people_tables
from index.extract.text_view import View

_ORGANISATION = re.compile(
    r"(?:Trung tâm|Viện|Trường|ĐH|Đại học|Học viện|Hội|Ban|Sở|Bộ|Cục|Vụ|Công ty|Tập đoàn|Khoa|Liên hiệp|Uỷ ban|Ủy ban"
    r"|UBND|Bệnh viện|Phòng|Tổng cục|Chi cục|Đoàn|Đội|Công an|Toà án|Tòa án|Tạp chí|Báo|Đài|Hiệp hội|Quỹ|Ngân hàng"
    r"|Văn phòng|ĐHQG|Tổng công ty|Tổng Công ty|Phân viện|Cơ quan|Nhà xuất bản|NXB|Liên đoàn|Hợp tác xã|HTX|Câu lạc bộ"
    r"|CLB|Nhà máy|Đại sứ quán|Mặt trận|Quốc hội)\b"
)
# Words that end a role: the sentence goes on with what the person did.
_GOES_ON = re.compile(
    r"\s(?:đã|đang|sẽ|vừa|cùng|đến|tới|tham dự|dự(?! án)|chủ trì|đồng chủ trì|được|bị|khi|cho|nói|thì|cũng|còn|nhằm|để"
    r"|vào|qua đời|không(?<!àng không)(?<!hòng không)|đi|ký(?<!hư ký)|tập trung|tiếp tục|trong (?:lần|buổi|cuộc|bài)"
    r"|tại (?:hội|buổi|lễ|cuộc|sự kiện|đây|toạ|tọa)|vì|lên|nêu|nghỉ|thăm|đọc|tặng|gửi|chụp|đứng|ngồi|từng|đích thân"
    r"|trực tiếp|từ(?! thiện)|tiêm|tự lập|là(?!m)|tự tin|hào hứng"
    r"|sau khi|trước khi|mới đây|trao (?!đổi)|làm(?<!iệc làm)|chỉ (?!huy|đạo|thị)"
    r"|ngày|sáng(?! lập| kiến| tạo| tác)|chiều|lấy ví dụ|mở đầu|nhận thấy|quyết định|xem xét"
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
# `Phó Chủ tịch UBND tỉnh Bạc Liêu và` ông Nguyễn Văn A: the office of the one before
_OF_ANOTHER = re.compile(r"\s(?:và|cùng|với|của|cho|là|bởi|do|tới|đến|gửi|về)$")
_NO_ROLES = frozenset({"trưởng", "phó trưởng", "cán bộ", "lãnh đạo", "đồng", "thành viên", "đại diện", "chủ hộ"})
_LONGEST = 22  # words of a role
_STOP = (
    r":|\s-\s(?=(?:ông|bà|anh|chị)\s)|(?<!TP)(?<!Tp)(?<!TS)(?<!GS)(?<!BS)\."
    r"|[;?!\"]|\s\((?!(?:bộ|Bộ|thuộc)\s)"  # `bệnh viện Ung bướu TP. HCM` goes on
)


def _until_dash(text: str, tables: PeopleTables) -> str:
    """Return a stretch up to the dash that closes the aside: what follows that one is what the person did.

    `Hội Khoa học - Kỹ thuật Cầu đường` has a dash of its own.
    """
    for dash in re.finditer(r"\s+-\s*|-\s+", text):
        rest = text[dash.end() :]
        verb = tables.verb.search(rest)
        soon = verb is not None and "," not in rest[: verb.start()] and len(rest[: verb.start()].split()) <= 3
        if soon or _GOES_ON.match(f" {rest}") or not rest.strip():
            return text[: dash.start()]
    return text


def roles_of(view: View, name: Name) -> list[str]:
    """Return the roles beside one mention of a name, as written, those before it first."""
    tables = people_tables()
    return roles_before(view, name, tables) + roles_after(view, name, tables) + _appointed(view, name, tables)


def _appointed(view: View, name: Name, tables: PeopleTables) -> list[str]:
    """Return the office that the sentence says a person was given: `ông A được bầu làm Chủ tịch Hội B`."""
    right = right_of(view, name.end, min(260, max(name.until - name.end, 0)))
    given = _GIVEN.search(re.split(_STOP, right, maxsplit=1)[0])
    if not given or not tables.office_at.match(right.lower(), given.end()):
        return []
    role = _cut(re.split(rf"{_STOP}|,", right[given.end() :], maxsplit=1)[0], tables)
    return [role] if role else []


def roles_before(view: View, name: Name, tables: PeopleTables) -> list[str]:
    """Return the offices that lead up to a name: `Tổng Bí thư, Chủ tịch nước` Nguyễn Văn A, in their order."""
    clause = _clause_before(view, name)
    role = _leading_role(clause, tables)
    if not role:
        return []
    roles = [role]
    head = clause[: clause.rfind(role)].rstrip()
    while head.endswith(","):
        earlier = re.split(r",", head[:-1])[-1]
        starts = [found.start() for found in tables.office.finditer(earlier.lower())]
        role = _leading_role(earlier[starts[0] :], tables) if starts else ""
        if not role or not earlier.endswith(role):
            break
        roles.insert(0, role)
        if starts[0] > len(earlier) - len(earlier.lstrip()):
            break  # something stands before it: `Tại Hà Nội Bí thư Tỉnh ủy, Chủ tịch …`
        head = head[:-1][: -len(earlier)].rstrip()
    return roles


def is_shared(view: View, name: Name) -> bool:
    """Tell whether the office before a name is that of all names that follow: `các Phó Chủ tịch` A, B và C."""
    clause = _clause_before(view, name)
    role = _leading_role(clause, people_tables())
    return bool(role and _SEVERAL.search(clause[: clause.rfind(role)]))


def follows_in_list(view: View, name: Name) -> bool:
    """Tell whether only a comma or `và` parts a name from the name before it."""
    return bool(name.since and _LISTED.fullmatch(view.text, name.since, name.before))


_SEVERAL = re.compile(r"(?<!\w)(?:các|những|hai|ba|bốn|năm|nhiều|2|3|4|5)(?: (?:đồng chí|ông|bà))? *$", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:\([^()\n]{1,60}\)\s*)?(?:,|và|, và)\s*")


def _clause_before(view: View, name: Name) -> str:
    if name.before <= name.since:
        return ""
    clause = re.split(r"[.;:!?\"(\n]", left_of(view, name.before)[-max(name.before - name.since, 0) :])[-1]
    if re.search(r"[,\-]\s*$", clause) and name.addressed:
        clause = re.sub(r"[,\-]\s*$", "", clause)
    return clause


# `Bộ Văn hoá, thể thao và du lịch`: the comma stands inside the organisation's name
_NAME_GOES_ON = re.compile(r"\s*(?=[^\W\d_]+ [^\W\d_A-ZĐ])(?:[^\W\d_]+ ){1,5}và [^\W\d_]+(?: [^\W\d_]+){0,20}\s*")


def _one_organisation(role: str, tables: PeopleTables) -> bool:
    """Tell whether the one comma of a role stands inside its organisation's name."""
    first, _, rest = role.partition(",")
    if not _ORGANISATION.search(first) or not _NAME_GOES_ON.fullmatch(rest):
        return False
    return not tables.office.search(rest.lower()) and not tables.verb.search(rest) and not _GOES_ON.search(f" {rest}")


def _leading_role(clause: str, tables: PeopleTables) -> str:
    """Return the office at the end of what stands before a name."""
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
            and ("," not in role or _one_organisation(role, tables))
            and role.lower() not in _NO_ROLES
            and not _OF_ANOTHER.search(role)
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
            if role and role.lower() not in _NO_ROLES:
                roles.append(role)
            if role != text:
                break
        elif roles and _ORGANISATION.match(text):
            cut = _cut(text, tables)
            roles[-1] = f"{roles[-1]}, {cut}"
            if cut != text:
                break
        elif roles and _one_organisation(f"{roles[-1]}, {text}", tables):
            roles[-1] = f"{roles[-1]}, {text}"
        else:
            break
    return roles


# `Trưởng phòng kê khai`, `Giám đốc trung tâm giới thiệu việc làm`, `Cục đánh giá`: names of offices, not what was said
_NOUN_BEFORE = re.compile(
    r"(?:phòng|ban|trung tâm|vụ|cục|viện|khoa|bộ|sở|và|kê|công nghệ|hệ thống|an toàn) $", re.IGNORECASE
)


def _cut(text: str, tables: PeopleTables) -> str:
    """Return a role without what the sentence goes on with."""
    verb = next(
        (found for found in tables.verb.finditer(text) if not _NOUN_BEFORE.search(text, 0, found.start())), None
    )
    ends = [found.start() for found in (verb, _GOES_ON.search(text)) if found]
    role = text[: min(ends)] if ends else text
    return re.sub(r"\s+(?:và|với|của|do|về|tại|là|cho)$", "", " ".join(role.split()[:_LONGEST]).strip(" ,-"))

"""Finds the offices and organisations that the text gives right beside a name.

An office directly before a name is that name's, whoever stands before it: of `Chủ tịch nước A, Thủ tướng B` the second
is B's. So the names of a text are read together, each with the place where its own offices begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.extract.people.mention import Name, left_of, right_of
from index.extract.people.names.syllable_shape import looks_like_syllable
from index.extract.people.offices.appointments import (
    COMMA,
    LONGEST_ROLE,
    NO_ROLES,
    STOP,
    appointed,
    cut_role,
    on_own_line,
    told_later,
)
from index.extract.people.offices.office_bounds import office_at, offices_in, role_end
from index.extract.people.tables import PeopleTables, people_tables
from index.extract.text_view import View

_ORGANISATION = re.compile(
    r"(?:Trung tâm|Viện|Trường|ĐH|Đại học|Học viện|Hội|Ban|Sở|Bộ|Cục|Vụ|Công ty|Tập đoàn|Khoa|Liên hiệp|Uỷ ban|Ủy ban"
    r"|UBND|Bệnh viện|Phòng|Tổng cục|Chi cục|Đoàn|Đội|Công an|Toà án|Tòa án|Tạp chí|Báo|Đài|Hiệp hội|Quỹ|Ngân hàng"
    r"|Văn phòng|ĐHQG|Tổng công ty|Tổng Công ty|Phân viện|Cơ quan|Nhà xuất bản|NXB|Liên đoàn|Hợp tác xã|HTX|Câu lạc bộ"
    r"|CLB|Nhà máy|Đại sứ quán|Mặt trận|Quốc hội)\b"
)
# `Phó Chủ tịch UBND tỉnh Bạc Liêu và` ông Nguyễn Văn A: the office of the one before
_OF_ANOTHER = re.compile(r"\s(?:và|cùng|với|của|cho|là|bởi|do|tới|đến|gửi|về|gồm|như|cả)$")
_OF_A_PERSON = re.compile(r"\s(?:của|và)\s+(?=(ông|bà|anh|chị|đồng chí)?)")
# `Ngày 30/4,`, `Tại cuộc họp,`: when or where, before the office that a comma or dash parts from its name
_WHEN = re.compile(
    r"^(?:(?:Ngày|Hôm|Sáng|Chiều|Tối|Trưa|Đêm|Tại|Trong|Ở|Bên lề|Cuối|Đầu|Sau|Trước|Theo|Cùng|Mới|Cũng|Về|Liên quan"
    r"|Nói|Phát biểu|Trao đổi|Chia sẻ|Trả lời|Kết luận|Đến dự)(?![^,]*\b(?:Chủ tịch|Thủ tướng|Bộ trưởng)\b)[^,]*,\s*)+"
)
_BY = re.compile(r"(?:^|[,\s])[Tt]heo ([^,]+)$")
# `Thủ tướng Anh, Boris Johnson`: offices that a country of one syllable tells whole
_OF_COUNTRIES = frozenset(
    (
        *("thủ tướng", "phó thủ tướng", "tổng thống", "phó tổng thống", "ngoại trưởng", "bộ trưởng", "thứ trưởng"),
        *("quốc vương", "nữ hoàng", "đại sứ", "hoàng tử", "công chúa", "nghị sĩ", "thượng nghị sĩ", "hạ nghị sĩ"),
    )
)
# `Giám đốc kỹ thuật (GĐKT)`, `Vụ trưởng Vụ Tiểu học (Bộ GD&ĐT)`, `Công ty Gió (Viet Wind)` before the name
_SHORT_FORM = re.compile(
    r"(?<=\w )\((?:[A-ZĐÂƯ&.\-]{2,12}"
    r"|(?:thuộc )?(?:Bộ|Sở|ĐH|Đại học|Công an|UBND|Viện|Tổng cục|Cục|Hội|tỉnh|TP) [^()\n]{1,60}"
    r"|[A-Z][\w&.\-]*(?: [A-Z][\w&.\-]*){1,4})\)(?= )"
)
_CLAUSE_ENDS = re.compile(r"[.;:!?\"()\n|](?<!TP\.)(?<!Tp\.)(?<!TS\.)(?<!GS\.)(?<!BS\.)(?<!\bP\.)(?<!\bQ\.)")
_COMMA = re.compile(rf"\s*{COMMA}\s*")  # `Ban Chỉ đạo phòng, chống dịch` is one body
# What may stand between a name and its office: an age, a place in the picture, a year or place of birth.
_ABOUT = (
    r"(?:\d{1,3} tuổi|(?:sinh|SN)\s*(?:năm|ngày|:)?\s*[\d/.\-]+|nữ|nam|dân tộc [^,()]{1,20}|người dân tộc [^,()]{1,20}"
    r"|quê (?:ở |quán )?[^,()]{1,40}|(?:trú|ngụ|thường trú|sống) (?:tại|ở) [^()]{1,60}?)"
)
_PICTURED = (
    r"(?:ngồi |đứng |hàng |người )?(?:bên |ở |thứ |ngoài |ngồi |đứng )*(?:trái|phải|giữa|đầu tiên|ngoài cùng|hàng đầu"
    r"|nhất|hai|ba|tư|năm|sáu|\d+|bìa|áo [^()]{1,30}|ảnh)(?: [^()]{0,40})?"
)
# `Trưởng Ban Quản lý dự án (phải) Nguyễn Văn Sơn`
_PICTURED_BEFORE = re.compile(rf"(?<=\w )\((?:{_PICTURED}|ảnh[^()]*)\)(?= )", re.IGNORECASE)
_ASIDE = re.compile(
    rf"\s*(?:\(\s*(?:{_ABOUT}|{_PICTURED}|ảnh[^()]*)\s*\)|[,\-]\s*{_ABOUT}(?=\s*[,;\-(]))", re.IGNORECASE
)
_OPENED = re.compile(
    r"\s*(,|-|\(|\|)\s*"
    r"(?:(?:hiện|hiện nay|hiện đang|hiện tại|nay|đang)\s+(?:là|giữ chức vụ|giữ chức|đảm nhiệm chức vụ)\s+)?"
    r"|\s+(?:hiện |hiện nay |hiện đang |đang |hiện tại |nay )?(là|giữ chức vụ|giữ chức|đảm nhiệm chức vụ) "
)
_IS = re.compile(r"\s(?:khi đó |hiện nay |hiện |hiện tại |bấy giờ |lúc đó |lúc bấy giờ |nay )?là\s*$")
_SEVERAL = re.compile(r"(?<!\w)(?:các|những|hai|ba|bốn|năm|nhiều|2|3|4|5)(?: (?:đồng chí|ông|bà))? *$", re.IGNORECASE)
LISTED = re.compile(r"\s*(?:\([^()\n]{1,60}\)\s*)?(?:,|và|, và)\s*")
_OBJECT = re.compile(
    r"(?<!\w)(?:với|của|cho|gặp|tiếp|về|tặng|thăm|trao|bởi|chất vấn|trả lời|kỷ luật|đối với|từ|yêu cầu|đề nghị|theo"
    r"|mời|nghe|trường hợp)\s*$",
    re.IGNORECASE,
)
_HELPER_OF = re.compile(
    r"(?<!\w)(?:thư ký|trợ lý|cố vấn|phụ tá|phát ngôn viên|người phát ngôn|luật sư)(?: [^\W\d_]+){0,2} (?:của|cho)\s*$",
    re.IGNORECASE,
)
# `Bộ Văn hoá, thể thao và du lịch`: the comma stands inside the organisation's name
_NAME_GOES_ON = re.compile(r"\s*(?=[^\W\d_]+ [^\W\d_A-ZĐ])(?:[^\W\d_]+ ){1,5}và [^\W\d_]+(?: [^\W\d_]+){0,20}\s*")
_ABBREVIATED = re.compile(r" \([A-ZĐ&.\-]{2,8}\)(?= [A-ZĐ])")  # `Giám đốc sáng tạo (CIO) Công ty Gió`
_NEWLY = re.compile(r"^(?:Đích thân|Tân)\s+")
_DIRECT = re.compile(r"\s+(?=[A-ZĐỦ]|nguyên |cựu )")
_TOLD_FIRST = re.compile(rf"^(?:{_ABOUT}|{_PICTURED})\s*[,;\-]\s*")
_LISTING = re.compile(
    rf"\s*(?:{COMMA}|;|\svà (?:hiện |hiện nay |hiện đang |đang |đồng thời |cũng )?là(?=\s))\s*"
)
_NOW = re.compile(r"^(?:hiện là|hiện nay là|hiện đang là|hiện giữ chức|là|đồng thời là|kiêm|một|vị)\s+")
_TOLD_OF = re.compile(_ABOUT)

@dataclass(frozen=True, slots=True)
class Led:
    """The offices that lead up to a name, as written, and where the first of them begins in the View's text.

    `shared` tells that they are those of all names of the list that begins here: `các Phó Chủ tịch A, B và C`.
    """

    roles: tuple[str, ...]
    begin: int
    shared: bool = False


def roles_beside(view: View, names: Sequence[Name]) -> list[tuple[Led, list[str]]]:
    """Return for each name, in the order of the text, what leads up to it and all its offices as written."""
    tables = people_tables()
    led = [_led(view, name, tables) for name in names]
    for at in range(1, len(names)):
        if len(led[at].roles) > 1 and _is_aside(view, names[at - 1], led[at - 1], led[at]):
            last = led[at].roles[-1]  # all but the office at the name itself are those of the name before
            led[at] = Led((last,), view.text.rfind(last, 0, names[at].before))
    found: list[tuple[Led, list[str]]] = []
    shared: tuple[str, ...] = ()
    for at, (name, own) in enumerate(zip(names, led, strict=True)):
        until = led[at + 1].begin if at + 1 < len(names) else name.until
        shared = own.roles[-1:] if own.shared else shared if not own.roles and _follows(view, name) else ()
        roles = [*own.roles, *shared, *_after(view, name, own, until, tables), *appointed(view, name, until, tables)]
        roles += told_later(view, name, until, tables) + on_own_line(view, name, tables)
        whole = (role for role in roles if not role.endswith(("…", "...")))  # a teaser cuts where its room ends
        found.append((own, list(dict.fromkeys(whole))))
    return found


def _follows(view: View, name: Name) -> bool:
    """Tell whether only a comma or `và` parts a name from the name before it."""
    return bool(name.since and LISTED.fullmatch(view.text, name.since, name.before))


def _is_aside(view: View, before: Name, led: Led, own: Led) -> bool:
    """Tell whether offices between two names begin as the aside of the first: `A - Giám đốc Sở, Trưởng ban B`."""
    opened = view.text[before.end : own.begin].strip()
    return opened == "-" or (opened == "," and not led.roles)


def _led(view: View, name: Name, tables: PeopleTables) -> Led:
    nothing = Led((), name.before)
    if name.before <= name.since:
        return nothing
    line = left_of(view, name.before, 260)
    left = line[-max(name.before - name.since, 0) :]
    if ")" in left:  # `Giám đốc kỹ thuật (GĐKT) Nguyễn Văn Sơn`
        for aside in (_SHORT_FORM, _PICTURED_BEFORE):
            left = aside.sub(lambda short: " " * len(short[0]), left)
    ends = [end.end() for end in _CLAUSE_ENDS.finditer(left)]
    start = ends[-1] if ends else 0
    clause = left[start:]
    ending = clause.rstrip()
    if ending.endswith((",", "-")):
        return _apart(view, name, clause, len(left) == len(line) or bool(ends), tables)
    told = _IS.search(clause) if ending.endswith("là") else None
    if told:
        clause = clause[: told.start()]
        first = next(offices_in(clause.lower(), tables), None)
        if not first or clause[: first.start()].strip(" ,-"):
            return nothing
    origin = name.before - len(left) + start
    roles: list[str] = []
    begin = name.before
    head = clause
    while True:
        segment = _COMMA.split(head)[-1]
        at = len(head) - len(segment)
        place = _office_place(segment, tables, first=not roles)
        if place is None and not roles and at and _one_organisation(head[_before_comma(head) :], tables):
            at = _before_comma(head)
            segment = head[at:]
            place = _office_place(segment, tables, first=True)
        if place is None:
            if roles and _is_passed(segment, tables):
                place = -1
            else:
                break
        if place >= 0:
            roles.insert(0, " ".join(segment[place:].strip(" ,-").split()))
            begin = origin + at + place
            if segment[:place].strip():
                break  # something stands before it: `Tại Huế Bí thư Tỉnh ủy, Chủ tịch …`
        head = head[:at].rstrip().removesuffix(",")
        if not head.strip():
            break
    if not roles:
        return nothing
    before = view.text[max(0, begin - 60) : begin]
    related = tables.relation.search(before.lower())
    if related and not _is_of_name_before(view, name, begin - len(before) + related.start()):
        return Led((), begin)  # `phu nhân Chủ tịch nước A`
    return Led(tuple(roles), begin, bool(_SEVERAL.search(before)))


def _is_of_name_before(view: View, name: Name, at: int) -> bool:
    """Tell whether a relation at a place is the aside of the name before: `bà A, vợ của Đại sứ B`."""
    return bool(name.since) and view.text[name.since : at].strip() in (",", "-", "(")


def _before_comma(head: str) -> int:
    """Return where the segment before the last one begins."""
    commas = [comma.end() for comma in _COMMA.finditer(head)]
    return commas[-2] if len(commas) > 1 else 0


def _apart(view: View, name: Name, clause: str, whole: bool, tables: PeopleTables) -> Led:
    """Return the office that a comma or dash parts from the name: only where it opens the sentence.

    `Chủ tịch Tập đoàn Thép Xanh, ông A` tells who that is; `Báo cáo Thủ tướng, ông B` speaks to somebody else.
    """
    text = _NEWLY.sub("", clause.rstrip(" ,-").strip())
    text = _WHEN.sub("", text)
    dash = clause.rstrip().endswith("-")
    if not dash and (quoted := _BY.search(text)):
        text, whole = quoted[1], True  # `theo chuyên gia Thái Lan, tiến sĩ A`
    found = office_at(text.lower(), 0, tables)
    if not whole or not found or "," in text or role_end(text, found.end()) < len(text):
        return Led((), name.before)
    organisation = text[found.end() :].split()
    abroad = len(organisation) == 1 and organisation[0][0].isupper()
    abroad = abroad and (found[0] in _OF_COUNTRIES or not looks_like_syllable(organisation[0]))
    if (not dash or name.addressed) and len(organisation) < 2 and not (abroad or any(map(str.isupper, organisation))):
        return Led((), name.before)
    return Led((text,), view.text.rfind(text, 0, name.before))


def _is_passed(segment: str, tables: PeopleTables) -> bool:
    """Tell whether a part of a list of offices is an honour or a degree: `Chủ tịch Hội, Anh hùng Lao động, …`."""
    return bool(tables.titles_before.fullmatch(segment.strip().lower()))


def _office_place(segment: str, tables: PeopleTables, first: bool) -> int | None:
    """Return where the office begins that fills a segment to its end; None for none."""
    lower = segment.lower()
    for found in offices_in(lower, tables):
        role = segment[found.start() :].rstrip(" ,-")
        if len(role.split()) > LONGEST_ROLE or role.lower() in NO_ROLES or _OF_ANOTHER.search(role):
            continue
        if role_end(segment, found.end()) < len(segment) or _holds_another(role, found.end() - found.start(), tables):
            continue
        if " - " in role and office_at(role.rsplit(" - ", 1)[1].lower(), 0, tables):
            continue
        return found.start()
    return None


def _holds_another(role: str, at: int, tables: PeopleTables) -> bool:
    """Tell whether a role goes on with a person or with another's office: `thư ký của Chủ tịch`."""
    for found in _OF_A_PERSON.finditer(role, at):
        if found[1] or (found[0].strip() == "của" and office_at(role.lower(), found.end(), tables)):
            return True
    return False


def _one_organisation(role: str, tables: PeopleTables) -> bool:
    """Tell whether the one comma of a role stands inside its organisation's name."""
    first, _, rest = role.partition(",")
    if not _ORGANISATION.search(first) or not _NAME_GOES_ON.fullmatch(rest):
        return False
    return not any(offices_in(rest.lower(), tables)) and role_end(role, len(first)) == len(role)


def _after(view: View, name: Name, led: Led, until: int, tables: PeopleTables) -> list[str]:
    """Return the offices that follow a name: after a comma, between dashes, in brackets, or after `là`."""
    begin = name.end
    while (aside := _ASIDE.match(view.text, begin, max(begin, until))) is not None:
        begin = aside.end()
    right = right_of(view, begin, min(340, max(until - begin, 0)))
    if name.text.isupper():
        right = right.lower()
    opened = _OPENED.match(right)
    if not opened:
        direct = _DIRECT.match(right)
        opened = direct if direct and office_at(right.lower(), direct.end(), tables) else None
    if not opened:
        return []
    kind = (opened[1] or "là") if opened.re is _OPENED else ","
    rest = right[opened.end() :]
    rest = _TOLD_FIRST.sub("", rest) if kind == "(" else _ABBREVIATED.sub("", rest)
    stop = re.search(r"\)", rest) if kind == "(" else STOP.search(rest)
    if stop and stop[0] == "?":
        return []  # a headline that asks
    stretch = rest[: stop.start()] if stop else rest
    if kind != "(":
        stretch = _until_dash(stretch, tables)
    before = left_of(view, led.begin)
    if kind == "," and _HELPER_OF.search(before):
        return []  # `Thư ký của Thủ tướng A, Bộ trưởng Bộ B`: the helper's own
    spoken_to = _OBJECT.search(before) is not None
    roles, closed = _listed_roles(stretch, kind, spoken_to, tables)
    if not closed and kind == "," and spoken_to:
        roles = roles[:-1]  # `Trả lời ông A, Chủ tịch xã cho biết`: another speaks
    return roles


def _listed_roles(stretch: str, kind: str, spoken_to: bool, tables: PeopleTables) -> tuple[list[str], bool]:
    """Return the offices of an aside, and whether the last of them ends where its part does."""
    roles: list[str] = []
    for part in _LISTING.split(stretch):
        text = _NOW.sub("", part.strip())
        if text.startswith("Đoàn "):
            text = text.partition(" về ")[0]  # `chất vấn của đại biểu A, Đoàn đại biểu tỉnh B về …`
        found = office_at(text.lower(), 0, tables)
        organisation = _ORGANISATION.match(text)
        if found or (not roles and kind in ",-(|" and organisation):
            role = cut_role(text, found.end() if found else 0)
            if not found and kind == "," and role != text and spoken_to and not text.startswith("Đoàn "):
                return roles, True  # `Theo ông A, Sở Y tế đã họp`
            if role and role.lower() not in NO_ROLES:
                roles.append(role)
            if role != text:
                return roles, False
        elif roles and organisation:
            if cut_role(text, 0) != text:
                return roles, True  # `, Chủ tịch Hội, Ban Thường vụ họp`: a subject of its own
            roles[-1] = f"{roles[-1]}, {text}"
        elif roles and _one_organisation(longer := _with_part(roles[-1], text), tables):
            closed = longer == f"{roles[-1]}, {text}"
            roles[-1] = longer
            if not closed:
                return roles, False  # `, Giám đốc Sở Văn hóa, Thể thao và Du lịch cho biết`
        elif not _TOLD_OF.fullmatch(text) and not _is_passed(text, tables):
            break
    return roles, True


def _with_part(role: str, part: str) -> str:
    """Return a role with what follows its comma, as far as it may be of the organisation's name."""
    whole = f"{role}, {part}"
    return whole[: role_end(whole, len(role))].rstrip(" ,-")


def _until_dash(text: str, tables: PeopleTables) -> str:
    """Return a stretch up to the dash that closes the aside: what follows that one is what the person did.

    `Hội Khoa học - Kỹ thuật Cầu đường` has a dash of its own.
    """
    for dash in re.finditer(r"\s+-\s*|-\s+", text):
        rest = text[dash.end() :]
        end = role_end(rest)
        soon = end < len(rest) and "," not in rest[:end] and len(rest[:end].split()) <= 3
        if soon or not rest.strip():
            return text[: dash.start()]
    return text

"""Documents known by their name alone: `Luật Đất đai`, `Nghị quyết Đại hội XIII`, `Điều lệ Đảng`."""

from __future__ import annotations

import re
from functools import lru_cache

from index.extract.alternation import alternation
from index.extract.directives.issuers import is_stop, open_name, organ_at, organ_word, type_word
from index.extract.directives.tables import tables
from index.extract.text_view import View

_NUMERAL = r"(?:[ivxl]{1,6}|\d{1,2}|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: [a-z]{2,4})?)(?![a-z\d])"
_TERM = rf"(?:,? {{1,2}}\(?(?:khoa|nhiem ky) {{1,2}}(?:{_NUMERAL}|\d{{4}} ?- ?\d{{4}})\)?)"
_CENTRE = r"(?:trung uong|tw|t\.u|tu)"
_COMMITTEE = rf"(?: {{1,2}}(?:ban chap hanh|bch) {_CENTRE}(?: dang)?)?"
_PARTY = r"(?: {1,2}(?:cua )?dang(?: cong san viet nam| bo [a-z]+)?(?![a-z]))?"

# Nghị quyết of a congress or a session of the Central Committee; a bare "nghị quyết Đại hội" is no name.
_SESSION = re.compile(
    rf" {{1,2}}(?:(?:hoi nghi )?(?:lan thu {_NUMERAL}|{_CENTRE}(?: lan thu)? ?{_NUMERAL}){_COMMITTEE}{_PARTY}{_TERM}?"
    rf"|hoi nghi (?:ban chap hanh|bch) {_CENTRE}(?: dang)?(?: lan thu {_NUMERAL})?{_PARTY}{_TERM}?"
    rf"|{_CENTRE}(?: dang)?{_TERM}"
    r"|dai hoi(?: dai bieu)?(?: toan quoc)?"
    r"(?: dang(?: bo)?(?: (?:tinh|thanh pho|tp\.?|cac cap|toan quoc)(?: [a-z]+){0,2}?)?)?"
    rf"(?: toan quoc)?(?: lan(?: thu)?| khoa| nhiem ky)? {_NUMERAL}{_PARTY}{_TERM}?"
    rf"|dai hoi(?: [a-z]+){{0,14}}? lan thu {_NUMERAL}{_PARTY}{_TERM}?"
    r"|dai hoi(?: [a-z]+){0,8}? (?:nhiem ky|khoa) {1,2}\d{4} ?- ?\d{4}"
    r"|phien hop (?:chinh phu )?thuong ky thang {1,2}\d{1,2}(?: ?[/-] ?\d{4}| nam \d{4})?)"
)

_AMENDS = re.compile(r" {1,2}sua doi(?:,? (?:va )?bo sung)?(?: mot so dieu)?(?: cua)?(?= )")
_INNER_LAW = re.compile(r"(?:[,;]| va)? {1,2}(?:cac )?(?P<type>bo luat|luat|phap lenh)(?= )")
_REVISED = re.compile(r" {1,2}\(? ?(?:da )?(?:sua doi(?:,? bo sung)?)(?![a-z])(?: ?\))?")
_TWO_PART = re.compile(r" {1,2}(?:phong, chong|thi dua, khen thuong|bau cu, ung cu)(?= )")
_QUOTED = re.compile(r' {0,2}[:]? ?"(?P<title>[^"\n]{12,260})"')
_ARTICLE = re.compile(r"(?:dieu|khoan|chuong|muc) {1,2}(?:[\divx]{1,4}|[a-z]) {1,2}(?:cua )?$")
_NOT_A_LAW_BEFORE = re.compile(
    r"(?:khoa|hoc|truong|cong ty|van phong|nganh|dh|hang|cu nhan|thac si|tien si|dai hoc|vien|hoi|doan"
    r"|giang vien|ve) $"
)
_TITLED = ("quy hoach", "chien luoc", "quyet dinh", "chi thi", "nghi quyet", "huong dan")
_PROGRAMME = re.compile(r" (?:muc tieu quoc gia|tong the|phan khu|mang luoi|vung) [a-z]")
_RULED = "ky thi|thi|tuyen sinh|lam viec|dan chu|bau cu|dao tao|to chuc|phoi hop|quan ly|hoat dong|bo nhiem|danh gia"
_RULES_OF = re.compile(rf" {{1,2}}(?:{_RULED})(?![a-z])(?:(?: {{1,2}}va|,) {{1,2}}(?:{_RULED})(?![a-z]))*")
_YEAR_WITHIN = re.compile(r"(?:den nam|nam|giai doan|thoi ky) {1,2}\d{4}(?: ?- ?\d{4})?")


@lru_cache(maxsize=1)
def _known_names() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf" {{1,3}}(?P<name>{alternation(names)})(?![a-z\d])")
        for kind, names in tables().names.items()
    }


_BETWEEN = r"(?: ?[&,\-] ?|,? va )?"  # what joins the parts of a short form


@lru_cache(maxsize=1)
def _short_names() -> dict[str, re.Pattern[str]]:
    patterns = {
        kind: "|".join(_BETWEEN.join(map(re.escape, form.split("&"))) for form in forms)
        for kind, forms in tables().short_names.items()
    }
    return {
        kind: re.compile(rf" {{1,3}}(?P<name>{forms})(?![a-z\d]|[&,\-][a-z])") for kind, forms in patterns.items()
    }


def _short_name(view: View, kind: str, end: int) -> re.Match[str] | None:
    """Return the short form of a known name that follows a type word: `KH&CN`, in capitals."""
    found = _short_names()[kind].match(view.folded, end) if kind in _short_names() else None
    written = re.findall(r"\w+", view.text[found.start("name") : found.end("name")]) if found else []
    return found if any(len(word) > 1 and word.isupper() for word in written) else None


def name_end(view: View, kind: str, start: int, end: int) -> int | None:
    """Return where the name that follows a type word (folded `kind` at `start`–`end`) ends; None for no name.

    A generic mention (`nghị quyết này`, `vốn điều lệ`, `luật chơi`, `Khoa Luật`) gives None.
    """
    before = view.folded[max(0, start - 24) : start]
    capital = view.text[start].isupper()
    if kind in ("luat", "bo luat", "phap lenh"):
        return _law(view, kind, end, capital, before)
    if kind == "hien phap":
        return _constitution(view, start, end, capital)
    if kind == "nghi quyet":
        session = _SESSION.match(view.folded, end)
        return session.end() if session else None
    known = _known_names()[kind].match(view.folded, end) if kind in _known_names() else None
    if known and kind != "dieu le":
        return known.end()
    if kind == "dieu le":
        return _statute(view, end, capital, known, before)
    if kind == "cuong linh":
        return end if re.compile(r" (?:nam )?(?:19|20)\d\d(?!\d)").match(view.folded, end) else None
    if kind == "quy che":
        return _rules(view, end, capital, before)
    return _titled(view, kind, start, end, capital)


def _law(view: View, kind: str, end: int, capital: bool, before: str) -> int | None:
    amends = _AMENDS.match(view.folded, end)
    if amends and capital:
        return amends.end() if _amended(view, amends.end()) else None
    known = _known_names().get(kind)
    short = _short_name(view, kind, end)
    found = known.match(view.folded, end) if known else None
    if short:
        stop = short.end()
    elif found is None:
        if not capital or _NOT_A_LAW_BEFORE.search(before) or view.folded[end : end + 2] == " -":
            return None  # "Đỗ Quốc Luật - cánh chim đầu đàn" is a runner
        lead = _TWO_PART.match(view.folded, end)
        stop = open_name(view, lead.end() if lead else end, 12)
        if stop == end or not (_next_is_capital(view, end) or _is_lower_name(view, before, end, stop)):
            return None
    else:
        stop = found.end()
        if kind == "luat" and _NOT_A_LAW_BEFORE.search(before) and not capital:
            return None
        if not capital and len(found["name"].split()) < 2:
            return None  # "luật giá", "luật doanh nghiệp" is a name, "luật đầu" is chance
    revised = _REVISED.match(view.folded, stop)
    return revised.end() if revised else stop


def whole_name_end(view: View, end: int, stop: int) -> int:
    """Return where a name that begins at `end` is whole: the mention of an amending law ends before what it amends."""
    amends = _AMENDS.match(view.folded, end)
    return (_amended(view, stop) or stop) if amends and amends.end() == stop else stop


def _amended(view: View, end: int) -> int | None:
    """Return where the names of the laws end that a law amends; None where none follows: a name that is cut is none.

    `Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công, Luật Đầu tư và Luật Nhà ở` is one document.
    """
    stop = None
    while inner := _INNER_LAW.match(view.folded, end):
        name = _law(view, inner["type"], inner.end(), True, "")
        if name is None:
            break
        stop = end = name
    return stop


def _is_lower_name(view: View, before: str, end: int, stop: int) -> bool:
    """Tell whether a law of a name that the table lacks is meant: `dự án Luật người lao động … (sửa đổi)`.

    At the beginning of a sentence the capital letter says nothing (`Luật chơi thay đổi`).
    """
    inside = before.endswith((" ", '"')) and before.rstrip(' "')[-1:].isalnum()
    return bool(_REVISED.match(view.folded, stop)) or (inside and len(view.folded[end:stop].split()) >= 2)


def _next_is_capital(view: View, end: int) -> bool:
    at = end
    while at < len(view.text) and view.text[at] == " ":
        at += 1
    return at > end and view.text[at : at + 1].isupper()


def _constitution(view: View, start: int, end: int, capital: bool) -> int | None:
    known = _known_names()["hien phap"].match(view.folded, end)
    if known:
        return known.end()
    year = re.compile(r" {1,2}(?:nam )?(?:19|20)\d\d(?!\d)").match(view.folded, end)
    if year:
        return end
    return end if capital and not _next_is_capital(view, end) and "\n" not in view.folded[start - 1 : start] else None


def _statute(view: View, end: int, capital: bool, known: re.Match[str] | None, before: str) -> int | None:
    if before.endswith("von "):
        return None  # "vốn điều lệ" is a company's capital
    if known and (capital or view.text[known.start("name")].isupper()):
        return max(known.end(), open_name(view, end, 8))
    if not capital:
        if organ_word().match(view.folded, end + 1) and _next_is_capital(view, end):
            return open_name(view, end, 10)
        return known.end() if known and known["name"] != "doan" else None
    if re.compile(r" (?:cong ty|doanh nghiep|ngan hang|tap doan)(?![a-z])").match(view.folded, end):
        return None  # a company's own charter
    organ = organ_at(view, end + 1)
    stop = max(open_name(view, end, 8), organ.end if organ else end)
    return stop if stop > end else None


def _rules(view: View, end: int, capital: bool, before: str) -> int | None:
    cited = bool(_ARTICLE.search(before))
    if not (capital or cited):
        specific = re.compile(r" (?:ky thi|tuyen sinh|thi) ").match(view.folded, end)
        stop = open_name(view, end, 12) if specific else end
        return stop if re.compile(r" (?:nam )?20\d\d").match(view.folded, stop) and stop > end else None
    rules = _RULES_OF.match(view.folded, end)
    if not rules:
        return None
    stop = open_name(view, rules.end(), 14)
    more = re.compile(r" cua (?=[A-Za-z])").match(view.folded, stop)
    if more and capital:
        stop = max(stop, open_name(view, more.end() - 1, 10))
    dash = re.compile(r" - (?=[a-z]{1,3}(?![a-z]))").match(view.folded, stop)
    return open_name(view, dash.end() - 1, 2) if dash else stop


def _titled(view: View, kind: str, start: int, end: int, capital: bool) -> int | None:
    """Plans and schemes: a title in quotation marks, or a capitalised plan that ends in its years."""
    quoted = _QUOTED.match(view.folded, end)
    if quoted and (kind in ("de an", "ke hoach") or (capital and kind in _TITLED)):
        return quoted.end() if len(quoted["title"].split()) >= 4 else None
    if capital and kind in ("quy hoach", "chuong trinh") and _PROGRAMME.match(view.folded, end):
        return open_name(view, end, 14)
    named = view.text[end : end + 1] == " " and not is_stop(view, min(end + 1, len(view.text) - 1))
    if kind in ("quy hoach", "chien luoc") and capital and named:
        floor = view.folded.find("\n", end)
        limit = min(end + 140, floor if floor >= 0 else len(view.folded))
        years = _YEAR_WITHIN.search(view.folded, end, limit)
        if years and not re.search(r"[.;,:(\"]", view.folded[end : years.start()]):
            inner = type_word().search(view.folded, end, years.start())
            return None if inner else years.end()
    return None

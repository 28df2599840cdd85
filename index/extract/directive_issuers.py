"""Reading the organ that issued a document: `của Ban Bí thư khoá XI`, `của Chủ tịch UBND tỉnh Sơn La`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.extract.directive_dates import StatedDate, date_at
from index.extract.directive_tables import Extent, alternation, tables
from index.extract.directive_view import View

_LONGEST_NAME = 14  # words; "Ban Chỉ đạo xây dựng quy hoạch cán bộ cấp chiến lược" has eleven
_WINDOW = 170  # letters before a document in which the sentence's subject is looked for

_TERM = re.compile(
    r"(?: {0,2},)? {1,2}\(?(?:khoa|nhiem ky|lan thu) {1,2}(?:[ivxl]{1,6}|\d{1,4}(?: ?- ?\d{4})?"
    r"|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: [a-z]{2,4})?)(?![a-z\d])(?P<close>\))?"
)
_LEAD = re.compile(r"[ \n]{0,2},? {0,2}\(?(?P<word>cua|do|tu phia) {1,2}(?:cac )?(?:dong chi |ong |ba )?")
_SESSION_LEAD = re.compile(r" {0,2},? {0,2}(?=\(?(?:hoi nghi|khoa) )")
_WORD = re.compile(r"[a-z\d&]+(?:[.-][a-z\d&]+)*\.?")
_GAP = re.compile(r" {0,2}(?:- ?|/ ?)?")
_PERIOD = re.compile(r"ngay {0,2}$")


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing organ named at `start`–`end` of a view; `beyond` is where its clause ends."""

    start: int
    end: int
    written: str


@lru_cache(maxsize=1)
def _organ() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(list(tables().organs))})(?![a-z\d])")


@lru_cache(maxsize=1)
def _place() -> re.Pattern[str]:
    return re.compile(rf" {{0,2}}(?:{alternation(list(tables().words['place']))})(?![a-z])")


@lru_cache(maxsize=1)
def stop_word() -> re.Pattern[str]:
    """Return the pattern of the words before which a name ends (table `directive_words.tsv`, `stop`)."""
    return re.compile(rf"(?:{alternation(list(tables().words['stop']))})(?![a-z\d])")


@lru_cache(maxsize=1)
def _issuing() -> re.Pattern[str]:
    return re.compile(rf"[ ,]{{0,3}}(?:(?:{alternation(list(tables().words['issue']))})(?![a-z]) {{0,2}}){{0,5}}[\"(]?$")


def _extent(folded: str) -> Extent:
    return tables().organs.get(re.sub(r"\s+", " ", folded), "open")


def _capital(view: View, at: int) -> bool:
    return view.text[at : at + 1].isupper() or view.text[at : at + 1].isdigit()


def _proper_name(view: View, end: int) -> int:
    """Return where the run of capitalised words after `end` stops: ` Phú Thọ`, ` TP. Hà Nội`."""
    stop = end
    for _ in range(5):
        gap = re.compile(r" {1,2}(?:- )?").match(view.folded, stop)
        word = _WORD.match(view.folded, gap.end()) if gap else None
        if not word or not _capital(view, word.start()) or stop_word().match(view.folded, word.start()):
            break
        stop = word.end()
        if view.folded[stop - 1] == ".":
            stop -= 1
            break
    return stop


def _after_place(view: View, end: int) -> int:
    stop = end
    for _ in range(3):
        place = _place().match(view.folded, stop)
        if not place:
            break
        stop = place.end()
    return _proper_name(view, stop)


def open_name(view: View, end: int, most: int = _LONGEST_NAME) -> int:
    """Return where a name of words ends that begins before `end`: at punctuation, a stop word or a document type.

    `và` joins only capitalised words (`Sở Khoa học và Công nghệ`), else it joins two names.
    """
    stop = end
    for _ in range(most):
        gap = _GAP.match(view.folded, stop)
        word = _WORD.match(view.folded, gap.end()) if gap else None
        if not word or (word.start() == stop and stop != end):
            break
        if stop_word().match(view.folded, word.start()):
            break
        if type_word().match(view.folded, word.start()):
            break
        if word.group() in ("va", "&"):
            following = _WORD.match(view.folded, word.end() + 1)
            if not following or not _capital(view, following.start()) or type_word().match(
                view.folded, following.start()
            ) or _organ().match(view.folded, following.start()):
                break
            stop = following.end()
            continue
        stop = word.end()
        if view.folded[stop - 1] == ".":
            stop -= 1
            break
    return stop


@lru_cache(maxsize=1)
def type_word() -> re.Pattern[str]:
    """Return the pattern of document types, at whose first letter a name before it ends."""
    return re.compile(rf"(?:{alternation(list(tables().types))})(?![a-z])")


def organ_at(view: View, start: int, depth: int = 0) -> Issuer | None:
    """Return the organ named at `start`, with its place and term; None where no organ of the table begins."""
    found = _organ().match(view.folded, start)
    if not found:
        return None
    end = found.end()
    extent = _extent(found.group())
    if extent == "place":
        end = _after_place(view, end)
    elif extent == "title":
        inner = organ_at(view, end + 1, depth + 1) if depth < 3 and view.folded[end : end + 1] == " " else None
        end = inner.end if inner else open_name(view, end, 8)
    elif extent == "open":
        end = open_name(view, end)
        inner = organ_at(view, end + 1, depth + 1) if depth < 2 and view.folded[end : end + 1] == " " else None
        end = inner.end if inner else end
    term = _TERM.match(view.folded, end)
    if term:
        end = term.end() if term["close"] or "(" not in term.group() else end
    if found.group().strip() in ("dang", "trung uong", "tw", "nha nuoc", "ba") and not _capital(view, start):
        return None
    return Issuer(start, end, view.written(start, end))


def issuer_beside(view: View, end: int) -> tuple[Issuer, bool] | None:
    """Return the organ that the words right after `end` name as issuer, and whether it belongs to the quote.

    `của X` does; `do X ban hành` names the issuer but stays outside the quote.
    """
    lead = _LEAD.match(view.folded, end)
    if lead:
        if "\n" in lead.group() and not view.text[lead.start("word")].islower():
            return None
        issuer = organ_at(view, lead.end()) or _unknown_organ(view, lead.end())
        return (issuer, lead["word"] == "cua") if issuer else None
    lead = _SESSION_LEAD.match(view.folded, end)
    issuer = organ_at(view, lead.end()) if lead else None
    return (issuer, True) if issuer else None


def _unknown_organ(view: View, start: int) -> Issuer | None:
    """Return a run of capitalised words: `của Eximbank`, `của Bamboo Airways`."""
    if not _capital(view, start) or view.text[start].isdigit() or type_word().match(view.folded, start):
        return None
    end = _proper_name(view, start - 1) if view.folded[start - 1 : start] == " " else start
    return Issuer(start, end, view.written(start, end)) if end > start else None


def more_organs(view: View, issuer: Issuer) -> Issuer:
    """Return the issuers of a joint document as one: `Bộ Tài chính, Bộ Y tế và Bộ Nội vụ`."""
    end = issuer.end
    for _ in range(8):
        join = re.compile(r"(?:,| va| -|;|,? va) {1,2}").match(view.folded, end)
        following = organ_at(view, join.end()) if join else None
        if not following:
            break
        end = following.end
    return Issuer(issuer.start, end, view.written(issuer.start, end))


def issuer_before(view: View, start: int, published: str = "") -> tuple[Issuer, StatedDate | None] | None:
    """Return the organ that issues the document in the words before `start`, and the date before it.

    `Ngày 10-7, Chủ tịch UBND tỉnh Sơn La đã có [công văn số 2267]`, `đề nghị của Uỷ ban Kiểm tra Trung ương tại
    [Tờ trình số 201…]`. Looks no further back than the sentence and `_WINDOW` letters.
    """
    floor = max(0, start - _WINDOW)
    for mark in (". ", "\n", ";"):
        floor = max(floor, view.folded.rfind(mark, floor, start) + 1)
    for found in _organ().finditer(view.folded, floor, start):
        before = view.folded[found.start() - 1 : found.start()]
        if before.isalnum() or not view.text[found.start()].isupper():
            continue
        issuer = organ_at(view, found.start())
        if not issuer or issuer.end >= start or not _issuing().fullmatch(view.folded, issuer.end, start):
            continue
        if not view.folded[issuer.end : start].strip(" ,(\""):
            continue
        return issuer, _date_before(view, floor, issuer.start, published)
    return None


def _date_before(view: View, floor: int, end: int, published: str) -> StatedDate | None:
    at = view.folded.rfind("ngay ", floor, end)
    stated = date_at(view, at, published) if at >= 0 else None
    if stated and view.folded[stated.end : end].strip(" ,") in ("", "thay mat"):
        return stated
    return None

"""Reading the organ that issued a document: `của Ban Bí thư khoá XI`, `của Chủ tịch UBND tỉnh Sơn La`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.analysis.normalise import canonical_word
from index.extract.alternation import alternation
from index.extract.directives.tables import Extent, organ_named, tables, type_named, word_pattern
from index.extract.text_view import View

_LONGEST_NAME = 14  # words; "Ban Chỉ đạo xây dựng quy hoạch cán bộ cấp chiến lược" has eleven

_TERM = re.compile(
    r"(?: {0,2},)? {1,2}\(?(?:khoa|nhiem ky|lan thu) {1,2}(?:[ivxl]{1,6}|\d{1,4}(?: ?- ?\d{4})?"
    r"|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: [a-z]{2,4})?)(?![a-z\d])(?P<close>\))?"
)
_ORDINAL = re.compile(  # "Hội nghị lần thứ năm Ban Chấp hành": a number here, else the word "năm" ends a name
    r" {1,2}(?:[ivxl]{1,6}|\d{1,2}|nhat|hai|ba|tu|nam|sau|bay|tam|chin"
    r"|muoi(?: (?:mot|hai|ba|bon|lam|sau|bay|tam|chin))?)(?![a-z\d])"
)
_LEAD = re.compile(r"[ \n]{0,2},? {0,2}\(?(?P<word>cua|do|tu phia) {1,2}(?:cac )?(?:dong chi |ong |ba )?")
_SESSION_LEAD = re.compile(r" {0,2},? {0,2}(?=\(?(?:hoi nghi|khoa) )")
_WORD = re.compile(r"[a-z\d&]+(?:[.-][a-z\d&]+)*\.?")
_YEAR = re.compile(r"(?:19|20)\d\d\.?$")
_ISSUES = re.compile(r".{0,40}?(?<![a-z])(?:ky|ban hanh|phe duyet|thong qua|cong bo|soan thao|de nghi)(?![a-z])")
_NAME_GAP = re.compile(r" {1,2}(?:- )?|\.(?=[a-z])")  # TP.HCM
_GAP = re.compile(r" {0,2}(?:- ?|/ ?)?")


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing organ named at `start`–`end` of a view; `beyond` is where its clause ends."""

    start: int
    end: int
    written: str


@lru_cache(maxsize=1)
def organ_word() -> re.Pattern[str]:
    """Return the pattern of the organs in `issuers.tsv`."""
    return re.compile(rf"(?:{alternation(list(tables().organs))})(?![a-z\d])")


def _canonical(name: str) -> str:
    return "".join(canonical_word(word) for word in name.split())


def is_stop(view: View, at: int) -> bool:
    """Tell whether the word at `at` ends a name (table `words.tsv`, `stop`); a capitalised word never does."""
    if view.text[at].isupper() and not view.text[at + 1 : at + 2].isupper():
        return False
    if not view.accented and view.folded[max(0, at - 5) : at + 3] == "viet nam":
        return False
    return bool(word_pattern("stop", view.accented).match(view.words, at))


def _extent(view: View, start: int, end: int) -> Extent | None:
    """Return how far the organ's name goes; None where a short name's accents are another word's (`Vũ`, not `Vụ`)."""
    extent, name = organ_named(view.folded[start:end])
    short = view.accented and len(name.split()) <= 2
    return None if short and _canonical(view.written(start, end)) != _canonical(name) else extent


def _capital(view: View, at: int) -> bool:
    return view.text[at : at + 1].isupper() or view.text[at : at + 1].isdigit()


def proper_name(view: View, end: int) -> int:
    """Return where the run of capitalised words after `end` stops: ` Phú Thọ`, ` TP. Hà Nội`."""
    stop = end
    for _ in range(5):
        gap = _NAME_GAP.match(view.folded, stop)
        word = _WORD.match(view.folded, gap.end()) if gap else None
        if not word or not _capital(view, word.start()) or is_stop(view, word.start()):
            break
        stop = word.end()
        if view.folded[stop - 1] == ".":
            stop -= 1
            break
    return stop


def _after_place(view: View, end: int) -> int:
    stop = end
    for _ in range(3):
        gap = _GAP.match(view.folded, stop)
        place = word_pattern("place", view.accented).match(view.words, gap.end()) if gap else None
        if not place:
            break
        stop = place.end()
    return proper_name(view, stop)


def open_name(view: View, end: int, most: int = _LONGEST_NAME) -> int:
    """Return where a name of words ends that begins before `end`: at punctuation, a stop word or a document type.

    `và` joins only capitalised words (`Sở Khoa học và Công nghệ`), else it joins two names.
    """
    stop = end
    for _ in range(most):
        gap = _GAP.match(view.folded, stop)
        word = _WORD.match(view.folded, gap.end()) if gap else None
        if not word or (word.start() == stop and stop != end) or _YEAR.match(word.group()):
            break
        if is_stop(view, word.start()) or _document_begins(view, word.start()):
            break
        if word.group() in ("va", "&"):
            following = _WORD.match(view.folded, word.end() + 1)
            if (
                not following
                or not _capital(view, following.start())
                or type_word().match(view.folded, following.start())
                or organ_word().match(view.folded, following.start())
            ):
                break
            stop = following.end()
            continue
        stop = word.end()
        if view.folded[stop - 1] == ".":
            stop -= 1
            break
    return stop


def _document_begins(view: View, at: int) -> bool:
    """Tell whether a document's type is written here; in lower case only where it cannot be part of a name."""
    found = type_word().match(view.folded, at)
    if not found or not_a_law(view, found):
        return False
    return view.text[at].isupper() or type_named(found.group()).strength == "noun"


_NOT_A_LAW = re.compile(
    r" {1,2}(?:su(?! (?:nam|so|20))|gia|phap(?! lenh)|le(?! phi)|rung|khoa(?! hoc)|hoc|chau|choi|tuc|thuong)(?![a-z])"
)
_NOT_LAW_BEFORE = re.compile(r"(?<![a-z])(?:ky|ki|phap|quy|qui|hinh|dao|du|cong|am|tien|vi|khoa|nganh|dh|truong) ?$")
_NO_LAW_SCHOOL = re.compile(r"(?<![a-z])(?:dao|cong|khoa|nganh|dh|truong) ?$")


def not_a_law(view: View, found: re.Match[str]) -> bool:
    """Tell whether `luật` found here is a part of another word: `Luật gia`, `kỷ luật`, `Đạo luật`, `Khoa Luật`.

    With a capital it is a law even after `hình` (`tội tử hình Luật Hình sự`).
    """
    if found.group().strip() != "luat":
        return False
    before = _NO_LAW_SCHOOL if view.text[found.start()].isupper() else _NOT_LAW_BEFORE
    return bool(
        _NOT_A_LAW.match(view.folded, found.end())
        or before.search(view.folded[max(0, found.start() - 8) : found.start()])
    )


@lru_cache(maxsize=1)
def type_word() -> re.Pattern[str]:
    """Return the pattern of document types, at whose first letter a name before it ends."""
    return re.compile(rf"(?:{alternation(list(tables().types))})(?![a-z])")


def organ_at(view: View, start: int, depth: int = 0) -> Issuer | None:
    """Return the organ named at `start`, with its place and term; None where no organ of the table begins."""
    found = organ_word().match(view.folded, start)
    if not found:
        return None
    end = found.end()
    extent = _extent(view, start, end)
    if extent is None:
        return None
    if extent == "place":
        end = _after_place(view, end)
    elif extent == "title":
        inner = organ_at(view, end + 1, depth + 1) if depth < 3 and view.folded[end : end + 1] == " " else None
        end = inner.end if inner else open_name(view, end, 8)
    elif extent == "open":
        ordinal = _ORDINAL.match(view.folded, end) if view.folded[start:end].endswith("lan thu") else None
        end = open_name(view, ordinal.end() if ordinal else end)
        inner = organ_at(view, end + 1, depth + 1) if depth < 2 and view.folded[end : end + 1] == " " else None
        end = inner.end if inner else end
    if view.folded[start:end].endswith("trung uong") and view.folded[end : end + 1] == " " and depth < 2:
        inner = organ_at(view, end + 1, depth + 1) if _capital(view, end + 1) else None
        end = inner.end if inner else end  # "Ban Chấp hành Trung ương Hội Nông dân Việt Nam"
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
        if issuer and lead["word"] != "cua" and not _ISSUES.match(view.folded, issuer.end):
            return None  # "dự án Luật Giáo dục do … tổ chức góp ý"
        return (issuer, lead["word"] == "cua") if issuer else None
    lead = _SESSION_LEAD.match(view.folded, end)
    issuer = organ_at(view, lead.end()) if lead else None
    return (issuer, True) if issuer else None


def _unknown_organ(view: View, start: int) -> Issuer | None:
    """Return a run of capitalised words: `của Eximbank`, `của Bamboo Airways`."""
    if not _capital(view, start) or view.text[start].isdigit() or type_word().match(view.folded, start):
        return None
    end = proper_name(view, start - 1) if view.folded[start - 1 : start] == " " else start
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

"""The issuer of a document told elsewhere in its sentence: before it as the subject, or later as who signed it."""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.normalise import fold
from index.extract.directives.dates import StatedDate, date_at
from index.extract.directives.issuers import Issuer, organ_at, organ_word, proper_name, type_word
from index.extract.directives.numbers import Number
from index.extract.directives.tables import tables, word_pattern
from index.extract.text_view import View

_BEFORE = 170  # letters before a document in which the sentence's subject is looked for
_AFTER = 320  # letters after it in which the one who signed it is

_SIGNED_BY = re.compile(r"(?<![a-z])(?:(?P<by>duoc|do|ma|thay mat)|cua) {1,2}(?=[a-z])")
_SIGNS = re.compile(r".{0,40}?(?<![a-z])(?:ky|ban hanh|phe duyet|thong qua|cong bo)(?![a-z])(?: ban hanh)?(?: vao)?")
_PROPOSES = re.compile(r" {1,2}(?:tai|trong) {1,2}")  # "đề nghị của Uỷ ban Kiểm tra Trung ương tại Tờ trình số…"
_SENTENCE_END = re.compile(r"\.(?=[ \n]|$)|\n|$")


@lru_cache(maxsize=2)
def _issuing(accented: bool) -> re.Pattern[str]:
    word = word_pattern("issue", accented).pattern
    return re.compile(rf"[ ,]{{0,3}}(?:{word} {{0,2}}){{1,5}}[\"(]?$")


def _issues_here(view: View, issuer: Issuer, start: int) -> bool:
    """Tell whether only words of issuing stand between an organ, or its named head, and the document at `start`."""
    if _issuing(view.accented).fullmatch(view.words, issuer.end, start):
        return True
    if _PROPOSES.fullmatch(view.folded, issuer.end, start):
        return view.folded[max(0, issuer.start - 4) : issuer.start] == "cua "
    person = proper_name(view, issuer.end)
    return person > issuer.end and bool(_issuing(view.accented).fullmatch(view.words, person, start))


def issuer_before(view: View, start: int, published: str = "") -> tuple[Issuer, StatedDate | None] | None:
    """Return the organ that issues the document in the words before `start`, and the date before it.

    `Ngày 10-7, Chủ tịch UBND tỉnh Sơn La đã có [công văn số 2267]`, `đề nghị của Uỷ ban Kiểm tra Trung ương tại
    [Tờ trình số 201…]`. Looks no further back than the sentence and `_BEFORE` letters.
    """
    floor = max(0, start - _BEFORE)
    for mark in (". ", "\n", ";"):
        floor = max(floor, view.folded.rfind(mark, floor, start) + 1)
    for found in organ_word().finditer(view.folded, floor, start):
        before = view.folded[found.start() - 1 : found.start()]
        if (before and (before.isalnum() or before in "-/&.")) or not view.text[found.start()].isupper():
            continue
        issuer = organ_at(view, found.start())
        if not issuer or issuer.end >= start or not _issues_here(view, issuer, start):
            continue
        return issuer, _date_before(view, floor, issuer.start, published)
    return None


def _date_before(view: View, floor: int, end: int, published: str) -> StatedDate | None:
    at = view.folded.rfind("ngay ", floor, end)
    stated = date_at(view, at, published) if at >= 0 else None
    if stated and view.folded[stated.end : end].strip(" ,") in ("", "thay mat"):
        return stated
    return None


def issuer_later(
    view: View, end: int, number: Number | None, published: str = ""
) -> tuple[Issuer, StatedDate | None] | None:
    """Return the organ that the rest of the sentence names as the document's issuer, and the date beside its verb.

    `Quy định 102-QĐ/TW về … vừa được chủ nhiệm … thay mặt Bộ Chính trị ký ban hành`; or, where the number's symbol
    is that organ's: `quyết định số 37/2018/QĐ-TTg quy định … của Thủ tướng Chính phủ.`
    """
    stop = _SENTENCE_END.search(view.folded, end, min(end + _AFTER, len(view.folded)))
    limit = stop.start() if stop else min(end + _AFTER, len(view.folded))
    owners = _owners(number) if number else ()
    found_issuer: tuple[Issuer, StatedDate | None] | None = None
    for lead in _SIGNED_BY.finditer(view.folded, end, limit):
        issuer = organ_at(view, lead.end())
        if not issuer or issuer.end > limit:
            continue
        if lead["by"]:
            signs = _SIGNS.match(view.folded, issuer.end, limit)
            if not signs:
                continue
            found_issuer = issuer, _date_after(view, signs.end(), published)
            if lead["by"] == "thay mat":
                break  # the organ, not the one who signs for it
        elif found_issuer is None and issuer.end >= limit and fold(issuer.written).startswith(owners):
            return issuer, None
    return found_issuer


_ISSUED_ON = re.compile(r"(?<![a-z])(?:ban hanh|ky)(?: ban hanh)? {1,2}(?:vao {1,2})?(?=ngay )")


def date_later(view: View, end: int, published: str = "") -> StatedDate | None:
    """Return the date on which the rest of the sentence says the document was issued, before it names another.

    `Quyết định 13 của Thủ tướng về cơ chế khuyến khích điện mặt trời, ban hành ngày 6/4/2020`.
    """
    limit = min(end + _AFTER, len(view.folded))
    stop = _SENTENCE_END.search(view.folded, end, limit)
    issued = _ISSUED_ON.search(view.folded, end, stop.start() if stop else limit)
    if not issued or type_word().search(view.folded, end, issued.start()):
        return None
    return date_at(view, issued.end(), published)


def _owners(number: Number) -> tuple[str, ...]:
    symbol = tables().symbols.get(number.groups[-1].rstrip("0123456789")) if number.groups else None
    return tuple(fold(name) for name in symbol.issuer.split("; ")) if symbol else ("\0",)


def _date_after(view: View, end: int, published: str) -> StatedDate | None:
    at = end + len(view.folded[end : end + 2]) - len(view.folded[end : end + 2].lstrip(" "))
    return date_at(view, at, published)

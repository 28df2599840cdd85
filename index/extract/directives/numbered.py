"""Finds the number of a type word, and bare numbers that are one: `Nghị quyết 18`, not `kết luận 3 nội dung`."""

from __future__ import annotations

import re

from index.analysis.normalise import fold
from index.extract.directives.dates import date_beside
from index.extract.directives.issuers import not_a_law, organ_at, type_word
from index.extract.directives.names import name_end
from index.extract.directives.numbers import Number, read_number
from index.extract.directives.tables import DocumentType, tables, word_pattern
from index.extract.text_view import View, is_accented

SAYS_NUMBER = r"(?:(?:mang |co )?(?:so hieu|ky hieu|so)(?: {0,2}[:.])? {0,2})"
_TO_NUMBER = re.compile(rf"[ \n]{{0,3}}(?P<mark>[:(,-]?) ?(?P<says>{SAYS_NUMBER})?(?=\d)")
_AFTER_NAME = re.compile(rf" {{0,2}}[,(]? {{0,2}}{SAYS_NUMBER}?(?=\d)")
# "Công điện hỏa tốc số 541/CĐ-TTg", "Quyết định khởi tố vụ án hình sự số 12/QĐ-CSĐT"
_AFTER_WORDS = re.compile(rf"(?: {{1,2}}[a-z]+){{1,7}}? {{1,2}}{SAYS_NUMBER}(?=\d)")
_AFTER_BARE = re.compile(r" {0,2}(?P<word>[a-z]+)?")
# Types whose abbreviation with a bare number is a mention; "HD 965" is a star, "KH 5" a size.
_SHORT_TYPES = frozenset({"Nghị quyết", "Nghị định", "Chỉ thị", "Quyết định", "Kết luận", "Thông tư"})
_NOT_BEFORE_SHORT = re.compile(
    r"(?:cong ty|san|thep|toa|nha|lo|can|can ho|khu|xe|chung cu|block|may|chuyen bay|ma|thap|sanh|phong|ga|cong"
    r"|duong|quoc lo|bien so) $"
)
_NO_YEAR_AFTER = re.compile(r" {1,2}(?:cua (?=hoi dong bao an|dai hoi dong|lien h)|\((?:19|20)\d\d\))")
_ISSUED_BEFORE = re.compile(r"(?<![a-z])(?:ky|ra|co|theo|ban hanh|thuc hien|tai) $")
_POINTS_BACK = re.compile(r" {1,2}(?:neu tren|noi tren|ke tren|dan tren|da neu|da dan)(?![a-z])")
_FORM_BEFORE = re.compile(r"(?:mau|phu luc|bieu|bieu mau|don gia|mat hang)(?: so)? ?:? ?$")
_NUMBER_BEFORE = re.compile(r"(?<![a-z])so ?:? ?$")


def number_after(view: View, kind: DocumentType, start: int, end: int) -> tuple[int, Number | None]:
    """Return the number that belongs to the type word, directly or after its issuer, and where it ends."""
    found = _TO_NUMBER.match(view.folded, end)
    if found:
        number = read_number(view, found.end())
        if number and (number.is_whole or _short_allowed(view, kind, start, end, found, number)):
            return number.end, number
        return end, None
    lead = re.compile(r" {1,2}(?:cua {1,2})?").match(view.folded, end)
    issuer = organ_at(view, lead.end()) if lead else None
    named = issuer.end if issuer else None
    if fold(kind.name) in ("luat", "bo luat", "phap lenh", "de an", "quy che", "dieu le", "quy hoach", "chien luoc"):
        named = name_end(view, fold(kind.name), start, end) or named
    again = _AFTER_NAME.match(view.folded, named) if named is not None else None
    if again is None:
        again = _AFTER_WORDS.match(view.folded, end)
        between = view.written(end, again.end()) if again else ""
        if again and (not between.islower() or _names_a_type(view, end, again.end())):
            return end, None
    number = read_number(view, again.end()) if again else None
    return (number.end, number) if number and number.is_whole else (end, None)


def _names_a_type(view: View, start: int, end: int) -> bool:
    return any(not not_a_law(view, found) for found in type_word().finditer(view.folded, start, end))


def _short_allowed(view: View, kind: DocumentType, start: int, end: int, lead: re.Match[str], number: Number) -> bool:
    """Tell whether a bare number (`Nghị quyết 18`, `công văn số 2267`) names a document rather than counts things."""
    says = bool(lead["says"])
    if (lead["mark"] in "(,-" and lead["mark"]) and not says:
        return False
    if "\n" in lead.group() or not accents_agree(view, kind, start, end):
        return False
    after = _AFTER_BARE.match(view.folded, number.end)
    first = (after["word"] or "") if after else ""
    dated = first in ("ngay", "nam") and date_beside(view, number.end) is not None
    if not dated and not says and counts(view, number):
        return False
    if len(number.count) == 4 and number.count[:2] in ("19", "20") and not says and not number.year:
        # `Nghị quyết 1973 của Hội đồng Bảo an`, `Nghị quyết 1973 (2011)`; else it is the year of a Hiến pháp, a Luật
        return kind.strength == "noun" and first != "nam" and bool(_NO_YEAR_AFTER.match(view.folded, number.end))
    capital = view.text[start].isupper()
    if kind.strength == "weak":
        return says and (capital or dated)
    if kind.strength == "verb" and _POINTS_BACK.match(view.folded, number.end):
        return True  # `theo quyết định 70 nêu trên`
    if says:
        return kind.strength != "common" or capital or len(number.count) > 1 or number.count[0] == "0" or dated
    if kind.strength == "common" or lead["mark"] == ":":
        return False
    if kind.strength == "noun" or number.year:
        return len(number.count) <= 4 or bool(number.year)
    sentence_start = start == 0 or view.text[max(0, start - 2) : start].strip(" ") in ("", "\n", ".")
    if capital and not sentence_start:
        return True
    if _acts(view, number) and _ISSUED_BEFORE.search(view.folded[max(0, start - 16) : start]):
        return True  # `đã ký quyết định 167 phê duyệt quy hoạch`
    return number.count[0] == "0" or first in ("cua", "ngay") or (capital and first in ("ve", "nam", "", "quy"))


def counts(view: View, number: Number) -> bool:
    """Tell whether the number counts what follows it: `kết luận 3 nội dung`."""
    return bool(_word_after(view, number, "unit")) and not _acts(view, number)


def _acts(view: View, number: Number) -> bool:
    """Tell whether the words after the number say what the document does: `Nghị định 158 quy định mức lương`."""
    return (len(number.count) > 1 or bool(number.year)) and bool(_word_after(view, number, "act"))


def _word_after(view: View, number: Number, kind: str) -> re.Match[str] | None:
    gap = re.compile(" {0,2}").match(view.words, number.end)
    return word_pattern(kind, view.accented).match(view.words, gap.end() if gap else number.end)


def is_known_alone(view: View, number: Number) -> bool:
    """Tell whether a number without a type word is a document's: `10-NQ/TU`, `121/HĐBT`; not `Mẫu số 01/BC-KQ`."""
    first = number.groups[0].rstrip("0123456789")
    symbol = tables().symbols.get(first)
    if first not in tables().abbreviations:
        return bool(symbol and symbol.alone and (not symbol.term or number.year or number.groups[0] != first))
    before = view.folded[max(0, number.start - 16) : number.start]
    if _FORM_BEFORE.search(before):
        return False
    written = view.written(number.start, number.end).lower()
    if view.accented and not any(form.lower() in written for form, _ in tables().abbreviations[first]):
        return False
    known = any(group.rstrip("0123456789") in tables().symbols for group in number.groups[1:])
    return known or (len(number.groups) > 1 and bool(_NUMBER_BEFORE.search(before)))


def abbreviated_type(view: View, anchor: re.Match[str]) -> DocumentType | None:
    """Return the type that an abbreviation before a number stands for: capitals, in unaccented text any letters."""
    written = view.written(anchor.start(), anchor.end())
    forms = tables().abbreviations[fold(written)]
    names = next((names for form, names in forms if form == written), None)
    if names is None and not view.accented:
        names = forms[0][1]
    return tables().types[fold(names[0])] if names else None


def short_abbreviation_allowed(view: View, kind: DocumentType, start: int) -> bool:
    """Tell whether an abbreviation at `start` with a bare number is a mention: `CT 42`; not `HD 965`, `toà CT 3`."""
    before = view.folded[max(0, start - 12) : start]
    return kind.name in _SHORT_TYPES and not _NOT_BEFORE_SHORT.search(before)


def accents_agree(view: View, kind: DocumentType, start: int, end: int) -> bool:
    """Tell whether the words are the type's own: `kế hoạch`, `KE HOACH`, not `kể hoạch`; unaccented ones pass."""
    written = view.written(start, end)
    return not is_accented(written) or _toneless(written) == _toneless(kind.name)


def _toneless(text: str) -> str:
    return re.sub(r"\s+", "", text.lower().replace("ð", "đ"))

"""Finding every mention of an official document in a text, with its type, number, date and issuer.

What counts as a mention, and how far it goes, follows the project's annotation guidelines: from the type word through
the number, on through the date and the issuer where they follow directly, never into the subject ("về …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from index.analysis.normalise import fold
from index.documents import DirectiveMention
from index.extract.directive_context import issuer_before, issuer_later
from index.extract.directive_dates import StatedDate, date_beside
from index.extract.directive_issuers import Issuer, issuer_beside, more_organs, not_a_law, organ_at, type_word
from index.extract.directive_keys import dated_key, link_short_forms, named_key, numbered_key
from index.extract.directive_names import name_end
from index.extract.directive_numbers import Number, read_number
from index.extract.directive_tables import DocumentType, alternation, tables, type_named, word_pattern
from index.extract.directive_view import View, is_accented, view_of

_SAYS_NUMBER = r"(?:(?:mang |co )?(?:so hieu|ky hieu|so)(?: {0,2}[:.])? {0,2})"
_TO_NUMBER = re.compile(rf"[ \n]{{0,3}}(?P<mark>[:(,-]?) ?(?P<says>{_SAYS_NUMBER})?(?=\d)")
_AFTER_NAME = re.compile(rf" {{0,2}}[,(]? {{0,2}}{_SAYS_NUMBER}?(?=\d)")
# "Công điện hỏa tốc số 541/CĐ-TTg", "Quyết định khởi tố vụ án hình sự số 12/QĐ-CSĐT"
_AFTER_WORDS = re.compile(rf"(?: {{1,2}}[a-z]+){{1,7}}? {{1,2}}{_SAYS_NUMBER}(?=\d)")
_LIST_JOIN = re.compile(rf" ?(?:,|;|/)? ?(?P<word>(?:va|hoac|hay|cung|&) )?(?:cac )?(?P<says>{_SAYS_NUMBER})?(?=\d)")
_BARE_START = re.compile(r"[\w/.,-]")
_AFTER_BARE = re.compile(r" {0,2}(?P<word>[a-z]+)?")
# Types whose abbreviation with a bare number is a mention; "HD 965" is a star, "KH 5" a size.
_SHORT_TYPES = frozenset({"Nghị quyết", "Nghị định", "Chỉ thị", "Quyết định", "Kết luận", "Thông tư"})
_NOT_BEFORE_SHORT = re.compile(
    r"(?:toa|nha|lo|can|can ho|khu|xe|chung cu|block|may|chuyen bay|ma|thap|sanh|phong|ga|cong|duong|quoc lo|bien so) $"
)
_FORM_BEFORE = re.compile(r"(?:mau|phu luc|bieu|bieu mau|don gia|mat hang)(?: so)? ?:? ?$")
_NUMBER_BEFORE = re.compile(r"(?<![a-z])so ?:? ?$")
_FIRM_BEFORE = re.compile(r"(?:theo|tai|trong|ban|cac|nhung|can cu|cua|thuc hien|kem theo|ky|va|mot) $")


@dataclass(frozen=True, slots=True)
class _Find:
    """A mention in view offsets, before keys are given."""

    start: int
    end: int
    kind: DocumentType | None
    number: Number | None
    date: str | None = None
    issuer: str | None = None
    name: str | None = None
    listed: bool = False


@lru_cache(maxsize=1)
def _anchor() -> re.Pattern[str]:
    """Return the one pattern that scans a text: a type, an abbreviation before digits, a number with a known symbol."""
    types = alternation(list(tables().types))
    shorts = alternation([short for short in tables().abbreviations if len(short) > 1])
    alone = alternation([symbol for symbol, row in tables().symbols.items() if row.alone])
    return re.compile(
        rf"(?P<type>{types})(?=[^a-z]|so[ :.]?\d|cua |ngay |$)"
        rf"|(?P<short>{shorts})(?=(?: so)?[ .:-]{{0,3}}\d)"
        rf"|(?P<number>\d{{1,6}}[a-d]?(?: ?/ ?(?:1 ?9|2 ?0) ?\d ?\d)? ?[-/.] ?"
        rf"(?:(?:{shorts}) ?[-/. ] ?[a-z]|(?:{alone})(?![a-z])))"
    )


def find_directives(text: str, published: str = "") -> tuple[DirectiveMention, ...]:
    """Return every mention of an official document in `text`, in text order, without overlaps.

    `text` may be in any Unicode form, case or state of accents; offsets count its own characters and
    `text[m.start:m.end] == m.text`. `published` (ISO date of the article) completes a date that states only day
    and month. Cost grows linearly with the length of the text.
    """
    view = view_of(text)
    finds: list[_Find] = []
    reached = 0
    for anchor in _anchor().finditer(view.folded):
        start = anchor.start()
        if start < reached or not _begins_word(view, start) or (anchor["type"] and not_a_law(view, anchor)):
            continue
        for find in _finds_at(view, anchor, published):
            finds.append(find)
            reached = find.end
    finds = _share_in_lists(view, finds)
    return link_short_forms([_mention(view, find) for find in finds])


def _begins_word(view: View, start: int) -> bool:
    """Whether a word begins here; lost spaces (`theoNghị quyết`, `Nội vụ.Thực hiện`) count where case shows them."""
    if start == 0:
        return True
    before = view.text[start - 1]
    if not before.isalnum():
        return not (before in "-/.,_" and view.text[start].isdigit())
    return before.islower() and view.text[start].isupper()


def _finds_at(view: View, anchor: re.Match[str], published: str) -> list[_Find]:
    if anchor["number"]:
        number = read_number(view, anchor.start())
        if not number or not number.is_whole or not _known_alone(view, number):
            return []
        first = _complete(view, anchor.start(), None, number, number.end, published)
        return _with_list(view, first, published)
    if anchor["short"]:
        return _at_abbreviation(view, anchor, published)
    kind = type_named(anchor["type"])
    if kind is None:
        return []
    return _at_type(view, kind, anchor.start(), anchor.end(), published)


def _known_alone(view: View, number: Number) -> bool:
    """Whether a number without a type word is a document's: `10-NQ/TU`, `121/HĐBT`; not `Mẫu số 01/BC-KQ`."""
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


def _accents_agree(view: View, kind: DocumentType, start: int, end: int) -> bool:
    """Whether the words are the type's own: `kế hoạch`, `KE HOACH`, not `kể hoạch`; wholly unaccented ones pass."""
    written = view.written(start, end)
    return not is_accented(written) or _toneless(written) == _toneless(kind.name)


def _toneless(text: str) -> str:
    return re.sub(r"\s+", "", text.lower().replace("ð", "đ"))


def _at_type(view: View, kind: DocumentType, start: int, end: int, published: str) -> list[_Find]:
    number_end, number = _number_after(view, kind, start, end)
    if number:
        first = _complete(view, start, kind, number, number_end, published)
        return _with_list(view, first, published)
    if not _accents_agree(view, kind, start, end):
        return []
    named = name_end(view, fold(kind.name), start, end)
    if named is not None:
        return [_named(view, kind, start, end, named, published)]
    dated = _dated(view, kind, start, end, published)
    return [dated] if dated else []


def _abbreviated(view: View, anchor: re.Match[str]) -> DocumentType | None:
    """Return the type that an abbreviation before a number stands for: capitals, in unaccented text any letters."""
    written = view.written(anchor.start(), anchor.end())
    forms = tables().abbreviations[fold(written)]
    names = next((names for form, names in forms if form == written), None)
    if names is None and not view.accented:
        names = forms[0][1]
    return tables().types[fold(names[0])] if names else None


def _at_abbreviation(view: View, anchor: re.Match[str], published: str) -> list[_Find]:
    kind = _abbreviated(view, anchor)
    if kind is None:
        return []
    number_end, number = _number_after(view, kind, anchor.start(), anchor.end())
    glued = view.text[anchor.end()]
    if not number or ((glued == "-" or glued.isdigit()) and kind.name not in ("Nghị quyết", "Nghị định")):
        return []  # "CT1" is a block of flats, "TT-30" a pistol
    before = view.folded[max(0, anchor.start() - 12) : anchor.start()]
    if not number.is_whole and (kind.name not in _SHORT_TYPES or _NOT_BEFORE_SHORT.search(before)):
        return []
    first = _complete(view, anchor.start(), kind, number, number_end, published)
    return _with_list(view, first, published)


def _number_after(view: View, kind: DocumentType, start: int, end: int) -> tuple[int, Number | None]:
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
    """Whether a bare number (`Nghị quyết 18`, `công văn số 2267`) names a document rather than counts things."""
    says = bool(lead["says"])
    if (lead["mark"] in "(,-" and lead["mark"]) and not says:
        return False
    if "\n" in lead.group() or not _accents_agree(view, kind, start, end):
        return False
    after = _AFTER_BARE.match(view.folded, number.end)
    first = (after["word"] or "") if after else ""
    dated = first in ("ngay", "nam") and date_beside(view, number.end) is not None
    if not dated and not says and _counts(view, number):
        return False
    if len(number.count) == 4 and number.count[:2] in ("19", "20") and not says and not number.year:
        return False
    capital = view.text[start].isupper()
    if kind.strength == "weak":
        return says and (capital or dated)
    if says:
        return kind.strength != "common" or capital or len(number.count) > 1 or number.count[0] == "0" or dated
    if kind.strength == "common":
        return False
    if lead["mark"] == ":":
        return False
    if kind.strength == "noun" or number.year:
        return len(number.count) <= 4 or bool(number.year)
    sentence_start = start == 0 or view.text[max(0, start - 2) : start].strip(" ") in ("", "\n", ".")
    if capital and not sentence_start:
        return True
    return number.count[0] == "0" or first in ("cua", "ngay") or (capital and first in ("ve", "nam", "", "quy"))


def _complete(view: View, start: int, kind: DocumentType | None, number: Number, end: int, published: str) -> _Find:
    """Return the mention with the date and the issuer that stand beside the number."""
    within = organ_between(view, start, number.start)
    stop, when, issuer = _date_and_issuer(view, end, published, number)
    opened = view.folded.rfind("(", start, number.start)
    if opened >= 0 and ")" not in view.folded[opened:stop] and view.folded[stop : stop + 1] == ")":
        stop += 1
        if not issuer and not within:
            stop, later, issuer = _date_and_issuer(view, stop, published, number)
            when = when or later
    issuer = issuer or within
    if issuer is None or when is None:
        before = issuer_before(view, start, published)
        if before:
            issuer = issuer or before[0]
            when = when or before[1]
    if issuer is None:
        signed = issuer_later(view, stop, number, published)
        if signed:
            issuer, when = signed[0], when or signed[1]
    return _Find(start, stop, kind, number, when.iso if when else None, issuer.written if issuer else None)


def organ_between(view: View, start: int, end: int) -> Issuer | None:
    """Return the organ named between a type word and its number: `Tờ trình của Ban Tổ chức Trung ương (số …`."""
    at = view.folded.find("cua ", start, end)
    issuer = organ_at(view, at + 4) if at >= 0 else None
    return issuer if issuer and issuer.end <= end else None


def _date_and_issuer(
    view: View, end: int, published: str, number: Number | None
) -> tuple[int, StatedDate | None, Issuer | None]:
    stop, when, issuer = end, None, None
    for _ in range(3):
        if when is None:
            when = date_beside(view, stop, published)
            if when:
                stop = max(stop, when.end)
                continue
        if issuer is None:
            beside = issuer_beside(view, stop)
            if beside:
                issuer, quoted = beside
                if number and number.groups and number.groups[0] in ("ttlt", "nqlt"):
                    issuer = more_organs(view, issuer)
                if not quoted:
                    later = date_beside(view, issuer.end, published)
                    return stop, when or later, issuer
                stop = issuer.end
                continue
        break
    return stop, when, issuer


def _with_list(view: View, first: _Find, published: str) -> list[_Find]:
    """Return the mention and those that continue it: `Nghị quyết 18-NQ/TW và 19-NQ/TW`, `nghị quyết 18, 19`."""
    finds = [first]
    while len(finds) < 60:
        last = finds[-1]
        join = _LIST_JOIN.match(view.folded, last.end)
        if not join or not join.group().strip():
            break
        number = read_number(view, join.end())
        if not number or last.number is None:
            break
        if not number.is_whole and (
            (last.number.is_whole and not join["says"]) or len(number.count) > 4 or _counts(view, number)
        ):
            break
        if number.is_whole and not _continues(number, first, bool(join["says"])):
            break
        found = _complete(view, number.start, first.kind, number, number.end, published)
        finds.append(replace(found, listed=True))
    return finds


def _continues(number: Number, first: _Find, says: bool) -> bool:
    """Whether a whole number goes on with a list of `first`'s type: not in `Chỉ thị 14/2000/CT-TTg; 10-NQ/TU`."""
    forms = tables().abbreviations.get(number.groups[0])
    if forms:
        return first.kind is None or any(first.kind.name in names for _, names in forms)
    return says or (first.number is not None and first.number.groups[:1] == number.groups[:1])


def _counts(view: View, number: Number) -> bool:
    """Whether the number counts what follows it: `kết luận 3 nội dung`."""
    return bool(re.compile(rf" {{0,2}}{word_pattern('unit', view.accented).pattern}").match(view.words, number.end))


def _named(view: View, kind: DocumentType, start: int, end: int, stop: int, published: str) -> _Find:
    """Return a mention known by its name, with its year or date: `Luật Giáo dục đại học (năm 2018)`."""
    name = view.written(end, stop)
    when = date_beside(view, stop, published, bare_year=True)
    if when:
        stop = when.end
    beside = issuer_beside(view, stop)
    issuer = None
    if beside:
        issuer, quoted = beside
        if when is None:
            when = date_beside(view, issuer.end, published)
        if quoted and fold(kind.name) not in ("luat", "bo luat", "hien phap"):
            stop = issuer.end
    return _Find(start, stop, kind, None, when.iso if when else None, issuer.written if issuer else None, name.strip())


def _dated(view: View, kind: DocumentType, start: int, end: int, published: str) -> _Find | None:
    """Return a mention known by its date of issue: `Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ`.

    `thông báo ngày 15/4 sẽ…` is a verb and its time: words that are also verbs need a capital letter or a noun's
    company (`theo`, `tại`, `các`), and an issuer.
    """
    if kind.strength == "weak" and kind.name not in ("Lệnh", "Hiến pháp", "Quy hoạch"):
        return None
    stop, when, issuer = _date_and_issuer(view, end, published, None)
    if when is None and issuer is None and kind.strength == "noun":
        signed = issuer_later(view, end, None, published)
        if signed and signed[1] and signed[1].iso and not type_word().search(view.folded, end, signed[0].start):
            return _Find(start, end, kind, None, signed[1].iso, signed[0].written)
    if when is None or when.iso is None or (issuer is None and len(when.iso) < 10):
        return None
    direct = view.folded[end : when.start].strip()
    if issuer is None and direct not in ("", "(", "de", "ra", "ky", "ban hanh"):
        return None
    if len(when.iso) == 4:
        return None
    firm = bool(_FIRM_BEFORE.search(view.folded[max(0, start - 12) : start]))
    if kind.strength != "noun" and not firm and not (view.text[start].isupper() and issuer):
        return None
    return _Find(start, stop, kind, None, when.iso, issuer.written if issuer else None)


def _share_in_lists(view: View, finds: list[_Find]) -> list[_Find]:
    """Give the issuer named after the last of several coordinated documents to those before it.

    `Thông tư số 37/2018/TT-BGTVT và Thông tư số 49/2016/TT-BGTVT của Bộ Giao thông vận tải`: both are the
    ministry's. Only where the symbols agree, so that `Nghị định … và Thông tư … của Bộ Y tế` shares nothing.
    """
    shared = list(finds)
    for place in range(len(shared) - 2, -1, -1):
        this, following = shared[place], shared[place + 1]
        if this.issuer or not following.issuer or not this.number or not following.number:
            continue
        gap = view.folded[this.end : following.start].strip(" ,;")
        if gap not in ("", "va", "hoac", "so", "va so"):
            continue
        if this.number.groups[-1:] == following.number.groups[-1:] and (this.number.groups or following.listed):
            shared[place] = replace(this, issuer=following.issuer)
    return shared


def _type_of_symbol(number: Number) -> str:
    """Return the type that a number without a type word bears: `10-NQ/TU` → Nghị quyết; `66-QĐ/TW` → Quy định."""
    first, last = number.groups[0], number.groups[-1].rstrip("0123456789")
    forms = tables().abbreviations.get(first)
    symbol = tables().symbols.get(last)
    if forms:
        allowed = [name for _, names in forms for name in names]
        if first == "qd":
            return "Quy định" if symbol and symbol.family == "party" and last != "tu" else "Quyết định"
        return allowed[0]
    alone = tables().symbols.get(first.rstrip("0123456789"))
    return alone.issues[0] if alone and alone.issues else "Văn bản"


def _kind(find: _Find) -> Literal["numbered", "dated", "named"]:
    """`Luật Giáo dục 2019` is known by name; with a day or a month of issue beside it, by its date."""
    if find.number:
        return "numbered"
    return "named" if find.name is not None and len(find.date or "") < 7 else "dated"


def _mention(view: View, find: _Find) -> DirectiveMention:
    start, end = view.at(find.start), view.at(find.end)
    kind = find.kind.name if find.kind else _type_of_symbol(find.number) if find.number else "Văn bản"
    number = find.number.written if find.number else None
    if number:
        key = numbered_key(kind, number)
    elif find.name is not None:
        key = named_key(kind, find.name, find.date)
    else:
        key = dated_key(kind, find.date, find.issuer) if find.date and find.issuer else ""
    return DirectiveMention(
        start=start,
        end=end,
        text=view.source[start:end],
        kind=_kind(find),
        type=kind,
        number=number,
        date=find.date,
        issuer=find.issuer,
        key=key,
    )

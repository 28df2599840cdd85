"""Reading a document's number: `42-CT/TW`, `15/2015/NĐ-CP`, `54 / 2017/QH 14`, `121/HĐBT`, `88`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.analysis.normalise import fold, strip_accents
from index.extract.directives.tables import Symbol, tables
from index.extract.text_view import View

_COUNT = re.compile(r"(?P<count>\d{1,6})(?P<letter>[a-d](?![a-z\d]))?")
_YEAR = re.compile(r"(?: ?[/-] ?| (?=\d{4} ?/ ?[a-z]))(?P<year>(?:1 ?9|2 ?0) ?\d ?\d)(?!\d)")
_SHORT_YEAR = re.compile(r"/(?P<year>\d\d)(?= ?[/-] ?[a-z])")
_GROUP = re.compile(r"(?P<gap> ?[-/._] ?| ?)(?P<letters>[a-z]{1,18}(?:&[a-z]{1,10})?)(?P<digits>[ .]?\d{1,2}(?!\d))?")
_NOT_A_NUMBER = re.compile(r"[%°+]|[.,:/x-]\d|[a-z]| ?%| ?[-/] ?\d")
_MARK = re.compile(r" ?[-/]")
_BASE = str.maketrans("đư", "du")
_MOST_GROUPS = 9  # TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC, the longest in Công báo, has seven


@dataclass(frozen=True, slots=True)
class Number:
    """A number found at `start`–`end` of a view: `written` is canonical, `groups` its folded symbols."""

    start: int
    end: int
    written: str
    count: str
    year: str
    groups: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether the number carries a symbol, as `42-CT/TW` does and `Chỉ thị 42` does not."""
        return bool(self.groups)


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of a number's symbol: the mark before it, its folded letters, as written, and its digits (`QH14`)."""

    mark: str
    letters: str
    written: str
    digits: str

    @property
    def is_old_centre(self) -> bool:
        """Tell whether it is `TƯ`, the older symbol of Trung ương, not Tỉnh ủy's `TU`."""
        return self.letters == "tu" and "ư" in self.written.lower()


def symbol_of(group: _Group) -> Symbol | None:
    """Return the issuer's symbol that a group is, None for another."""
    return tables().symbols.get("tw" if group.is_old_centre else group.letters)


def _canonical_group(group: _Group, issuer: bool) -> str:
    """Return the group in its table's spelling: `nđ` → `NĐ`, `TTG` → `TTg`, `ubtvqh 14` → `UBTVQH14`."""
    if group.is_old_centre:
        return "TƯ" + group.digits
    symbol = tables().symbols.get(group.letters)
    forms = [form for form, _ in tables().abbreviations.get(group.letters, ())]
    if forms and not (issuer and symbol):
        return (group.written if group.written in forms else forms[0]) + group.digits
    if symbol:
        return symbol.written + group.digits
    return (group.written.upper() if group.written.islower() else group.written) + group.digits


def _is_symbol(group: str, written: str, spaced: bool, after_type: bool) -> bool:
    """Say whether a group of letters belongs to the number: a known symbol, or capitals that are no plain word."""
    if group in tables().abbreviations or group in tables().symbols:
        return not spaced or not written.islower()
    if written.islower():  # "số 25/2014/tt-bnnpttn": nothing but letters that symbols are made of, and no space
        plain = strip_accents(written) == written.translate(_BASE)
        return not spaced and after_type and len(written) >= 2 and plain
    capitals = sum(letter.isupper() for letter in written)
    if capitals and not spaced and len(written) <= 3 and strip_accents(written) == written.translate(_BASE):
        return written[0].isupper()  # "495-Cab/Ml", "441/Tg"
    if capitals < 2 and not (capitals and len(written) == 1):
        return False
    return written[0].isupper() and capitals * 2 > len(written)


def _capitals_of_stuck(group: str, written: str) -> str:
    """Return the symbol before a word that a lost space stuck to it, empty where none is stuck.

    `TT-BGDĐTsẽ có` by its capitals, `NĐ-CPngày` and `QĐ-TTgvề` by the table of symbols.
    """
    if group in tables().symbols or group in tables().abbreviations:
        return ""
    for size in range(len(written) - 2, 1, -1):
        symbol = tables().symbols.get(group[:size])
        if symbol and symbol.written == written[:size] and written[size:].islower():
            return written[:size]
    size = next((place for place, letter in enumerate(written) if not letter.isupper()), len(written))
    return written[:size] if size >= 3 and len(written) - size >= 2 and written[size:].islower() else ""


def read_number(view: View, start: int) -> Number | None:
    """Return the number that begins at `start`, or None where the digits there are no document number.

    Dates (`15/4/2015`), decimals (`9,9`), ranges, percentages and codes (`4K`) give None. A bare number gives
    its digits; whether the words around it allow one is the caller's business.
    """
    folded = view.folded
    found = _COUNT.match(folded, start)
    if not found or folded[found.end() : found.end() + 1].isdigit():
        return None
    dated = _YEAR.match(folded, found.end()) or _SHORT_YEAR.match(folded, found.end())
    groups, end = _read_groups(view, dated.end() if dated else found.end())
    year = dated["year"].replace(" ", "") if dated else ""
    if not groups and (_NOT_A_NUMBER.match(folded, end) or (dated and dated["year"] != year) or len(year) == 2):
        return None
    mark = "-" if dated and "-" in dated.group() else "/"  # "19-2018/NQ-CP" is how the Government numbered some
    return Number(
        start,
        end,
        _written(found.group(), mark + year if year else "", groups),
        found["count"],
        year,
        tuple(group.letters + group.digits for group in groups),
    )


def _read_groups(view: View, end: int) -> tuple[list[_Group], int]:
    """Return the groups of letters that continue a number at `end` (`-NQ/TW`, `/QH 14`), and where they end."""
    groups: list[_Group] = []
    while len(groups) < _MOST_GROUPS:
        found = _GROUP.match(view.folded, end)
        if not found:
            break
        written = view.written(found.start("letters"), found.end("letters"))
        if groups and not found["gap"].strip():
            if not _is_issuer_apart(view, found, written, groups):
                break
            groups.append(_Group("-", found["letters"], written, ""))
            end = found.end("letters")
            break
        capitals = _capitals_of_stuck(found["letters"], written)
        if not (capitals and found["gap"].strip()) and not _belongs(view, found, written, groups):
            break
        mark = found["gap"].strip() or "/"
        if capitals:
            groups.append(_Group(mark, fold(capitals), capitals, ""))
            end = found.start("letters") + len(capitals)
            break
        symbol = tables().symbols.get(found["letters"])
        stuck = bool(found["digits"] and symbol and symbol.term and view.text[found.end() : found.end() + 1].islower())
        if view.folded[found.end() : found.end() + 1].isalpha() and not stuck:
            break  # `QH14ngày` has lost a space; letters behind other groups are another word's
        digits, end = found["digits"] or "", found.end()
        if digits[:1] in (" ", ".") and not (symbol and symbol.term):
            digits, end = "", found.end("letters")  # only terms are set apart: "QH 14"
        groups.append(_Group(mark, found["letters"], written, digits.lstrip(" .")))
    return groups, end


def _is_issuer_apart(view: View, found: re.Match[str], written: str, groups: list[_Group]) -> bool:
    """Tell whether the issuer's symbol stands behind a blank where its hyphen was lost: `1179/ QĐ BGDĐT`."""
    symbol = tables().symbols.get(found["letters"])
    typed = len(groups) == 1 and groups[0].letters in tables().abbreviations and not groups[0].digits
    apart = found["gap"] == " " and symbol is not None and written == symbol.written
    return typed and apart and not view.folded[found.end("letters") : found.end("letters") + 1].isalnum()


def _belongs(view: View, found: re.Match[str], written: str, groups: list[_Group]) -> bool:
    letters, gap = found["letters"], found["gap"]
    after_type = bool(groups) and groups[0].letters in tables().abbreviations
    if not _is_symbol(letters, written, " " in gap, after_type):
        return False
    if gap.strip():
        return True
    # No mark before the first group ("42 CT/TW", "42CT/TW"): only a known symbol in capitals that a mark follows.
    known = letters in tables().abbreviations or letters in tables().symbols
    marked = bool(_MARK.match(view.folded, found.end()))
    return written[0].isupper() and known and marked and (gap == " " or len(written) > 1)


def _issues(issuer: Symbol, group: _Group) -> bool:
    """Tell whether an organ issues the type that a group abbreviates: TC of `82-TC/TCT` is the Ministry of Finance."""
    return any(name in issuer.issues for _, names in tables().abbreviations[group.letters] for name in names)


def _written(count: str, year: str, groups: list[_Group]) -> str:
    head = count + year
    if not groups:
        return head
    spelled = [_canonical_group(group, issuer=place > 0) for place, group in enumerate(groups)]
    last = symbol_of(groups[-1])
    if groups[0].letters in tables().abbreviations and len(groups) == 2 and last and not groups[0].digits:
        if last.family == "party" and not year:
            return f"{head}-{spelled[0]}/{spelled[1]}"
        if last.family == "state" and _issues(last, groups[0]):
            return f"{head}/{spelled[0]}-{spelled[1]}"
    if len(groups) == 1 and last and last.term and groups[0].digits:
        return f"{head}/{spelled[0]}"
    return head + "".join(group.mark[0] + symbol for group, symbol in zip(groups, spelled, strict=True))

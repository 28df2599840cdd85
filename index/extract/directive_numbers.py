"""Reading a document's number: `42-CT/TW`, `15/2015/NĐ-CP`, `54 / 2017/QH 14`, `121/HĐBT`, `88`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.analysis.normalise import fold, strip_accents
from index.extract.directive_tables import Symbol, tables
from index.extract.directive_view import View

_COUNT = re.compile(r"(?P<count>\d{1,6})(?P<letter>[a-d](?=\s?[/-]))?")
_YEAR = re.compile(r" ?[/-] ?(?P<year>(?:1 ?9|2 ?0) ?\d ?\d)(?!\d)")
_SHORT_YEAR = re.compile(r"/(?P<year>\d\d)(?= ?[/-] ?[a-z])")
_GROUP = re.compile(r"(?P<gap> ?[-/._] ?| ?)(?P<letters>[a-z]{1,18}(?:&[a-z]{1,10})?)(?P<digits>[ .]?\d{1,2}(?!\d))?")
_NOT_A_NUMBER = re.compile(r"[%°+]|[.,:/x-]\d|[a-z]| ?%| ?[-/] ?\d")
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
        """Whether the number carries a symbol, as `42-CT/TW` does and `Chỉ thị 42` does not."""
        return bool(self.groups)


def type_abbreviation(group: str) -> str | None:
    """Return how `group` (folded) is written as a type's abbreviation (`nd` → `NĐ`), None when it is none."""
    forms = tables().abbreviations.get(group)
    if not forms:
        return None
    return forms[0][0]


def symbol_of(group: str, written: str) -> Symbol | None:
    """Return the issuer's symbol for a group (folded, and as written): `tu` is `TƯ` only where the horn is seen."""
    if "ư" in written.lower() and group == "tu":
        return tables().symbols.get("tw")
    return tables().symbols.get(group)


def _canonical_group(group: str, written: str, digits: str, issuer: bool) -> str:
    """Return the group in its table's spelling: `nđ` → `NĐ`, `TTG` → `TTg`, `ubtvqh 14` → `UBTVQH14`."""
    if group == "tu" and "ư" in written.lower():
        return "TƯ" + digits  # the older symbol of Trung ương, not Tỉnh ủy's TU
    symbol = tables().symbols.get(group)
    short = type_abbreviation(group)
    if issuer and symbol:
        return symbol.written + digits
    if short:
        return (written if written in dict(tables().abbreviations[group]) else short) + digits
    if symbol:
        return symbol.written + digits
    return (written.upper() if written.islower() else written) + digits


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
    """Return the symbol before a word that a lost space stuck to it (`TT-BGDĐTsẽ có`), empty where none is stuck."""
    if group in tables().symbols or group in tables().abbreviations:
        return ""
    size = next((place for place, letter in enumerate(written) if not letter.isupper()), len(written))
    return written[:size] if size >= 3 and len(written) - size >= 2 and written[size:].islower() else ""


def read_number(view: View, start: int) -> Number | None:
    """Return the number that begins at `start`, or None where the digits there are no document number.

    Dates (`15/4/2015`), decimals (`9,9`), ranges, percentages and codes (`4K`) give None. A bare number gives
    its digits; whether the words around it allow one is the caller's business.
    """
    folded = view.folded
    found = _COUNT.match(folded, start)
    if not found:
        return None
    end = found.end()
    if end < len(folded) and folded[end].isdigit():
        return None
    year = ""
    dated = _YEAR.match(folded, end) or _SHORT_YEAR.match(folded, end)
    if dated:
        year = dated["year"].replace(" ", "")
        broken = " " in dated["year"]
        end = dated.end()
    groups: list[tuple[str, str, str, str]] = []
    while len(groups) < _MOST_GROUPS:
        group = _GROUP.match(folded, end)
        if not group:
            break
        written = view.written(group.start("letters"), group.end("letters"))
        gap = group["gap"]
        if not gap.strip() and groups:
            break
        touching = gap == ""
        after_type = bool(groups) and groups[0][1] in tables().abbreviations
        if not _is_symbol(group["letters"], written, " " in gap, after_type) or (
            not gap.strip()
            and not (
                written[0].isupper()
                and (group["letters"] in tables().abbreviations or group["letters"] in tables().symbols)
                and (not touching or len(written) > 1)
                and re.match(r" ?[-/]", folded[group.end() : group.end() + 2])
            )
        ):
            break
        capitals = _capitals_of_stuck(group["letters"], written)
        if capitals:
            groups.append((gap.strip() or "/", fold(capitals), capitals, ""))
            end = group.start("letters") + len(capitals)
            break
        last = group.end()
        if last < len(folded) and folded[last].isalpha() and folded[last : last + 1] not in "\n":
            break
        digits = (group["digits"] or "").lstrip(" .")
        symbol = tables().symbols.get(group["letters"])
        if group["digits"] and group["digits"][0] in " ." and not (symbol and symbol.term):
            digits, last = "", group.end("letters")
        groups.append((gap.strip() or "/", group["letters"], written, digits))
        end = last
    if dated and not groups and (len(dated["year"].replace(" ", "")) != 4 or broken):
        return None
    if not groups and _NOT_A_NUMBER.match(folded, end):
        return None
    if not groups and found["letter"]:
        return None
    return Number(
        start, end, _written(found.group(), year, groups), found["count"], year, tuple(g[1] + g[3] for g in groups)
    )


def _written(count: str, year: str, groups: list[tuple[str, str, str, str]]) -> str:
    head = f"{count}/{year}" if year else count
    if not groups:
        return head
    spelled = [
        _canonical_group(group, written, digits, issuer=place > 0)
        for place, (_, group, written, digits) in enumerate(groups)
    ]
    first = groups[0][1]
    last = symbol_of(groups[-1][1], groups[-1][2])
    if first in tables().abbreviations and len(groups) == 2 and last and not groups[0][3]:
        if last.family == "party" and not year:
            return f"{head}-{spelled[0]}/{spelled[1]}"
        if last.family == "state":
            return f"{head}/{spelled[0]}-{spelled[1]}"
    if len(groups) == 1 and last and last.term and groups[0][3]:
        return f"{head}/{spelled[0]}"
    return head + "".join(gap[0] + symbol for (gap, *_), symbol in zip(groups, spelled, strict=True))

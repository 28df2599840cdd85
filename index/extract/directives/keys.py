"""The identity bucket of a mention: equal for every written variant of one document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.analysis.normalise import fold, nfc, slug
from index.documents import DirectiveMention
from index.extract.alternation import alternation
from index.extract.directives.tables import Symbol, parts_of, tables

_HEAD = re.compile(r"0*(\d+)([a-d]?)(?:[/-]((?:18|19|20)\d\d)(?!\d))?")


def _symbols(number: str) -> list[str]:
    """Return the folded groups after the digits: `42-CT/TW` → [`ct`, `tw`]; `TƯ` reads as `tw`."""
    head = _HEAD.match(fold(nfc(number)))
    rest = nfc(number)[head.end() :] if head else nfc(number)
    groups = [g for g in re.split(r"[-/._&\s]+", rest) if g]
    return ["tw" if "ư" in g.lower() and fold(g) == "tu" else fold(g) for g in groups]


def type_of_symbols(groups: Sequence[str]) -> str:
    """Return the type that a number's folded symbols tell: `nq`, `tu` → Nghị quyết; `qd`, `tw` → Quy định.

    Where an abbreviation stands for two types, the issuer's row says which it issues; empty where nothing tells.
    """
    if not groups:
        return ""
    allowed = [name for _, names in tables().abbreviations.get(groups[0], ()) for name in names]
    symbol = tables().symbols.get(groups[-1].rstrip("0123456789"))
    issued = symbol.issues if symbol else ()
    if allowed:
        return next((name for name in issued if name in allowed), allowed[0])
    return issued[0] if symbol and symbol.alone and issued else ""


def identity_type(kind: str, groups: Sequence[str]) -> str:
    """Return the type that owns the number: the written one, unless the number's symbol says otherwise.

    `Văn bản số 42-CT/TW` is a Chỉ thị; a number without a type's symbol (`1234/BNV-TCBC`) is a Công văn's
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3).
    """
    known = tables().types.get(fold(nfc(kind)))
    name = known.identity if known else kind
    first = tables().abbreviations.get(groups[0], ()) if groups else ()
    allowed = {t for _, names in first for t in names}
    if allowed and not {name, kind} & allowed:
        return tables().types[fold(type_of_symbols(groups))].identity
    if allowed or name != "Văn bản" or not groups:
        return name
    return type_of_symbols(groups) or "Công văn"


@lru_cache(maxsize=20_000)  # those of all known documents, which are asked for again and again
def numbered_key(kind: str, number: str) -> str:
    """Return the bucket of a whole number: (`Chỉ thị`, `42/CT-TW`) → `chi-thi/42-ct-tw`.

    A `Nghị định` with its year is whole too, since only the Government issues them: `108/2014` → `108-2014-nd-cp`.
    """
    groups = _symbols(number)
    head = _HEAD.match(fold(nfc(number)))
    if not head:
        return ""
    owner = identity_type(kind, groups)
    if not groups and fold(owner) == "nghi dinh" and head[3]:
        groups = ["nd", "cp"]
    if not groups:
        return ""
    kind_row = tables().types.get(fold(owner))
    shorts = [fold(short) for short in kind_row.abbreviations] if kind_row else []
    if groups[0] in shorts:
        groups = [shorts[0], *groups[1:]]  # 08-QĐi/TW is 08-QĐ/TW
    parts = [head[1] + head[2], *([head[3]] if head[3] else []), *groups]
    return f"{slug(owner)}/{'-'.join(parts)}"


def dated_key(kind: str, date: str, issuer: str) -> str:
    """Return the bucket of a document known by its date: `quyet-dinh@2015-04-15@thu-tuong-chinh-phu`."""
    return f"{slug(kind)}@{date}@{slug(issuer)}"


_CENTRE = re.compile(r"^(?:tw|t ?u)(?= \d)")  # Nghị quyết T.Ư 4 is Nghị quyết Trung ương 4
_REVISED = re.compile(r" (?:da )?sua doi(?: bo sung)?$")
_THE_STATE = re.compile(r"^nuoc cong hoa xa hoi chu nghia viet nam")


def named_key(kind: str, name: str, year: str | None) -> str:
    """Return the bucket of a document known by its name: `luat:dat dai`, with its year where stated.

    Short forms and other ways to join the parts of a known name give its own: `KH&CN`, `Khoa học - công nghệ`.
    """
    words = slug(name).replace("-", " ")
    words = _CENTRE.sub("trung uong", _THE_STATE.sub("", words))
    revised = _REVISED.search(words)
    head = words[: revised.start()] if revised else words
    owner, parts, known = fold(nfc(kind)), parts_of(head), tables().whole_names
    whole = known.get((owner, parts)) or known.get((owner, parts.replace(" ", "")), head)
    return f"{slug(kind)}:{whole}" + (revised.group() if revised else "") + (f"@{year[:4]}" if year else "")


def _short_parts(key: str) -> tuple[str, str, str]:
    kind, _, number = key.partition("/")
    count, _, rest = number.partition("-")
    year = rest[:4] if re.match(r"(?:18|19|20)\d\d(?:-|$)", rest) else ""
    return kind, count, year


def link_short_forms(mentions: Sequence[DirectiveMention]) -> tuple[DirectiveMention, ...]:
    """Return the mentions with short ones (`Chỉ thị 42`) under the key of the one full form in the text that fits.

    Two full forms that fit (`Nghị quyết 18-NQ/TW` and `18-NQ/TU`) leave a short one unresolved, with an empty key. So
    does a year that the full form's number contradicts: `Nghị quyết 54 năm 2017` beside `Nghị quyết 54/2022/QH15`.
    """
    full: dict[tuple[str, str], set[str]] = {}
    for mention in mentions:
        if mention.kind == "numbered" and mention.key:
            kind, count, _ = _short_parts(mention.key)
            full.setdefault((kind, count), set()).add(mention.key)
    linked = []
    for mention in mentions:
        if mention.kind == "numbered" and not mention.key and mention.number:
            head = _HEAD.match(mention.number)
            owner = slug(identity_type(mention.type, ()))
            fits = full.get((owner, head[1] + head[2]), set()) if head else set()
            if head and head[3]:
                fits = {key for key in fits if _short_parts(key)[2] == head[3]}
            if mention.date:
                fits = {key for key in fits if _short_parts(key)[2] in ("", mention.date[:4])}
            if len(fits) == 1:
                mention = replace(mention, key=next(iter(fits)))
        linked.append(mention)
    return tuple(linked)


def numbered_year(key: str) -> str:
    """Return the year that a bucket's number carries (`nghi-dinh/15-2015-nd-cp` → `2015`), empty for none."""
    return _short_parts(key)[2] if "/" in key else ""


@lru_cache(maxsize=4_096)
def is_party_number(key: str) -> bool:
    """Tell whether a bucket's number is a Party organ's, counted through a term: `nghi-quyet/18-nq-tw`."""
    symbol = _issuing_symbol(key)
    return symbol is not None and symbol.family == "party"


@lru_cache(maxsize=4_096)
def is_central_number(key: str) -> bool:
    """Tell whether a bucket's number is of the Party's Central Committee: `chi-thi/42-ct-tw`, not `…-btctw`, `…-tu`."""
    return "/" in key and re.split(r"[-/]", key)[-1] == "tw"


def _issuing_symbol(key: str) -> Symbol | None:
    return tables().symbols.get(re.split(r"[-/]", key)[-1].rstrip("0123456789")) if "/" in key else None


def local_place(key: str, issuer: str, place: str) -> str:
    """Return the slug of the place whose organ issued a number that every province uses, empty for national ones.

    `10-NQ/TU` of `Tỉnh ủy Phú Thọ` → `phu-tho`; the article's own province stands in where the issuer's is not
    stated.
    """
    symbol = _issuing_symbol(key)
    if symbol is None or not symbol.local:
        return ""
    words = _TERM_AT_END.sub("", fold(nfc(issuer))).strip()
    while found := _leading_organ().match(words):
        words = words[found.end() :]
    return slug(words) or slug(place)


_TERM_AT_END = re.compile(r"[ ,(]+(?:khoa|nhiem ky|lan thu) .*$")


@lru_cache(maxsize=1)
def _leading_organ() -> re.Pattern[str]:
    words = [fold(word) for word in (*tables().organs, *tables().words["place"])]
    return re.compile(rf"(?:{alternation(words)})(?:[ -]+|$)")

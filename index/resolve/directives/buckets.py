"""Gives each mention the bucket under which it is resolved: everything that may be the same document as it.

A bucket depends on the mention, its article and the registry alone, never on other articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.analysis.normalise import fold, nfc, slug
from index.documents import DirectiveMention
from index.extract.directives.keys import identity_type, is_central_number, numbered_key, numbered_year
from index.extract.directives.tables import Symbol, tables
from index.resolve.directives.candidates import agrees, same_document
from index.resolve.directives.citations import later, of_late
from index.resolve.directives.clues import by_subject, by_title, doubtful_subject
from index.resolve.directives.issuers import CENTRAL, may_issue, organ, same_issuer
from index.resolve.directives.registry import KnownDocument, Registry

_BARE = re.compile(r"0*(\d+[a-d]?)(?:[/-]((?:18|19|20)\d\d))?")
_CENTRAL_TYPES = ("Nghị quyết", "Chỉ thị", "Kết luận", "Quy định", "Quyết định", "Thông báo", "Hướng dẫn", "Quy chế")
# Documents of these types carry their year since 1997 (Luật Ban hành văn bản quy phạm pháp luật 1996, Điều 12).
_WITH_YEAR = ("Nghị định", "Thông tư", "Thông tư liên tịch", "Luật", "Bộ luật", "Pháp lệnh")
_OF_ASSEMBLY = re.compile(r"-qh\d+$")  # 88/2014/QH13
# `mới có hiệu lực`, `(sửa đổi)`
_NEWEST = re.compile(r"[ (]{0,2}(?:da |duoc |chinh thuc )*(?:moi|vua|sua doi)(?![a-z])")
_YEAR_TOLD = re.compile(r"[^.;\n]{0,60}?\bnam ((?:19|20)\d\d)(?!\d)")


def bucket_of(
    mention: DirectiveMention,
    registry: Registry,
    context: str = "",
    article_date: str = "",
    subject: str = "",
    beside: frozenset[str] = frozenset(),
) -> str:
    """Return the bucket under which a mention is resolved, empty where it cannot be told.

    A mention known by its date (`Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ`), by name and year (`Luật Lâm
    nghiệp 2017`) or by a bare number (`Chỉ thị 42 của Bộ Chính trị`) goes to the bucket of the whole number where the
    evidence names one. `context` is the text that follows it, `subject` the article's title and lead,
    `beside` the keys of the whole numbers that the article cites; its own tells nothing.
    """
    if not mention.key or _is_of_another(mention):
        return _bare_bucket(mention, registry, context, article_date, subject, beside) if mention.number else ""
    if mention.date and mention.issuer and "@" in mention.key and ":" not in mention.key:
        found = registry.issued_on(mention.type, mention.date, mention.issuer)
        return found[0].key if len(found) == 1 else mention.key
    if ":" in mention.key:
        return _edition(mention, registry, context, article_date)
    return mention.key


def _is_of_another(mention: DirectiveMention) -> bool:
    """Tell whether a bare number stands under a whole one of its text though another issuer is stated.

    `Thông tư 33/2021/TT-BYT … Thông tư 33 của Bộ Tài chính`: another document of that number.
    """
    bare = mention.number and "/" in mention.key and _BARE.fullmatch(fold(nfc(mention.number)))
    return bool(bare) and not may_issue(mention.issuer or "", identity_type(mention.type, ()), mention.key)


def is_short(bucket: str) -> bool:
    """Tell whether a bucket is of a bare number, its issuer not told: `chi-thi/42`, `nghi-quyet/18-2014`."""
    return bool(re.fullmatch(r"[a-z-]+/\d+[a-d]?(?:-\d{4})?", bucket))


def _edition(mention: DirectiveMention, registry: Registry, context: str, article_date: str) -> str:
    """Return the bucket of the edition of a law that a name means: by its year, else by the time of the article.

    Where a new edition is younger than a year, articles speak of both: the mention stays with the name, unless what
    follows says that it is new.
    """
    name = mention.key.partition(":")[2].partition("@")[0]
    if mention.date:
        found = registry.named(mention.type, name, mention.date)
        return found[0].key if len(found) == 1 else mention.key
    if slug(mention.type) not in ("luat", "bo-luat") or len(article_date) < 4:
        return mention.key
    editions = registry.editions(mention.type, name)
    told = _YEAR_TOLD.match(fold(nfc(context)))
    if told:
        of_year = [d for d in editions if d.date[:4] == told[1]]
        return of_year[0].key if len(of_year) == 1 else mention.key
    past = [d for d in editions if not later(d.date, article_date)]
    if not past or name.startswith("sua doi"):
        return mention.key
    settled = len(past) == 1 or _a_year_old(past[-1].date, article_date) or _NEWEST.match(fold(nfc(context)))
    return past[-1].key if settled else mention.key


def _a_year_old(date: str, article_date: str) -> bool:
    return f"{int(date[:4]) + 1}{date[4:]}" <= article_date


def _bare_bucket(
    mention: DirectiveMention,
    registry: Registry,
    context: str,
    article_date: str,
    subject: str,
    beside: frozenset[str],
) -> str:
    number = _BARE.match(fold(nfc(mention.number or "")))
    if not number:
        return ""
    kind = identity_type(mention.type, ())
    count, year = number[1], number[2] or ""
    issuer = mention.issuer or ""
    likely = _by_beginning(beside).get(f"{slug(kind)}/{count}-", ())
    whole = {key for key in likely if key != mention.key and _is_whole_of(mention, key, year)}
    if len(whole) == 1:
        return whole.pop()
    known = [d for d in registry.counted(kind, count, year) if not later(d.date, article_date)]
    known = [d for d in known if _may_be_of_date(mention, d, article_date)]
    known = [d for d in known if not mention.issuer or same_issuer(d.issuer, mention.issuer)]
    known = [d for d in known if not doubtful_subject(context, d.title)]
    others = beside - {mention.key}
    related = {d.key for d in known if registry.related(d) & others} if others else set()
    settled = _known_by_evidence(mention, known, context)
    settled = settled or _known_by_subject(known, subject, context, article_date, bool(mention.issuer))
    if not settled and len(related) == 1:
        settled = related.pop()
    if settled:
        return settled
    if issuer and organ(issuer) in CENTRAL and kind in _CENTRAL_TYPES:
        return numbered_key(kind, f"{count}-{_abbreviation(kind)}/TW")
    built = _built(kind, count, year or _stated_year(mention, kind), issuer)
    return built or f"{slug(kind)}/{count}{'-' + year if year else ''}"


@lru_cache(maxsize=1)  # one article's, for all its mentions
def _by_beginning(keys: frozenset[str]) -> dict[str, list[str]]:
    """Return keys of whole numbers by type and count: `chi-thi/42-ct-tw` by `chi-thi/42-`."""
    found: dict[str, list[str]] = {}
    for key in keys:
        kind, _, number = key.partition("/")
        found.setdefault(f"{kind}/{number.partition('-')[0]}-", []).append(key)
    return found


def _is_whole_of(mention: DirectiveMention, key: str, year: str) -> bool:
    """Tell whether a whole number of that type and count may be the bare one's: `54/2017/QH14` of `54 năm 2017`."""
    told = year or (mention.date or "")[:4]
    if not mention.issuer:
        return False
    if not may_issue(mention.issuer, identity_type(mention.type, ()), key):
        return False
    return numbered_year(key) in ("", told) or not told


def _may_be_of_date(mention: DirectiveMention, known: KnownDocument, article_date: str) -> bool:
    """Tell whether a stated date may be a known document's: a slip of the day within its year or term at most.

    Where no issuer is stated, the day must agree: another ministry's document may bear that number.
    """
    date = mention.date or ""
    if not date or not known.date or later(date, article_date) or agrees(date, known.date):
        return True
    return bool(mention.issuer) and same_document(date, known.date, known.key)


def _known_by_evidence(mention: DirectiveMention, known: Sequence[KnownDocument], context: str) -> str:
    """Return the bucket of the one known document that a date and the issuer, or the words of its title, name.

    A State organ's numbers begin anew each year, so that a year and the issuer suffice: `Nghị quyết 54 năm 2017 của
    Quốc hội`.
    """
    if mention.date and len(mention.date) == 10:
        same_day = [d for d in known if d.date == mention.date]
        if len({d.key for d in same_day}) == 1:
            return same_day[0].key
    if mention.date and mention.issuer:
        of_year = {d.key for d in known if numbered_year(d.key) == mention.date[:4]}
        if len(of_year) == 1:
            return of_year.pop()
    titled = by_title(context, [d.title for d in known])
    return known[titled].key if titled is not None else ""


def _known_by_subject(
    known: Sequence[KnownDocument], subject: str, context: str, article_date: str, issued: bool
) -> str:
    """Return the bucket of the one known document that the mention or the article is about what it is about.

    The issuer that a title names is no subject: any article on trade names the Ministry of Trade. A State number
    returns each year, so that what its article is about is enough only for one of that year or the one before; the
    National Assembly numbers through its term, so that it is enough where that issuer is stated (`issued`).
    """
    titles = [re.sub(re.escape(d.issuer), "", d.title, flags=re.I) for d in known]
    about = by_subject(subject, context, titles)
    if about is None:
        return ""
    found = known[about]
    through_term = is_central_number(found.key) or (issued and bool(_OF_ASSEMBLY.search(found.key)))
    sure = through_term or of_late(found.date, article_date) or by_subject("", context, titles) == about
    return found.key if sure else ""


def _stated_year(mention: DirectiveMention, kind: str) -> str:
    """Return the year of the date that a mention states, for types whose numbers carry it."""
    return (mention.date or "")[:4] if kind in _WITH_YEAR else ""


def _built(kind: str, count: str, year: str, issuer: str) -> str:
    """Return the bucket of the number that an issuer's document of a year has: `thong-tu/27-2014-tt-bca`."""
    if not year or not issuer:
        return ""
    symbols = _symbols_of(organ(issuer))
    if len(symbols) != 1 or symbols[0].local or kind not in symbols[0].issues or int(year) < 1997:
        return ""
    return numbered_key(kind, f"{count}/{year}/{_abbreviation(kind)}-{symbols[0].written}")


def _symbols_of(issuer: str) -> list[Symbol]:
    rows = {symbol.written: symbol for symbol in tables().symbols.values() if symbol.family != "party"}
    named = [(symbol, [organ(name) for name in symbol.issuer.split("; ")]) for symbol in rows.values()]
    exact = [symbol for symbol, organs in named if issuer in organs]
    return exact or [symbol for symbol, organs in named if f"{issuer}-viet-nam" in organs]


def _abbreviation(kind: str) -> str:
    return tables().types[fold(kind)].abbreviations[0]

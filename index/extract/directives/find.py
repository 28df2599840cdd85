"""Finding every mention of an official document in a text, with its type, number, date and issuer.

What counts as a mention, and how far it goes, follows the project's annotation guidelines: from the type word through
the number, on through the date and the issuer where they follow directly, never into the subject ("về …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import fold
from index.documents import DirectiveMention
from index.extract.alternation import alternation
from index.extract.directives.context import issuer_later
from index.extract.directives.dates import date_beside
from index.extract.directives.issuers import issuer_beside, not_a_law, type_word
from index.extract.directives.keys import link_short_forms
from index.extract.directives.lists import with_list
from index.extract.directives.mention import Find, mention_of
from index.extract.directives.names import name_end, whole_name_end
from index.extract.directives.numbered import (
    abbreviated_type,
    accents_agree,
    is_known_alone,
    number_after,
    short_abbreviation_allowed,
)
from index.extract.directives.numbers import read_number
from index.extract.directives.surroundings import date_and_issuer, share_in_lists
from index.extract.directives.tables import DocumentType, tables, type_named
from index.extract.text_view import View, view_of

_FIRM_BEFORE = re.compile(r"(?:theo|tai|trong|ban|cac|nhung|can cu|cua|thuc hien|kem theo|ky|va|mot) $")


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
    finds: list[Find] = []
    reached = 0
    for anchor in _anchors(view):
        if anchor.start() < reached or (anchor["type"] and not_a_law(view, anchor)):
            continue
        for find in _finds_at(view, anchor, published):
            finds.append(find)
            reached = find.end
    finds = share_in_lists(view, finds)
    return link_short_forms([mention_of(view, find) for find in finds])


def _anchors(view: View) -> Iterator[re.Match[str]]:
    """Yield where a mention may begin; another may begin inside one that turns out to be none.

    `THỰC HIỆN PHÁP LỆNH` holds the letters of Hiến pháp, across two words.
    """
    match, at = _anchor().match, 0
    for start in _openings(view):
        if start < at:
            continue
        anchor = match(view.folded, start)
        if anchor and begins_word(view, start) and not _is_other_word(view, anchor):
            yield anchor
            at = anchor.end()


_OTHER = ord("?")  # stands for every character beyond ASCII, and for itself


@lru_cache(maxsize=1)
def _opening_letters() -> NDArray[np.bool_]:
    """Return by which three characters a mention may begin, at (first × 128 + second) × 128 + third."""
    letters = np.zeros((128, 128, 128), np.bool_)
    letters[[*map(ord, "0123456789"), _OTHER]] = True
    for phrase in tables().types:
        begins, third = letters[ord(phrase[0]), ord(phrase[1])], phrase[2]
        begins[ord(third) if third.isalpha() else slice(None)] = True
    behind = [*map(ord, " .:-0123456789"), _OTHER]
    for short in tables().abbreviations:
        if len(short) > 1:
            begins = letters[ord(short[0]), ord(short[1])]
            begins[[ord(short[2])] if len(short) > 2 and short[2].isalpha() else behind] = True
    return letters.ravel()


@lru_cache(maxsize=1)
def _word_letters() -> NDArray[np.bool_]:
    letters = np.zeros(128, np.bool_)
    letters[[*map(ord, "abcdefghijklmnopqrstuvwxyz0123456789")]] = True
    return letters


def _openings(view: View) -> list[int]:
    """Return where a mention may begin, by three letters and by what stands before: all such places and some more.

    To look for a mention at these takes a fraction of a search through the text.
    """
    codes = np.frombuffer(view.folded.encode("ascii", "replace") + b"??", np.uint8).astype(np.int32)
    opens = _opening_letters()[(codes[:-2] << 14) + (codes[1:-1] << 7) + codes[2:]]
    inside = np.flatnonzero(opens[1:] & _word_letters()[codes[:-3]]) + 1
    text, lower = view.text, view.lower
    opens[[at for at in inside.tolist() if text[at] == lower[at]]] = False  # but `theoNghị quyết`, its space lost
    found: list[int] = np.flatnonzero(opens).tolist()
    return found


def _is_other_word(view: View, anchor: re.Match[str]) -> bool:
    found = anchor["type"]
    return bool(found) and not accents_agree(view, type_named(found), anchor.start(), anchor.end())


def begins_word(view: View, start: int) -> bool:
    """Tell whether a word begins here; where case shows it, also behind a lost space: `theoNghị quyết`."""
    if start == 0:
        return True
    before = view.text[start - 1]
    if not before.isalnum():
        return not (before in "-/.,_" and view.text[start].isdigit())
    return before.islower() and view.text[start].isupper()


def _finds_at(view: View, anchor: re.Match[str], published: str) -> list[Find]:
    if anchor["number"]:
        number = read_number(view, anchor.start())
        if not number or not number.is_whole or not is_known_alone(view, number):
            return []
        return with_list(view, anchor.start(), None, number, number.end, published)
    if anchor["short"]:
        return _at_abbreviation(view, anchor, published)
    return _at_type(view, type_named(anchor["type"]), anchor.start(), anchor.end(), published)


def _at_type(view: View, kind: DocumentType, start: int, end: int, published: str) -> list[Find]:
    number_end, number = number_after(view, kind, start, end)
    if number:
        return with_list(view, start, kind, number, number_end, published)
    if not accents_agree(view, kind, start, end):
        return []
    named = name_end(view, fold(kind.name), start, end)
    if named is not None:
        return [_named(view, kind, start, end, named, published)]
    dated = _dated(view, kind, start, end, published)
    return [dated] if dated else []


def _at_abbreviation(view: View, anchor: re.Match[str], published: str) -> list[Find]:
    kind = abbreviated_type(view, anchor)
    if kind is None:
        return []
    number_end, number = number_after(view, kind, anchor.start(), anchor.end())
    glued = view.text[anchor.end()]
    if not number or ((glued == "-" or glued.isdigit()) and kind.name not in ("Nghị quyết", "Nghị định")):
        return []  # "CT1" is a block of flats, "TT-30" a pistol
    if not number.is_whole and not short_abbreviation_allowed(view, kind, anchor.start()):
        return []
    return with_list(view, anchor.start(), kind, number, number_end, published)


def _named(view: View, kind: DocumentType, start: int, end: int, stop: int, published: str) -> Find:
    """Return a mention known by its name, with its year or date: `Luật Giáo dục đại học (năm 2018)`."""
    name = view.written(end, whole_name_end(view, end, stop))
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
    return Find(start, stop, kind, None, when.iso if when else None, issuer.written if issuer else None, name.strip())


def _dated(view: View, kind: DocumentType, start: int, end: int, published: str) -> Find | None:
    """Return a mention known by its date of issue: `Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ`.

    `thông báo ngày 15/4 sẽ…` is a verb and its time: words that are also verbs need a capital letter or a noun's
    company (`theo`, `tại`, `các`), and an issuer.
    """
    if kind.strength == "weak" and kind.name not in ("Lệnh", "Hiến pháp", "Quy hoạch"):
        return None
    stop, when, issuer = date_and_issuer(view, end, published, joint=False)
    if when is None and issuer is None and kind.strength == "noun":
        signed = issuer_later(view, end, None, published)
        if signed and signed[1] and signed[1].iso and not type_word().search(view.folded, end, signed[0].start):
            return Find(start, end, kind, None, signed[1].iso, signed[0].written)
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
    return Find(start, stop, kind, None, when.iso, issuer.written if issuer else None)

"""Finds who signed an article: the author and source lines at the end of its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.organisations.provinces import province_of
from index.table import rows

_LONGEST = 120  # characters
_NAME_OF_PAPER = 5  # words
_LAST_LINES = 4  # an author line and a source line, in either order, a paper between them, and one more
_NAME_WORD = r"[^\W\d_]\w*"
_NAME = re.compile(rf"{_NAME_WORD}(?:[ \u00a0.-]+{_NAME_WORD}){{1,4}}")
_NAMES = re.compile(rf"{_NAME.pattern}(?:\s*(?:[-–&,/]|và)\s*{_NAME.pattern}){{0,3}}")
_PERSONAL_TITLE = re.compile(r"^(?:(?:GS|PGS|TSKH|TS|ThS|CN|KS|BS|CVC|PV|CTV)\b[.,]?\s*)+")
_TAKEN_FROM = re.compile(r"Theo\s+(?P<rest>[^\s:].{1,60})")
_ENCLOSED = re.compile(r"^[(\[](?P<inner>.*?)[)\]]\.?$")
_INITIALS = re.compile(r"[A-ZĐ]{1,2}(?:\.?\s?[A-ZĐ]{1,2}){0,2}")  # `HT.`, `T.H`, who wrote it for those who know
_SENTENCE_END = re.compile(r"[.!?…:;”\"’)]$")


@dataclass(frozen=True, slots=True)
class Signed:
    """The lines of the body without those that sign it."""

    body: tuple[str, ...]
    author: str = ""
    source: str = ""


@lru_cache(maxsize=1)
def _openings() -> re.Pattern[str]:
    found = rows(__package__, "bylines.tsv")
    table = [(re.escape(words), kind) for words, kind in found if kind in ("author", "source")]
    parts = ["|".join(words for words, k in table if k == kind) for kind in ("author", "source")]
    return re.compile(rf"(?:(?P<author>{parts[0]})|(?P<source>{parts[1]}))\s*:\s*(?P<rest>.+)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _organisation() -> re.Pattern[str]:
    words, others = (
        "|".join(re.escape(words) for words, kind in rows(__package__, "bylines.tsv") if kind == wanted)
        for wanted in ("organisation", "none")
    )
    return re.compile(rf"(?!(?:{others})\b)(?:{words})\b.*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _staff() -> frozenset[str]:
    return frozenset(words.casefold() for words, kind in rows(__package__, "bylines.tsv") if kind == "staff")


def is_name(text: str) -> bool:
    """Tell whether a short line is nothing but names of people: `Cao Hồng Kỳ`, `Thu Hà - Văn Nam`."""
    bare = _PERSONAL_TITLE.sub("", text)
    if not all(word[0].isupper() for word in re.findall(r"\w+", bare) if word != "và"):
        return False
    return bool(_NAMES.fullmatch(bare)) and not _organisation().match(bare) and not province_of(bare)


def _name_and_organisation(line: str) -> tuple[str, str] | None:
    """Split `Cao Hồng Kỳ, Liên hiệp Hội Hà Giang` or `Cao Hồng Kỳ (Liên hiệp Hội Hà Giang)`."""
    found = re.fullmatch(r"(?P<name>[^,(–-]+?)\s*(?:[,–-]\s*|\((?=.*\)$))(?P<organisation>[^,]{2,80}?)\)?", line)
    if found and is_name(found["name"]) and _organisation().fullmatch(found["organisation"]):
        return found["name"], found["organisation"]
    return None


def read_byline(line: str, before: str) -> tuple[str, str] | None:
    """Return author and source that a line names, None where it is no line that signs.

    `before` is the line above: a bare name is an author only under a finished sentence, not in a signature block
    (`CHỦ TỊCH`, then a name), whose document it signs and not the report.
    """
    if len(line) > _LONGEST:
        return None
    bare = _ENCLOSED.sub(r"\g<inner>", line.strip()).rstrip(". ")
    opened = _openings().fullmatch(bare)
    if opened:
        if opened["source"]:
            return "", opened["rest"].strip()
        return _name_and_organisation(opened["rest"]) or (opened["rest"].strip(), "")
    taken = _TAKEN_FROM.fullmatch(bare)
    if taken and not bare.endswith((":", "!", "?", "…")) and len(taken["rest"].split()) <= 8:
        both = _name_and_organisation(taken["rest"])  # `Theo Hương Giang (TTXVN)`
        if both:
            return both
        return (taken["rest"], "") if is_name(taken["rest"]) and not taken["rest"].isupper() else ("", taken["rest"])
    if (bare.casefold() in _staff() or _INITIALS.fullmatch(bare)) and _SENTENCE_END.search(before):
        return "", ""
    both = _name_and_organisation(bare)
    if both:
        return both
    if is_name(bare) and _SENTENCE_END.search(before):
        return bare, ""
    # `Văn phòng Liên hiệp Hội` under the report; an organisation within a list or an address has no sentence above
    whole_organisation = _organisation().fullmatch(bare) and bare == line.strip().strip("()") and "," not in bare
    if whole_organisation and ":" not in bare and len(bare.split()) <= 10 and _SENTENCE_END.search(before):
        return "", bare
    return None


def _is_between(body: Sequence[str]) -> bool:
    """Tell whether the last line names a paper between two that sign: `Theo N.Dương`, `Trí thức trẻ`, `Theo …`."""
    if len(body) < 3 or len(body[-1].split()) > _NAME_OF_PAPER or _SENTENCE_END.search(body[-1]):
        return False
    above = read_byline(body[-2], body[-3])
    return above is not None and any(above)


def cut_byline(lines: Sequence[str]) -> Signed:
    """Return the lines without the author and source lines that end them, and what those say."""
    body = list(lines)
    author = source = ""
    for _ in range(_LAST_LINES):
        if len(body) < 2:  # an article of one line is that line
            break
        found = read_byline(body[-1], body[-2])
        if found is None and (author or source) and _is_between(body):
            paper = body.pop()
            source = source or paper
            continue
        if found is None or (found[0] and author) or (found[1] and source):
            break
        body.pop()
        author, source = found[0] or author, found[1] or source
    return Signed(tuple(body), author, source)

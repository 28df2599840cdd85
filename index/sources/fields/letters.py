"""Reads the head of an official letter: number, place and date above, then kind and subject, which are its title.

The form is that of Decree 30/2020/NĐ-CP and of Hướng dẫn 36-HD/VPTW. The head stands in a table of two columns or one
line after the other, so its lines are searched, whatever cells or order they came in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.analysis.normalise import fold_word
from index.documents import OfficialLetter
from index.organisations.provinces import province_of
from index.sources.fields.letter_columns import with_columns
from index.sources.fields.letter_endings import signer_of, without_recipients
from index.sources.fields.letter_places import place_and_date_in, without_place_and_date
from index.table import rows

_HEAD = 14  # lines in which all of a head stands
_LONGEST_SUBJECT = 400  # characters
_MOTTOES = (
    "cong hoa xa hoi chu nghia viet nam",
    "cong hoa xhcn viet nam",
    "dang cong san viet nam",
    "doc lap tu do hanh phuc",
)
_NUMBER = re.compile(r"(?:^|[\s|])Số\s*[:.]?\s*(?P<number>\d{1,5}[\w.]*(?:\s?[-–/]\s?[\wĐđ.&]+)+)", re.IGNORECASE)
_BLANK_NUMBER = re.compile(r"(?:^|[\s|])Số\s*:?\s*[….\s]*[-–/][\wĐđ./-]+", re.IGNORECASE)  # a draft has none yet
_ABOUT = re.compile(r"(?:^|[\s|])(?:V/v|Về việc)\s*:?\s*(?P<subject>[^|]+)", re.IGNORECASE)
_TO = re.compile(
    r"(?:Kính gửi|Kính mời|Căn cứ|Thực hiện|Theo|Xét|Nơi nhận|Điều \d|Phần|Chương|Mục|[IVX]{1,4}[.)]|\d{1,2}[.)])"
)
_SENT_TO = re.compile(r"Kính (?:gửi|mời)")
_MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) (?:XÃ HỘI|XHCN)|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập", re.IGNORECASE)
_JOINS = re.compile(r"(?:^|\s)(?:CÁC|VÀ|CỦA|&|,)$")
_RULE = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it says itself, its title, and the lines below its head without those of recipients."""

    said: OfficialLetter
    title: str
    body: tuple[str, ...]
    province: str = ""


def _folded(line: str) -> str:
    return " ".join(fold_word(word) for word in re.findall(r"\w+", line))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """Return the kinds of documents by their folded words, longer ones first."""
    names = [row[0] for row in rows(__package__, "letter_kinds.tsv")]
    return {_folded(name): name for name in sorted(names, key=len, reverse=True)}


@lru_cache(maxsize=1)
def _organ_words() -> tuple[str, ...]:
    return tuple(f"{_folded(row[0])} " for row in rows(__package__, "letter_organs.tsv"))


def _is_motto(line: str) -> bool:
    return any(motto in _folded(line) for motto in _MOTTOES)


def _states_number(line: str) -> bool:
    """Tell whether a line states the letter's own number: alone, behind an organ in capitals, or in a cell."""
    found = _NUMBER.search(line) or _BLANK_NUMBER.search(line)
    # `Căn cứ Chỉ thị số 42-CT/TW …` is a sentence of the letter
    if found is None:
        return False
    before = line[: found.start()]
    # `Luật số: …` stands above laws
    return found.start() < 2 or before.isupper() or " | " in line or _folded(before) in _kinds()


def _is_of_head(line: str) -> bool:
    return _is_motto(line) or _states_number(line) or place_and_date_in(line) is not None


def has_letter_head(lines: Sequence[str]) -> bool:
    """Tell whether lines begin like an official letter: a motto, and a number or a place and date."""
    head = lines[:_HEAD]
    if not any(map(_is_motto, head)):
        return False
    return any(_states_number(line) or place_and_date_in(line) for line in head)


def letter_of(lines: Sequence[str]) -> Letter | None:
    """Return what the head of a letter says; None for what is none."""
    if not any(map(_is_motto, lines[:_HEAD])):
        return None
    lines = with_columns(lines)
    if not has_letter_head(lines):
        return None
    head_end = max(at for at, line in enumerate(lines[:_HEAD]) if _is_of_head(line)) + 1
    head, below = lines[:head_end], list(lines[head_end:])
    while below and (_RULE.fullmatch(below[0]) or _ABOUT.match(below[0])):
        head = [*head, below.pop(0)]
    joined = " | ".join(head)
    number, about = _NUMBER.search(joined), next(filter(None, map(_ABOUT.search, head)), None)
    dated = next(filter(None, map(place_and_date_in, head)), None)
    kind = _kind(below[0]) if below else ""
    title, body = _title(below, kind, about["subject"] if about else "")
    while body and _RULE.fullmatch(body[0]):
        body.pop(0)
    body, recipients = without_recipients(body)
    organ, place = _organ(head), dated.place if dated else ""
    said = OfficialLetter(
        type=kind or ("Công văn" if about or any(map(_SENT_TO.match, below)) else ""),
        number=re.sub(r"\s", "", number["number"]) if number else "",
        date=dated.date if dated else "",
        place=place,
        organ=organ,
        signer=signer_of(body),
        recipients=recipients,
    )
    return Letter(said, title, tuple(body), province_of(organ) or province_of(place) or province_of(joined))


def _organ(head: Sequence[str]) -> str:
    """Return the organ that issues a letter: the last organ above its number, under that to which it belongs."""
    organs: list[str] = []
    for cell in " | ".join(head).split(" | "):
        found = _NUMBER.search(cell) or _BLANK_NUMBER.search(cell)
        line = _MOTTO.split(cell[: found.start()] if found else cell)[0].strip(" *-–_")
        if line.isupper() and not _kind(line) and not _MOTTOES[0].endswith(f" {_folded(line)}"):
            if organs and (_JOINS.search(organs[-1]) or not f"{_folded(line)} ".startswith(_organ_words())):
                organs[-1] += f" {line}"  # `VÀ KỸ THUẬT TỈNH LÀO CAI`
            else:
                organs.append(line)
        if found:
            break
    return organs[-1] if organs else ""


def _kind(line: str) -> str:
    """Return the kind of document that a line names or begins with, '' for none: `KẾ HOẠCH`, `KẾ HOẠCH Tập huấn …`."""
    folded = _folded(line)
    if folded in _kinds():
        return _kinds()[folded]
    if len(line) >= _LONGEST_SUBJECT // 2 or line.endswith("."):
        return ""
    return next((kind for start, kind in _kinds().items() if folded.startswith(f"{start} ")), "")


def _title(below: list[str], kind: str, about: str) -> tuple[str, list[str]]:
    """Return title and body of what stands below a head: kind and subject, or the subject that stood in the head."""
    subject = without_place_and_date(about).strip(" .;")
    if kind and _folded(below[0]) == _folded(kind):
        name, rest = below[0].strip(), below[1:]
        said: list[str] = []
        while rest and not _TO.match(rest[0]) and not _RULE.fullmatch(rest[0]) and _belongs(rest[0], said):
            said.append(rest.pop(0))
        said = list(filter(None, (line.strip(" -–—_*") for line in said)))
        return " ".join([name, *said]) if said else f"{name} {subject}".strip(), rest
    if kind:
        return below[0].strip(), below[1:]
    return (subject[:1].upper() + subject[1:]) if subject else "", below


def _belongs(line: str, said: Sequence[str]) -> bool:
    """Tell whether a line goes on with the subject: the first one does, later ones in the middle of a sentence."""
    if len(" ".join([*said, line])) > _LONGEST_SUBJECT:
        return False
    if not said:
        return not line.endswith((".", ":", ";"))
    return (line[0].islower() or (said[-1].isupper() and line.isupper())) and not line.endswith((".", ":", ";"))

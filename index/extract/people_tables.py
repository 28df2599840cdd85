"""The tables by which people are found, as sets and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from index.analysis.normalise import canonical_word

# Syllables that stand between surname and given name so often that they make a name of any three capitalised words.
_MIDDLE = "văn thị đức hữu đình xuân ngọc bá duy trọng viết thế mạnh quang công minh thanh quốc tiến hồng như khắc doãn"


def _rows(name: str) -> list[list[str]]:
    text = resources.files("index.extract").joinpath("tables", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")][1:]


def alternation(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first; a space in a word matches any number of them."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " +") for word in ordered)


@dataclass(frozen=True, slots=True)
class PeopleTables:
    """Sets of canonical syllables, and patterns over a View's text."""

    surnames: frozenset[str]
    strong_surnames: frozenset[str]
    given: frozenset[str]
    middle: frozenset[str]
    titles_before: re.Pattern[str]
    address_before: re.Pattern[str]
    titles: frozenset[str]
    office: re.Pattern[str]
    office_at: re.Pattern[str]
    places: frozenset[str]
    named_after: re.Pattern[str]
    verb: re.Pattern[str]


@lru_cache(maxsize=1)
def people_tables() -> PeopleTables:
    """Return the tables, read once."""
    surnames = _rows("people_surnames.tsv")
    honorifics = _rows("people_honorifics.tsv")
    titles = [row[0] for row in honorifics if row[1] == "title"]
    address = [row[0] for row in honorifics if row[1] == "address"]
    offices = alternation(row[0] for row in _rows("people_offices.tsv"))
    named_after = alternation(row[0] for row in _rows("people_named_after.tsv"))
    verbs = alternation(row[0] for row in _rows("people_verbs.tsv"))
    one = rf"(?:{alternation(titles)})"
    former = r"(?:(?:nguyên|cựu|quyền|cố|tân)\s+)*"
    return PeopleTables(
        surnames=frozenset(canonical_word(row[0]) for row in surnames),
        strong_surnames=frozenset(canonical_word(row[0]) for row in surnames if row[1] == "strong"),
        given=frozenset(canonical_word(row[0]) for row in _rows("people_given.tsv")),
        middle=frozenset(_MIDDLE.split()),
        titles_before=re.compile(rf"(?<!\w){one}(?:[\s.,\-]*(?<![^\W\d_](?=[^\W\d_])){one})*[\s.,\-]*$", re.IGNORECASE),
        address_before=re.compile(rf"(?<!\w)(?:{alternation(address)})\s*$", re.IGNORECASE),
        titles=frozenset(word.lower() for word in titles + address),
        office=re.compile(rf"(?<!\w){former}(?:{offices})(?!\w)", re.IGNORECASE),
        office_at=re.compile(rf"{former}(?:{offices})(?!\w)", re.IGNORECASE),
        places=frozenset(" ".join(map(canonical_word, row[0].split())) for row in _rows("people_places.tsv")),
        named_after=re.compile(rf"(?<!\w)(?:{named_after})\s*$", re.IGNORECASE),
        verb=re.compile(rf"(?<!\w)(?:{verbs})(?!\w)"),  # in lower case: `Bộ trưởng Thông tin` informs nobody
    )

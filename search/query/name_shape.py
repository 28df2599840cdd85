"""Reads a query that is a person's name by its shape: surname, middle and given names, in any case and accents."""

from __future__ import annotations

from functools import cache

from index.analysis.normalise import nfc
from index.analysis.tokens import WORD, folded, words
from index.extract.people.tables import people_tables, titles_and_address
from index.organisations.provinces import province_of_place
from search.query.questions.question_words import asking

_SYLLABLES = (3, 4)  # fewer are often another word (`hoàng hôn`), more hardly one name

_UNMISTAKABLE = frozenset(("nguyen", "pham", "huynh", "bui", "ngo", "phan", "le", "luong", "dinh"))
_MIDDLE = frozenset(("thị", "văn", "thi", "van"))


@cache
def _before() -> frozenset[str]:
    """Return the folded words that stand before a name: titles and forms of address."""
    return frozenset(fold for word in titles_and_address() for fold in folded(words(word)))


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Return surnames, and syllables of middle and given names: as written, and folded."""
    tables = people_tables()
    given = tables.given | tables.middle | tables.surnames
    fold = frozenset(folded(sorted(tables.strong_surnames)))
    return tables.strong_surnames, given, fold, frozenset(folded(sorted(given)))


def name_within(text: str) -> str:
    """Return the name that a query consists of, as typed, beside titles and words that ask; '' where it is none.

    A common surname comes first, and each other syllable is one of names, or any behind Thị and Văn; with accents
    typed, in these. Without accents and capitals many a surname is another word: `do thi hoa` is đô thị hóa.
    """
    raw = WORD.findall(nfc(text))
    written = words(nfc(text))
    folds = folded(written)
    asks = asking(written, folds)
    start = 0
    while start < len(raw) and folds[start] in _before() and not _opens(written, folds, start):
        start += 1
    end = len(raw)
    while end > start and asks[end - 1]:
        end -= 1
    if end - start not in _SYLLABLES or not _opens(written, folds, start):
        return ""
    _, given, _, plain = _syllables()
    bare = written == folds
    known, said = (plain, folds) if bare else (given, written)
    capitals = all(word[0].isupper() for word in raw[start:end])
    if bare and not capitals and folds[start] not in _UNMISTAKABLE:
        return ""
    middle = said[start + 1] in _MIDDLE and (capitals or not bare)
    fits = middle or all(word in known for word in said[start + 1 : end])
    name = " ".join(raw[start:end])
    return name if fits and not province_of_place(name) else ""


def _opens(written: list[str], folds: list[str], at: int) -> bool:
    """Tell whether a word is a surname that is hardly anything else."""
    surnames, _, plain, _ = _syllables()
    return folds[at] in plain if written == folds else written[at] in surnames

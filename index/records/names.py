"""Gives the names of directives, people and organisations as fields of the index."""

from __future__ import annotations

from collections.abc import Iterable

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, pairs, words


def name_fields(names: Iterable[str], about: Iterable[str]) -> dict[str, list[str]]:
    """Return the index fields of what a record is called and what else is said of it."""
    called = [words(nfc(name)) for name in names]
    said = [word for text in about for word in words(nfc(text))]
    return {
        "name_word": [word for name in called for word in name],
        "name_fold": [word for name in called for word in folded(name)],
        "name_pair": [pair for name in called for pair in pairs(folded(name))],
        "about_word": said,
        "about_fold": folded(said),
    }


_SILENT = {"so"}  # words that a designation is said with or without: `Chỉ thị số 42`, `Chỉ thị 42`


def said_words(name: str) -> list[str]:
    """Return the folded words of a name, or of what was typed for one, without those that may be left out."""
    return [fold for fold in folded(words(nfc(name))) if fold not in _SILENT]

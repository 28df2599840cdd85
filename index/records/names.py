"""Gives the fields of the index that directives, people and organisations share: their names above all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, pairs, words
from index.generations.schema import OF_ARTICLES


def record_fields(
    kind: str, id: str, label: str, record: bytes, names: Iterable[str], about: Iterable[str]
) -> dict[str, Any]:
    """Return the index fields that every record has: `names` by which it is called, what else is said `about` it."""
    called = [words(nfc(name)) for name in names]
    said = [word for text in about for word in words(nfc(text))]
    return {
        **dict.fromkeys(OF_ARTICLES, b""),
        "key": f"{kind}:{id}",
        "kind": kind,
        "label": label.encode(),
        "name_length": min(len(said_words(label)), 255),
        "signature": b"",
        "record": record,
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

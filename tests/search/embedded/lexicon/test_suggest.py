"""Suggestions while typing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine

RECORDS = (
    {"title": "Giao ban Liên hiệp hội toàn quốc", "text": "Bà Lê Thị Mận phát biểu về Chỉ thị số 42-CT/TW."},
    {"title": "Liên hiệp hội tập huấn", "text": "Bà Lê Thị Mận dự."},
    {"title": "Liên hiệp hội tập huấn", "text": "Tin đăng lại."},
)

ROWS = [
    ("liên hi", ["Liên hiệp hội tập huấn", "Giao ban Liên hiệp hội toàn quốc"], "titles that begin so first, once"),
    ("LIEN HIEP HOI TOAN", ["Giao ban Liên hiệp hội toàn quốc"], "from any word, without accents"),
    ("le thi", ["Lê Thị Mận"], "a person"),
    ("42-ct", ["Chỉ thị số 42-CT/TW"], "a directive"),
    ("chi thi 4", ["Chỉ thị số 42-CT/TW"], "a directive, without the word that its name has before the number"),
    ("chỉ thị số 4", ["Chỉ thị số 42-CT/TW"], "and with it"),
    ("tập hu", ["Liên hiệp hội tập huấn"], "an unfinished last word"),
    ("không có gì", [], "nothing"),
    ("", [], "nothing typed"),
    ("?!", [], "no words typed"),
]


@pytest.mark.parametrize(("typed", "texts", "reason"), ROWS)
def test_suggestions(index_of: Callable[..., Path], typed: str, texts: list[str], reason: str) -> None:
    engine = WhooshEngine(index_of(*RECORDS))
    found = [suggestion.text for suggestion in engine.suggest(typed)]
    engine.close()
    assert found == texts, reason

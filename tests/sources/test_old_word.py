"""Word before 2007: what the program prints is the article; without it, or with another file, that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources.old_word import read as read_old_word
from index.sources.walk import SourceFile

OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 600


def _read(folder: Path, content: bytes, script: str = "") -> Article | Rejection:
    path = folder / "a.doc"
    path.write_bytes(content)
    program = folder / "antiword"
    if script:
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o700)
    (item,) = read_old_word(SourceFile(path, "a"), str(program))
    return item


def test_what_the_program_prints_is_the_article(tmp_path: Path) -> None:
    found = _read(tmp_path, OLE, "printf 'Tin\\n\\nCéng hßa X· héi Chñ nghÜa\\n'")
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("Tin", "Cộng hòa Xã hội Chủ nghĩa")


@pytest.mark.parametrize(
    ("content", "script", "reason", "says"),
    [
        (OLE, "", "unsupported", "apt-get install antiword"),
        (OLE, "exit 1", "broken", "save it as .docx"),
        (b"", "exit 0", "broken", "suffix"),
        (b"{\\rtf1 a}", "exit 0", "broken", "suffix"),
        (OLE, "exit 0", "empty", "no text"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: bytes, script: str, reason: str, says: str) -> None:
    found = _read(tmp_path, content, script)
    assert isinstance(found, Rejection)
    assert found.reason == reason
    assert says in found.detail

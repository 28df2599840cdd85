"""Tells what a file is by its first bytes, for files whose suffix says something else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.sources.files.suffixes import MODULES

_ZIPPED = (
    "archives",
    "formats.office_files.word_document",
    "formats.office_files.workbook",
    "formats.office_files.slides",
    "formats.office_files.zipped_text",
)
_OLD_WORD = "formats.office_files.old_word"
_OUTLOOK = "formats.mail.outlook_mail"
_PACKED = ("archives", "formats.json_lines", "exports.joomla_dump", "exports.warc")
_SIGNS: Final = (
    (b"%PDF-", "a PDF", ("formats.pdf.pdf_pages",)),
    (b"PK\x03\x04", "a zip file, a Word document or one of their kind", _ZIPPED),
    (b"\xd0\xcf\x11\xe0", "an old Office document or a protected one", (_OLD_WORD, _OUTLOOK, *_ZIPPED)),
    (b"{\\rtf", "rich text (.rtf)", ("formats.office_files.rich_text",)),
    (b"\x1f\x8b", "packed by gzip", _PACKED),
    (b"SQLite format 3\0", "a database", ("web.reader",)),
    (b"WARC/1.", "a WARC file", ("exports.warc",)),
    (b"\x89PNG", "a picture", ()),
    (b"\xff\xd8\xff", "a picture", ()),
    (b"GIF8", "a picture", ()),
    (b"Rar!", "a RAR archive", ()),
    (b"7z\xbc\xaf", "a 7z archive", ()),
)
"""First bytes, what they tell, the readers that take such a file (those that say better what is wrong included)."""


def other_kind(path: Path, suffix: str) -> str:
    """Return what a file is by its content where its suffix says another kind, else ''. Raises OSError."""
    with path.open("rb") as stream:
        start = stream.read(16)
    module = MODULES[suffix.lower()]
    return next((said for sign, said, readers in _SIGNS if start.startswith(sign) and module not in readers), "")

"""PDF: the text of its pages, read in a process of its own; a scanned one is told, never indexed as empty."""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.documents import Article, Note, Rejection
from index.sources.fields.article_fields import LONGEST_TEXT, clean, one_line, too_large
from index.sources.fields.article_from_lines import article_of_office_file
from index.sources.fields.office_fields import sensible_title
from index.sources.files.walk import SourceFile
from index.sources.formats.pdf.page_layout import Piece, lines_of
from index.sources.formats.pdf.printed_lines import paragraphs
from index.sources.formats.pdf.recognition import NotRecognised, recognised
from index.sources.formats.pdf.syllable_gaps import without_gaps
from index.sources.formats.pdf.text_layer import is_usable

_CHILD = Path(__file__).with_name("pdf_child.py")
_ANEW = "ocrmypdf -l vie --force-ocr FILE FILE"
_NAMED = 8  # pages
_LEAST_LETTERS = 8  # a page; a scan may hold a stamp of its scanner


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """Bounds on reading one PDF: seconds, bytes of memory, bytes of the file."""

    seconds: int = 60
    memory: int = 2 << 30
    file: int = 512 << 20


_LIMITS = PdfLimits()


class _Child:
    """The process that reads PDFs; asked by one thread at a time, started when the first comes or the last is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def ask(self, path: Path, limits: PdfLimits) -> dict[str, Any]:
        """Return what the process found in a file; its error where it was stopped or fell."""
        request = json.dumps([str(path.absolute()), LONGEST_TEXT, limits.seconds, limits.memory]).encode()
        with self._lock:
            for _ in range(2):
                try:
                    found = json.loads(self._answer(request))
                    return found if isinstance(found, dict) else {"error": ""}
                except (OSError, ValueError):
                    self.close()
            return {"error": "memory"}

    def _answer(self, request: bytes) -> bytes:
        if self._process is None:
            command = [sys.executable, "-I", str(_CHILD)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(request + b"\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.__exit__(None, None, None)
            self._process = None


@lru_cache(maxsize=1)
def _child() -> _Child:
    return _Child()


def _rejected(origin: str, error: str, limits: PdfLimits) -> Rejection:
    if error == "too large":
        return too_large(origin)
    if error == "time":
        return Rejection(
            origin, "too large", f"reading it took more than {limits.seconds} seconds; split it into parts"
        )
    if error == "memory":
        return Rejection(origin, "broken", "reading it failed or took too much memory; print it to a new PDF")
    if "password" in error.lower() or "security" in error.lower():
        return Rejection(origin, "broken", "it is protected by a password; save it without one")
    return Rejection(origin, "broken", "it is cut off or no PDF; get a whole copy")


def _is_scan(pages: list[str]) -> bool:
    return sum(character.isalpha() for page in pages for character in page) < _LEAST_LETTERS * len(pages)


def _lines(page: str) -> list[str]:
    # PDFium writes U+FFFE or U+0002 for a hyphen at the end of a line
    text = clean(page.replace("\ufffe\r\n", "-\r\n").replace("\ufffe", "-\n").replace("\x02", "-\n"))
    lines = (one_line(line.replace("\0", "")) for line in text.splitlines())
    return [line for line in lines if line]


def _page_text(page: str | list[Any]) -> str:
    return without_gaps(page) if isinstance(page, str) else "\n".join(lines_of([Piece(*piece) for piece in page]))


def _with_recognised(pages: list[str], scanned: Sequence[int], texts: list[str]) -> list[str]:
    """Return the pages, with what was recognised in place of those that are scanned."""
    if len(scanned) == len(pages):
        return texts
    return [texts[at] if at in set(scanned) and at < len(texts) else page for at, page in enumerate(pages)]


def read(source_file: SourceFile, limits: PdfLimits = _LIMITS) -> Iterator[Article | Rejection | Note]:
    """Return the one article of the file. A PDF without text comes as "empty" with the way to make it readable.

    Where the source asks for it, scanned pages are recognised, with the errors that this makes. Scanned pages among
    others, as the backs of sheets, are told where they are not, and so is text whose letters have no meaning.
    """
    origin = str(source_file.path)
    size = source_file.path.stat().st_size
    if size > limits.file:
        yield Rejection(origin, "too large", f"more than {limits.file} bytes; split it into parts")
        return
    found = _child().ask(source_file.path, limits)
    if "error" in found:
        yield _rejected(origin, str(found["error"]), limits)
        return
    pages, scanned = list(map(_page_text, found["pages"])), found["scanned"]
    if _is_scan(pages):
        scanned = range(len(pages))
    detail = ""
    if scanned:
        detail = "scanned pages without text; recognise them first: ocrmypdf -l vie --skip-text FILE FILE"
        try:
            kept = source_file.given.recognised
            if kept is not None:
                pages, detail = _with_recognised(pages, scanned, recognised(source_file.path, kept)), ""
        except NotRecognised as error:
            detail = str(error)
        if _is_scan(pages):
            yield Rejection(origin, "empty", detail or "nothing was recognised on its pages; scan them anew")
            return
    if not is_usable("\n".join(pages)):
        yield Rejection(origin, "undecodable", "its letters have no meaning; recognise its pages: " + _ANEW)
        return
    title = sensible_title(found["title"])
    lines = paragraphs([_lines(page) for page in pages])
    yield article_of_office_file(lines, title, found["author"], source_file)
    if detail:
        numbers = ", ".join(str(at + 1) for at in scanned[:_NAMED]) + (" …" if len(scanned) > _NAMED else "")
        yield Note(origin, f"{len(scanned)} of {len(pages)} pages are left out (page {numbers}): {detail}")

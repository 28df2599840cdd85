"""Run as a program: the pages of PDFs as JSON on standard output, a line of request each on standard input.

A request is `[path, characters, seconds, memory]`, an answer `{"pages", "scanned", "title", "author"}` or `{"error"}`;
a page is its text, or pieces of lines and where they stand, `scanned` the pages that are a picture. A process of its
own, and in it one for each file, within its limits: a crafted file may crash or stall the C++ library that reads it.
The library is loaded once, which takes longer than reading most files. Ends when its input does, however the parent
ended. Imports nothing of the project.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import select
import signal
import sys
import time
from typing import Any, Never

import pypdfium2
import pypdfium2.raw as pdfium

_CHUNK = 1 << 20
_APART = re.compile(r"(?<= )[^\x00-\x7f](?= )")  # a letter with marks by itself, as `ở` is now and then
_SUSPECT = 0.1  # of the words of a page
_BLANK = 0.5  # of the room around a letter with marks; a gap that is wider by as much holds a blank
_PLACE = re.compile(r"[\r\n]+| |\Z")
_WIDE = 1.5  # times the height of a letter
_FEW = 60  # characters; a scanned page may hold a stamp of its scanner
_NARROW, _MADE = "\ue000", "\ue001"  # as in `syllable_gaps`


def _limit(seconds: int, memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _marked(text: Any) -> str:
    """Return the text of a page, with the marks of `syllable_gaps` for blanks that stand for a gap of its letters."""
    letters = [chr(pdfium.FPDFText_GetUnicode(text, at)) for at in range(text.count_chars())]
    gaps: list[tuple[int, float]] = []  # of one line: place, width in points
    for at, letter in enumerate(letters):
        if letter == " " and 0 < at < len(letters) - 1 and pdfium.FPDFText_IsGenerated(text, at) == 1:
            after, before = text.get_charbox(at + 1, loose=True)[0], text.get_charbox(at - 1, loose=True)[2]
            gaps.append((at, after - before))
        if letter == "\n":
            _mark(letters, gaps)
            gaps = []
    _mark(letters, gaps)
    return "".join(letters)


def _mark(letters: list[str], gaps: list[tuple[int, float]]) -> None:
    """Mark the gaps of a line: those that are only the room on one side, or both, of letters with marks are narrow."""
    sides = [(at, width, 2 - letters[at - 1].isascii() - letters[at + 1].isascii()) for at, width in gaps]
    room = min((width for _, width, marked in sides if marked == 1), default=0.0)
    for at, width, marked in sides:
        letters[at] = _NARROW if width < room * (marked + _BLANK) else _MADE


def _text_of(page: Any) -> str | list[Any]:
    """Return the text of a page, or its pieces where some stand side by side."""
    text = page.get_textpage()
    plain: str = text.get_text_range()
    if len(_APART.findall(plain)) > _SUSPECT * (plain.count(" ") + 1):
        return _marked(text)
    pieces = _pieces(text, plain) if len(plain) == text.count_chars() else []
    return pieces if any(_beside(one, other) for one, other in itertools.pairwise(pieces)) else plain


def _pieces(text: Any, plain: str) -> list[Any]:
    """Return the lines of a page, cut at wide gaps: [text, left, right, bottom, height], in points."""
    pieces, start = [], 0
    for found in _PLACE.finditer(plain):
        if found[0] == " " and not _is_wide(text, found.start()):
            continue
        if plain[start : found.start()].strip():
            pieces.append(_piece(text, plain, start, found.start()))
        start = found.end()
    return pieces


def _is_wide(text: Any, at: int) -> bool:
    """Tell whether a blank stands for a gap between cells: made by the library, and wider than letters are high."""
    if not 0 < at < text.count_chars() - 1 or pdfium.FPDFText_IsGenerated(text, at) != 1:
        return False
    _, bottom, before, top = text.get_charbox(at - 1, loose=True)
    return bool(text.get_charbox(at + 1, loose=True)[0] - before > _WIDE * (top - bottom))


def _piece(text: Any, plain: str, start: int, end: int) -> list[Any]:
    left, bottom, _, top = text.get_charbox(start, loose=True)
    right = text.get_charbox(end - 1, loose=True)[2]
    return [plain[start:end], left, right, bottom, top - bottom]


def _beside(one: Any, other: Any) -> bool:
    """Tell whether a piece stands to the right of the one before it, or higher up."""
    return bool(other[3] > one[3] + one[4] / 2 or (other[1] >= one[2] and abs(other[3] - one[3]) < one[4] / 2))


def _has_picture(page: Any) -> bool:
    """Tell whether a picture covers half of a page, as a scan does."""
    width, height = page.get_size()
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = found.get_bounds()
        if (right - left) * (top - bottom) > width * height / 2:
            return True
    return False


def _pages(path: str, most: int) -> dict[str, Any]:
    document = pypdfium2.PdfDocument(path)
    pages: list[str | list[Any]] = []
    scanned: list[int] = []
    length = 0
    for page in document:
        text = _text_of(page)
        own = len(text) if isinstance(text, str) else sum(len(piece[0]) for piece in text)
        if own < _FEW and _has_picture(page):
            scanned.append(len(pages))
        page.close()
        length += own
        if length > most:
            return {"error": "too large"}
        pages.append(text)
    properties = document.get_metadata_dict()
    told = {"title": properties.get("Title", ""), "author": properties.get("Author", "")}
    return {"pages": pages, "scanned": scanned, **told}


def _read(path: str, most: int, seconds: int, memory: int, target: int) -> Never:
    """Write what a file holds to `target`, as the one thing that this process does."""
    try:
        _limit(seconds, memory)
        try:
            found = _pages(path, most)
        except pypdfium2.PdfiumError as error:
            found = {"error": str(error)}
        left = memoryview(json.dumps(found).encode())
        while left:
            left = left[os.write(target, left) :]
    finally:
        os._exit(0)  # what went wrong, memory most likely, shows in that nothing whole was written


def _collected(source: int, until: float) -> bytes | None:
    """Return what the other process wrote until it ended, None where it took too long."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([source], [], [], max(until - time.monotonic(), 0))
        if not ready:
            return None
        part = os.read(source, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _answer(path: str, most: int, seconds: int, memory: int) -> bytes:
    source, target = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(source)
        _read(path, most, seconds, memory, target)
    os.close(target)
    found = _collected(source, time.monotonic() + seconds)
    os.close(source)
    os.kill(process, signal.SIGKILL)  # it has ended, or must
    _, status = os.waitpid(process, 0)
    if found is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return b'{"error": "time"}'
    return found if found.endswith(b"}") else b'{"error": "memory"}'


def main() -> None:
    """Answer requests until there are no more; an interrupt from the keyboard is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(_answer(*json.loads(line)) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

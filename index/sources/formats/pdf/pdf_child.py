"""Run as a program: the pages of PDFs as JSON on standard output, a line of request each on standard input.

A request is `[path, characters, seconds, memory]`, an answer `{"pages", "title", "author"}` or `{"error"}`. A process
of its own, and in it one for each file, within its limits: a crafted file may crash or stall the C++ library that reads
it. The library is loaded once, which takes longer than reading most files. Ends when its input does, however the parent
ended. Imports nothing of the project.
"""

from __future__ import annotations

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


def _text_of(page: Any) -> str:
    text = page.get_textpage()
    plain: str = text.get_text_range()
    return _marked(text) if len(_APART.findall(plain)) > _SUSPECT * (plain.count(" ") + 1) else plain


def _pages(path: str, most: int) -> dict[str, Any]:
    document = pypdfium2.PdfDocument(path)
    pages: list[str] = []
    length = 0
    for page in document:
        text = _text_of(page)
        page.close()
        length += len(text)
        if length > most:
            return {"error": "too large"}
        pages.append(text)
    properties = document.get_metadata_dict()
    return {"pages": pages, "title": properties.get("Title", ""), "author": properties.get("Author", "")}


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

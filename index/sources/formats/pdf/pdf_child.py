"""Run as a program: the pages of PDFs as JSON on standard output, a line of request each on standard input.

A request is `[path, characters, seconds, memory]`, an answer `{"pages", "title", "author"}` or `{"error"}`. A process
of its own, and in it one for each file, within its limits: a crafted file may crash or stall the C++ library that reads
it. The library is loaded once, which takes longer than reading most files. Ends when its input does, however the parent
ended. Imports nothing of the project.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from typing import Any, Never

import pypdfium2

_CHUNK = 1 << 20


def _limit(seconds: int, memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _pages(path: str, most: int) -> dict[str, Any]:
    document = pypdfium2.PdfDocument(path)
    pages: list[str] = []
    length = 0
    for page in document:
        text = page.get_textpage().get_text_range()
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

"""Word before 2007 (.doc), by antiword where it is installed: a child process with limits of time and output."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

from index.documents import Article, Rejection
from index.sources.encoding import decode
from index.sources.page import Page, article_of_page, lines_of
from index.sources.records import LONGEST_TEXT, too_large
from index.sources.walk import SourceFile

_OLE = b"\xd0\xcf\x11\xe0"
_SECONDS = 60


def read(source_file: SourceFile, program: str = "antiword") -> Iterator[Article | Rejection]:
    """Return the one article of the file; without `program` it comes as unsupported, with what to install."""
    path, origin = source_file.path, str(source_file.path)
    with path.open("rb") as stream:
        start = stream.read(4)
        size = stream.seek(0, 2)
    if start != _OLE:
        yield Rejection(origin, "broken", "no Word document by its content; give it the suffix of what it is")
        return
    if size > LONGEST_TEXT * 10:
        yield too_large(origin)
        return
    found = shutil.which(program)
    if found is None:
        detail = "old Word files are read by antiword: apt-get install antiword, or save it as .docx"
        yield Rejection(origin, "unsupported", detail)
        return
    command = [found, "-w", "0", "-m", "UTF-8.txt", str(path.absolute())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        yield Rejection(origin, "too large", f"reading it took more than {_SECONDS} seconds; save it as .docx")
        return
    if done.returncode:
        yield Rejection(origin, "broken", "antiword cannot read it (damaged or under a password); save it as .docx")
        return
    yield article_of_page(Page(lines_of(decode(done.stdout)), Article("", "", "")), source_file)

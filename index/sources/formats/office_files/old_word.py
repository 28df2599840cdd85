"""Word before 2007 (.doc), by antiword or LibreOffice where one of them is installed.

antiword takes a moment and loses the fonts, LibreOffice takes seconds and keeps them: it is asked where antiword is not
there or fails, and where letters of old fonts stand in the text, for then each run's font says what they mean.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.documents import Article, Rejection
from index.sources.encodings.encoding import Undecodable, decode
from index.sources.encodings.legacy_detection import misread_encoding_of
from index.sources.fields.article_fields import LONGEST_TEXT, too_large
from index.sources.fields.article_from_lines import Page, article_of_page, lines_of
from index.sources.files.programs import TooSlow, run
from index.sources.files.walk import SourceFile
from index.sources.formats.office_files import word_document

_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Programs:
    """The names of the programs, and the seconds that each may take."""

    antiword: str = "antiword"
    office: tuple[str, ...] = ("soffice", "libreoffice")
    seconds: float = 60.0
    office_seconds: float = 180.0


_PROGRAMS = Programs()
_NO_PROGRAM = "old Word files are read by antiword or LibreOffice: apt-get install antiword, or save it as .docx"


def _printed(path: Path, programs: Programs) -> list[str] | None:
    """Return the lines that antiword prints, None where it is not there or cannot read the file."""
    found = shutil.which(programs.antiword)
    if found is None:
        return None
    done = run([found, "-w", "0", "-m", "UTF-8.txt", str(path.absolute())], programs.seconds)
    try:
        return None if done.returncode else list(filter(None, map(_with_cells, lines_of(decode(done.stdout)))))
    except Undecodable:
        return None


def _with_cells(line: str) -> str:
    """Return a line with the cells of a row (`|Số: 12/KH-LHH |Lào Cai, ngày 7 … |`) as all readers part them."""
    if not (line.startswith("|") and line.endswith("|")):
        return line
    return " | ".join(filter(None, (cell.strip() for cell in line.split("|"))))


def _in_old_fonts(lines: Sequence[str]) -> bool:
    return any(misread_encoding_of(line) is not None for line in lines)


def _converted(source_file: SourceFile, office: str, programs: Programs) -> Article | Rejection | None:
    """Return what Word's newer format gives after LibreOffice wrote it, None where it wrote nothing."""
    with tempfile.TemporaryDirectory(prefix="tracuu-") as folder:
        copy = Path(folder) / "file.doc"
        shutil.copyfile(source_file.path, copy)
        # A profile of its own: one that is in use by a person at the same machine makes it hand over and do nothing
        profile = (Path(folder) / "profile").as_uri()
        # Told the format, it refuses what only begins like a Word document instead of importing the bytes as text
        options = ["--headless", "--norestore", "--infilter=MS Word 97", "--convert-to", "docx:MS Word 2007 XML"]
        run(
            [office, f"-env:UserInstallation={profile}", *options, "--outdir", folder, str(copy)],
            programs.office_seconds,
        )
        written = copy.with_suffix(".docx")
        if not written.exists():
            return None
        (item,) = word_document.read(replace(source_file, path=written))
        return replace(item, origin=str(source_file.path))


def read(source_file: SourceFile, programs: Programs = _PROGRAMS) -> Iterator[Article | Rejection]:
    """Return the one article of the file; without a program it comes as unsupported, with what to install."""
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
    office = next(filter(None, map(shutil.which, programs.office)), None)
    if office is None and shutil.which(programs.antiword) is None:
        yield Rejection(origin, "unsupported", _NO_PROGRAM)
        return
    try:
        lines = _printed(path, programs)
        found = None
        if office is not None and (lines is None or _in_old_fonts(lines)):
            found = _converted(source_file, office, programs)
    except TooSlow as error:
        yield Rejection(origin, "too large", f"{error}; save it as .docx")
        return
    if found is not None:
        yield found
    elif lines is not None:
        yield article_of_page(Page(tuple(lines), Article("", "", "")), source_file)
    else:
        yield Rejection(origin, "broken", "it cannot be read (damaged or under a password); save it as .docx")

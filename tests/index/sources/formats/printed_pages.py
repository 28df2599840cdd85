"""A writer of small PDFs: lines of text in any letters, without a font file, by a map from codes to Unicode."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

Placed = tuple[float, float, str]
"""Where a piece of a line begins, in points from the left and from the foot of the page, and the piece."""
SCAN: list[Placed | str] = [(0, 0, "")]
"""A page that is a picture."""
_PICTURE = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI Q"


def pdf(
    pages: Sequence[Sequence[str | Placed]], title: str = "", author: str = "", room: int = 0, shift: int = 0
) -> bytes:
    """Return a PDF whose pages show the given lines, top to bottom, or pieces of lines where they are placed.

    `room` stands on each side of letters with marks, in thousandths of the size of the font. `shift` is by how much its
    map is wrong, as where there is none and letters are the numbers of their shapes.
    """
    said = [[line if isinstance(line, str) else line[2] for line in lines] for lines in pages]
    letters = sorted({letter for lines in said for line in lines for letter in line})
    chunks = [letters[at : at + 100] for at in range(0, len(letters), 100)]
    mapped = "\n".join(
        f"{len(chunk)} beginbfchar\n{''.join(f'<{ord(c):04X}> <{_meant(c, shift):04X}> ' for c in chunk)}endbfchar"
        for chunk in chunks
    )
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapped}\nendcmap end end"
    )
    text = [f"<{('feff' + value.encode('utf-16-be').hex()) if value else ''}>" for value in (title, author)]
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans /DW 400 /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(to_unicode),
    ]
    for at, lines in enumerate(pages):
        shown = " ".join(_shown(line, room) for line in lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * at} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(_stream(_PICTURE if lines is SCAN else f"BT /F 12 Tf 50 800 Td {shown} ET"))
    objects.append(f"<< /Title {text[0]} /Author {text[1]} >>")
    return _file(objects)


def _meant(letter: str, shift: int) -> int:
    return ord(letter) - shift if 32 + shift < ord(letter) < 127 else ord(letter)


def _shown(line: str | Placed, room: int) -> str:
    if isinstance(line, str):
        return f"[{_apart(line, room)}] TJ 0 -16 Td"
    left, bottom, text = line
    return f"1 0 0 1 {left} {bottom} Tm [{_apart(text, room)}] TJ"


def _apart(line: str, room: int) -> str:
    parts = [line] if not room else re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]", line)
    codes = [f"<{part.encode('utf-16-be').hex()}>" for part in parts]
    rooms = [-room * (2 - before.isascii() - after.isascii()) for before, after in itertools.pairwise(parts)]
    return " ".join(itertools.chain.from_iterable(itertools.zip_longest(codes, map(str, rooms), fillvalue="")))


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str], trailer: str = "") -> bytes:
    parts, offsets, length = ["%PDF-1.7\n"], [], 9
    for number, body in enumerate(objects, start=1):
        offsets.append(length)
        parts.append(f"{number} 0 obj\n{body}\nendobj\n")
        length += len(parts[-1])
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}")
    parts.append(f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {trailer}>>\n")
    parts.append(f"startxref\n{length}\n%%EOF\n")
    return "".join(parts).encode("ascii")

"""Writers of small files of offices: slides, workbooks, documents with macros, mail of both kinds."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from itertools import chain

import docx
import xlsxwriter

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"

Tree = Mapping[str, "bytes | Tree"]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook of these sheets, some of them hidden."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if name in hidden:
                sheet.hide()
    return stream.getvalue()


def slide(title: str, lines: Sequence[str], *, show: str = "1", more: str = "") -> str:
    """Return a slide of a title and lines, and of `more` as XML."""
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    head = f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{title}'
    head += "</a:t></a:r></a:p></p:txBody></p:sp>"
    foot = '<p:sp><p:nvSpPr><p:nvPr><p:ph type="sldNum"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:fld><a:t>7</a:t></a:fld>'
    foot += "</a:p></p:txBody></p:sp>"
    body = f"<p:sp><p:txBody>{paragraphs}</p:txBody></p:sp>"
    space = f'xmlns:p="{_P}" xmlns:a="{_A}"'
    return f'<p:sld {space} show="{show}"><p:cSld><p:spTree>{head}{body}{more}{foot}</p:spTree></p:cSld></p:sld>'


def slides(pages: Sequence[str], order: Sequence[int] = ()) -> bytes:
    """Return a file of slides, shown in this order."""
    listed = "".join(f'<p:sldId id="{256 + at}" r:id="rId{at}"/>' for at in order or range(len(pages)))
    show = f'<p:presentation xmlns:p="{_P}" xmlns:r="{_R}"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>'
    related = "".join(f'<Relationship Id="rId{at}" Target="slides/slide{at}.xml"/>' for at in range(len(pages)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", show)
        archive.writestr("ppt/_rels/presentation.xml.rels", f"<Relationships>{related}</Relationships>")
        for at, page in enumerate(pages):
            archive.writestr(f"ppt/slides/slide{at}.xml", page)
    return stream.getvalue()


def with_macros(lines: Sequence[str]) -> bytes:
    """Return a Word document that says of itself that it has macros."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    plain, changed = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                data = data.replace(usual, b"application/vnd.ms-word.document.macroEnabled.main+xml")
            target.writestr(entry.filename, data)
    return changed.getvalue()


def mail(subject: str, text: str, files: Mapping[str, bytes] | None = None, sender: str = "") -> EmailMessage:
    """Return a mail with attached files."""
    message = EmailMessage()
    message["Subject"], message["Date"] = subject, "Fri, 05 Apr 2024 23:30:00 +0700"
    message["From"] = sender or "Nguyễn Văn An <an@hoi.example>"
    message.set_content(text)
    for name, content in (files or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def outlook_mail(
    subject: str = "", body: str = "", files: Mapping[str, bytes] | None = None, *, more: Tree | None = None
) -> bytes:
    """Return a mail as Outlook saves it; `more` streams and storages beside those of subject and body."""
    return compound_file(outlook_streams(subject, body, files, more=more))


def outlook_streams(
    subject: str, body: str, files: Mapping[str, bytes] | None = None, *, more: Tree | None = None, head: int = 32
) -> dict[str, bytes | Tree]:
    """Return the streams of a mail of Outlook, sent in the evening of 5 April 2024 in UTC, in Vietnam on the 6th."""
    sent = (1712345400 + 11_644_473_600) * 10_000_000
    streams: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(head) + struct.pack("<IIQ", 0x00390040, 6, sent),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Trần Thị Bình".encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        **(more or {}),
    }
    for at, (name, content) in enumerate((files or {}).items()):
        streams[f"__attach_version1.0_#{at:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": content,
        }
    return streams


_SECTOR, _SMALL, _FREE, _END = 512, 64, 0xFFFFFFFF, 0xFFFFFFFE


def _entries(tree: Tree, entries: list[list[object]]) -> int:
    """Add the entries of a storage, each the next of the one before; returns the first, or none."""
    first = before = _FREE
    for name, content in tree.items():
        at = len(entries)
        entries.append([name, 2 if isinstance(content, bytes) else 1, _FREE, _FREE, content])
        if before == _FREE:
            first = at
        else:
            entries[before][2] = at
        before = at
        if not isinstance(content, bytes):
            entries[at][3] = _entries(content, entries)
    return first


def _chain(start: int, count: int) -> Iterator[int]:
    return chain(range(start + 1, start + count), [_END] if count else [])


def compound_file(tree: Tree) -> bytes:
    """Return a compound file ([MS-CFB], version 3) of these streams and storages."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, b""]]
    entries[0][3] = _entries(tree, entries)
    small, small_fat, large, fat = b"", [], b"", []  # type: ignore[var-annotated]
    places: list[tuple[int, int]] = []
    for entry in entries:
        content = entry[4] if isinstance(entry[4], bytes) else b""
        if 0 < len(content) < 4096:
            places.append((len(small_fat), len(content)))
            count = -(-len(content) // _SMALL)
            small_fat += _chain(len(small_fat), count)
            small += content.ljust(count * _SMALL, b"\0")
        else:
            places.append((len(fat) if content else _END, len(content)))
            count = -(-len(content) // _SECTOR)
            fat += _chain(len(fat), count)
            large += content.ljust(count * _SECTOR, b"\0")
    starts = []
    table = struct.pack(f"<{len(small_fat)}I", *small_fat)
    places[0] = (len(fat) if small else _END, len(small))
    for data in (small, table.ljust(-(-len(table) // _SECTOR) * _SECTOR, b"\xff")):
        starts.append(len(fat) if data else _END)
        count = -(-len(data) // _SECTOR)
        fat += _chain(len(fat), count)
        large += data.ljust(count * _SECTOR, b"\0")
    directory = b""
    for (name, kind, after, child, _), (start, size) in zip(entries, places, strict=True):
        encoded = str(name).encode("utf-16-le") + b"\0\0"
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, after, child)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    listed = len(fat)
    count = -(-len(directory) // _SECTOR)
    fat += _chain(listed, count)
    large += directory.ljust(count * _SECTOR, b"\0")
    tables = 1
    while tables * 128 < len(fat) + tables:
        tables += 1
    first = len(fat)
    fat += [0xFFFFFFFD] * tables
    fat += [_FREE] * (tables * 128 - len(fat))
    large += struct.pack(f"<{len(fat)}I", *fat)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, listed, 0, 4096, starts[1], -(-len(table) // _SECTOR), _END, 0)
    difat = [*range(first, first + tables)]
    head += struct.pack("<109I", *(difat + [_FREE] * (109 - len(difat))))
    return head + large

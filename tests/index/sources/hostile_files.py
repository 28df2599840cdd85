"""Files that nobody gives in good faith, for every reader, made here: a name and what makes its bytes.

`SCALE` (the environment's TRACUU_HOSTILE, 1) is how large those are that grow without bound.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import tarfile
from collections.abc import Callable, Iterator

from tests.index.sources.corpus import good_files, zipped
from tests.index.sources.formats.office_files.office_files import compound_file, mail, outlook_mail, slides, workbook

SCALE = int(os.environ.get("TRACUU_HOSTILE", "1"))
MANY = 4_000 * SCALE
_DEEP = 1_000 * SCALE

Make = Callable[[], "bytes | str"]

_LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'haha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
)
_STOLEN = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
_MERGES = "---\na0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
) + "---\nNội dung.\n"
_WORD = "word/document.xml"
_W = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
_ZEROS = 24 << 20


def _warc(length: str, body: str = "x") -> str:
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://hoi.example/\r\nContent-Length: "
    return f"{head}{length}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}\r\n\r\n"


def _tar(*entries: tuple[str, bytes, int], kind: bytes = tarfile.REGTYPE) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, link, size in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.size = kind, link.decode(), size
            archive.addfile(entry, io.BytesIO(bytes(size)))
    return stream.getvalue()


def _with(suffix: str, member: str, content: str | bytes) -> bytes:
    """Return the good file of a kind that is a zip, one of its members replaced."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(good_files()[suffix])) as archive:
        members: dict[str, str | bytes] = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    return zipped({**members, member: content})


def _book(spine: str) -> bytes:
    listed = "<manifest><item id='a' href='a.xhtml'/></manifest>"
    return _with(".epub", "a.opf", f"<package>{listed}<spine>{spine}</spine></package>")


def _document(body: str, before: str = "") -> bytes:
    return _with(".docx", _WORD, f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>")


def _sheet(rows: str) -> bytes:
    rows = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return _with(".xlsx", "xl/worksheets/sheet1.xml", rows)


def _far() -> bytes:
    """Return a workbook whose last cell is as far from the first as can be."""
    far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    return _sheet(f"<row r='1'><c r='A1'><v>1</v></c></row>{far}")


def _nested_zip(depth: int) -> bytes:
    content = zipped({"a.txt": "Tin\nVườn."})
    for _ in range(depth):
        content = zipped({"a.zip": content})
    return content


def _circle() -> bytes:
    """Return a compound file whose table of sectors leads in a circle."""
    whole = bytearray(outlook_mail("Tin", "Vườn " * 2_000))
    at = whole.index(b"\x01\0\0\0\x02\0\0\0\x03\0\0\0")
    whole[at + 8 : at + 12] = bytes(4)
    return bytes(whole)


def _pdf(kids: str, more: str = "") -> bytes:
    root = "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    pages = f"2 0 obj << /Type /Pages /Kids [{kids}] /Count 9 >> endobj\n"
    return f"%PDF-1.7\n{root}{pages}{more}trailer << /Root 1 0 R >>\n%%EOF\n".encode()


def _multipart(depth: int) -> bytes:
    heads = (f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(depth))
    return ("Subject: a\nMIME-Version: 1.0\n" + "".join(heads)).encode()


_SINGLE: dict[str, Make] = {
    "many-lines.txt": lambda: "a\n" * MANY * 10,
    "one-line.txt": lambda: "vườn " * MANY * 10,
    "zeros.txt": lambda: bytes(1 << 20),
    "marks.txt": lambda: "a" + "\u0323\u0301" * MANY,
    "numbers.txt": lambda: "42-CT/TW, " * (MANY // 8),
    "names.txt": lambda: "ông Nguyễn Văn An, " * (MANY // 8),
    "tag.md": lambda: '---\ntitle: !!bool "x"\n---\nNội dung.\n',
    "digits.md": lambda: f"---\nid: 0x{'f' * 6_000}\n---\nNội dung.\n",
    "merges.md": lambda: _MERGES,
    "python.md": lambda: "---\ntitle: !!python/object/apply:os.system ['true']\n---\nNội dung.\n",
    "circle.md": lambda: "---\ntitle: &a [*a]\n---\nNội dung.\n",
    "quotes.md": lambda: ">" * MANY + " vườn",
    "brackets.md": lambda: "[" * MANY + "vườn",
    "stars.md": lambda: "*a **b " * MANY,
    "ticks.md": lambda: "".join("`" * n + " " for n in range(500)),
    "pipes.md": lambda: "|a" * MANY + "\n" + "|-" * MANY + "\n",
    "links.md": lambda: "![[[a](" * MANY,
    "deep.html": lambda: "<div>" * MANY + "Vườn",
    "tables.html": lambda: "<table><tr><td>" * _DEEP + "Vườn",
    "attributes.html": lambda: "<p " + "a=b " * MANY + ">Vườn",
    "open.html": lambda: "<a href='" * MANY,
    "base.html": lambda: "<base href='http://['><a href='/x.pdf'>Vườn</a>",
    "charset.html": lambda: "<meta charset=undefined><p>Vườn ươm</p>",
    "entities.html": lambda: "&amp;&#x110000;&#0;" * MANY,
    "comments.html": lambda: "<!--" * MANY + "Vườn",
    "scripts.html": lambda: "<script>" * MANY + "Vườn",
    "links.html": lambda: "<h1>Tin</h1>" + "<a href='x.pdf'>x</a>" * MANY,
    "deep.json": lambda: "[" * MANY,
    "deep-object.json": lambda: '{"text":' * MANY,
    "number.json": lambda: '{"text": "Vườn", "id": ' + "9" * 6_000 + "}",
    "infinite.json": lambda: '{"text": "Vườn", "id": 1e999}',
    "surrogates.json": lambda: '{"text": "Vườn \\ud800", "title": "\\udfff"}',
    "empty-objects.json": lambda: '{"text": "Vườn", "x": [' + "{}," * MANY + "1]}",
    "deep.jsonl": lambda: '{"text": "Vườn"}\n' + "[" * MANY + "\n",
    "ids.jsonl": lambda: '{"id": {"a": 1}, "text": "a"}\n{"id": [], "text": "b"}\n{"id": true, "text": "c"}\n',
    "same.jsonl": lambda: '{"id": "1", "text": "Vườn ươm"}\n' * 300,
    "long.jsonl": lambda: '{"text": "' + "vườn " * MANY * 10 + '"',
    "columns.csv": lambda: "title,text," + ",".join(f"c{n}" for n in range(MANY)) + "\na,b\n",
    "quote.csv": lambda: 'title,text\na,"' + "b\n" * MANY,
    "zero.csv": lambda: "title,text\na\0,b\0\n",
    "separator.csv": lambda: "sep=\nsep=;\n;;;\n",
    "laughs.xml": lambda: f"{_LAUGHS}]><rss><channel><item><title>&a9;</title></item></channel></rss>",
    "stolen.xml": lambda: f"{_STOLEN}<rss><channel><item><title>&e;</title></item></channel></rss>",
    "deep.xml": lambda: "<rss>" + "<channel>" * MANY,
    "control.rss": lambda: "<rss><channel><item><title>\x0b\x01&</title>",
    "spaces.atom": lambda: "<feed " + "".join(f"xmlns:a{n}='b' " for n in range(2_000)) + "><entry/></feed>",
    "length.warc": lambda: _warc("²"),
    "negative.warc": lambda: _warc("-1"),
    "huge.warc": lambda: _warc("9" * 5_000),
    "charset.warc": lambda: _warc("90").replace("text/html", "text/html; charset=undefined"),
    "chunks.warc": lambda: _warc("200", "FFFFFFFF\r\nabc").replace("html", "html\r\nTransfer-Encoding: chunked"),
    "heads.warc": lambda: "WARC/1.0\r\n" + "X: a\r\n" * MANY,
    "open.sql": lambda: "INSERT INTO `j_content` (`title`, `introtext`) VALUES ('a', 'b" + "\\'" * MANY,
    "tuples.sql": lambda: "INSERT INTO `j_content` (`title`, `introtext`) VALUES " + "(1,2)," * MANY,
    "brackets.sql": lambda: "INSERT INTO `j_content` VALUES " + "(" * MANY,
    "columns.sql": lambda: "CREATE TABLE `j_content` (" + ",".join(f"`c{n}` int" for n in range(MANY)) + ");",
    "bomb.jsonl.gz": lambda: gzip.compress(bytes(_ZEROS)),
    "bomb.sql.gz": lambda: gzip.compress(b"-- a\n" * (_ZEROS // 5)),
    "bomb.warc.gz": lambda: gzip.compress(b"WARC/1.0\r\n" + b"X: a\r\n" * (_ZEROS // 6)),
    "lines.jsonl.gz": lambda: gzip.compress(b"\n" * _ZEROS),
    "bomb.tar.gz": lambda: gzip.compress(_tar(("a.txt", b"", _ZEROS // 2))),
    "bomb.tar.bz2": lambda: bz2.compress(_tar(("a.txt", b"", _ZEROS // 2))),
    "bomb.tar.xz": lambda: lzma.compress(_tar(("a.txt", b"", _ZEROS // 2))),
    "links.tar": lambda: _tar(("a.txt", b"/etc/passwd", 0), kind=tarfile.SYMTYPE),
    "device.tar": lambda: _tar(("a.txt", b"", 0), kind=tarfile.CHRTYPE),
    "outside.tar": lambda: _tar(("../../etc/a.txt", b"", 9)),
    "members.tar": lambda: _tar(*((f"{n}.x", b"", 0) for n in range(2_000))),
    "bomb.zip": lambda: zipped({"a.txt": bytes(_ZEROS)}),
    "nested.zip": lambda: _nested_zip(20),
    "outside.zip": lambda: zipped({"../../a.txt": "Tin", "/etc/b.txt": "Tin", "c\\..\\d.txt": "Tin"}),
    "members.zip": lambda: zipped({f"{n}.x": b"" for n in range(25_000)}),
    "laughs.docx": lambda: _document("<w:p>&a9;</w:p>", f"{_LAUGHS}]>"),
    "stolen.docx": lambda: _document("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", _STOLEN),
    "runs.docx": lambda: _document("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * MANY + "</w:p>"),
    "tables.docx": lambda: _document("<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80),
    "bodiless.docx": lambda: _with(".docx", _WORD, f"<w:document {_W}/>"),
    "styles.docm": lambda: _with(".docm", "word/styles.xml", "<w:styles"),
    "laughs.odt": lambda: _with(".odt", "content.xml", f"{_LAUGHS}]><a><body><p>&a9;</p></body></a>"),
    "deep.odt": lambda: _with(".odt", "content.xml", "<a><body>" + "<p>" * 250 + "Vườn" + "</p>" * 250 + "</body></a>"),
    "spine.epub": lambda: _book("<itemref idref='a'/>" * MANY),
    "outside.epub": lambda: _with(".epub", "META-INF/container.xml", "<a><rootfile full-path='../../etc/passwd'/></a>"),
    "far.xlsx": _far,
    "laughs.xlsx": lambda: _with(".xlsx", "xl/sharedStrings.xml", f"{_LAUGHS}]><sst><si><t>&a9;</t></si></sst>"),
    "index.xlsx": lambda: _sheet("<row><c t='s'><v>99999999</v></c></row>"),
    "cells.xlsx": lambda: workbook({"a": [["x"] * 200] * 100}),
    "page.xls": lambda: "<table><tr><td>Vườn</td></tr></table>",
    "circle.pptx": lambda: slides(["<a"]),
    "laughs.pptx": lambda: slides([f"{_LAUGHS}]><sld xmlns='a'><sp><p><r><t>&a9;</t></r></p></sp></sld>"]),
    "slides.pptx": lambda: slides(["<sld/>"], order=[0] * 5_000),
    "parts.eml": lambda: _multipart(3_000),
    "heads.eml": lambda: "Subject: a\n" + "X-A: b\n" * MANY + "\nVườn",
    "words.eml": lambda: "Subject: " + "=?utf-8?q?a?= " * MANY + "\n\nVườn",
    "files.eml": lambda: mail("Tin", "Vườn", {f"{n}.txt": b"a\nb" for n in range(300)}).as_bytes(),
    "names.eml": lambda: "Subject: a\nContent-Disposition: attachment; filename*0*=x''%; filename*9=b\n\nVườn",
    "base64.eml": lambda: "Subject: a\nContent-Transfer-Encoding: base64\n\n" + "=" * MANY,
    "circle.msg": _circle,
    "storages.msg": lambda: compound_file({f"__attach_version1.0_#{n:08X}": {} for n in range(300)}),
    "circle.pdf": lambda: _pdf("2 0 R"),
    "pages.pdf": lambda: _pdf("3 0 R " * 3_000, "3 0 obj << /Type /Page /Parent 2 0 R >> endobj\n"),
    "brackets.pdf": lambda: _pdf("[" * MANY),
    "zeros.pdf": lambda: b"%PDF-1.7\n" + bytes(1 << 20),
    "deep.rtf": lambda: "{\\rtf1" + "{" * MANY,
    "binary.rtf": lambda: "{\\rtf1 a\\bin999999999 b}",
    "letters.rtf": lambda: "{\\rtf1" + "\\u-1?\\u55357?" * MANY + "}",
    "fonts.rtf": lambda: "{\\rtf1{\\fonttbl" + "".join(f"{{\\f{n} .VnTime;}}" for n in range(5_000)) + "}a}",
    "noise.doc": lambda: b"\xd0\xcf\x11\xe0" + random.Random(1).randbytes(9_000),
}


def _noise(content: bytes, seed: str) -> bytes:
    chance, data = random.Random(seed), bytearray(content)
    for _ in range(9):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of all: those above, and each kind cut off, empty, of zeros, with other bytes."""
    for name, make in _SINGLE.items():
        made = make()
        yield name, made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
    for suffix, content in good_files().items():
        yield f"half{suffix}", content[: len(content) // 2]
        yield f"nothing{suffix}", b""
        yield f"nulls{suffix}", bytes(999)
        yield f"noise{suffix}", _noise(content, suffix)

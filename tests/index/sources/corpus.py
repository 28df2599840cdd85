"""A small good file of every kind that has a reader, each with one article whose text holds `Hội họp tại Huế.`"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import docx

from index.sources.web.cache import Cache, Page
from tests.index.sources.exports.site_exports import (
    HTML,
    atom,
    joomla_dump,
    rss,
    warc,
    wordpress_export,
    wordpress_page,
)
from tests.index.sources.formats.office_files.office_files import (
    mail,
    outlook_mail,
    slide,
    slides,
    with_macros,
    workbook,
)
from tests.index.sources.formats.printed_pages import pdf

TEXT = "Hội họp tại Huế."
PLAIN = f"Tin vắn\n{TEXT}\n"
RECORD = json.dumps({"title": "Tin vắn", "text": TEXT}, ensure_ascii=False)
_OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a zip file of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _tarred() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(PLAIN.encode())
        archive.addfile(entry, io.BytesIO(PLAIN.encode()))
    return stream.getvalue()


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("Tin vắn", 1)
    document.add_paragraph(TEXT)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _open_document() -> bytes:
    space = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    space += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = f"<text:p>Tin vắn</text:p><text:p>{TEXT}</text:p>"
    return zipped(
        {"content.xml": f"<office:document-content {space}><office:body>{body}</office:body></office:document-content>"}
    )


def _book() -> bytes:
    container = '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
    package = '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'
    page = f"<html><body><p>Tin vắn</p><p>{TEXT}</p></body></html>"
    return zipped({"META-INF/container.xml": container, "a.opf": package, "a.xhtml": page})


def _site() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder) / "a.site")
        cache.note("site", "https://hoi.example/")
        page = Page("https://hoi.example/a", "page", type="text/html", body=_short(wordpress_page()).encode())
        cache.keep(page)
        cache.close()
        return (Path(folder) / "a.site").read_bytes()


def _short(text: str) -> str:
    return text.replace(HTML, f"<p>{TEXT}</p>")


@cache
def good_files() -> dict[str, bytes]:
    """Return the content of a file of each kind, by suffix; `.doc` is left out, which programs of others read."""
    rtf = "".join(letter if letter.isascii() else rf"\u{ord(letter)}?" for letter in f"Tin\\par {TEXT}")
    sql = joomla_dump().replace("mediumtext", "text")
    return {
        ".txt": PLAIN.encode(),
        ".md": f"---\ntitle: Tin vắn\n---\n{TEXT}\n".encode(),
        ".html": f"<h1>Tin vắn</h1><p>{TEXT}</p>".encode(),
        ".json": RECORD.encode(),
        ".jsonl": f"{RECORD}\n".encode(),
        ".jsonl.gz": gzip.compress(f"{RECORD}\n".encode()),
        ".csv": f"tiêu đề,nội dung\nTin vắn,{TEXT}\n".encode(),
        ".xml": _short(wordpress_export()).encode(),
        ".rss": _short(rss()).encode(),
        ".atom": _short(atom()).encode(),
        ".sql": sql.encode(),
        ".sql.gz": gzip.compress(sql.encode()),
        ".warc": warc([("https://hoi.example/a", _OK, wordpress_page().encode())], zipped=False),
        ".warc.gz": warc([("https://hoi.example/a", _OK, wordpress_page().encode())]),
        ".site": _site(),
        ".docx": _word(),
        ".pdf": pdf([["Tin vắn", TEXT]]),
        ".rtf": rf"{{\rtf1\ansi {rtf}}}".encode("ascii"),
        ".odt": _open_document(),
        ".docm": with_macros(["Tin vắn", TEXT]),
        ".xlsx": workbook({"Sheet1": [["Tin vắn"], [TEXT]]}),
        ".pptx": slides([slide("Tin vắn", [TEXT])]),
        ".eml": mail("Tin vắn", TEXT).as_bytes(),
        ".msg": outlook_mail("Tin vắn", TEXT),
        ".epub": _book(),
        ".zip": zipped({"a.txt": PLAIN}),
        ".tar.gz": _tarred(),
    }

"""`python -m tests.bench.readers [FOLDER]`: how fast each reader is, as a table.

The same articles (of FOLDER, default the samples) are written in every format that the readers know, and read back. One
process, nothing analysed; PDF and old Word files start a process each, the time of which is in their figures. Times are
of this machine and this moment: compare only rows of one table, the median of several rounds.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import docx

from index.documents import Article
from index.sources import SourceFile, read_file, read_paths
from index.sources.web.cache import Cache, Page
from tests.bench.arguments import NEWS, folders
from tests.index.sources.corpus import zipped
from tests.index.sources.exports.site_exports import warc
from tests.index.sources.formats.printed_pages import pdf

ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 5
_FEW = 20  # files of the formats that are slow to write or to read
_OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Speed:
    """What one reader did: documents, bytes of their files, seconds of the median round."""

    name: str
    documents: int
    size: int
    seconds: float


def _paragraphs(article: Article) -> str:
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in article.text.split("\n"))


def _page(article: Article, layout: str = "entry-content") -> bytes:
    head = (
        f"<html><head><meta charset=utf-8><title>{html.escape(article.title)}</title></head><body class='single-post'>"
    )
    menu = "<ul>" + "".join(f"<li><a href='/{n}'>Chuyên mục {n}</a></li>" for n in range(30)) + "</ul>"
    body = f"<div class='{layout}'>{_paragraphs(article)}</div>"
    return f"{head}{menu}<h1>{html.escape(article.title)}</h1>{body}{menu}</body></html>".encode()


def _word(article: Article) -> bytes:
    document = docx.Document()
    document.add_heading(article.title, 1)
    for line in article.text.split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _rtf(article: Article) -> bytes:
    text = f"{article.title}\n{article.text}".replace("\n", "\\par ")
    return ("{\\rtf1\\ansi " + "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text) + "}").encode("ascii")


def _open_document(article: Article) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = f'xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0"'
    lines = "".join(f"<t:p>{html.escape(line)}</t:p>" for line in (article.title, *article.text.split("\n")))
    return zipped({"content.xml": f"<o:document-content {spaces}><o:body>{lines}</o:body></o:document-content>"})


def _printed(article: Article) -> bytes:
    words = article.text.split()
    lines = [article.title, *(" ".join(words[at : at + 14]) for at in range(0, len(words), 14))]
    return pdf([lines[at : at + 45] for at in range(0, len(lines), 45)])


def _record(article: Article) -> str:
    return json.dumps({"title": article.title, "text": article.text, "date": article.date}, ensure_ascii=False)


def _items(articles: Sequence[Article]) -> bytes:
    items = "".join(
        f"<item><title>{html.escape(a.title)}</title><link>https://hoi.example/{n}</link>"
        f"<description>{html.escape(_paragraphs(a))}</description></item>"
        for n, a in enumerate(articles)
    )
    return f"<rss><channel>{items}</channel></rss>".encode()


def _dump(articles: Sequence[Article]) -> bytes:
    def literal(text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"

    rows = (f"({n},{literal(a.title)},{literal(_paragraphs(a))},1)" for n, a in enumerate(articles))
    return ("INSERT INTO `j_content` (`id`,`title`,`introtext`,`state`) VALUES " + ",\n".join(rows) + ";\n").encode()


def _fetched(articles: Sequence[Article]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder) / "a.site")
        cache.note("site", "https://hoi.example/")
        for n, article in enumerate(articles):
            cache.keep(Page(f"https://hoi.example/{n}", "page", type="text/html", body=_page(article)))
        cache.close()
        return (Path(folder) / "a.site").read_bytes()


EACH: dict[str, Callable[[Article], bytes]] = {
    "txt": lambda a: f"{a.title}\n{a.text}".encode(),
    "md": lambda a: f"---\ntitle: {json.dumps(a.title, ensure_ascii=False)}\n---\n{a.text}".encode(),
    "html (known layout)": _page,
    "html (unknown layout)": lambda a: _page(a, "x"),
    "json": lambda a: _record(a).encode(),
    "docx": _word,
    "rtf": _rtf,
    "odt": _open_document,
    "pdf": _printed,
}
TOGETHER: dict[str, Callable[[Sequence[Article]], bytes]] = {
    "jsonl": lambda all_: "".join(_record(a) + "\n" for a in all_).encode(),
    "jsonl.gz": lambda all_: gzip.compress("".join(_record(a) + "\n" for a in all_).encode()),
    "xml": _items,
    "sql": _dump,
    "warc.gz": lambda all_: warc([(f"https://hoi.example/{n}", _OK, _page(a)) for n, a in enumerate(all_)]),
    "site": _fetched,
    "zip": lambda all_: zipped({f"{n}.txt": f"{a.title}\n{a.text}".encode() for n, a in enumerate(all_)}),
}
_SLOW = ("docx", "pdf", "html (unknown layout)")


def _timed(files: Sequence[SourceFile]) -> tuple[int, float]:
    began = time.perf_counter()
    count = sum(isinstance(item, Article) for file in files for item in read_file(file))
    return count, time.perf_counter() - began


def speeds(articles: Sequence[Article], rounds: int = _ROUNDS) -> list[Speed]:
    """Return the speed of each reader over these articles; rounds go through all readers in turn."""
    with tempfile.TemporaryDirectory() as name:
        files: dict[str, list[SourceFile]] = {}
        for kind, write in EACH.items():
            suffix = kind.split()[0]
            files[kind] = []
            for number, article in enumerate(articles[:_FEW] if kind in _SLOW else articles):
                path = Path(name) / f"{len(files)}-{number}.{suffix}"
                path.write_bytes(write(article))
                files[kind].append(SourceFile(path, str(number)))
        for kind, write_all in TOGETHER.items():
            path = Path(name) / f"all.{kind}"
            path.write_bytes(write_all(articles))
            files[kind] = [SourceFile(path, "all")]
        times: dict[str, list[float]] = {kind: [] for kind in files}
        counts = {kind: _timed(files[kind])[0] for kind in files}  # loads what readers load when first used
        for _ in range(rounds):
            for kind in files:
                times[kind].append(_timed(files[kind])[1])
        sizes = {kind: sum(file.path.stat().st_size for file in files[kind]) for kind in files}
    return [Speed(kind, counts[kind], sizes[kind], median(times[kind])) for kind in files]


def main() -> None:
    """Print the table."""
    folder = folders(__doc__, default=NEWS / "dantri2021.jsonl.gz")[0]
    read = (item for file in read_paths([folder]) for item in read_file(file))
    articles = [item for item, _ in zip((one for one in read if isinstance(one, Article)), range(300), strict=False)]
    letters = sum(len(article.text) for article in articles) / max(len(articles), 1)
    print(f"{len(articles)} articles of {letters:,.0f} characters on average; one process\n")
    print("| Reader | documents/s | MB of files/s |\n|---|---|---|")
    for one in speeds(articles):
        print(f"| {one.name} | {one.documents / one.seconds:,.0f} | {one.size / one.seconds / 1e6:,.1f} |")


if __name__ == "__main__":
    main()

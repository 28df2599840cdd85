"""Office files that a page links to: parts of the article, not documents of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.documents import Article, Attachment, Rejection
from index.reindexing.reindex import reindex
from index.sources import read_file, read_paths, with_attachments
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.index.sources.formats.printed_pages import pdf
from webui.cli.progress import Silent

PAGE = "<h1>Hội nghị tổng kết</h1><p>Hội nghị đã nghe báo cáo, <a href={}>xem toàn văn</a> tại đây.</p>"
REPORT = pdf([["Báo cáo tổng kết", "Theo Chỉ thị số 42-CT/TW, ông Trần Văn Bình đề nghị nuôi cá tầm."]])


def _site(folder: Path, link: str, page: str = "tin/a.html", file: str = "tin/bao-cao.pdf") -> None:
    for name, content in ((page, PAGE.format(link).encode()), (file, REPORT)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _read(folder: Path) -> list[Article | Rejection]:
    return [item for file in with_attachments(list(read_paths([folder]))) for item in read_file(file)]


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("bao-cao.pdf", "tin/bao-cao.pdf"),
        ('"bao-cao.pdf?v=1#trang=2"', "tin/bao-cao.pdf"),
        ('"../tep/b%C3%A1o%20c%C3%A1o.pdf"', "tep/báo cáo.pdf"),
        ("'/tep/bao-cao.pdf'", "tep/bao-cao.pdf"),
        ('"https://hoi.example/tep/bao-cao.pdf"', "tep/bao-cao.pdf"),
    ],
)
def test_a_linked_file_is_part_of_the_article(tmp_path: Path, link: str, file: str) -> None:
    _site(tmp_path, link, file=file)
    (found,) = _read(tmp_path)
    assert isinstance(found, Article)
    text = "Báo cáo tổng kết\nTheo Chỉ thị số 42-CT/TW, ông Trần Văn Bình đề nghị nuôi cá tầm."
    assert (found.id, found.attachments) == ("tin/a", (Attachment(Path(file).name, text),))


@pytest.mark.parametrize(
    "link", ["../../ngoai.pdf", "khac.pdf", "bao-cao.html", "/etc/passwd.pdf", "http://[/bao-cao.pdf"]
)
def test_links_to_nothing_given_attach_nothing(tmp_path: Path, link: str) -> None:
    (tmp_path / "ngoai.pdf").write_bytes(REPORT)
    _site(tmp_path / "root", link)
    assert [(item.id, item.attachments) for item in _read(tmp_path / "root") if isinstance(item, Article)] == [
        ("tin/a", ()),
        ("tin/bao-cao.pdf", ()),
    ]


def test_a_link_to_a_file_outside_by_a_symbolic_link_attaches_nothing(tmp_path: Path) -> None:
    _site(tmp_path / "root", "ra.pdf")
    (tmp_path / "ngoai.pdf").write_bytes(REPORT)
    (tmp_path / "root/tin/ra.pdf").symlink_to(tmp_path / "ngoai.pdf")
    assert all(not item.attachments for item in _read(tmp_path / "root") if isinstance(item, Article))


def test_a_broken_attachment_is_told_and_the_article_is_kept(tmp_path: Path) -> None:
    _site(tmp_path, "bao-cao.pdf")
    (tmp_path / "tin/bao-cao.pdf").write_bytes(REPORT[:100])
    article, told = _read(tmp_path)
    assert isinstance(article, Article)
    assert isinstance(told, Rejection)
    assert (article.attachments, told.reason, Path(told.origin).name) == ((), "broken", "bao-cao.pdf")


def test_a_page_without_text_leaves_its_files_to_themselves(tmp_path: Path) -> None:
    _site(tmp_path, "x")
    (tmp_path / "tin/a.html").write_text("<p><a href=bao-cao.pdf><img src=x></a></p>")
    told, file = _read(tmp_path)
    assert isinstance(told, Rejection)
    assert isinstance(file, Article)
    assert file.id == "tin/bao-cao.pdf"


def test_what_stands_in_an_attachment_is_found_and_said(tmp_path: Path) -> None:
    _site(tmp_path / "tin", "bao-cao.pdf")
    reindex([tmp_path / "tin"], tmp_path / "data", Silent(), jobs=1)
    engine = WhooshEngine(tmp_path / "data")
    try:
        (hit,) = engine.search(SearchRequest(q='"cá tầm"', kind="article")).hits
        (snippet,) = hit.snippets
        assert (hit.id, snippet.attachment) == ("tin/a", "bao-cao.pdf")
        assert [snippet.text[start:end] for start, end in snippet.highlights] == ["cá", "tầm"]
        assert [s.attachment for s in engine.search(SearchRequest(q="hội nghị", kind="article")).hits[0].snippets] == [
            ""
        ]
        record = engine.article("tin/a", "cá tầm")
        assert record is not None
        (attached,) = record.attachments
        (directive,) = record.directives
        (span,) = directive.spans
        assert (span.part, attached.text[span.start : span.end]) == ("attachment", "Chỉ thị số 42-CT/TW")
        assert [person.name for person in record.people] == ["Trần Văn Bình"]
        view = engine.directive(directive.id)
        assert view is not None
        assert [(p.part, p.start) for p in view.passages] == [("attachment", span.start)]
    finally:
        engine.close()

"""ODT and EPUB: text in order, properties, damage."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from index.documents import Article, Rejection

One = Callable[[str, str | bytes], Article]
Bad = Callable[[str, str | bytes], Rejection]


def _zip(members: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


META = '<m xmlns:dc="d"><dc:title>Báo cáo năm 2019</dc:title><dc:creator>Nguyễn Văn An</dc:creator>'
ODT = {
    "meta.xml": f"{META}</m>",
    "content.xml": '<o:c xmlns:o="o" xmlns:t="t" xmlns:b="b"><o:body><o:text><t:h>Báo cáo năm 2019</t:h>'
    "<t:p>Đoạn<t:s/>thứ <t:span>nhất</t:span>.<t:note>bỏ</t:note></t:p><b:table><b:table-row><b:table-cell><t:p>Đơn vị"
    "</t:p></b:table-cell><b:table-cell><t:p>120</t:p></b:table-cell></b:table-row></b:table></o:text></o:body></o:c>",
}
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{}</p></body></html>'
EPUB = {
    "META-INF/container.xml": '<c xmlns="c"><rootfile full-path="O/b.opf"/></c>',
    "O/b.opf": f'{META}<item id="a" href="a.xhtml"/><item id="b" href="t%20b.xhtml"/>'
    '<itemref idref="b"/><itemref idref="a"/></m>',
    "O/a.xhtml": PAGE.format("Chương sau"),
    "O/t b.xhtml": PAGE.format("Chương trước"),
}


@pytest.mark.parametrize(
    ("name", "members", "text"),
    [
        ("a.odt", ODT, "Đoạn thứ nhất.\nĐơn vị | 120"),
        ("a.epub", EPUB, "Chương trước\nChương sau"),
    ],
)
def test_known_text_comes_back(article: One, name: str, members: dict[str, str], text: str) -> None:
    found = article(name, _zip(members))
    assert (found.title, found.author, found.text) == ("Báo cáo năm 2019", "Nguyễn Văn An", text)


@pytest.mark.parametrize(("name", "members"), [("a.odt", ODT), ("a.epub", EPUB)])
def test_damage_is_told(rejection: Bad, name: str, members: dict[str, str]) -> None:
    assert rejection(name, _zip(members)[:200]).reason == "broken"
    assert rejection(name, _zip({"x": "y"})).reason == "broken"
    assert rejection(name, _zip(dict.fromkeys(members, "<a"))).reason == "broken"

"""Mail with its attached files, as any program writes it and as Outlook does."""

from __future__ import annotations

from collections.abc import Callable

import compressed_rtf
import pytest

from index.documents import Article, Note, Rejection
from tests.index.sources.formats.office_files.office_files import (
    mail,
    outlook_mail,
    outlook_streams,
    slide,
    slides,
    with_macros,
    workbook,
)

One = Callable[[str, str | bytes], Article]
Read = Callable[..., list[Article | Rejection]]
Bad = Callable[[str, str | bytes], Rejection]

BODY = "Kính gửi các hội,\nVườn ươm mở cửa từ tuần sau.\n"
FILES = {
    "bao-cao.docx": with_macros(["Báo cáo", "Đất đã đủ."]),
    "so-lieu.xlsx": workbook({"Sheet1": [["Cây", 12]]}),
    "chieu.pptx": slides([slide("Chiếu", ["Nước sạch"])]),
}


def test_a_mail_and_what_is_attached_to_it(article: One) -> None:
    found = article("thu/moi.eml", mail("Re: Trả lời: Vườn ươm mở cửa", BODY, FILES).as_bytes())
    assert (found.id, found.title) == ("moi.eml", "Vườn ươm mở cửa")
    assert (found.date, found.author) == ("2024-04-05", "Nguyễn Văn An")
    assert found.text == "Kính gửi các hội,\nVườn ươm mở cửa từ tuần sau."
    assert {one.name: one.text for one in found.attachments} == {
        "bao-cao.docx": "Báo cáo\nĐất đã đủ.",
        "so-lieu.xlsx": "Cây | 12",
        "chieu.pptx": "Chiếu\nNước sạch",
    }


def test_plain_text_is_preferred_and_html_is_read_where_there_is_no_other(article: One) -> None:
    both = mail("Tin", BODY)
    both.add_alternative("<p>Bản HTML</p>", subtype="html")
    assert "Bản HTML" not in article("a.eml", both.as_bytes()).text
    only = mail("Tin", "")
    only.set_content("<p>Kính gửi</p><table><tr><td>Cây</td><td>12</td></tr></table>", subtype="html")
    assert article("b.eml", only.as_bytes()).text.splitlines()[0] == "Kính gửi"


def test_a_mail_that_only_carries_files(article: One) -> None:
    found = article("a.eml", mail("Gửi báo cáo", "\n", FILES).as_bytes())
    assert (found.title, found.text, len(found.attachments)) == ("Gửi báo cáo", "Gửi báo cáo", 3)


def test_mail_that_is_forwarded_whole_is_a_part(article: One) -> None:
    outer = mail("Fwd: Vườn", "Xem thư dưới.")
    outer.add_attachment(mail("Thư gốc", "Đất và nước.", {"cay.txt": "Cây\nNăm cây sim.".encode()}))
    found = article("a.eml", outer.as_bytes())
    assert [one.name for one in found.attachments] == ["Thư gốc", "cay.txt"]
    assert "Năm cây sim." in found.attachments[1].text


def test_what_is_attached_and_not_read_is_told(read: Read) -> None:
    files = {"anh.cdr": b"x", "hong.pdf": b"%PDF-1.4 cut"}
    found, *told = read("a.eml", mail("Tin", BODY, files).as_bytes())
    assert isinstance(found, Article) and not found.attachments
    assert [(type(one), one.origin.rpartition("!/")[2]) for one in told] == [(Note, "anh.cdr"), (Rejection, "hong.pdf")]


def test_mails_in_mails_end(read: Read) -> None:
    inner = mail("Trong cùng", "Vườn.").as_bytes()
    for _ in range(8):
        inner = mail("Bọc", "Thư", {"a.eml": inner}).as_bytes()
    found, *told = read("a.eml", inner)
    assert isinstance(found, Article)
    assert [one.reason for one in told if isinstance(one, Rejection)] == ["unsupported"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Tin\nH\xe1\xbb\x99i h\xe1\xbb\x8dp.\n", "no mail"),
        (b"Subject: a\nContent-Type: application/pkcs7-mime\n\nMIIB", "encrypted"),
        (b"Subject: a\nMIME-Version: 1.0\n" + b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at) for at in range(3_000)
        ), "nested"),
    ],
)
def test_what_is_no_readable_mail_is_told(rejection: Bad, content: bytes, says: str) -> None:
    assert says in rejection("a.eml", content).detail


def test_headers_as_they_should_not_be(article: One) -> None:
    """Bytes outside ASCII, character sets that do not exist, a day that is none."""
    head = "Subject: Tin vườn\nFrom: =?no-such?Q?B=C3=ACnh_Tr=E1=BA=A7n?= <b@hoi.example>\nDate: hôm qua\n"
    found = article("a.eml", f"{head}Content-Type: text/plain; charset=undefined\n\nVườn ươm của hội.\n".encode())
    assert (found.title, found.author, found.date, found.text) == ("Tin vườn", "Bình Trần", "", "Vườn ươm của hội.")


def test_a_mail_of_outlook(article: One) -> None:
    found = article("a.msg", outlook_mail("RE: Vườn ươm", BODY, {**FILES, "lon.txt": ("Cây sim.\n" * 999).encode()}))
    assert (found.title, found.author, found.date) == ("Vườn ươm", "Trần Thị Bình", "2024-04-06")
    assert found.text.startswith("Kính gửi các hội,")
    assert [one.name for one in found.attachments] == [*FILES, "lon.txt"]


@pytest.mark.parametrize(
    "more",
    [
        {"__substg1.0_10130102": "<p>Đất và nước</p>".encode()},
        {"__substg1.0_10090102": compressed_rtf.compress(rb"{\rtf1\ansi \u272?\u7845?t v\u224? n\u432?\u7899?c}")},
    ],
)
def test_a_mail_of_outlook_whose_body_is_html_or_rich_text(article: One, more: dict[str, bytes]) -> None:
    assert article("a.msg", outlook_mail("Tin", more=more)).text == "Đất và nước"


def test_a_mail_of_outlook_in_another_one(article: One) -> None:
    inner = outlook_streams("Thư gốc", "Năm cây sim.", head=24)
    more = {"__attach_version1.0_#00000009": {"__substg1.0_3701000D": inner}}
    found = article("a.msg", outlook_mail("Vườn", BODY, more=more))
    assert [(one.name, one.text) for one in found.attachments] == [("Thư gốc", "Thư gốc\nNăm cây sim.")]


def test_other_compound_files_are_no_mail(rejection: Bad) -> None:
    whole = outlook_mail("Tin", BODY)
    assert rejection("a.msg", whole[:700]).reason == "broken"
    other = whole.replace("__properties".encode("utf-16-le"), "__xroperties".encode("utf-16-le"))
    assert rejection("b.msg", other).reason == "broken"

"""UTF-8 read as a Western encoding, any number of times, is mended; what only looks like it stays."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from index.documents import Article
from index.sources.encodings.legacy_encodings import as_western
from index.sources.encodings.misread_unicode import as_meant

One = Callable[[str, str | bytes], Article]
TEXT = "Hội thảo về nông nghiệp đã mở ra hướng đi mới cho bà con, hàng nghìn người dự."


def _misread(text: str, page: str) -> str:
    data = text.encode()
    if page == "cp1252":
        return as_western(data)
    if page == "cp1258":
        return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in data)
    return data.decode(page)


@pytest.mark.parametrize(
    "pages", [["latin-1"], ["cp1252"], ["cp1258"], ["cp1252"] * 2, ["latin-1"] * 3, ["cp1252"] * 4, ["cp1258"] * 4]
)
def test_misread_text(pages: list[str]) -> None:
    text = TEXT
    for page in pages:
        text = _misread(text, page)
    assert as_meant(text) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "“CHÚNG TÔI ĐÃ” và “CÀ PHÊ”, “ĐÃ…”",  # capitals before a quotation mark
        "São Paulo, Ångström, «été»",
        "Ông nói: á»",
    ],
)
def test_what_was_read_as_it_should_be(text: str) -> None:
    assert as_meant(text) == text


def test_one_paragraph_among_others() -> None:
    mixed = f"{TEXT}\n{_misread(TEXT, 'cp1252')}\n“ĐÃ”"
    assert as_meant(mixed) == f"{TEXT}\n{TEXT}\n“ĐÃ”"


def test_a_blank_that_broke() -> None:
    """Pages turn the blank that does not break into any blank, and two into one."""
    assert as_meant(_misread("hàng là của hội", "cp1252").replace("\xa0", " ").replace("  ", " ")) == "hàng là của hội"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv"])
def test_in_every_format(article: One, name: str) -> None:
    text = _misread(TEXT, "latin-1")
    content = {
        "a.txt": f"Vườn ươm\n{text}",
        "a.html": f"<html><head><title>Vườn ươm</title></head><body><h1>Vườn ươm</h1><p>{text}</p></body></html>",
        "a.json": json.dumps({"title": "Vườn ươm", "text": text}),
        "a.jsonl": json.dumps({"title": "Vườn ươm", "text": text}),
        "a.csv": f'title,text\nVườn ươm,"{text}"\n',
    }[name]
    assert article(name, content).text == TEXT


@pytest.mark.parametrize(
    "letters", ["Héi th¶o vÒ n«ng nghiÖp vµ ng­êi trång lóa", "Hoäi thaûo veà noâng nghieäp vaø ngöôøi troàng luùa"]
)
@pytest.mark.parametrize("name", ["a.json", "a.csv"])
def test_letters_of_old_fonts_in_records(article: One, letters: str, name: str) -> None:
    record = json.dumps({"title": letters, "text": letters})
    content = record if name == "a.json" else f"title,text\n{letters},{letters}\n"
    found = article(name, content)
    assert (found.title, found.text) == ("Hội thảo về nông nghiệp và người trồng lúa",) * 2

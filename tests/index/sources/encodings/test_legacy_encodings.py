"""TCVN3, VNI, VISCII and cp1258: known text comes back whole, and nothing else is taken for Vietnamese."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Article, Rejection
from index.sources.encodings.encoding import Undecodable, decode
from index.sources.encodings.legacy_detection import legacy_encoding_of, misread_encoding_of, with_lines_converted
from index.sources.encodings.legacy_encodings import ENCODINGS, as_western, convert
from index.table import rows

One = Callable[[str, str | bytes], Article]
Read = Callable[[str, str | bytes], list[Article | Rejection]]
Bad = Callable[[str, str | bytes], Rejection]

SAMPLES = Path(__file__).resolve().parents[4] / "samples"
LETTERS = rows("index.sources.encodings", "legacy_letters.tsv")
SMALL = "".join(row[0] for row in LETTERS if row[0].islower())


def _western_bytes(text: str) -> bytes:
    return b"".join(c.encode("cp1252") if not 0x80 <= ord(c) < 0xA0 else bytes([ord(c)]) for c in text)


def encoded(text: str, encoding: str) -> bytes:
    """Write `text` in an old encoding by the table of letters; TCVN3 writes toned capitals small, as it must."""
    if encoding == "cp1258":
        spread = []
        for character in text:
            tones = [c for c in unicodedata.normalize("NFD", character) if c in "\u0300\u0301\u0303\u0309\u0323"]
            bare = "".join(c for c in unicodedata.normalize("NFD", character) if c not in tones)
            spread.append(unicodedata.normalize("NFC", bare) + "".join(tones))
        return "".join(spread).encode("cp1258")
    column = {"TCVN3": 1, "VISCII": 2, "VNI": 3}[encoding]
    table = {row[0]: row[column] for row in LETTERS}
    parts = []
    for character in text:
        written = table.get(character)
        if written == "":
            written = table[character.lower()]
        if written is None:
            parts.append(character.encode("cp1252"))
        else:
            parts.append(_western_bytes(written) if encoding == "VNI" else bytes.fromhex(written))
    return b"".join(parts)


def _sample_texts() -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted(SAMPLES.rglob("*.txt"))]
    quotes = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-"})
    kept = re.compile(rf"[^\x0a\x20-\x7e{SMALL}{SMALL.upper()}]")
    return [kept.sub("", unicodedata.normalize("NFC", text).translate(quotes)) for text in texts]


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("TCVN3", "Céng hßa X· héi Chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"),
        ("VNI", "Coäng hoøa Xaõ hoäi Chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"),
    ],
)
def test_what_old_pages_show(article: One, encoding: str, shown: str) -> None:
    known = "Cộng hòa Xã hội Chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
    assert convert(shown, encoding) == known
    in_bytes = article("a.txt", b"Tin\n" + shown.encode("cp1252"))
    as_unicode = article("b.txt", "Tin\n" + shown)
    in_page = article("c.html", f"<p>Tin</p><p>{shown}</p>")
    assert [in_bytes.text, as_unicode.text, in_page.text] == [known] * 3


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI", "VISCII"])
def test_a_field_or_a_line_among_others_in_unicode(article: One, read: Read, encoding: str) -> None:
    """A title was typed anew, a paragraph was pasted from an old file; a table was exported by an old program."""
    title, text = "Đại hội", "Hội đồng họp bàn về nông nghiệp của tỉnh."
    old_title, old_text = (as_western(encoded(one, encoding)) for one in (title.lower(), text))
    record = article("a.jsonl", json.dumps({"title": title, "text": f"{text}\n{old_text}"}))
    assert (record.title, record.text.lower()) == (title, f"{text}\n{text}".lower())
    page = article("a.html", f"<h1>{old_title}</h1><p>{text}</p><p>{old_text}</p>")
    assert (page.title, page.text.lower()) == (title.lower(), f"{text}\n{text}".lower())
    (row,) = read("a.csv", encoded(f"title,text\n{title.lower()},{text}\n", encoding))
    assert isinstance(row, Article) and row.text.lower() == text.lower()


@pytest.mark.parametrize(
    "line",
    ["La bataille de Diên Biên Phû", "Så går det på öar", "Tên: Ä, Ö và Ü", "Đội Atlético thắng Köln", "20 × 30 µm"],
)
def test_foreign_words_in_a_line_are_left_alone(line: str) -> None:
    assert with_lines_converted(f"Hội họp.\n{line}") == f"Hội họp.\n{line}"


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=st.text(alphabet=SMALL + "bcdghklmnpqrstvx \n.,1", max_size=60))
def test_any_small_letters_come_back(encoding: str, text: str) -> None:
    assert convert(as_western(encoded(text, encoding)), encoding) == text


@pytest.mark.parametrize("encoding", ["VNI", "VISCII", "cp1258"])
def test_capitals_come_back(encoding: str) -> None:
    text = " ".join(SMALL.upper())
    assert convert(as_western(encoded(text, encoding)), encoding) == text


def test_the_capital_font_and_lines_of_capitals() -> None:
    assert convert("céng hßa", "TCVN3", capitals=True) == "CỘNG HÒA"
    assert convert("CéNG HßA X· HéI\nXin chµo UBND TØnh", "TCVN3") == "CỘNG HÒA XÃ HỘI\nXin chào UBND Tỉnh"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_samples_are_told_apart_by_sentence_and_whole(encoding: str) -> None:
    sentences = [s for text in _sample_texts() for s in re.split(r"(?<=[.!?])\s+|\n", text) if len(s.split()) >= 8]
    assert len(sentences) > 50
    wrong = []
    for text in [*sentences, *_sample_texts()]:
        found = decode(encoded(text, encoding))
        if found.lower() != text.lower():  # TCVN3 has no toned capitals
            wrong.append((text, found))
    assert not wrong


@pytest.mark.parametrize("text", _sample_texts()[:10])
def test_unicode_is_left_alone(text: str) -> None:
    assert decode(text.encode()) == text
    assert misread_encoding_of(text) is None


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "L'été dernier, les élèves français étaient déjà à la plage où ils ont mangé des gâteaux."),
        ("cp1252", "Die Behörde prüft die Anträge für größere Gebäude in Köln und München natürlich später."),
        ("cp1252", "A reunião não será em São Paulo; a decisão da comissão está próxima e é rápida."),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl pan Dvořák včera večer."),
        ("cp1251", "Съешь же ещё этих мягких французских булок, да выпей чаю."),
        ("cp1253", "Η Ελλάδα είναι μια χώρα της νοτιοανατολικής Ευρώπης."),
        ("cp1257", "Įlinkdama fechtuotojo špaga sublykčiojusi pragręžė apvalų arbūzą."),
        ("shift_jis", "東京で会議が開かれました。参加者は百人でした。"),
    ],
)
def test_other_languages_are_not_taken_for_vietnamese(rejection: Bad, encoding: str, text: str) -> None:
    assert legacy_encoding_of(as_western(text.encode(encoding))) is None
    assert misread_encoding_of(text) is None
    assert rejection("a.txt", text.encode(encoding)).reason == "undecodable"


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_undecodable(data: bytes) -> None:
    try:
        assert isinstance(decode(data), str)
    except Undecodable as error:
        assert error.offset < len(data)

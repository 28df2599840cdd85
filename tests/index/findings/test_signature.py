"""Signatures say what a text says, however it is written."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Article, Attachment
from index.findings.signature import EMPTY, FIGURES, SHINGLES, SHORT, read_signatures, signature_of
from tests.press_texts import press_text

TEXT = press_text(1)


def signed(text: str, **values: object) -> bytes:
    return signature_of(Article(**{"id": "a", "title": "Bài", "text": text, **values}))  # type: ignore[arg-type]


WRITTEN = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "upper case": str.upper,
    "title case": str.title,
    "white space": lambda text: text.replace(" ", "\n  "),
    "tone placement": lambda text: text.replace("hòa", "hoà").replace("ủy", "uỷ"),
    "i for y": lambda text: text.replace("kỹ", "kĩ").replace("lý", "lí"),
    "look-alike of đ": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
    "no accents": lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)),
    "other punctuation": lambda text: text.replace(". ", " – "),
}


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize(
    "text", [TEXT + " Quản lý hòa bình, ủy ban.", "Kỹ sư Hòa và ủy ban đến."], ids=["long", "short"]
)
def test_the_way_of_writing_does_not_matter(how: str, text: str) -> None:
    assert signed(WRITTEN[how](text)) == signed(text)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(("Hội", "nghị", "khoẻ", "hoà", "Đặng", "42", "kĩ", "quý")), max_size=150), st.data())
def test_form_case_and_white_space_never_matter(words: list[str], data: st.DataObject) -> None:
    spaces = st.sampled_from((" ", "\n", "\t ", "\u00a0"))
    cases = st.sampled_from((str, str.upper, str.lower))
    forms = st.sampled_from(("NFC", "NFD"))
    written = [
        unicodedata.normalize(data.draw(forms), data.draw(cases)(word)) + data.draw(spaces) for word in words[:40]
    ] + [f"{word} " for word in words[40:]]
    assert signed("".join(written)) == signed(" ".join(words))


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_has_a_signature(text: str, url: str) -> None:
    (row,) = read_signatures([signed(text, url=url)])
    for sketch, count in ((row["sketch"], row["shingles"]), (row["figure_sketch"], row["figures"])):
        held = sketch[sketch != EMPTY]
        assert len(held) == min(count, len(sketch))
        assert (np.diff(held.astype(np.int64)) >= 0).all(), "rising"


def test_long_texts_are_sampled_and_short_ones_are_not() -> None:
    (long,) = read_signatures([signed(TEXT + " 1 2 3")])
    assert (long["shingles"], long["figures"]) == (12 * 15 + 3 - 7, 3)
    assert (long["sketch"] != EMPTY).sum() == SHINGLES and (long["figure_sketch"] != EMPTY).sum() == 3 < FIGURES
    (short,) = read_signatures([signed(" ".join(TEXT.split()[: SHORT - 1]))])
    assert short["shingles"] == 0


def test_short_texts_are_told_apart_by_title_and_attachment() -> None:
    text = "Kính mời quý vị xem tệp kèm theo."
    assert signed(text, title="Mời họp tháng 3")[:8] != signed(text, title="Mời họp tháng 4")[:8]
    minutes = [(Attachment("a.pdf", f"Biên bản số {n}"),) for n in (1, 2)]
    assert signed(text, attachments=minutes[0])[:8] != signed(text, attachments=minutes[1])[:8]
    assert signed("", id="a")[:8] != signed("", id="b")[:8], "a title without text says nothing"
    assert signed(TEXT, title="A")[:8] == signed(TEXT, title="B")[:8], "each site has a headline of its own"


def test_a_site_is_a_source_or_a_host() -> None:
    def site(**values: str) -> int:
        return int(read_signatures([signed(TEXT, **values)])["site"][0])

    assert site() == 0
    assert site(source="LIÊN HIỆP HỘI PHÚ THỌ") == site(source="Liên hiệp Hội Phú Thọ")
    assert site(url="https://www.vusta.vn/a") == site(url="http://vusta.vn/b?c") != site(url="https://phutho.vn/a")
    assert site(url="http://[") == 0

"""Rich text: old fonts by run, Unicode escapes, what is not seen, damage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Article, Rejection
from index.sources.formats.office_files.rich_text import BrokenRtf, runs_of

One = Callable[[str, str | bytes], Article]
Bad = Callable[[str, str | bytes], Rejection]

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Times New Roman;}{\f1\fnil .VnTime;}{\f2\fnil VNI-Times;}"
    rb"{\f3\fnil\fcharset163 Arial;}{\f4\fnil .VnTimeH;}}{\colortbl;\red0\green0\blue0;}{\info{\author Admin}}"
)


@pytest.mark.parametrize(
    ("body", "text", "reason"),
    [
        (rb"{\f1 C\'e9ng h\'dfa} {\f2 Vie\'e4t} {\f4 x\'b7 h\'e9i}", "Cộng hòa Việt XÃ HỘI", "fonts by run"),
        (rb"C\u7897?ng h\u242\'f2a", "Cộng hòa", "Unicode with what stands for it"),
        (rb"{\uc0\u272 \u7897c l\u7853p}", "Độc lập", "Unicode with nothing beside it"),
        (rb"{\f3 C\'f4\'f2ng}", "Cộng", "cp1258 by the charset of the font"),
        (rb"a{\*\bkmkstart x}{\pict 89504e47}b\'a0c", "ab c", "what is not seen"),
        (rb"A\cell B\cell\row C\par D", "A | B\nC\nD", "table rows and paragraphs"),
        (rb"a{\pict\bin4 {{{{}b", "ab", "binary data"),
    ],
)
def test_known_text_comes_back(article: One, body: bytes, text: str, reason: str) -> None:
    found = article("a.rtf", HEAD + rb"Tin\par " + body + b"}")
    assert (found.title, found.text.replace("\u00a0", " ")) == ("Tin", text), reason


@pytest.mark.parametrize("content", [b"", b"Xin", HEAD + b"Tin", b"{\\rtf1 " + b"{" * 5000])
def test_what_is_no_rtf_is_broken(rejection: Bad, content: bytes) -> None:
    assert rejection("a.rtf", content).reason == "broken"


@given(
    st.lists(st.sampled_from([b"{", b"}", b"\\u-1", b"\\'e9", b"\\bin9", b"\\f1", b"\\*", b"a", b"\\"]), max_size=40)
)
def test_any_rtf_is_read_or_broken(parts: list[bytes]) -> None:
    try:
        assert isinstance(runs_of(HEAD + b"".join(parts)), list)
    except BrokenRtf as error:
        assert str(error)

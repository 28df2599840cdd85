"""The catalogues, and how numbers and dates are written."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import webui
from webui.http.language import LANGUAGES, language

_KEY = re.compile(r"""\bt\(\s*f?["']([a-z_0-9.]+)(?:["']|\{)""")
_BUILT = re.compile(r"""f?["']([a-z_]+\.(?:[a-z_]+[._])?)(?:["'] ~|\{|["']\))""")


def _sources() -> str:
    package = Path(webui.__file__).parent
    texts = [p.read_text(encoding="utf-8") for pattern in ("*.py", "*.html") for p in package.rglob(pattern)]
    return "\n".join(texts)


def test_both_languages_have_the_same_keys():
    assert set(language("vi").texts) == set(language("en").texts)


def test_both_languages_put_in_the_same_values():
    def fields(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    vietnamese, english = language("vi").texts, language("en").texts
    assert {k: fields(v) for k, v in vietnamese.items()} == {k: fields(v) for k, v in english.items()}


def test_every_key_is_used_and_every_used_key_is_there():
    source = _sources()
    named = set(_KEY.findall(source))
    families = tuple(set(_BUILT.findall(source)))
    known = set(language("vi").texts)
    assert {k for k in named if not k.endswith((".", "_"))} <= known
    assert {k for k in known if k not in named and not k.startswith(families)} == set()


def test_no_text_is_empty():
    assert [k for code in LANGUAGES for k, v in language(code).texts.items() if not v.strip()] == []


def test_an_unknown_language_is_vietnamese():
    assert language("fr").code == "vi"


@pytest.mark.parametrize(
    ("iso", "vietnamese", "english"),
    [
        ("2020-10-16", "16/10/2020", "16 October 2020"),
        ("2020-01", "01/2020", "January 2020"),
        ("2020", "2020", "2020"),
        ("", "", ""),
        ("hôm qua", "hôm qua", "hôm qua"),
        ("2020-13", "13/2020", "2020-13"),
    ],
)
def test_dates(iso, vietnamese, english):
    assert (language("vi").date(iso), language("en").date(iso)) == (vietnamese, english)


def test_numbers():
    assert (language("vi").number(1234567), language("en").number(1234567)) == ("1.234.567", "1,234,567")
    assert language("vi").t("results.range", first=1001, last=1010, total=12345) == (
        "Kết quả 1.001–1.010 trong tổng số 12.345."
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("tư vấn", "“tư vấn”"),
        ('"tư vấn" phản biện', '"tư vấn" phản biện'),
        ("“tư vấn”", "“tư vấn”"),
    ],
    ids=["plain", "a phrase in it", "already quoted"],
)
def test_what_was_typed_is_quoted_once(typed, shown):
    assert language("vi").quoted(typed) == shown

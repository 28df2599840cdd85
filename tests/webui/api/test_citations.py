"""Citations of an article: what a reader writes down, and what BibTeX and RIS programs read."""

from __future__ import annotations

import re

import pytest

from search.interface.records import ArticleRecord
from webui.api.citations import CITATION_FORMATS, citation, citation_path
from webui.http.language import language

ARTICLE = ArticleRecord(
    id="tin/2020 & a",
    title="Hội nghị {50%} & #1:\n kết quả_tốt",
    text="",
    date="2020-10-16",
    author="Lê Văn An",
    source="Liên hiệp Hội Hà Giang",
    url="https://x.example/a_b?c=1&d=%20",
)


def cited(format, **changes):
    values = {name: getattr(ARTICLE, name) for name in ("id", "title", "text", "date", "author", "source", "url")}
    return citation(ArticleRecord(**{**values, **changes}), format, language("vi"), "http://here")


def test_bibtex_keeps_every_letter_a_letter():
    entry = cited("bib")
    assert entry.startswith("@online{lien-hiep-hoi-2020-2020-a,\n") and entry.endswith("\n}\n")
    assert r"title = {{Hội nghị \{50\%\} \& \#1: kết quả\_tốt}}" in entry
    assert "author = {{Lê Văn An}}" in entry and "date = {2020-10-16}" in entry
    assert "url = {https://x.example/a_b?c=1&d=%20}" in entry, "the package url reads it as it is"
    assert re.sub(r"\\[{}]", "", entry).count("{") == re.sub(r"\\[{}]", "", entry).count("}")


@pytest.mark.parametrize(
    ("date", "day"), [("2020-10-16", "2020/10/16/"), ("2020-10", "2020/10//"), ("2020", "2020///")]
)
def test_ris_has_a_tag_a_line_and_dates_as_far_as_known(date, day):
    lines = cited("ris", date=date).split("\r\n")
    assert lines[0] == "TY  - ELEC" and lines[-2:] == ["ER  - ", ""]
    assert "TI  - Hội nghị {50%} & #1: kết quả_tốt" in lines and f"DA  - {day}" in lines and "PY  - 2020" in lines


def test_what_is_not_known_is_left_out():
    bare = {"author": "", "source": "", "date": "", "url": ""}
    assert cited("txt", **bare, title="Bài") == "“Bài”. http://here/articles/tin/2020%20%26%20a"
    assert "author" not in cited("bib", **bare) and "date" not in cited("bib", **bare)
    assert [line[:2] for line in cited("ris", **bare).split("\r\n") if line] == ["TY", "TI", "LA", "UR", "ER"]


def test_each_is_served_and_linked_from_the_page(get):
    found = get("/api/v1/search?q=hoi+thao&kind=article").json()["results"][0]
    page = get(found["url"]).text
    for format, content_type in CITATION_FORMATS.items():
        address = citation_path(found["id"], format)
        reply = get(address)
        assert reply.status == 200 and reply.headers["content-type"] == content_type
        assert found["title"] in reply.text
        assert format == "txt" or f'href="{address}"' in page


def test_an_id_that_cannot_stand_in_a_path_and_one_that_is_not_there(get):
    assert citation_path("../x", "ris") == "/api/v1/articles/citation.ris?id=..%2Fx"
    assert get("/api/v1/articles/citation.ris?id=..%2Fnone").status == 404
    assert get("/api/v1/articles/none/citation.bib").status == 404
    assert get("/api/v1/articles/none/citation.bib?lang=fr").status == 400

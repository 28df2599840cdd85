"""Directives and people that words of a query call by name, beside other words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.generations.store import Store
from search.embedded.arrays.mention_links import read_links
from search.embedded.arrays.snapshot import Snapshot
from search.embedded.engine import WhooshEngine
from search.embedded.matching.named_records import named_within
from search.interface.request import SearchRequest
from search.query.parse import parse

TEXTS = (
    "Tỉnh hội gửi kết quả mười năm làm theo Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị. Ông Lê Văn Hạnh,"
    " Chủ tịch Hội Làm vườn Nghệ An, cho biết việc này khó.",
    "Hội nghị báo cáo 10 năm phong trào trồng rau và chỉ thị của tỉnh: 42 vườn đã lập, báo cáo 10 năm còn thiếu.",
    "Chiến lược phát triển nghề vườn 10 năm 2021-2030 đã có. Kế hoạch số 5-KH/TU ngày 2/3/2019 của Tỉnh ủy Nghệ An.",
    "Ông Kim So Hyun, Giám đốc Viện Rau quả, phát biểu về Nghị quyết số 27-NQ/TW ngày 6/8/2008.",
    "Bà Trần Thị Nết, Giám đốc Sở Y tế Cà Mau, nói về Nghị quyết số 27-NQ/TW ngày 21/5/2018.",
)

NAMED = [
    ("báo cáo 10 năm chỉ thị 42", ["chi-thi-42-ct-tw-2010"], "type and number among other words"),
    ("bao cao chi thi so 42 cua bo chinh tri", ["chi-thi-42-ct-tw-2010"], "no accents, and số"),
    ("tài liệu CT 42 của hội", ["chi-thi-42-ct-tw-2010"], "the type abbreviated"),
    ("tổng kết 42-CT/TW", ["chi-thi-42-ct-tw-2010"], "the number with what follows it"),
    ("tổng kết chỉ thị 42 năm 2010", ["chi-thi-42-ct-tw-2010"], "dated by its own year"),
    ("chỉ thị 42 ngày 16/4/2010 nói gì", ["chi-thi-42-ct-tw-2010"], "dated by a day"),
    ("chỉ thị 42 năm qua", [], "42 years"),
    ("tiêu chí 42 vườn", [], "a number of something else"),
    ("kế hoạch 5 năm 2021-2025", [], "five years, and no Kế hoạch số 5"),
    ("báo cáo 10 năm", [], "a strategy for ten years has no number 10"),
    ("kế hoạch 5 của tỉnh", ["ke-hoach-5-kh-tu-nghe-an-2019"], "Kế hoạch số 5"),
    ("ông Lê Văn Hạnh nói gì", ["lê-văn-hạnh"], "a person among other words"),
    ("ong le van hanh noi gi", ["lê-văn-hạnh"], "without accents"),
    ("ông Lê Văn Hành nói gì", [], "other accents are another name"),
    ("ý kiến Kim So Hyun", ["kim-so-hyun"], "a syllable so in a name"),
    ("lê văn họp", [], "part of a name"),
    ("Lê Văn Hạnh về chỉ thị 42", ["chi-thi-42-ct-tw-2010", "lê-văn-hạnh"], "both"),
    ("thực hiện nghị quyết 27", ["nghi-quyet-27-nq-tw-2008", "nghi-quyet-27-nq-tw-2018"], "a number of two"),
    ("-lê văn hạnh chỉ thị 42", [], "something excluded"),
    ("tiêu_đề:chỉ thị 42", [], "a field"),
]


@pytest.fixture
def snapshot(index_of: Callable[..., Path]) -> Iterator[Snapshot]:
    live = Store(index_of(*TEXTS)).current()
    assert live is not None
    found = Snapshot(live)
    yield found
    found.close()


def test_what_is_named(snapshot: Snapshot) -> None:
    links = {kind: read_links(snapshot, kind) for kind in ("directive", "speaker")}
    for query, wanted, reason in NAMED:
        named = named_within(parse(query), snapshot, lambda kind, one: len(links[kind].articles_of(one)))
        found = sorted(snapshot.identifier(record) for one in named for record in one.records)
        assert found == wanted, f"{query}: {reason}"


FIRST = [
    ("báo cáo 10 năm chỉ thị 42", {"d0", "chi-thi-42-ct-tw-2010"}, "before the article with more of the words"),
    ("ông Lê Văn Hạnh nói gì về báo cáo 10 năm", {"d0", "lê-văn-hạnh"}, "the person and where he speaks"),
]


@pytest.mark.parametrize(("query", "first", "reason"), FIRST)
def test_articles_that_mention_it_and_the_record_come_first(
    index_of: Callable[..., Path], query: str, first: set[str], reason: str
) -> None:
    engine = WhooshEngine(index_of(*TEXTS))
    found = engine.search(SearchRequest(q=query, explain=True)).hits
    engine.close()
    assert {hit.id for hit in found[:2]} == first, reason
    (article,) = (hit for hit in found if hit.id == "d0")
    assert any(part.startswith("mentions ") for part in article.explanation)


def test_namesakes_do_not_fill_the_page(index_of: Callable[..., Path]) -> None:
    places = ("Cà Mau", "Lào Cai", "Nghệ An", "Kiên Giang", "Phú Yên")
    texts = [f"Ông Lê Văn Hạnh, Chủ tịch Hội Làm vườn {place}, nói về giống rau." for place in places]
    engine = WhooshEngine(index_of(*texts, "Giống rau mới."))
    hits = engine.search(SearchRequest(q="Lê Văn Hạnh nói về giống rau")).hits
    engine.close()
    people = [hit.score for hit in hits if hit.kind == "speaker"]
    assert len(people) > 3 and sum(score >= hits[0].score for score in people) == 3


def test_by_date_only_what_mentions_it(index_of: Callable[..., Path]) -> None:
    newer = {"title": "Mới", "text": "Báo cáo 10 năm: chỉ thị 42 lời, của thị xã.", "date": "2024-01-01"}
    engine = WhooshEngine(index_of(*({"title": "Cũ", "text": text, "date": "2015-01-01"} for text in TEXTS), newer))
    found = engine.search(SearchRequest(q="báo cáo 10 năm chỉ thị 42", sort="newest"))
    nothing = engine.search(SearchRequest(q="ý kiến của Trần Thị Nết", sort="newest", kind="article"))
    engine.close()
    assert [hit.id for hit in found.hits] == ["d0", "chi-thi-42-ct-tw-2010"]
    assert [hit.id for hit in nothing.hits] == ["d4"]

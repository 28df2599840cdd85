"""Why a hit matched, in keys: each row is a query over five texts, the hit looked at, and what must be said of it."""

import json
from collections.abc import Iterator

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.embedded.ranking.match_reasons import REASONS
from search.interface.request import SearchRequest
from webui.cli.progress import Silent
from webui.http.language import LANGUAGES, language

TEXTS = [
    {"title": "Trồng rừng ngập mặn", "text": "Dự án kéo dài ba năm."},
    {"title": "Tin ngắn", "text": "Bà con trồng rừng ngập mặn ven biển theo Chỉ thị số 42-CT/TW năm 2010."},
    {
        "title": "Rừng phòng hộ",
        "text": "Rừng bị mặn xâm nhập. " + "Câu khác xen vào giữa. " * 30 + "Lại trồng.",
    },
    {"title": "Họp", "text": "Ủy ban nhân dân xã họp về quy hoạch."},
    {"title": "Người rung chuông", "text": "Tiếng chuông rung lên mỗi sáng."},
]
ROWS = [
    (
        "trồng rừng ngập mặn",
        "d0",
        {"whole_title", "phrase"},
        {"title", "some_words", "folded"},
        "the query is the title",
    ),
    ("trồng rừng ngập mặn", "d1", {"phrase"}, {"title", "whole_title", "near"}, "word for word in the text"),
    ("ngập mặn rừng", "d1", {"near"}, {"phrase"}, "all words in one passage, in another order"),
    ("rừng mặn", "d2", {"title"}, {"phrase", "some_words"}, "the title says a word of it"),
    ("rừng ngập lụt", "d0", {"some_words"}, set(), "one of three words is nowhere"),
    ("rùng", "d0", {"folded", "title"}, set(), "typed with other accents than the text has"),
    ("rung", "d0", {"title"}, {"folded"}, "typed without accents, which says nothing of them"),
    ("UBND", "d3", {"other_form"}, {"some_words"}, "found by what it stands for"),
    ("chuô*", "d4", {"beginning"}, {"some_words"}, "by a beginning"),
    ("chỉ thị 42", "chi-thi-42-ct-tw-2010", {"name"}, {"mentions"}, "a record by its name"),
    ("trồng rừng chỉ thị 42", "chi-thi-42-ct-tw-2010", {"name"}, set(), "a record named among other words"),
    ("trồng rừng chỉ thị 42", "d1", {"mentions"}, {"name"}, "an article that mentions it"),
    ("trồng rừng chỉ thị 42", "d0", {"some_words"}, {"mentions"}, "and one that does not"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    folder = tmp_path_factory.mktemp("reasons")
    records = [{"id": f"d{n}", **text} for n, text in enumerate(TEXTS)]
    (folder / "texts.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf-8")
    reindex([folder / "texts.jsonl"], folder / "data", Silent(), jobs=1)
    engine = WhooshEngine(folder / "data")
    yield engine
    engine.close()


@pytest.mark.parametrize(("q", "id", "said", "unsaid", "why"), ROWS)
def test_reasons(engine: WhooshEngine, q: str, id: str, said: set[str], unsaid: set[str], why: str) -> None:
    hits = {hit.id: hit for hit in engine.search(SearchRequest(q=q, explain=True)).hits}
    assert said <= set(hits[id].matched), why
    assert not unsaid & set(hits[id].matched), why


def test_reasons_are_given_where_asked_for(engine: WhooshEngine) -> None:
    assert all(hit.matched == () for hit in engine.search(SearchRequest(q="rừng")).hits)


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_reason_has_its_words(code: str) -> None:
    assert {key.removeprefix("matched.") for key in language(code).texts if key.startswith("matched.")} == set(REASONS)

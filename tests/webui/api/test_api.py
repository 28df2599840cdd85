"""The JSON API through real HTTP."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

ARTICLES = [json.loads(line) for line in (Path(__file__).parents[1] / "articles.jsonl").read_text("utf-8").splitlines()]
SEARCH = "/api/v1/search"


def _search(get, **parameters):
    pairs = [f"{k.rstrip('_')}={quote(str(v), safe='')}" for k, v in parameters.items()]
    reply = get(f"{SEARCH}?{'&'.join(pairs)}")
    assert reply.status == 200, reply.text
    return reply.json()


def test_the_answer_has_the_shape_of_the_contract(get):
    answer = _search(get, q="phản biện")
    counts = {"total", "total_loose", "took_ms", "not_found"}
    assert set(answer) == {"query", "results", "facets", "corrected", "suggestion", "links"} | counts
    facets = {"kind", "year", "source", "province", "category", "directive", "speaker", "organisation"}
    assert set(answer["facets"]) == facets
    assert set(answer["links"]) == {"self", "next", "prev"}
    first = answer["results"][0]
    assert {"kind", "id", "url", "title", "date", "score", "snippets"} <= set(first)
    assert answer["total"] == len(answer["results"]) == 2
    assert answer["query"]["text"] == "phản biện"


def test_highlights_slice_the_snippet(get):
    answer = _search(get, q="phan bien")
    marked = {s["text"][a:b] for hit in answer["results"] for s in hit["snippets"] for a, b in s["highlights"]}
    assert "phản biện" in " ".join(marked) or {"phản", "biện"} <= marked


def test_without_parameters_everything_is_listed(get):
    assert get(f"{SEARCH}?kind=article").json()["total"] == len(ARTICLES)


@pytest.mark.parametrize(
    ("parameters", "expected", "reason"),
    [
        ({"from_": "2020"}, {"tin/2020 giao-ban@vusta", "tin/2020/tap-huan"}, "open to the future, hội thảo ends 2019"),
        ({"from_": "2020-10-16", "to": "2020-10"}, {"tin/2020 giao-ban@vusta"}, "a month holds its days"),
        ({"source": "Báo Phú Thọ"}, {"91/2015/QH13@1"}, "a source with accents"),
        ({"kind": "speaker"}, set(), "no speaker in these"),
    ],
)
def test_filters(get, parameters, expected, reason):
    found = {hit["id"] for hit in _search(get, size=100, **parameters)["results"]}
    if "from_" in parameters and "to" not in parameters:
        found = {id for id in found if not id.startswith("hoi-thao")}
    assert found == expected, reason


def test_paging_walks_through_all_results_once(get):
    seen, address = [], f"{SEARCH}?q=khoa+h%E1%BB%8Dc&kind=article&size=5"
    while address:
        page = get(address).json()
        seen += [hit["id"] for hit in page["results"]]
        address = page["links"]["next"]
    assert len(seen) == len(set(seen)) == page["total"] == 14
    assert page["links"]["prev"] == f"{SEARCH}?q=khoa+h%E1%BB%8Dc&kind=article&size=5&page=2"


def test_a_page_past_the_end_is_empty_and_leads_back(get):
    page = _search(get, q="khoa học", kind="article", size=5, page=50)
    assert (page["results"], page["links"]["next"]) == ([], None)
    assert page["links"]["prev"].endswith("size=5&page=3")


def test_past_the_reach_a_page_is_empty_and_says_so(get):
    page = _search(get, q="khoa học", kind="article", size=100, page=101)
    assert (page["results"], page["total"], page["links"]["next"]) == ([], 14, None)
    assert page["query"]["notes"] == ["note_beyond_reach"]
    assert page["links"]["prev"].endswith("size=100")


@pytest.mark.parametrize("article", ARTICLES, ids=[a["id"] for a in ARTICLES])
def test_any_id_leads_to_its_article(get, article):
    """By its page's address and by its JSON's, the id percent-encoded as a whole or with its slashes left."""
    id = article["id"]
    for path in (quote(id, safe=""), quote(id)):
        record = get(f"/api/v1/articles/{path}").json()
        assert (record["id"], record["title"]) == (id, article["title"])
        assert get(record["url"]).status == 200
    assert get(f"/api/v1/articles?id={quote(id, safe='')}").json()["id"] == id


def test_an_article_marks_a_query_in_the_original(get):
    record = get("/api/v1/articles/tin/2020/tap-huan?q=phan+bien").json()
    words = " ".join(record["text"][a:b] for a, b in record["text_highlights"])
    assert "phản" in words
    assert "biện" in words
    assert record["text"] == next(a["text"] for a in ARTICLES if a["id"] == "tin/2020/tap-huan")


def test_a_directive_has_its_record_and_its_page(get):
    hit = _search(get, q="42-CT/TW", kind="directive")["results"][0]
    record = get(f"/api/v1/directives/{quote(hit['id'], safe='')}").json()
    assert (record["id"], record["type"], record["number"]) == (hit["id"], "Chỉ thị", "42-CT/TW")
    passage = record["passages"][0]
    assert passage["article"] == "tin/2020 giao-ban@vusta"
    assert "42-CT/TW" in "".join(passage["snippet"]["text"][a:b] for a, b in passage["snippet"]["highlights"])
    assert (record["articles"], record["total_passages"], record["links"]["next"]) == (1, 1, None)
    assert get(hit["url"]).status == get(passage["url"]).status == 200


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        (f"{SEARCH}?kind=news", 400, "kind"),
        (f"{SEARCH}?sorce=x", 400, "sorce"),
        (f"{SEARCH}?q={'a' * 1001}", 400, "q"),
        (f"{SEARCH}?page=10001", 400, "page"),
        (f"{SEARCH}?q={'a' * 40_000}", 414, None),
        (f"{SEARCH}?q={'a' * 70_000}", 431, None),
        ("/api/v1/articles/none", 404, None),
        ("/api/v1/articles", 400, "id"),
        ("/api/v1/directives/none", 404, None),
        ("/api/v1/directives?id=", 404, None),
        ("/api/v1/directives?type=", 400, "type"),
        ("/api/v1/speakers?sort=newest", 400, "sort"),
        ("/api/v1/speakers?role=x", 400, "role"),
        ("/api/v1/directives/none?size=0", 400, "size"),
        ("/api/v1/articles?id=a&id=b", 400, "id"),
        ("/api/v1/articles/tin-1?size=3", 400, "size"),
        ("/api/v1/nothing", 404, None),
        ("/api/", 404, None),
    ],
)
def test_errors_are_problem_details(get, path, status, parameter):
    reply = get(path)
    problem = reply.json()
    assert (reply.status, problem["status"]) == (status, status)
    assert reply.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert [e["parameter"] for e in problem.get("errors", [])] == ([parameter] if parameter else [])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_written_over_http(get, method):
    reply = get(SEARCH, method)
    assert (reply.status, reply.headers["content-type"]) == (405, "application/problem+json")
    assert {"GET", "HEAD", "OPTIONS"} == {m.strip() for m in reply.headers["allow"].split(",")}


@pytest.mark.parametrize(
    "q",
    [
        "%00%01%7f",
        "%ED%A0%80",
        "%ff%fe",
        '"((" AND -',
        "*",
        "-",
        "năm:",
        "a" * 1000,
        "%E2%80%AE%F0%9F%98%80",
        "(" * 900,
    ],
)
def test_anything_typed_is_answered(get, q):
    assert get(f"{SEARCH}?q={q if '%' in q else quote(q)}").status == 200


def test_an_unchanged_answer_is_not_sent_twice(get):
    first = get(f"{SEARCH}?q=h%E1%BB%99i&size=5")
    tag = first.headers["etag"]
    again = get(f"{SEARCH}?size=5&q=h%e1%bb%99i&page=1", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["access-control-allow-origin"] == "*"
    other = get(f"{SEARCH}?q=h%E1%BB%99i&size=6", headers={"If-None-Match": tag})
    assert other.status == 200


@pytest.mark.parametrize("added", ["-gzip", "-br", "--gzip", ";gzip", "-zstd"])
def test_a_tag_to_which_a_server_in_front_added_its_compression_is_known(get, added):
    """Apache writes `-gzip` into the tag of what it compresses, and asks for that tag."""
    path = "/api/v1/articles/tin/2020/tap-huan"
    tag = get(path).headers["etag"].removeprefix("W/").strip('"')
    for held in (f'"{tag}{added}"', f'W/"{tag}{added}"'):
        assert get(path, headers={"If-None-Match": held}).status == 304
    assert get(path, headers={"If-None-Match": f'"{added}"'}).status == 200
    assert get(path, headers={"If-None-Match": f'"{tag}-other"'}).status == 200


def test_an_article_has_a_tag_too_and_its_absence_has_none(get):
    tag = get("/api/v1/articles/tin/2020/tap-huan").headers["etag"]
    assert get("/api/v1/articles/tin/2020/tap-huan", headers={"If-None-Match": tag}).status == 304
    assert get("/api/v1/articles/tin/2020/tap-huan?q=a", headers={"If-None-Match": tag}).status == 200
    assert "etag" not in get("/api/v1/articles/none").headers


def test_head_is_get_without_the_body(get):
    head, whole = get(f"{SEARCH}?q=a", "HEAD"), get(f"{SEARCH}?q=a")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


def test_other_sites_may_read_and_only_read(get):
    for reply in (get(SEARCH), get(f"{SEARCH}?kind=x"), get("/api/v1/nothing"), get(SEARCH, "OPTIONS")):
        assert reply.headers["access-control-allow-origin"] == "*"
        assert reply.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "access-control-allow-origin" not in get("/").headers


def test_without_an_index_the_answer_says_what_to_do(get_empty):
    for path in (SEARCH, f"{SEARCH}?q=a", "/api/v1/articles/x"):
        reply = get_empty(path)
        assert reply.status == 503
        assert reply.headers["content-type"] == "application/problem+json"
        assert int(reply.headers["retry-after"]) > 0
        assert "tracuu reindex" in reply.json()["detail"]


def test_every_reference_of_the_openapi_document_leads_somewhere(get):
    document = get("/api/v1/openapi.json").json()
    text = json.dumps(document)
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert names and names <= document["components"]["schemas"].keys()


def test_suggestions_lead_to_pages(get):
    (first, *_) = get("/api/v1/suggest?q=giao+b&limit=3").json()["suggestions"]
    assert get(first["url"]).status == 200
    assert get("/api/v1/suggest").json()["suggestions"] == []
    assert get("/api/v1/suggest?limit=0").status == 400


def test_an_article_carries_its_mentions(get):
    article = get("/api/v1/articles/tin/2020%20giao-ban@vusta").json()
    (directive,) = article["directives"]
    (span,) = directive["spans"]
    assert article["text"][span["start"] : span["end"]] == "Chỉ thị số 42-CT/TW"
    assert (span["part"], directive["number"]) == ("body", "42-CT/TW")
    assert get("/api/v1" + directive["url"]).json()["id"] == directive["id"]
    assert article["people"] == []

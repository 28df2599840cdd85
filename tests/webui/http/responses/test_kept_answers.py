"""Answers that are kept: the same to the same question, bounded, of one generation, and off by one setting."""

from __future__ import annotations

import gzip
import json

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from webui.cli.progress import Silent
from webui.http.responses.kept_answers import KeptAnswer, KeptAnswers
from webui.settings import Settings

TOKEN = {"Authorization": "Bearer chìa".encode().decode("latin-1")}
OF_ONE = ("date", "x-request-id")
PATHS = ["/", "/?q=hoi", "/embed?q=hoi", "/feed.atom?q=hoi", "/api/v1/search?q=hoi", "/directives", "/api/v1/speakers"]


def _answer(name: str, size: int) -> KeptAnswer:
    return KeptAnswer((name,), bytes(size), [])


def _looked_up(ask, port: int) -> dict[str, float]:
    text = ask(port, "/metrics").body.decode()
    lines = [line for line in text.splitlines() if line.startswith("tracuu_answers_looked_up_total{")]
    return {line.split('"')[1]: float(line.rpartition(" ")[2]) for line in lines}


@pytest.mark.parametrize("path", PATHS)
def test_what_was_asked_before_has_the_same_answer(data, running, ask, path):
    with running(WhooshEngine(data)) as server:
        first, again = ask(server.port, path), ask(server.port, path)
        assert (first.status, first.body) == (again.status, again.body), "even the milliseconds that it took"
        told = {name: value for name, value in first.headers.items() if name not in OF_ONE}
        assert told == {name: value for name, value in again.headers.items() if name not in OF_ONE}
        assert _looked_up(ask, server.port) == {"made": 1, "kept": 1}


def test_it_is_compressed_once_and_sent_plain_to_others(data, running, ask):
    asks = {"Accept-Encoding": "gzip"}
    with running(WhooshEngine(data)) as server:
        plain = ask(server.port, "/?q=hoi").body
        packed = [ask(server.port, "/?q=hoi", headers=asks).body for _ in range(2)]
        assert packed[0] == packed[1] and gzip.decompress(packed[0]) == plain
        assert ask(server.port, "/?q=hoi").body == plain


def test_links_name_the_address_that_was_asked(data, running, ask):
    with running(WhooshEngine(data)) as server:
        here, there = (ask(server.port, "/?q=hoi", headers={"Host": host}) for host in ("a.example", "b.example"))
        assert b"a.example" not in there.body and b"b.example" not in here.body


def test_a_new_generation_is_answered_from(tmp_path, running, ask, write_records):
    data = tmp_path / "var"
    reindex([write_records({"id": "a", "title": "Hội thảo", "text": "Hội thảo về men."})], data, Silent(), jobs=1)
    with running(WhooshEngine(data)) as server:
        before = json.loads(ask(server.port, "/api/v1/search?q=zymurgy").body)
        path = write_records({"id": "z", "title": "Zymurgy hội thảo", "text": "Zymurgy là khoa học lên men."})
        reindex([path], data, Silent(), jobs=1)
        after = json.loads(ask(server.port, "/api/v1/search?q=zymurgy").body)
        assert (before["total"], [hit["id"] for hit in after["results"]]) == (0, ["z"])


def test_nobody_reads_what_another_may_ask(data, running, ask):
    with running(WhooshEngine(data), Settings(api_token="chìa")) as server:
        assert ask(server.port, "/api/v1/search?q=hoi", headers=TOKEN).status == 200
        assert ask(server.port, "/api/v1/search?q=hoi").status == 401


def test_a_search_in_vain_is_counted_each_time(data, running, ask):
    with running(WhooshEngine(data), Settings(count_empty_searches=True, empty_searches_from=2)) as server:
        for _ in range(2):
            assert json.loads(ask(server.port, "/api/v1/search?q=qqxyzzy").body)["total"] == 0
        told = json.loads(ask(server.port, "/api/v1/searches-without-results").body)
        assert "qqxyzzy" in json.dumps(told)


def test_one_setting_keeps_none(data, running, ask):
    with running(WhooshEngine(data), Settings(kept_answers=0)) as server:
        for _ in range(2):
            ask(server.port, "/api/v1/search?q=hoi")
        assert _looked_up(ask, server.port) == {"made": 0, "kept": 0}


def test_what_was_used_longest_ago_gives_way():
    kept = KeptAnswers(100_000)
    for number in range(20):
        kept.keep(_answer(str(number), 9_000))
        assert kept.get(("0",)) is not None and kept.size <= 100_000
    assert [n for n in range(20) if kept.get((str(n),))] == [0, *range(11, 20)]


def test_an_answer_that_would_drive_out_all_others_is_not_kept():
    kept = KeptAnswers(100_000)
    kept.keep(_answer("report", 20_000))
    assert kept.get(("report",)) is None and kept.size == 0


def test_what_is_packed_counts_as_well():
    kept = KeptAnswers(100_000)
    answer = _answer("a", 5_000)
    kept.keep(answer)
    kept.pack(answer, bytes(3_000))
    kept.pack(answer, bytes(9_000))
    assert kept.size == 9_000 and len(answer.packed) == 3_000
    kept.keep(_answer("a", 100))
    kept.pack(answer, bytes(50_000))
    assert kept.size == 1_100, "it has been replaced meanwhile"

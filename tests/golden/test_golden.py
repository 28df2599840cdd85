"""Golden searches: rows of data, each with its reason, asked of each engine, the JSON API and the command line."""

from __future__ import annotations

import json
import tomllib
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from click.testing import CliRunner

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest, Sort
from tests.cluster.published import over_cluster
from tests.search.memory_engine.engine import MemoryEngine
from tests.serving import running
from webui.cli.main import main
from webui.cli.progress import Silent

HERE = Path(__file__).parent
ASKED = ("q", "kind", "sort", "copies", "match", "from", "to", "source", "province", "size")
Answer = dict[str, Any]
Ask = Callable[[dict[str, Any]], Answer]


@dataclass(frozen=True)
class Row:
    """One golden search: what is asked, what must come back, and why."""

    reason: str
    asked: dict[str, Any]
    expected: dict[str, Any] = field(default_factory=dict)


def rows(name: str) -> list[Row]:
    table = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["search"]
    return [
        Row(
            row["reason"],
            {k: v for k, v in row.items() if k in ASKED},
            {k: v for k, v in row.items() if k not in (*ASKED, "reason")},
        )
        for row in table
    ]


def ask_engine(engine: SearchEngine) -> Ask:
    def ask(asked: dict[str, Any]) -> Answer:
        values = {("from_" if k == "from" else k): v for k, v in asked.items()}
        for name in ("source", "province"):
            if name in values:
                values[name] = (values[name],)
        answer = engine.search(SearchRequest(**values))
        raw = msgspec.to_builtins(answer)
        told = ("query", "total", "corrected", "suggestion", "not_found")
        return {key: raw[key] for key in told} | {"results": raw["hits"]}

    return ask


def ask_api(port: int) -> Ask:
    def ask(asked: dict[str, Any]) -> Answer:
        url = f"http://127.0.0.1:{port}/api/v1/search?{urllib.parse.urlencode(asked)}"
        with urllib.request.urlopen(url, timeout=30) as reply:
            return json.load(reply)

    return ask


def ask_command(data: Path) -> Ask:
    def ask(asked: dict[str, Any]) -> Answer:
        options = [
            part for name, value in asked.items() if name not in ("q", "size") for part in (f"--{name}", str(value))
        ]
        arguments = ["search", "--json", "--data", str(data), "--limit", str(asked.get("size", 10)), *options]
        done = CliRunner().invoke(main, [*arguments, "--", asked.get("q", "")])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return ask


def check(row: Row, ask: Ask) -> None:
    """Hold one answer against its row."""
    answer = ask(row.asked)
    ids = [hit["id"] for hit in answer["results"]]
    want = row.expected
    checked = {"first", "contains", "excludes", "total", "same_as", "highlights", "corrected", "suggestion", "order"}
    unknown = set(want) - checked - {"snippet", "also", "absent", "near"}
    assert not unknown, f"the row expects what nothing checks: {unknown}"
    assert want, "the row expects nothing"
    if "first" in want:
        assert ids[:1] == [want["first"]], (row, ids)
    if "order" in want:
        assert [i for i in ids if i in want["order"]] == want["order"], (row, ids)
    assert set(want.get("contains", [])) <= set(ids), (row, ids)
    if "excludes" in want:
        every = {hit["id"] for hit in ask({**row.asked, "size": 100})["results"]}
        assert not every & set(want["excludes"]), (row, every)
    if "total" in want:
        assert answer["total"] == want["total"], (row, ids)
    if "same_as" in want:
        other = ask({**row.asked, "q": want["same_as"]})
        assert ids == [hit["id"] for hit in other["results"]], row
        assert answer["total"] == other["total"], row
    if "corrected" in want:
        assert (answer["corrected"] or "") == want["corrected"], (row, answer["corrected"])
    if "suggestion" in want:
        assert answer["suggestion"] == want["suggestion"], (row, answer["suggestion"])
    if "snippet" in want:
        assert answer["results"][0]["snippets"][0]["text"] == want["snippet"], (row, answer["results"][0]["snippets"])
    if "also" in want:
        also = {form for expanded in answer["query"]["expanded"] for form in expanded["also"]}
        assert set(want["also"]) <= also, (row, also)
    if "absent" in want:
        assert [one["said"] for one in answer["not_found"]] == want["absent"], (row, answer["not_found"])
    if "near" in want:
        near = [record["id"] for one in answer["not_found"] for record in one["nearest"]]
        assert set(want["near"]) <= set(near), (row, near)
    if "highlights" in want:
        marked = {
            text[start:end]
            for hit in answer["results"]
            for text, spans in [(hit["title"], hit["title_highlights"])]
            + [(s["text"], s["highlights"]) for s in hit["snippets"]]
            for start, end in spans
        }
        assert set(want["highlights"]) <= marked, (row, marked)


def named(row: Row) -> str:
    return row.asked.get("q", "")[:40] or "(empty)"


ENGINES: dict[str, Callable[[Path], SearchEngine]] = {
    "embedded": WhooshEngine,
    "in memory": MemoryEngine,
    "OpenSearch": over_cluster,  # skipped where no node can be started
}
"""Engines that the golden searches hold for, each with what opens it over a data folder."""

UNRANKED = {"in memory": ("samples", "complaints")}
"""Engines whose equal hits stand by key, with the collections that they are asked: for all hits, in whatever order."""

NEEDS_RANKING = {"first", "order"}


@contextmanager
def through_engine(opening: Callable[[Path], SearchEngine], data: Path) -> Iterator[Ask]:
    engine = opening(data)
    yield ask_engine(engine)
    engine.close()


@contextmanager
def through_api(data: Path) -> Iterator[Ask]:
    with running(WhooshEngine(data)) as server:
        yield ask_api(server.port)


WAYS: dict[str, Callable[[Path], AbstractContextManager[Ask]]] = {
    **{name: partial(through_engine, opening) for name, opening in ENGINES.items()},
    "API": through_api,
    "command line": lambda data: nullcontext(ask_command(data)),
}

COLLECTIONS = {
    "samples": ("samples.toml", "records.toml"),
    "complaints": ("complaints.toml",),  # what users of other engines complain of
    "answers": ("answers.toml",),  # what counts as an answer
    "union": ("union.toml",),
}


def cases() -> Iterator[Any]:
    """Yield each row of each collection with each way to ask it."""
    for collection, tables in COLLECTIONS.items():
        for row in (row for table in tables for row in rows(table)):
            for way in WAYS:
                asked = row
                if way in UNRANKED:
                    if collection not in UNRANKED[way] or NEEDS_RANKING & row.expected.keys():
                        continue
                    asked = Row(row.reason, {"size": 100, **row.asked}, row.expected)
                yield pytest.param(collection, way, asked, id=f"{collection}, {way}: {named(row)}")


@pytest.fixture(scope="module")
def complaints_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("complaints")
    report = reindex([HERE / "complaints"], data, Silent(), jobs=1)
    assert not report.left_out, report.left_out
    return data


@pytest.fixture(scope="module")
def answers_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("answers")
    report = reindex([HERE / "answers"], data, Silent(), jobs=1)
    assert not report.left_out, report.left_out
    return data


@pytest.fixture(scope="module")
def union_index(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("union")
    reindex([shared / "data" / "union"], data, Silent(), jobs=1)
    return data


@pytest.fixture(scope="module")
def opened() -> Iterator[Callable[[str, Path], Ask]]:
    """What opens a way to ask over a data folder, once."""
    with ExitStack() as stack:
        yield cache(lambda way, data: stack.enter_context(WAYS[way](data)))


@pytest.mark.parametrize(("collection", "way", "row"), list(cases()))
def test_golden_searches(
    collection: str, way: str, row: Row, opened: Callable[[str, Path], Ask], request: pytest.FixtureRequest
) -> None:
    check(row, opened(way, request.getfixturevalue(f"{collection}_index")))


@pytest.mark.parametrize("row", rows("answers.toml"), ids=named)
def test_the_same_documents_answer_under_every_order(row: Row, answers_index: Path) -> None:
    engine = WhooshEngine(answers_index)
    asked = SearchRequest(q=row.asked["q"], kind=row.asked.get("kind", "all"), match="all")
    answers = []
    for sort in get_args(Sort):
        keys: list[str] = []
        found = engine.search(replace(asked, sort=sort, size=7))
        for page in range(1, -(-found.reachable // 7) + 1):
            hits = engine.search(replace(asked, sort=sort, size=7, page=page)).hits
            keys += [f"{hit.kind}:{hit.id}" for hit in hits]
        answers.append((found, keys))
    for found, keys in answers:
        long = "note_long_question" in found.query.notes and found.total_loose
        assert long or len(keys) == len(set(keys)) == found.total, "paging gives what is counted"
        assert set(keys) == set(answers[0][1]), row.reason
        assert found.facets == answers[0][0].facets, "facets are of all that answer"
        kinds = {one.value: one.count for one in found.facets["kind"]}
        assert found.total == (sum(kinds.values()) if asked.kind == "all" else kinds.get(asked.kind, 0))
        for name in ("year", "source"):
            articles = kinds.get("article", 0)
            assert sum(one.count for one in found.facets[name]) <= max(articles, found.total)
    engine.close()

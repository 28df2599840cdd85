"""Generations in a real node: a full run, an incremental one, and runs that die at any of their requests."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from index.generations.opensearch.check import check, digests
from index.generations.opensearch.client import Cluster, Connection, Published
from index.generations.opensearch.errors import ClusterError, Conflict, Foreign, Missing, ReadOnly
from index.generations.opensearch.publish import Outcome, count_problems, indices_of, prune, publish
from index.generations.opensearch.state import Held, writing
from index.generations.opensearch.words import read_tables, read_words
from index.generations.store import Store
from index.reindexing.reindex import reindex
from tests.cluster.node import cluster_host
from webui.cli.progress import Silent

_NAMES = count()

BEFORE = [
    {"id": "a", "title": "Đại hội", "text": "PGS.TS Trần Thị Ngân, Chủ tịch Hội Cơ học, nhắc Chỉ thị số 42-CT/TW."},
    {"id": "b", "title": "Hội thảo phản biện", "text": "Hội thảo bàn về Quyết định số 14/2014/QĐ-TTg ngày 14/2/2014."},
    {"id": "c", "title": "Tin thi tay nghề", "text": "Kỹ sư Lò Văn Sơn nhận giải nhất. Ban tổ chức cảm ơn Hội Cơ học."},
]  # fmt: skip
AFTER = [
    BEFORE[0],
    BEFORE[1] | {"text": "PGS.TS Trần Thị Ngân, Chủ tịch Hội Cơ học, dẫn Nghị định số 145/2020/NĐ-CP."},
    {"id": "d", "title": "Tin thi tay nghề", "text": BEFORE[2]["text"], "source": "Báo tỉnh"},
]  # fmt: skip


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = named(f"pub-{os.getpid()}-{next(_NAMES)}")
    yield made
    for index in (*indices_of(made), f"{made.name}-state", f"{made.name}-other", f"{made.name}-g000009"):
        made.request("DELETE", f"/{index}", may_miss=True)
    made.close()


def named(name: str) -> Cluster:
    return Cluster(Connection((cluster_host(),), name=name))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def indexed(store: Store, records: list[dict[str, str]], full: bool = False) -> None:
    path = store.data.parent / "documents.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    report = reindex([path], store.data, Silent(), jobs=1, full=full)
    assert not report.left_out


def held(cluster: Cluster) -> tuple[dict[str, str], Any, dict[str, float], dict[str, int]]:
    index = cluster.resolve()
    told = cluster.manifest(index)
    return digests(cluster, index), read_words(cluster, index), told.total_lengths, told.counts


def test_a_full_run_makes_an_index_that_the_alias_means(cluster, store):
    indexed(store, BEFORE)
    outcome = publish(store, cluster)
    assert outcome == Outcome(f"{cluster.name}-g000001", sum(store.current().manifest.counts.values()), 0)
    assert cluster.resolve() == outcome.index
    assert check(cluster, outcome.index, store.current()) == []
    assert publish(store, cluster).switched is False


def test_an_incremental_run_gives_what_a_full_one_does(cluster, store):
    indexed(store, BEFORE)
    publish(store, cluster)
    indexed(store, AFTER)
    outcome = publish(store, cluster)
    assert outcome.base == f"{cluster.name}-g000001" and outcome.removed
    assert 0 < outcome.written < sum(store.current().manifest.counts.values()) + 1
    incremental = held(cluster)
    assert check(cluster, outcome.index, store.current()) == []
    again = publish(store, cluster, full=True)
    assert again.base == "" and again.index == f"{cluster.name}-g000002-2"
    assert held(cluster) == incremental


def test_another_data_folder_makes_the_index_anew(cluster, store, tmp_path):
    indexed(store, BEFORE)
    publish(store, cluster)
    other = Store(tmp_path / "other")
    indexed(other, AFTER)
    assert publish(other, cluster) == Outcome(f"{cluster.name}-g000001-2", len(digests(cluster, cluster.resolve())), 0)


def test_the_index_before_is_kept_and_no_other(cluster, store):
    for n in range(3):
        indexed(store, BEFORE[: n + 1])
        publish(store, cluster)
    assert sorted(indices_of(cluster)) == [f"{cluster.name}-g000002", f"{cluster.name}-g000003"]
    assert prune(cluster, cluster.resolve()) == []


def test_tables_of_the_office_are_in_the_index(cluster, store):
    store.data.mkdir()
    (store.data / "organisations.csv").write_text("id,name\n", "utf-8")
    indexed(store, BEFORE)
    publish(store, cluster)
    assert read_tables(cluster, cluster.resolve()) == {"organisations.csv": "id,name\n"}


class Dying(Cluster):
    """A client whose process dies before the n-th request that it sends."""

    def __init__(self, connection: Connection, last: int) -> None:
        super().__init__(connection)
        self._left = last

    def request(self, *arguments: Any, **options: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            os._exit(1)
        return super().request(*arguments, **options)


def dies(cluster: Cluster, store: Store, last: int) -> bool:
    """Publish in a process of its own that dies before its n-th request; tell whether it came to that."""
    child = os.fork()
    if child == 0:
        publish(store, Dying(cluster.connection, last))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


@pytest.mark.parametrize(("full", "step"), [(True, 3), (False, 1)], ids=["full", "incremental"])
def test_a_run_that_dies_leaves_the_old_index_or_the_new_one_whole(cluster, store, full, step):
    indexed(store, BEFORE)
    publish(store, cluster)
    old = cluster.resolve()
    indexed(store, AFTER)
    if full:  # of what the index was made from there is nothing left to compare with
        shutil.rmtree(store.generations / "g000001")
    last = 0
    while dies(cluster, store, last):
        last += step
        index = cluster.resolve()
        told = cluster.manifest(index)
        assert index == old or told.digest == store.current().digest()
        assert count_problems(cluster, index, told.counts) == []
    assert last > 15
    index = cluster.resolve()
    assert cluster.manifest(index).digest == store.current().digest()
    assert check(cluster, index, store.current()) == []
    assert sorted(indices_of(cluster)) == sorted([old, index]), "what the dead left is gone"


def test_two_do_not_write_at_once(cluster, store):
    indexed(store, BEFORE)
    with writing(cluster), pytest.raises(Held, match=rf"process {os.getpid()} on .* writes to {cluster.name}"):
        publish(store, cluster)
    with pytest.raises(Missing, match="make one with: tracuu reindex"):
        cluster.resolve()
    publish(store, cluster)


def test_a_lock_that_was_taken_over_switches_nothing(cluster, store):
    with writing(cluster) as lock:
        cluster.request("PUT", f"/{cluster.name}-state/_doc/lock", {"owner": "another"})
        with pytest.raises(Held, match="took over the lock"):
            lock.assure()


def test_an_index_of_another_program_is_left_alone(cluster, store):
    indexed(store, BEFORE)
    cluster.request("PUT", f"/{cluster.name}")
    try:
        with pytest.raises(Foreign, match=f"has an index {cluster.name} of another program"):
            publish(store, cluster)
    finally:
        cluster.request("DELETE", f"/{cluster.name}")


def test_an_alias_of_another_program_is_left_alone(cluster, store):
    indexed(store, BEFORE)
    for other, said in (("other", "which this service did not make"), ("g000009", "was not made by this service")):
        cluster.request("PUT", f"/{cluster.name}-{other}", {"aliases": {cluster.name: {}}})
        with pytest.raises(Foreign, match=said):
            publish(store, cluster)
        cluster.request("DELETE", f"/{cluster.name}-{other}")


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("read_only_allow_delete", "writes no more to {}-.*: a disk is nearly full .*; free some space, then lift"),
        ("read_only", r"blocks {}-.* \(.*index read-only.*\); whoever set the block has to lift it"),
    ],
    ids=["disk", "office"],
)
def test_an_index_that_takes_no_writing_is_told_and_stays(block, said, cluster, store):
    """A node sets the first by itself where a disk is nearly full, on every index: a clone inherits it."""
    indexed(store, BEFORE)
    old = publish(store, cluster).index
    before = held(cluster)
    indexed(store, AFTER)
    for blocked in (f"{cluster.name}-state", old):
        cluster.request("PUT", f"/{blocked}/_settings", {f"index.blocks.{block}": True})
        with pytest.raises(ReadOnly, match=said.format(cluster.name)) as told:
            publish(store, cluster)
        assert "\n" not in str(told.value)
        assert (cluster.resolve(), held(cluster)) == (old, before)
        cluster.request("PUT", f"/{blocked}/_settings", {f"index.blocks.{block}": None})
    outcome = publish(store, cluster)
    assert outcome.base == old
    assert check(cluster, outcome.index, store.current()) == []


DAMAGES: list[tuple[str, Callable[[str], dict[str, Any]], str]] = [
    ("article:a", lambda key: {"doc": {"digest": "x"}}, "article:a is another than in g000001"),
    ("words:00000", lambda key: {"doc": {"part": "eA=="}}, "the words of the index .* are damaged"),
    ("speaker:trần-thị-ngân", lambda key: {}, "holds 1 records of kind speaker where there should be 2"),
]


@pytest.mark.parametrize(("key", "change", "said"), DAMAGES, ids=[key for key, _, _ in DAMAGES])
def test_check_tells_what_was_changed_behind_its_back(cluster, store, key, change, said):
    indexed(store, BEFORE)
    index = publish(store, cluster).index
    cluster.request("PUT", f"/{index}/_settings", {"index.blocks.write": False})
    with pytest.raises(ClusterError) as refused:
        cluster.request("PUT", f"/{index}/_create/{key}", {"key": key})
    assert isinstance(refused.value, Conflict)
    body = change(key)
    source = cluster.mget(index, [key])[key] | body.get("doc", {})
    path = f"/{index}/_doc/{key}?refresh=true"
    cluster.request("PUT" if body else "DELETE", path, source if body else None)
    problems = check(cluster, index, store.current())
    assert any(re.search(said, one) for one in problems), problems


def test_an_index_without_its_description_is_none(cluster, store):
    indexed(store, BEFORE)
    index = publish(store, cluster).index
    assert isinstance(indices_of(cluster)[index], Published)

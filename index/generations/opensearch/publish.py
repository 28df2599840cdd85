"""Publishes the live local generation into a cluster: an index of its own, then one switch of the alias.

An index is made anew, or, where the cluster holds the generation before, as a clone of that one (hard links, without
copying) in which only what differs is written. Nothing is ever written to an index that an alias means. What a killed
run left has no description of itself, or that of another one, and is removed by the next.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import numpy as np

from index.analysis.tiers import ANALYSER
from index.generations.opensearch.bulk import Action, send
from index.generations.opensearch.client import Cluster, Published
from index.generations.opensearch.derived import Derived
from index.generations.opensearch.documents import TIERS, documents_of
from index.generations.opensearch.errors import ClusterError, Foreign, Missing
from index.generations.opensearch.generation_arrays import GenerationArrays, opened
from index.generations.opensearch.names import document_id, generation_of, index_of
from index.generations.opensearch.state import Lock, writing
from index.generations.opensearch.words import word_documents, words_of
from index.generations.schema import FORMAT
from index.generations.store import Generation, Store, StoreError
from index.resolve.office_table import copied_tables

MAPPING = 3
"""Version of `index.json` and of what `documents` and `words` make. Raise it when an index of before will not do."""

_SLOW = 300.0  # seconds that the cluster may take for what it does at once: a clone, a refresh of all that was sent
_COPIES = 60  # seconds for which the copies of a new index are waited for

Tell = Callable[[int, int], None]
"""Is told how many documents of how many were sent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of publishing: the index, the documents sent and removed; `base` is the one it was cloned from, if any."""

    index: str
    written: int
    removed: int
    base: str = ""
    switched: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """Spread of the documents of a new index: `shards`, and copies of each as OpenSearch's range (`0-1`)."""

    shards: int = 1
    replicas: str = "0-1"


def publish(
    store: Store, cluster: Cluster, *, layout: Layout = Layout(), full: bool = False, tell: Tell = lambda done, of: None
) -> Outcome:
    """Make the cluster serve the live local generation. Raises ClusterError, StoreError where there is none.

    With `full` the index is made anew even if the cluster holds one that could be built on, or this very one.
    """
    generation = store.current()
    if generation is None:
        raise StoreError(f"{store.data}: there is no index yet; make one with: tracuu reindex PATH")
    with writing(cluster) as lock:
        live = _live(cluster)
        prune(cluster, live[0] if live else "")
        if live is not None and (live[1].digest, live[1].mapping) == (generation.digest(), MAPPING) and not full:
            return Outcome(live[0], 0, 0, switched=False)
        base = None if full or live is None else _base(store, live[1])
        index = _new_index(cluster, generation.name)
        with opened(generation) as arrays, _built(cluster, index):
            if base is not None and live is not None:
                outcome = _cloned(cluster, index, arrays, base, live[0], tell)
            else:
                outcome = _anew(cluster, index, arrays, layout, tell)
            _finish(cluster, arrays, index)
        _switch(cluster, lock, index, live[0] if live else "")
        prune(cluster, index)
        return outcome


def _live(cluster: Cluster) -> tuple[str, Published] | None:
    """Return the index that the alias means and its description. Raises Foreign for another program's."""
    try:
        index = cluster.resolve()
    except Missing:
        if cluster.request("GET", f"/{quote(cluster.name)}", may_miss=True) is not None:
            raise Foreign(
                f"the cluster has an index {cluster.name} of another program; give the service another name"
            ) from None
        return None
    return index, cluster.manifest(index)


def _base(store: Store, published: Published) -> Generation | None:
    """Return the local generation that an index of the cluster was made from; None where it can be no base."""
    if (published.format, published.analyser, published.mapping) != (FORMAT, ANALYSER, MAPPING):
        return None
    with contextlib.suppress(StoreError):
        generation = store.load(published.generation)
        if generation.digest() == published.digest:
            return generation
    return None


def _new_index(cluster: Cluster, generation: str) -> str:
    """Return a name for the index of a generation; of another data folder the cluster may hold one of the same."""
    known = indices_of(cluster)
    names = (index_of(cluster.name, generation + (f"-{n}" if n > 1 else "")) for n in itertools.count(1))
    return next(name for name in names if name not in known)


def _anew(cluster: Cluster, index: str, arrays: GenerationArrays, layout: Layout, tell: Tell) -> Outcome:
    body = msgspec.json.decode(files(__package__).joinpath("index.json").read_bytes())
    body["settings"]["index"] |= {"number_of_shards": layout.shards, "auto_expand_replicas": layout.replicas}
    cluster.request("PUT", f"/{quote(index)}", body, timeout=_SLOW, repeat=False)
    _await_copies(cluster, index)
    numbers = np.flatnonzero(arrays.live)
    written = _send(cluster, index, _actions(arrays, Derived(arrays), numbers), len(numbers), tell)
    return Outcome(index, written, 0)


def _cloned(
    cluster: Cluster, index: str, arrays: GenerationArrays, base: Generation, live: str, tell: Tell
) -> Outcome:
    with opened(base) as before:
        derived = Derived(arrays)
        changed = _changed(arrays, derived, before, Derived(before))
        gone = [key for key in before.numbers if key not in arrays.numbers]
    _block(cluster, live)
    settings = {"settings": {"index.blocks.write": None}}
    cluster.request("PUT", f"/{quote(live)}/_clone/{quote(index)}", settings, timeout=_SLOW, repeat=False)
    _await_copies(cluster, index)
    removals = (Action(document_id(key), None) for key in gone)
    removed = _send(cluster, index, removals, len(gone), lambda done, of: None)
    written = _send(cluster, index, _actions(arrays, derived, changed), len(changed), tell)
    return Outcome(index, written, removed, base=live)


def _await_copies(cluster: Cluster, index: str) -> None:
    """Wait until each part of a new index is on as many nodes as it shall be, so that one that dies takes none along.

    Copies of a large clone take longer: then it is written to while they come.
    """
    asked = urlencode({"wait_for_status": "green", "timeout": f"{_COPIES}s"})
    with contextlib.suppress(ClusterError):  # 408: they are not there yet
        cluster.request("GET", f"/_cluster/health/{quote(index)}?{asked}", timeout=2 * _COPIES)


def _changed(
    arrays: GenerationArrays, derived: Derived, before: GenerationArrays, derived_before: Derived
) -> list[int]:
    """Return the numbers of the documents that are new, or of which anything is another than it was."""
    changed = []
    for key, number in arrays.numbers.items():
        was = before.numbers.get(key)
        same = was is not None and _same(arrays, number, before, was)
        if was is None or not same or derived.fields(number) != derived_before.fields(was):
            changed.append(number)
    return changed


def _same(arrays: GenerationArrays, number: int, before: GenerationArrays, was: int) -> bool:
    """Tell whether two documents hold the same. Segments are immutable: a place in one is one document."""
    (segment, within), (segment_before, within_before) = arrays.place(number), before.place(was)
    one, other = arrays.segment_names[segment], before.segment_names[segment_before]
    return (one, within) == (other, within_before) or arrays.content(number) == before.content(was)


def _actions(arrays: GenerationArrays, derived: Derived, numbers: Any) -> Iterator[Action]:
    for document in documents_of(arrays, derived, numbers):
        yield Action(document.id, document.body)


def _send(cluster: Cluster, index: str, actions: Iterator[Action], size: int, tell: Tell) -> int:
    done = 0
    tell(0, size)
    for done in send(cluster, index, actions):
        tell(done, size)
    return done


@contextlib.contextmanager
def _built(cluster: Cluster, index: str) -> Iterator[None]:
    """Remove the index again where building it fails; what cannot be removed then, the next run does."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(ClusterError):
            cluster.request("DELETE", f"/{quote(index)}", timeout=10, may_miss=True)
        raise


def _finish(cluster: Cluster, arrays: GenerationArrays, index: str) -> None:
    """Write words and description, and check the counts."""
    manifest = arrays.generation.manifest
    words = word_documents(words_of(arrays), copied_tables(arrays.generation.path))
    stale = {"words", "table"}  # of the base: parts that this one has not as many of
    known = {id for id, _ in words}
    removals = [Action(id, None) for kind in stale for id in _ids(cluster, index, kind) if id not in known]
    for _ in send(cluster, index, [*removals, *(Action(id, body) for id, body in words)]):
        pass
    cluster.request("POST", f"/{quote(index)}/_refresh", timeout=_SLOW)
    problems = count_problems(cluster, index, manifest.counts)
    if problems:
        raise ClusterError(f"{problems[0]}; the index was not published: run again with --full")
    total_lengths = {
        field: float(sum(int(s.lengths(field)[s.live].sum(dtype=np.int64)) for s in arrays.segments)) for field in TIERS
    }
    described = Published(
        generation=manifest.generation,
        format=manifest.format,
        analyser=manifest.analyser,
        published=manifest.published,
        counts=manifest.counts,
        digest=arrays.generation.digest(),
        documents=int(arrays.live.sum()),
        mapping=MAPPING,
        total_lengths=total_lengths,
    )
    meta = {"_meta": {"tracuu": {**msgspec.to_builtins(described), "index": index}}}
    cluster.request("PUT", f"/{quote(index)}/_mapping", meta, timeout=_SLOW)
    _block(cluster, index)


def _switch(cluster: Cluster, lock: Lock, index: str, live: str) -> None:
    """Let the alias mean the new index. Where that fails it may be done all the same, so the index stays."""
    lock.assure()
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": cluster.name}}]
    if live:  # it may be sent twice
        actions.append({"remove": {"index": live, "alias": cluster.name, "must_exist": False}})
    cluster.request("POST", "/_aliases", {"actions": actions}, timeout=_SLOW)


def _block(cluster: Cluster, index: str) -> None:
    """Let nothing more be written to an index: it is published, and may be cloned."""
    cluster.request("PUT", f"/{quote(index)}/_settings", {"index.blocks.write": True}, timeout=_SLOW)


def _ids(cluster: Cluster, index: str, kind: str) -> list[str]:
    body = {"query": {"term": {"kind": kind}}, "size": 10_000, "_source": False}
    return [hit["_id"] for hit in cluster.search(index, body)["hits"]["hits"]]


def count_problems(cluster: Cluster, index: str, counts: dict[str, int]) -> list[str]:
    """Return a sentence for each kind of which an index holds another number of records than there should be."""
    body = {"size": 0, "track_total_hits": True, "aggs": {"kind": {"terms": {"field": "kind", "size": 20}}}}
    buckets = cluster.search(index, body, timeout=_SLOW)["aggregations"]["kind"]["buckets"]
    held = {one["key"]: one["doc_count"] for one in buckets}
    return [
        f"{index} holds {held.get(kind, 0):,} records of kind {kind} where there should be {counts.get(kind, 0):,}"
        for kind in sorted({*counts, *held} - {"words", "table"})
        if held.get(kind, 0) != counts.get(kind, 0)
    ]


def indices_of(cluster: Cluster) -> dict[str, Published | None]:
    """Return the indices of the service in a cluster, and the description of each that is whole."""
    answer = cluster.request("GET", f"/{quote(cluster.name)}-g*/_mapping", may_miss=True) or {}
    found: dict[str, Published | None] = {}
    for index, told in answer.items():
        if generation_of(cluster.name, index):
            meta = told["mappings"].get("_meta", {}).get("tracuu", {})
            found[index] = msgspec.convert(meta, Published) if meta.get("index") == index else None
    return found


def prune(cluster: Cluster, live: str) -> list[str]:
    """Remove the indices that are neither live nor the one before that; returns their names.

    So go those that a killed run left: without their description, or with it and not switched to.
    """
    found = indices_of(cluster)
    whole = {index: _age(told, index) for index, told in found.items() if told is not None and index != live}
    if (now := found.get(live)) is not None:
        whole = {index: age for index, age in whole.items() if age < _age(now, live)}
    kept = max(whole, key=lambda index: whole[index], default="")
    removed = sorted(index for index in found if index not in (live, kept))
    for index in removed:
        cluster.request("DELETE", f"/{quote(index)}", timeout=_SLOW, may_miss=True)
    return removed


def _age(published: Published, index: str) -> tuple[str, str, int]:
    """Return by which indices stand in the order of their publication.

    Times are of whole seconds: within one the generation tells, of one generation the number behind it.
    """
    again = index.rpartition("-")[2]
    return published.published, published.generation, int(again) if again.isdigit() else 1

"""Reindexes that are killed at each of their file operations, or lose power there; prints what was found as JSON.

    python -m tests.index.reindexing.stopped_reindexes FOLDER [--samples N]

FOLDER is made, and filled. For a first, an incremental and a full reindex of a few documents, `killed` counts the
outcomes of one killed process for each operation (a fork of the reindex, which itself goes on), `power` those of every
different disk that could be found after a power failure at any operation. `faults` must be empty. A process of its own,
because it forks.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.generations.store import Generation, Store, StoreError, verify
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.index.reindexing.file_operations import Operations, watched
from tests.index.reindexing.power_loss import Disk, Tree, read_tree, write_tree
from webui.cli.progress import Silent

DOCUMENTS, CHANGED = 3, 2
KINDS = ("first", "incremental", "full")


@dataclass
class Found:
    """What was found of one kind of reindex."""

    operations: dict[str, int]
    killed: Counter[str] = field(default_factory=Counter)
    power: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def write_documents(folder: Path, changed: int) -> None:
    """Write the documents, the first `changed` of them with a new word."""
    folder.mkdir(exist_ok=True)
    for n in range(DOCUMENTS):
        word = "moisua" if n < changed else "banggoc"
        text = f"Ông Nguyễn Văn An nói về Chỉ thị số 42-CT/TW ngày 16/4/2010: {word}."
        (folder / f"d{n}.json").write_text(json.dumps({"id": f"d{n}", "title": f"Bài {n}", "text": text}))


_searched: dict[tuple[str, int], str] = {}
"""What a generation is, by the digest of its manifest and how many documents were changed: once its sums are seen to be
right it is, file by file, the one that was searched."""


def outcome(data: Path, changed: int) -> str:
    """Return `none`, `old` or `new`: which generation stands there, whole and readable; raises where none does."""
    live = Store(data).current()
    if live is None:
        return "none"
    assert verify(live) == []
    known = live.digest(), changed
    if known not in _searched:
        _searched[known] = _found_by_searching(live, data, changed)
    return _searched[known]


def _found_by_searching(live: Generation, data: Path, changed: int) -> str:
    engine = WhooshEngine(data)
    try:
        totals = tuple(engine.search(SearchRequest(q=q, exact=True)).total for q in ("banggoc", "moisua", ""))
    finally:
        engine.close()
    records = sum(live.manifest.counts.values())
    states = {(DOCUMENTS, 0, records): "old", (DOCUMENTS - changed, changed, records): "new"}
    return states[totals] if changed else "new"


def in_child(data: Path, documents: Path, full: bool) -> None:
    """Reindex in a fork, to its end."""
    child = os.fork()
    if child == 0:
        with watched(Operations(data.parent)):
            reindex([documents], data, Silent(), full=full, jobs=1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0, f"a reindex ended with status {status}"


def killed_in_turn(work: Path, documents: Path, full: bool) -> Iterator[int]:
    """Reindex in a fork, of which a fork is killed at each operation; give its number while all is as it left it."""
    told, tell = os.pipe()
    answered, answer = os.pipe()
    child = os.fork()
    if child == 0:

        def wait_for_the_look() -> None:
            os.write(tell, b"k")
            assert os.read(answered, 1)

        with watched(Operations(work, wait_for_the_look)):
            reindex([documents], work / "data", Silent(), full=full, jobs=1)
        os._exit(0)
    os.close(tell)
    os.close(answered)
    number = 0
    while os.read(told, 1):
        number += 1
        yield number
        os.write(answer, b"l")
    os.close(told)
    os.close(answer)
    _, status = os.waitpid(child, 0)
    assert status == 0, f"a reindex of which forks were killed ended with status {status}"


def record(disk: Path, documents: Path, full: bool) -> Operations:
    """Reindex here, and return all operations; what they say must be what the folder holds then."""
    model = Disk(str(disk.resolve()), read_tree(disk))
    operations = Operations(disk)
    with watched(operations):
        reindex([documents], disk / "data", Silent(), full=full, jobs=1)
    for operation in operations.done:
        model.apply(operation)
    assert model.now() == read_tree(disk), "something was written that was not recorded"
    return operations


def kill_at_each(found: Found, before: Path, work: Path, documents: Path, full: bool, changed: int) -> None:
    """Kill one process at each operation, look at a copy of what it left, and let the next reindex mend each fifth."""
    shutil.copytree(before, work)
    killed = work.with_name("killed")
    for last in killed_in_turn(work, documents, full):
        shutil.copytree(work, killed)
        try:
            found.killed[outcome(killed / "data", changed)] += 1
            if last % 5 == 0:
                in_child(killed / "data", documents, full)
                assert outcome(killed / "data", changed) == "new"
                assert not list(killed.glob("data/generations/.building-*"))
        except (StoreError, AssertionError, KeyError, OSError) as error:
            found.faults.append(f"killed at operation {last}: {error!r}")
        shutil.rmtree(killed)
    found.killed[outcome(work / "data", changed)] += 1
    shutil.rmtree(work)


def reachable(tree: Tree) -> frozenset[tuple[str, bytes | None]]:
    """Return what a reader of this tree comes to see."""
    name = (tree.get("data/CURRENT") or b"").decode(errors="replace").split(" ")[0].strip()
    of_it = {path: content for path, content in tree.items() if path.startswith(f"data/generations/{name}/")}
    return frozenset({**of_it, "": tree.get("data/CURRENT")}.items())


def lose_power(found: Found, tree: Tree, done: Operations, work: Path, changed: int, samples: int) -> None:
    """Look at what may be on the disk after each operation, and after the last: that reindex was acknowledged."""
    model = Disk(done.root, tree)
    chance = random.Random(20201016)
    seen: dict[frozenset[tuple[str, bytes | None]], str] = {}
    for number, operation in enumerate(done.done, 1):
        model.apply(operation)
        last = number == len(done.done)
        for state in model.after_power_loss(chance, samples * 20 if last else samples):
            key = reachable(state)
            if key not in seen:
                write_tree(state, work)
                try:
                    seen[key] = outcome(work / "data", changed)
                except (StoreError, AssertionError, KeyError, OSError) as error:
                    seen[key] = "fault"
                    found.faults.append(f"power lost at operation {number} ({operation.kind}): {error!r}")
                shutil.rmtree(work)
            found.power[seen[key]] += 1
            if last:
                found.acknowledged[seen[key]] += 1


def main() -> None:
    """Do as the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--samples", type=int, default=4)
    given = parser.parse_args()
    folder: Path = given.folder
    documents, disk, work = folder / "documents", folder / "disk", folder / "work"
    disk.mkdir(parents=True)
    every: dict[str, Found] = {}
    for kind in KINDS:
        full, changed = kind == "full", 0 if kind == "first" else CHANGED
        shutil.rmtree(documents, ignore_errors=True)
        write_documents(documents, 0)
        if kind != "first":
            shutil.rmtree(disk / "data")
            reindex([documents], disk / "data", Silent(), jobs=1)
            write_documents(documents, changed)
        tree, before = read_tree(disk), folder / f"before-{kind}"
        shutil.copytree(disk, before)
        operations = record(disk, documents, full)
        found = every[kind] = Found(dict(Counter(done.kind for done in operations.done)))
        gc.freeze()
        lose_power(found, tree, operations, work, changed, given.samples)
        kill_at_each(found, before, work, documents, full, changed)
    json.dump({kind: vars(found) for kind, found in every.items()}, sys.stdout, indent=1)


if __name__ == "__main__":
    main()

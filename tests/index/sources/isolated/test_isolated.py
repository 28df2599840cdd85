"""One file never the whole run: what ends its reader is told, and everything else is read."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tarfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources import Unchanged, read_paths
from index.sources.isolated import Reading, ReadLimits, pool, read_isolated, reading_ahead
from index.sources.isolated.process import remove_leftovers

LIMITS = ReadLimits()


def _read(path: Path, limits: ReadLimits = LIMITS) -> list[object]:
    return [reading.item for file in read_paths([path]) for reading in read_isolated(file, limits=limits)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tag.md", '---\ntitle: !!bool "x"\n---\nNội dung.\n'),
        ("number.md", f"---\nid: 0x{'f' * 6000}\n---\nNội dung.\n"),
    ],
)
def test_what_no_reader_foresaw_is_told_and_the_rest_is_read(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "z.txt").write_text("Tin vui\nVườn ươm của hội.", encoding="utf-8")
    bad, good = _read(tmp_path)
    assert isinstance(bad, Rejection) and bad.reason == "broken" and bad.origin.endswith(name)
    assert isinstance(good, Article) and good.title == "Tin vui"


def test_a_file_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    os.mkfifo(path)  # never gives a line
    (found,) = _read(path)
    assert isinstance(found, Rejection)  # no regular file: not even waited for
    (tmp_path / "b.txt").write_text("Tin vui\n" + "Vườn ươm.\n" * 1_200_000, encoding="utf-8")
    (late,) = _read(tmp_path / "b.txt", replace(LIMITS, seconds=0.0, seconds_a_megabyte=0.0))
    assert isinstance(late, Rejection) and late.reason == "too large" and "seconds" in late.detail
    (tmp_path / "b.txt").write_text("Tin vui\nVườn ươm.", encoding="utf-8")
    (again,) = _read(tmp_path / "b.txt")
    assert isinstance(again, Article)


def test_a_file_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "Vườn", "x": [' + "{}," * 6_000_000 + "1]}", encoding="utf-8")
    (found,) = _read(tmp_path / "a.json", replace(LIMITS, memory=400 << 20))[:1]
    assert isinstance(found, Rejection) and "memory" in found.detail


def test_known_lines_come_as_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "Vườn ươm"}\n{"id": "2", "text": "Vườn rau"}\n', encoding="utf-8")
    (file,) = read_paths([path])
    first: list[Reading] = list(read_isolated(file, {}))
    known = {reading.digest: reading.item.id for reading in first if isinstance(reading.item, Article)}
    assert len(known) == 2
    again = [reading.item for reading in read_isolated(file, known)]
    assert [type(item) for item in again] == [Unchanged, Unchanged]
    taken = [reading.item for reading in read_isolated(file, known, {"1"})]
    assert [type(item) for item in taken] == [Article, Unchanged]


def test_an_item_that_nobody_waits_for_does_not_come_with_the_next_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "Vườn"}\n{"id": "2", "text": "Rau"}\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text("Tin vui\nVườn ươm.", encoding="utf-8")
    first, second = read_paths([tmp_path])
    begun = read_isolated(first)
    next(begun)
    begun.close()  # type: ignore[attr-defined]
    (found,) = [reading.item for reading in read_isolated(second)]
    assert isinstance(found, Article) and found.title == "Tin vui"


def test_folders_in_folders(tmp_path: Path) -> None:
    """Deeper than a program may call itself, and than one path may be long."""
    folder, here = tmp_path / "d", os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(1_300):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
    finally:
        os.close(here)
    (tmp_path / "z.txt").write_text("Tin vui\nVườn ươm.", encoding="utf-8")
    try:
        found = list(read_paths([tmp_path]))
    finally:
        subprocess.run(["rm", "-rf", folder], check=True)  # pytest's own clearing calls itself for each of them
    assert found[-1].path.name == "z.txt"


def test_a_sparse_file_in_an_archive(tmp_path: Path) -> None:
    """Ten kilobytes that state to be a terabyte are told, and no disk is filled."""
    entry = tarfile.TarInfo("a.txt")
    entry.size = 0
    entry.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.name": "a.txt"}
    entry.pax_headers |= {"GNU.sparse.map": f"{1 << 40},0", "GNU.sparse.size": str(1 << 40)}
    entry.pax_headers["GNU.sparse.numblocks"] = "1"
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(entry)
    (found,) = _read(tmp_path / "a.tar")
    assert isinstance(found, Rejection) and found.reason == "too large"


def _all(folder: Path, processes: int, limits: ReadLimits = LIMITS) -> list[str]:
    files = list(read_paths([folder]))
    with reading_ahead(processes, limits) as readers:
        for at, file in enumerate(files):
            readers.begin(at, file, None, ())
        found = [reading.item for at in range(len(files)) for reading in readers.readings(at, ())]
    return [item.text if isinstance(item, Article) else str(item) for item in found]


def test_many_read_in_the_order_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_START", 0.0)
    monkeypatch.setattr(pool, "_WAITED", 0.0)
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"Tin\nVườn ươm số {number}.\n" * (number % 7 + 1), encoding="utf-8")
    (tmp_path / "05.md").write_text('---\ntitle: !!bool "x"\n---\nNội dung.\n', encoding="utf-8")
    (tmp_path / "20.jsonl").write_text('{"text": "Vườn"}\n' * 500, encoding="utf-8")
    one = _all(tmp_path, 1)
    assert len(one) == 541 and _all(tmp_path, 3) == one
    monkeypatch.setattr(pool, "_AHEAD", 300)  # so little that all but the first wait again and again
    assert _all(tmp_path, 3) == one


def test_a_process_that_hangs_keeps_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those behind it are read meanwhile, and its own file is told when its time is over."""
    monkeypatch.setattr(pool, "_START", 0.0)
    (tmp_path / "a.jsonl").write_text('{"text": "Vườn ươm"}\n' * 50_000, encoding="utf-8")
    for number in range(5):
        (tmp_path / f"b{number}.txt").write_text(f"Tin\nVườn ươm số {number}.", encoding="utf-8")
    files = list(read_paths([tmp_path]))
    with reading_ahead(2, replace(LIMITS, seconds=2.0, seconds_a_megabyte=0.0)) as readers:
        for at, file in enumerate(files):
            readers.begin(at, file, None, ())
        hanging = readers.readings(0, ())
        next(hanging)
        (first,) = pool._pool._readers
        os.kill(first.process._process.pid, signal.SIGSTOP)
        *_, last = [reading.item for reading in hanging]
        assert isinstance(last, Rejection) and "more than 2 seconds" in last.detail
        assert not readers._begun[1].queued, "another process has it, whether it has read it yet or not"
        assert [item.item.title for at in range(1, 6) for item in readers.readings(at, ())] == ["Tin"] * 5  # type: ignore[union-attr]


_ASKS = """
import os, sys, time
from pathlib import Path
from index.sources import read_paths
from index.sources.isolated import read_isolated
for file in read_paths([Path(sys.argv[1])]):
    list(read_isolated(file))
os.kill(os.getpid(), 9)
"""


def test_a_run_that_is_killed_leaves_no_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tin vui\nVườn ươm của hội.", encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PYTHONPATH": str(Path(__file__).parents[4])}
    subprocess.run([sys.executable, "-c", _ASKS, str(tmp_path / "a.txt")], env=environment)
    until = time.monotonic() + 20
    while list((tmp_path / "tmp").iterdir()) and time.monotonic() < until:
        time.sleep(0.01)  # the process that read sees that its input has ended
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_process_that_hangs_ends_where_nobody_is_left_to_end_it() -> None:
    """Its alarm is of the system, so that it rings in a loop that lets no other code of its own run."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    said = subprocess.run([sys.executable, "-c", _HANGS], env=environment)
    assert said.returncode == -signal.SIGALRM


_HANGS = """
import itertools, msgspec
from collections import deque
from pathlib import Path
from index.sources import SourceFile
from index.sources.isolated import child
from index.sources.isolated.messages import Request, sent
child.read_file = lambda file: deque(itertools.repeat(0), maxlen=0)
child._LONGER = 1
child._answer(Request(sent(SourceFile(Path("a"), "a")), {}, [], False, 0.0), 1, msgspec.msgpack.Encoder())
"""


def test_leftovers_of_others_that_ended_are_removed_and_of_those_that_live_are_kept(tmp_path: Path) -> None:
    for name in ("tracuu-reader-held", "tracuu-reader-left", "tracuu-reader-empty", "tracuu-reader-new", "another"):
        (tmp_path / name).mkdir()
        if name != "tracuu-reader-empty":
            (tmp_path / name / "said").write_bytes(b"")
        if name != "tracuu-reader-new":
            os.utime(tmp_path / name, (0, 0))
    with (tmp_path / "tracuu-reader-held" / "said").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        remove_leftovers(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {"tracuu-reader-held", "tracuu-reader-new", "another"}

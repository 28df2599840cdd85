"""Files and lines that did not change are not read again, and nothing that did change is missed for it."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

import pytest

from index.documents import Article
from index.generations import checked_sums
from index.generations.catalogue import read_catalogue
from index.generations.store import Store
from index.reindexing import page_links, read_files
from index.reindexing.reindex import Report, reindex
from index.sources import KnownLines, SourceFile, Unchanged, read_changed
from index.sources.attached import links_in
from index.sources.formats import json_file, json_lines
from index.sources.isolated import Reading
from webui.cli.progress import Silent

Run = Callable[..., Report]


class Decoded:
    """Counts the JSON texts that are decoded, which is what reading costs."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, data: str) -> object:
        self.count += 1
        return json.loads(data)

    def taken(self) -> int:
        """Return how many there were since the last time."""
        count, self.count = self.count, 0
        return count


class _ReadingHere:
    """Reads in this process, where what is decoded can be counted."""

    def __init__(self) -> None:
        self._begun: dict[int, tuple[SourceFile, Mapping[bytes, str]]] = {}

    def begin(self, at: int, file: SourceFile, known: Mapping[bytes, str], *_: object, first: bool = False) -> None:
        self._begun[at] = (file, known)

    def readings(self, at: int, taken: Container[str]) -> Iterator[Reading]:
        return _read_here(*self._begun.pop(at), taken)


def _read_here(file: SourceFile, known: Mapping[bytes, str], taken: Container[str]) -> Iterator[Reading]:
    given = {one for one in known.values() if one in taken}
    lines = KnownLines(known, given)
    for item in read_changed(file, lines):
        if isinstance(item, Article | Unchanged):
            given.add(item.id)
        yield Reading(item, lines.last)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Decoded:
    counter = Decoded()
    monkeypatch.setattr("index.reindexing.reindex.reading_ahead", lambda jobs: nullcontext(_ReadingHere()))
    monkeypatch.setattr(json_lines, "parsed", counter)
    monkeypatch.setattr(json_file, "parsed", counter)
    return counter


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take files as settled as soon as they are written: a test need not wait for two seconds."""
    monkeypatch.setattr(read_files, "_SETTLED", 0)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder


@pytest.fixture
def run(sources: Path, tmp_path: Path) -> Run:
    return lambda data="data", **options: reindex([sources], tmp_path / data, Silent(), jobs=1, **options)


def write(path: Path, *records: tuple[str, str]) -> None:
    """Write (id, text) as JSON, lines where the name says so; an empty id is left to the reader."""
    rows = [{**({"id": id} if id else {}), "title": "Bài", "text": text} for id, text in records]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) if path.suffix == ".jsonl" else f"[{','.join(lines)}]", encoding="utf-8")


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.deleted


@pytest.mark.usefixtures("at_once")
def test_a_file_that_is_as_it_was_is_not_read(sources: Path, run: Run, decoded: Decoded) -> None:
    write(sources / "a.json", ("a", "hội thảo"), ("b", "tập huấn"))
    write(sources / "b.jsonl", ("c", "phản biện"))
    run()
    assert decoded.taken() == 2
    assert counts(run()) == (0, 0, 3, 0) and decoded.taken() == 0
    assert counts(run(dry_run=True)) == (0, 0, 3, 0) and decoded.taken() == 0
    assert counts(run(full=True)) == (3, 0, 0, 0) and decoded.taken() == 2


def test_a_file_that_was_written_a_moment_ago_is_read_again(sources: Path, run: Run, decoded: Decoded) -> None:
    write(sources / "a.json", ("a", "hội thảo"))
    run()
    assert decoded.taken() == 1
    run()
    assert decoded.taken() == 1, "what is written within one tick of the clock has the same time"


@pytest.mark.usefixtures("at_once")
def test_another_text_of_the_same_size_and_time_is_noticed(sources: Path, run: Run) -> None:
    path = sources / "a.json"
    write(path, ("a", "hội thảo mai"))
    run()
    before = path.stat()
    write(path, ("a", "hội thảo hai"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size and path.stat().st_mtime_ns == before.st_mtime_ns
    assert counts(run()) == (0, 1, 0, 0)


@pytest.mark.usefixtures("at_once")
def test_a_file_that_took_the_place_of_another_is_noticed(sources: Path, run: Run, tmp_path: Path) -> None:
    path, other = sources / "a.json", tmp_path / "other.json"
    write(path, ("a", "hội thảo mai"))
    write(other, ("a", "hội thảo hai"))
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    run()
    other.replace(path)
    assert counts(run()) == (0, 1, 0, 0)


def test_of_a_changed_file_only_other_lines_are_decoded(sources: Path, run: Run, decoded: Decoded) -> None:
    path = sources / "a.jsonl"
    write(path, ("a", "một"), ("b", "hai"), ("c", "ba"))
    run()
    decoded.taken()
    write(path, ("c", "ba"), ("a", "một"), ("b", "khác"), ("d", "bốn"))
    assert counts(run()) == (1, 1, 2, 0) and decoded.taken() == 2
    write(path, ("d", "bốn"))
    assert counts(run()) == (0, 0, 1, 3) and decoded.taken() == 0


def test_a_line_that_is_named_by_its_place_is_another_article_elsewhere(sources: Path, run: Run) -> None:
    write(sources / "a.jsonl", ("", "một"), ("", "hai"))
    run()
    write(sources / "a.jsonl", ("", "hai"), ("", "một"))
    assert counts(run()) == (0, 2, 0, 0)


@pytest.mark.usefixtures("at_once")
def test_an_id_that_another_file_took_is_told(sources: Path, run: Run) -> None:
    write(sources / "b.json", ("x", "một"))
    run()
    write(sources / "a.json", ("x", "hai"))
    report = run()
    assert counts(report) == (0, 1, 0, 0)
    assert [(one.reason, Path(one.origin).name) for one in report.left_out] == [("duplicate id", "b.json:1")]
    (sources / "a.json").unlink()
    assert counts(run()) == (0, 1, 0, 0), "the one that was left out is in its place again"


@pytest.mark.usefixtures("at_once")
def test_what_was_left_out_is_told_each_time(sources: Path, run: Run, decoded: Decoded) -> None:
    (sources / "a.jsonl").write_text('{"id": "a", "text": "một"}\n{"id": "b", "text"\n{"id": "c", "text": ""}\n')
    first = run()
    decoded.taken()
    again = run()
    assert first.left_out == again.left_out and len(again.left_out) == 1 + 1
    assert again.unchanged == 1 and decoded.taken() == 2


@pytest.mark.usefixtures("at_once")
def test_other_readers_read_everything_again(
    sources: Path, run: Run, decoded: Decoded, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(sources / "a.jsonl", ("a", "một"))
    run()
    decoded.taken()
    monkeypatch.setattr(read_files, "readers", lambda: b"others")
    run()
    assert decoded.taken() == 1


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("content", [b"", b"\x93", None], ids=["cut off", "damaged", "of another generation"])
def test_a_memory_that_cannot_be_used_is_not(
    sources: Path, run: Run, decoded: Decoded, tmp_path: Path, content: bytes | None
) -> None:
    write(sources / "a.json", ("a", "một"))
    run()
    before = (tmp_path / "data" / read_files.FILE).read_bytes()
    write(sources / "a.json", ("a", "khác"))
    run()
    (tmp_path / "data" / read_files.FILE).write_bytes(before if content is None else content)
    decoded.taken()
    assert counts(run()) == (0, 0, 1, 0) and decoded.taken() == 1


def catalogue(data: Path) -> dict[str, bytes]:
    live = Store(data).current()
    assert live is not None
    found = read_catalogue(live.open())
    entries = {id: found.get(id) for id in found}
    return {id: entry.digest for id, entry in entries.items() if entry is not None}


def changes(chance: random.Random, folder: Path) -> Iterator[Path]:
    """Change some files at random: rewritten, with ids that others have too, broken lines, moved, removed."""
    for name in ("a.jsonl", "b.jsonl", "c.json", "d.json"):
        path = folder / name
        what = chance.random()
        if what < 0.4:
            ids = [chance.choice(["", *"pqrstuvw"]) for _ in range(chance.randint(0, 5))]
            write(path, *((id, chance.choice(["một", "hai", "ba"])) for id in ids))
            if name == "b.jsonl" and chance.random() < 0.3:
                path.write_text(path.read_text() + "\n{hỏng\n")
        elif what < 0.5:
            path.unlink(missing_ok=True)
        elif what < 0.6 and path.exists():
            path.rename(folder / f"e{path.suffix}")
        yield path


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("seed", range(4))
def test_any_changes_give_what_reading_everything_gives(seed: int, sources: Path, run: Run, tmp_path: Path) -> None:
    chance = random.Random(seed)
    write(sources / "z.json", ("z", "còn nguyên"))
    for _ in range(6):
        list(changes(chance, sources))
        if (tmp_path / "data").exists():
            shutil.rmtree(tmp_path / "forgetful", ignore_errors=True)
            shutil.copytree(tmp_path / "data", tmp_path / "forgetful")
            (tmp_path / "forgetful" / read_files.FILE).unlink()
        remembering, forgetful = run("data"), run("forgetful")
        assert counts(remembering) == counts(forgetful)
        assert (remembering.left_out, remembering.kept) == (forgetful.left_out, forgetful.kept)
        assert catalogue(tmp_path / "data") == catalogue(tmp_path / "forgetful")


def test_bits_that_change_by_themselves_are_noticed_within_a_day(
    sources: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(sources / "a.json", ("a", "một"))
    run()
    live = Store(tmp_path / "data").current()
    assert live is not None
    path = live.path / max(live.manifest.files, key=lambda name: live.manifest.files[name].size)
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert run().damaged == [], "not read again so soon"
    monkeypatch.setattr(checked_sums, "_TRUSTED", 0)
    assert run().damaged


@pytest.mark.usefixtures("at_once")
def test_a_page_that_did_not_change_is_not_searched_for_links(
    sources: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = '<html><body><article><h1>Tin</h1><p>Hội thảo.</p><a href="bao-cao.rtf">Tệp</a></article></body></html>'
    (sources / "tin.html").write_text(page, encoding="utf-8")
    (sources / "bao-cao.rtf").write_text(r"{\rtf1 Bao cao phan bien}")
    searched: list[Path] = []
    monkeypatch.setattr(page_links, "links_in", lambda path: [searched.append(path), *links_in(path)][1:])
    assert (counts(run()), len(searched)) == ((1, 0, 0, 0), 1)
    assert (counts(run()), len(searched)) == ((0, 0, 1, 0), 1)
    (sources / "bao-cao.rtf").write_text(r"{\rtf1 Bao cao giam dinh}")
    assert (counts(run()), len(searched)) == ((0, 1, 0, 0), 1), "the attached file changed, not what links to it"
    (sources / "tin.html").write_text(page.replace("bao-cao.rtf", ""), encoding="utf-8")
    assert (counts(run()), len(searched)) == ((1, 1, 0, 0), 2), "the file stands for itself now"

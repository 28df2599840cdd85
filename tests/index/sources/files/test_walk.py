"""Which files the given paths name, and the names that ids are made of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.documents import Rejection
from index.sources import SourceError, read_file, read_paths, supported_suffixes


def _write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Tin\nHội họp tại Huế.", encoding="utf-8")


def test_a_folder_is_walked_in_name_order_with_names_below_it(tmp_path: Path) -> None:
    _write(tmp_path / "b.txt", tmp_path / "a" / "z.md", tmp_path / "a" / "y.JSONL.GZ")
    assert [file.name for file in read_paths([tmp_path])] == ["a/y", "a/z", "b"]


def test_hidden_files_and_other_formats_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    _write(tmp_path / ".git" / "a.txt", tmp_path / ".b.txt", tmp_path / "c.exe", tmp_path / "d.txt", tmp_path / ".txt")
    assert [file.name for file in read_paths([tmp_path])] == ["d"]


def test_an_id_depends_on_its_file_alone(tmp_path: Path) -> None:
    names = ["bao-cao.docx", "bao-cao.pdf", "bao-cao.txt", "b.DOC", "tin.2020.html", "tin.jsonl.gz"]
    alone = []
    for number, name in enumerate(names):
        _write(tmp_path / str(number) / name, tmp_path / "all" / name)
        alone += [file.name for file in read_paths([tmp_path / str(number)])]
    assert alone == ["bao-cao.docx", "bao-cao.pdf", "bao-cao", "b.DOC", "tin.2020", "tin"]
    assert sorted(file.name for file in read_paths([tmp_path / "all"])) == sorted(alone)


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    _write(tmp_path / "Tin.html", tmp_path / "Tin_files" / "khung.html", tmp_path / "tap_files" / "a.txt")
    assert [file.name for file in read_paths([tmp_path])] == ["Tin", "tap_files/a"]


def test_several_roots_put_their_names_first_so_that_equal_files_differ(tmp_path: Path) -> None:
    _write(tmp_path / "a" / "index.html", tmp_path / "b" / "index.html")
    assert [f.name for f in read_paths([tmp_path / "a", tmp_path / "b"])] == ["a/index", "b/index"]


def test_names_do_not_depend_on_how_the_root_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "tin" / "a.txt")
    monkeypatch.chdir(tmp_path / "tin")
    assert [f.name for f in read_paths([Path(), tmp_path / "tin"])] == ["tin/a"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    _write(tmp_path / "a.txt")
    assert len(list(read_paths([tmp_path, tmp_path / "a.txt"]))) == 1


def test_links_out_of_the_folder_and_loops_are_not_followed(tmp_path: Path) -> None:
    _write(tmp_path / "root" / "a.txt", tmp_path / "secret" / "b.txt")
    (tmp_path / "root" / "out").symlink_to(tmp_path / "secret")
    (tmp_path / "root" / "out.txt").symlink_to(tmp_path / "secret" / "b.txt")
    (tmp_path / "root" / "loop").symlink_to(tmp_path / "root")
    assert [file.name for file in read_paths([tmp_path / "root"])] == ["a"]


def test_a_missing_path_is_told_before_anything_is_read(tmp_path: Path) -> None:
    _write(tmp_path / "a.txt")
    with pytest.raises(SourceError, match=r"no-such.*check the spelling"):
        read_paths([tmp_path / "a.txt", tmp_path / "no-such"])


def test_an_unsupported_file_given_explicitly_is_told(tmp_path: Path) -> None:
    _write(tmp_path / "a.exe")
    (file,) = read_paths([tmp_path / "a.exe"])
    (item,) = read_file(file)
    assert isinstance(item, Rejection)
    assert (item.reason, item.origin) == ("unsupported", str(tmp_path / "a.exe"))
    assert ".jsonl.gz" in item.detail


def test_a_file_that_went_away_is_unreadable(tmp_path: Path) -> None:
    _write(tmp_path / "a.txt")
    (file,) = read_paths([tmp_path])
    file.path.unlink()
    (item,) = read_file(file)
    assert isinstance(item, Rejection)
    assert item.reason == "unreadable"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (file,) = read_paths([tmp_path / "a.txt"])
    (item,) = read_file(file)
    assert isinstance(item, Rejection)
    assert item.reason == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["a.txt", "folder"])
def test_without_permission_a_file_or_folder_is_unreadable(tmp_path: Path, name: str) -> None:
    _write(tmp_path / "a.txt", tmp_path / "folder" / "b.txt")
    (tmp_path / name).chmod(0)
    try:
        items = [item for file in read_paths([tmp_path]) for item in read_file(file)]
    finally:
        (tmp_path / name).chmod(0o700)
    assert [item.reason for item in items if isinstance(item, Rejection)] == ["unreadable"]
    assert len(items) == 2


def test_every_suffix_has_a_reader(tmp_path: Path) -> None:
    for suffix in supported_suffixes():
        path = tmp_path / f"a{suffix}"
        path.write_bytes(b"")
        (file,) = read_paths([path])
        assert any(isinstance(item, Rejection) for item in read_file(file)), suffix


def test_files_that_no_reader_is_for_are_named(tmp_path: Path) -> None:
    """Passed over, but never in silence; what systems and editors leave behind is nobody's document."""
    for name in ("a.txt", "b.ppt", "c.PPT", "no-suffix", "Thumbs.db", "~$b.ppt", ".hidden", "README.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    passed: list[Path] = []
    assert [file.path.name for file in read_paths([tmp_path], passed)] == ["a.txt"]
    assert [path.name for path in passed] == ["b.ppt", "c.PPT", "no-suffix"]

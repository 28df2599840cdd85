"""`tracuu.toml`: sources named once, all of them renewed by one command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.sources.configuration import files_of, read_sources
from index.sources.files.walk import SourceError
from index.sources.files.watching import changes, fingerprint
from tests.index.sources.exports.site_exports import joomla_dump
from tests.index.sources.web.small_sites import joomla, served
from webui.cli.main import main


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


BAD = [
    ("", "names no source"),
    ("[[source]]\n", "either a path or a url"),
    ("[[source]]\npath='a'\nurl='https://hoi.example'\n", "either a path or a url"),
    ("[[source]]\npath='a'\n[[source]]\nurl='hoi'\n", "source 2: url = 'hoi' is no web address"),
    ("[[source]]\npath='a'\nrules='jomla'\n", "'jomla' is none of joomla, joomla15, k2"),
    ("[[source]]\npath='a'\nnmae='b'\n", "unknown field `nmae`"),
    ("[[source]]\nurl='https://hoi.example'\nrequests=0\n", "requests"),
    ("source = 3", "source 1"),
    ("[[source]", "tracuu.toml: "),
]


@pytest.mark.parametrize(("text", "says"), BAD)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        read_sources(_write(tmp_path / "tracuu.toml", text))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="give the paths"):
        read_sources(tmp_path / "tracuu.toml")


def test_other_tables_are_others_business(tmp_path: Path) -> None:
    path = _write(tmp_path / "tracuu.toml", "[serve]\nport = 1\n[[source]]\npath = 'tin'\nname = 'Hội'\n")
    (source,) = read_sources(path)
    assert (source.path, source.given.name) == (tmp_path / "tin", "Hội")


def test_a_further_source_changes_no_id(tmp_path: Path) -> None:
    _write(tmp_path / "tin" / "a.txt", "Tin\nHội họp.")
    _write(tmp_path / "khac" / "a.txt", "Tin\nHội họp.")
    one = _write(tmp_path / "tracuu.toml", "[[source]]\npath='tin'\n")
    alone = [file.name for file in files_of(read_sources(one), tmp_path / "data")]
    two = _write(tmp_path / "tracuu.toml", "[[source]]\npath='khac'\n[[source]]\npath='tin'\n")
    assert [file.name for file in files_of(read_sources(two), tmp_path / "data")] == ["khac/a", *alone]
    assert alone == ["tin/a"]


def _run(*arguments: str | Path) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return done.exit_code, json.loads(done.stdout) if done.stdout.startswith("{") else {"said": done.output}


def test_one_command_renews_folders_exports_and_sites(tmp_path: Path) -> None:
    with served(joomla) as site:
        _write(tmp_path / "tin" / "a.txt", "Tin\nHội họp tại Huế.")
        _write(tmp_path / "dump.sql", joomla_dump().replace("'dai-hoi'", "'tu-lieu'"))
        text = (
            "[[source]]\npath = 'tin'\nprovince = 'Hà Giang'\n[[source]]\npath = 'dump.sql'\nrules = 'joomla'\n"
            f"site = '{site.address}'\n[[source]]\nurl = '{site.address}'\nrules = 'joomla'\nname = 'Hội'\ndelay = 0\n"
        )
        where = ("--config", _write(tmp_path / "tracuu.toml", text), "--data", tmp_path / "data", "--json")
        status, report = _run("reindex", *where, "--dry-run")
        assert (report["added"], site.asked) == (2, [])  # nothing is fetched by a dry run
        status, report = _run("reindex", *where)
        assert (status, report["added"]) == (1, 5)
        assert [one["origin"] for one in report["left_out"]] == [f"{site.address}mat"]  # type: ignore[attr-defined, index]
        status, report = _run("reindex", *where)
        assert (report["unchanged"], report["added"], report["deleted"]) == (5, 0, 0)
    status, report = _run("reindex", *where)  # the site is away: what was fetched stays
    assert (status, report["unchanged"], report["deleted"]) == (1, 5, 0)
    found = _run("search", "đại hội", "--data", tmp_path / "data", "--json", "--limit", "9", "--source", "Hội")[1]
    assert {hit["id"].partition("/")[2] for hit in found["results"]} == {  # type: ignore[attr-defined, index]
        "1-dai-hoi",
        "2-dai-hoi",
        "3-dai-hoi",
    }


def test_what_export_and_site_both_hold_is_one_document(tmp_path: Path) -> None:
    with served(joomla) as site:
        _write(tmp_path / "dump.sql", joomla_dump().replace("(12,", "(1,"))  # it is /tin/1-dai-hoi.html on the site
        text = (
            f"[[source]]\npath = 'dump.sql'\nsite = '{site.address}'\n"
            f"[[source]]\nurl = '{site.address}'\nrules = 'joomla'\ndelay = 0\n"
        )
        where = ("--config", _write(tmp_path / "tracuu.toml", text), "--data", tmp_path / "data", "--json")
        report = _run("reindex", *where)[1]
    assert report["added"] == 3
    assert [one["reason"] for one in report["left_out"]] == ["unreadable"]  # type: ignore[attr-defined, index]


def test_without_paths_and_without_a_file_nothing_runs(tmp_path: Path) -> None:
    status, said = _run("reindex", "--config", tmp_path / "no.toml", "--data", tmp_path / "data")
    assert status == 2
    assert "no.toml: there is no such file" in str(said)


def test_changes_are_told_when_files_rest(tmp_path: Path) -> None:
    looks = iter([b"1", b"1", b"2", b"3", b"3", b"3", b"1", b"1"])
    assert list(changes(lambda: next(looks), iter([True] * 7 + [False]).__next__)) == [b"1", b"3", b"1"]
    looks = iter([b"1", b"1"])
    assert list(changes(lambda: next(looks), iter([True, False]).__next__, known=b"1")) == []


def test_what_changes_a_fingerprint(tmp_path: Path) -> None:
    file = _write(tmp_path / "tin" / "a.txt", "Tin")
    toml = _write(tmp_path / "tracuu.toml", "[[source]]\npath='tin'\n")

    def look() -> bytes:
        return fingerprint(files_of(read_sources(toml), tmp_path / "data"))

    first = look()
    assert look() == first
    os.utime(file, ns=(1, 1))
    second = look()
    _write(tmp_path / "tin" / "b.txt", "Tin")
    assert len({first, second, look()}) == 3


def test_watch_takes_up_new_files_until_stopped(tmp_path: Path) -> None:
    _write(tmp_path / "tin" / "a.txt", "Tin\nHội họp tại Huế.")
    command = [
        sys.executable,
        "-m",
        "webui.cli.main",
        "watch",
        str(tmp_path / "tin"),
        "--every",
        "1",
        "--jobs",
        "1",
    ]
    command += ["--data", str(tmp_path / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            _write(tmp_path / "tin" / "b.txt", "Tin\nHội nghị tại Vinh.")
            second = process.stdout.readline()
            while "added 1" not in second and second:
                second = process.stdout.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
    assert "added 1" in first and "added 1" in second

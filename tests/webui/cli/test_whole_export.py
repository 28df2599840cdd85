"""Everything that an index holds as files, read back as a researcher would."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.embedded.engine import WhooshEngine
from webui.cli.export_fields import FILES
from webui.cli.main import main

PARTS = {"title": "title", "lead": "lead", "body": "text"}


@pytest.fixture(scope="module")
def folder(samples_index, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "export"
    result = CliRunner().invoke(main, ["export", str(folder), "--data", str(samples_index)])
    assert result.exit_code == 0, result.output
    return folder


def read(folder: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def test_every_line_has_the_fields_that_the_readme_tells(folder):
    readme = (folder / "README.md").read_text(encoding="utf-8")
    told = {name: re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
            for name, part in re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)}  # fmt: skip
    assert list(told) == list(FILES)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["README.md", *told])
    for name, fields in told.items():
        lines = read(folder, name)
        assert lines and all(list(line) == fields for line in lines), name
        assert f"Lines: {len(lines):,}." in readme


def test_each_record_of_the_index_is_there_once(folder, samples_index):
    engine = WhooshEngine(samples_index)
    for kind, name in (("article", "articles"), ("directive", "directives"), ("speaker", "people"),
                       ("organisation", "organisations")):  # fmt: skip
        assert [line["id"] for line in read(folder, f"{name}.jsonl")] == list(engine.identifiers(kind))
    engine.close()


def test_places_lead_to_what_stands_there(folder):
    articles = {line["id"]: line for line in read(folder, "articles.jsonl")}
    known = {name: {line["id"] for line in read(folder, f"{name}.jsonl")} for name in ("directives", "people")}
    mentions = read(folder, "mentions.jsonl")
    for one in mentions:
        article = articles[one["article"]]
        part = one["part"]
        text = article[PARTS[part]] if part in PARTS else article["attachments"][one["item"]]["text"]
        assert text[one["start"] : one["end"]] == one["text"] != ""
        assert not one["id"] or one["id"] in known["directives" if one["kind"] == "directive" else "people"]
    assert {"mention", "statement"} == {one["what"] for one in mentions}


def test_counts_of_records_are_those_of_their_lines(folder):
    mentions = read(folder, "mentions.jsonl")
    for name, kind in (("directives", "directive"), ("people", "person")):
        for record in read(folder, f"{name}.jsonl"):
            naming = {m["article"] for m in mentions if m["id"] == record["id"] and m["kind"] == kind}
            assert len(naming) == record["articles"], record["name"]
    links = read(folder, "organisation_articles.jsonl")
    for record in read(folder, "organisations.jsonl"):
        own = [link for link in links if link["organisation"] == record["id"]]
        assert (len(own), sum(link["published"] for link in own)) == (record["articles"], record["published"])


def test_a_folder_with_something_in_it_is_left_alone(samples_index, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--data", str(samples_index)])
    assert result.exit_code == 2 and "name a folder that is new or empty" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_without_an_index_nothing_is_written(tmp_path):
    result = CliRunner().invoke(main, ["export", str(tmp_path / "out"), "--data", str(tmp_path / "none")])
    assert result.exit_code == 2 and "tracuu reindex" in result.output
    assert not (tmp_path / "out").exists()


def test_an_unfinished_folder_of_before_is_no_obstacle(samples_index, tmp_path):
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part" / "articles.jsonl").write_text("half")
    result = CliRunner().invoke(main, ["export", str(tmp_path / "out"), "--data", str(samples_index)])
    assert result.exit_code == 0 and not (tmp_path / "out.part").exists()

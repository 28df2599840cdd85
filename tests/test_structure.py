"""The house rules that a test can hold: directions, documentation, no leftovers."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from webui.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = {"index": {"search", "webui"}, "search": {"webui"}}
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = README + "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "docs").glob("*.md")))
SOURCES = sorted(p for top in ("index", "search", "webui") for p in (ROOT / top).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the top-level names that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    top = path.relative_to(ROOT).parts[0]
    assert not imported(path) & FORBIDDEN.get(top, set())


def test_pyvi_has_one_importer() -> None:
    importers = {p.relative_to(ROOT).as_posix() for p in SOURCES if imported(p) & {"pyvi", "pycrfsuite"}}
    assert importers <= {"index/analysis/segment.py", "index/analysis/segment_model.py"}


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    assert f"tracuu {name}" in README
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option):
            option = max(parameter.opts, key=len)
            assert option in DOCS, f"tracuu {name} {option} is nowhere in README.md or docs/"


def commands_in(text: str) -> list[list[str]]:
    """Return the `tracuu` commands of the shell blocks of a page."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("tracuu ")]


def test_the_commands_in_the_readme_are_understood() -> None:
    found = commands_in(README)
    assert found
    for arguments in found:
        command = main.commands[arguments[0]]
        command.make_parser(click.Context(command)).parse_args(arguments[1:])


def test_the_make_targets_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z]+)`?", README)) <= targets


def test_relative_links_of_the_docs_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_dependency_has_its_line_in_the_readme() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert re.search(rf"^- \*\*{re.escape(name)}\*\*", README, re.MULTILINE | re.IGNORECASE), name


def test_the_pins_have_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text and "--index-url" not in text and "--find-links" not in text
        pins = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
        assert len(pins) <= text.count("--hash=sha256:")


def test_no_path_of_one_machine_is_in_a_tracked_file() -> None:
    listed = subprocess.run(
        ["git", "grep", "-nIE", r"/(root|home/[a-z]+|work|opt/wheels)/"], cwd=ROOT, capture_output=True, text=True
    )
    lines = [line for line in listed.stdout.splitlines() if not line.startswith("tests/test_structure.py")]
    assert lines == []

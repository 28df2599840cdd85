"""The house rules that a test can hold: directions, documentation, no leftovers."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from functools import cache
from pathlib import Path

import click
import pytest

from webui.cli.main import main

ROOT = Path(__file__).resolve().parents[1]

# Folder or module of a top-level folder → what of the same top-level folder it may import, beside itself. The laws
# stand in words in each folder's `__init__`; of what lies deeper the longest row that fits counts.
LAWS = {
    "index/documents": "",
    "index/table": "",
    "index/memory": "",
    "index/analysis": "documents table",
    "index/organisations/provinces": "analysis table",
    "index/columnar": "memory",
    "index/extract": "analysis documents organisations/provinces table",
    "index/extract/directives": "analysis documents organisations/provinces table extract",
    "index/extract/people": "analysis documents organisations/provinces table extract",
    "index/organisations": "analysis organisations/provinces table",
    "index/resolve": "analysis documents extract extract/directives extract/people organisations "
    "organisations/provinces resolve/namesakes table",
    "index/resolve/namesakes": "analysis documents extract/people organisations/provinces resolve table",
    "index/findings": "analysis documents extract extract/directives extract/people organisations resolve",
    "index/sources": "analysis documents organisations/provinces table",
    "index/generations": "analysis columnar documents findings memory organisations resolve",
    "index/generations/opensearch": "analysis columnar generations resolve",
    "index/records": "analysis columnar documents extract/people findings generations memory organisations resolve",
    "index/reindexing": "analysis documents findings generations memory records resolve sources",
    "search/deadline": "",
    "search/process_memory": "",
    "search/interface": "",
    "search/typing": "",
    "search/query": "deadline interface typing",
    "search/repair": "deadline query typing",
    "search/highlight": "interface query",
    "search/records": "deadline highlight interface query",
    "search/embedded/arrays": "deadline interface query",
    "search/embedded/lexicon": "deadline interface query repair typing embedded/arrays",
    "search/embedded/ranking": "deadline interface query embedded/arrays",
    "search/embedded/matching": "deadline interface query embedded/arrays embedded/lexicon embedded/ranking",
    "search/embedded": "deadline process_memory interface typing query repair highlight records "
    "embedded/arrays embedded/lexicon embedded/matching embedded/ranking",
    "search/opensearch/asked": "deadline interface typing query records embedded/arrays embedded/ranking",
    "search/opensearch/ranking": "deadline interface query embedded/arrays embedded/ranking opensearch/asked",
    "search/opensearch/matching": "deadline interface query repair typing embedded/arrays embedded/matching "
    "embedded/ranking opensearch/asked opensearch/ranking",
    "search/opensearch": "deadline interface typing query repair highlight records "
    "embedded/arrays embedded/matching embedded/ranking opensearch/asked opensearch/matching opensearch/ranking",
    "search/opening": "interface embedded opensearch",
    "webui/settings": "",
    "webui/configuration": "settings",
    "webui/http": "settings",
    "webui/operations": "http settings",
    "webui/reports": "http settings",
    "webui/api": "http operations reports settings",
    "webui/pages/charts": "",
    "webui/pages/results": "http operations api settings pages pages/charts",
    "webui/pages/lists": "http operations api settings pages",
    "webui/pages/records": "http operations api reports settings pages pages/charts",
    "webui/pages/basket": "http api reports pages",
    "webui/pages/help": "http api pages",
    "webui/pages": "http operations api settings pages/results pages/lists pages/records",
    "webui/feeds": "http pages settings",
    "webui/following": "http",
    "webui/app": "http operations reports api pages pages/basket pages/help feeds settings",
    "webui/serving": "app operations http settings",
    "webui/cli": "app serving following feeds pages api reports operations http settings configuration",
}
OTHERS = {  # top-level folder → what of others it may import: all of a folder, or only what is named
    "index": "",
    "search": "index",
    "webui": "index search/interface search/opening search/deadline search/process_memory search/query/date_ranges "
    "search/records/directive_lookup",
}
MOST_PLACES = 13  # modules and folders to choose from in one folder
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = README + "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "docs").glob("*.md")))
SOURCES = sorted(p for top in ("index", "search", "webui") for p in (ROOT / top).rglob("*.py"))


@cache
def syntax(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module; 260 tests look at them."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imported(path: Path) -> set[str]:
    """Return the top-level names that a module imports, wherever in it."""
    names = set()
    for node in syntax(path):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def module_of(path: Path) -> str:
    """Return a module as `search/query/tree`, a package as `search/query`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "/".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in SOURCES}


def imported_modules(path: Path) -> set[str]:
    """Return the modules of the three folders that a module imports, wherever in it."""
    found = set()
    for node in syntax(path):
        if isinstance(node, ast.Import):
            found |= {alias.name.replace(".", "/") for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            module = node.module.replace(".", "/")
            found |= {name if (name := f"{module}/{alias.name}") in MODULES else module for alias in node.names}
    return found & MODULES.keys()


def room_of(module: str) -> str:
    """Return the row of `LAWS` that a module falls under, the longest that fits."""
    return max((row for row in LAWS if f"{module}/".startswith(f"{row}/")), key=len, default="")


def broken_law(module: str, imports: str) -> bool:
    """Tell whether a module may not import another."""
    top, room = module.partition("/")[0], room_of(module)
    if top != imports.partition("/")[0]:
        return not any(f"{imports}/".startswith(f"{allowed}/") for allowed in OTHERS[top].split())
    return room_of(imports) not in {room, *(f"{top}/{allowed}" for allowed in LAWS.get(room, "").split())}


@pytest.mark.parametrize("module", sorted(module for module in MODULES if "/" in module))
def test_a_module_imports_what_the_law_of_its_folder_allows(module: str) -> None:
    assert room_of(module), "no row of LAWS tells what it may import"
    broken = {other for other in imported_modules(MODULES[module]) if "/" in other and broken_law(module, other)}
    assert not broken, f"{module} may not import {', '.join(sorted(broken))}: see LAWS and its folder's __init__"


def test_a_broken_law_is_told() -> None:
    assert broken_law("search/repair/repairer", "search/embedded/arrays/snapshot")
    assert broken_law("search/query/parse", "search/repair/lexicon")
    assert broken_law("index/memory/decoders", "index/documents")
    assert broken_law("index/documents", "search/deadline")
    assert broken_law("webui/cli/main", "search/embedded/engine")
    assert broken_law("webui/http/language", "webui/pages/routes")
    assert not broken_law("search/embedded/engine", "search/records/hits")


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {module: imported_modules(path) - {module} for module, path in MODULES.items()}
    while free := {module for module, others in left.items() if not others & left.keys()}:
        left = {module: others for module, others in left.items() if module not in free}
    assert not left, f"each of these is in a circle, or imports one that is: {sorted(left)}"


@pytest.mark.parametrize("folder", sorted({path.parent for path in SOURCES}))
def test_a_folder_has_few_places_to_choose_from(folder: Path) -> None:
    places = [p for p in folder.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()]
    names = sorted(place.name for place in places if place.name != "__init__.py")
    assert len(names) <= MOST_PLACES, names


def test_the_architecture_page_counts_the_files_of_each_place() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+/[\w./]+)` \| (\d+) \|", page, re.MULTILINE))
    counted = {place: str(_files_in(ROOT / place)) for place in told}
    assert {place: counted[place] for place in told if counted[place] != told[place]} == {}, "write these counts"
    for top in ("index", "search", "webui"):
        rows = sum(int(count) for place, count in counted.items() if place.startswith(f"{top}/"))
        assert rows == _files_in(ROOT / top), f"a place of {top} has no row, or two"


def _files_in(place: Path) -> int:
    """Return how many modules a file or folder is, `__init__.py` aside."""
    return 1 if place.is_file() else sum(path.name != "__init__.py" for path in place.rglob("*.py"))


QUESTION = re.compile(r"(What|Which|How|Where|Whether|Who|Whose|When|Why|That)\b")


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_docstring_is_a_sentence_and_no_question(module: str) -> None:
    """It says what a thing is or does: a stranger looks for the noun or the verb."""
    texts = (
        node.value.value
        for node in syntax(MODULES[module])
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    )
    assert [text.splitlines()[0] for text in texts if QUESTION.match(text)] == []


def test_pyvi_has_one_importer() -> None:
    importers = {p.relative_to(ROOT).as_posix() for p in SOURCES if imported(p) & {"pyvi", "pycrfsuite"}}
    assert importers <= {"index/analysis/segmentation/segment_model.py"}


CONTEXT = click.Context(main)


def command_named(name: str) -> click.Command:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", main.list_commands(CONTEXT))
def test_every_command_and_option_is_documented(name: str) -> None:
    assert f"tracuu {name}" in README
    for parameter in command_named(name).params:
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
        command = command_named(arguments[0])
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


@pytest.mark.parametrize("page", ["architecture.md", "changing.md", "development.md"])
def test_the_places_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:index|search|webui|tests|docs|deploy|samples)/[\w./]*)`", text))
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []

"""Reads out of the source what the command may say: the sentences that a table of another language must have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import webui
from webui.cli.spoken_help import paragraphs

ROOT = Path(webui.__file__).parents[1]
_SAYING = {
    "tell", "told", "CannotRun", "Rejection", "Note", "Fault",
    "ClusterError", "NoNode", "Busy", "Refused", "ReadOnly", "Missing", "Conflict", "Held",
}  # fmt: skip
"""Calls whose arguments are told: of what prints, and of what is made first and told later."""
_BUGS = {"AssertionError", "IndexError", "KeyError", "OverflowError", "TypeError", "NotImplementedError", "SystemExit"}
_QUIET = (  # say nothing to whoever types a command: analysis, the engine's and the service's own parts
    "index/analysis", "index/extract", "search/records", "search/repair", "search/highlight", "search/embedded/arrays",
    "search/embedded/matching", "search/embedded/ranking", "webui/api", "webui/operations", "webui/pages",
    "webui/reports", "webui/http", "webui/feeds", "webui/serving/connections.py",
)  # fmt: skip
# What these raise is a fault of the program, mostly; what is not may be in the table, and need not.
_RARE = ("index/columnar", "search/interface", "search/embedded", "search/opensearch")


def template(node: ast.AST) -> str | None:
    """Return a text as it stands in the code, `{}` (or `{:,}`) where something is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = []
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            spec = template(value.format_spec) if value.format_spec else ""
            parts.append("{:" + spec + "}" if spec else "{}")
        else:
            parts.append(template(value) or "")
    return "".join(parts)


@cache
def _texts_by_module() -> dict[str, tuple[set[str], set[str]]]:
    """Return of each module every text that stands in it, and what of that it says straight away."""
    paths = (p for folder in ("index", "search", "webui") for p in sorted((ROOT / folder).rglob("*.py")))
    named = ((p.relative_to(ROOT).as_posix(), p) for p in paths)
    return {name: _texts(p.read_text(encoding="utf-8")) for name, p in named if not name.startswith(_QUIET)}


def _texts(source: str) -> tuple[set[str], set[str]]:
    nodes = list(ast.walk(ast.parse(source)))
    found = {text for node in nodes if (text := template(node)) is not None}
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    docstrings = (part for function in functions for part in paragraphs(ast.get_docstring(function) or ""))
    return found | set(docstrings), {text for function in functions for text in _said_in(function)}


def every_text() -> set[str]:
    """Return every text that stands in the code, whatever it is for; docstrings paragraph by paragraph."""
    return {text for texts, _ in _texts_by_module().values() for text in texts}


def said_texts() -> set[str]:
    """Return the sentences that are told straight away: arguments of what tells, and of errors that are told."""
    modules = _texts_by_module().items()
    found = {text for name, (_, said) in modules if not name.startswith(_RARE) for text in said}
    found = {text for text in found if not text.startswith("/")}  # the path of a request
    return {text for text in found if re.search(r"[a-z]{2}", re.sub(r"\{[^}]*\}", "", text))}


def _said_in(function: ast.FunctionDef) -> Iterator[str]:
    assigned: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    assigned.setdefault(target.id, []).append(node.value)
    raised = {id(n.exc) for n in ast.walk(function) if isinstance(n, ast.Raise)}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr.removeprefix("_")
            if name in _SAYING or (id(node) in raised and name not in _BUGS):
                for argument in node.args:
                    yield from _templates(argument, assigned)


def _templates(node: ast.expr, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    match node:
        case ast.IfExp(body=body, orelse=other):
            yield from _templates(body, assigned)
            yield from _templates(other, assigned)
        case ast.Name(id=name):
            for value in assigned.get(name, []):
                if not isinstance(value, ast.Name):
                    yield from _templates(value, assigned)
        case _ if (text := template(node)) is not None:
            yield text

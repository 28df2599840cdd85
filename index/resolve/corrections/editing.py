"""Adds and removes entries of an office's file of corrections; its other lines, comments too, stay as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.resolve.corrections.entries import FILE, Entry, Kind, read_entries
from index.table import write_at_once

Value = str | int | Sequence[Mapping[str, str]]


def text_in(folder: Path) -> str:
    """Return the file's text, empty where there is none. Raises UnicodeDecodeError for one that is not UTF-8."""
    path = folder / FILE
    return path.read_text(encoding="utf-8") if path.exists() else ""


def add_entry(folder: Path, kind: Kind, fields: Mapping[str, Value]) -> Entry:
    """Write an entry at the file's end and return it. Raises CorrectionError for one that could not be used."""
    text = text_in(folder)
    lines = [f"[[{kind}]]", *(f"{name} = {_toml(value)}" for name, value in fields.items())]
    apart = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    added = text + apart + "\n".join(lines) + "\n"
    entry = read_entries(added, str(folder / FILE))[-1]  # nothing is written that could not be read back
    write_at_once(folder / FILE, added)
    return entry


def remove_entry(folder: Path, entry: Entry) -> None:
    """Take an entry's lines out of the file. A comment right above the next entry is that one's, and stays."""
    lines = text_in(folder).splitlines(keepends=True)
    start = entry.line - 1
    following = (n for n in range(start + 1, len(lines)) if lines[n].lstrip().startswith("[["))
    end = next(following, len(lines))
    while end > start + 1 and ((end < len(lines) and not lines[end - 1].strip()) or lines[end - 1].lstrip()[:1] == "#"):
        end -= 1
    left = "".join(lines[:start] + lines[end:])
    read_entries(left, str(folder / FILE))
    write_at_once(folder / FILE, left)


def _toml(value: Value) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")  # a string of JSON is one of TOML
    if isinstance(value, int):
        return str(value)
    tables = ("{ " + ", ".join(f"{name} = {_toml(text)}" for name, text in one.items()) + " }" for one in value)
    return f"[{', '.join(tables)}]"

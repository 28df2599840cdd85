"""An office's own table of known documents, which stands in the data folder as `known_documents.csv`.

A generation holds a copy of the table that it was made with: workers read that one, and a table that has changed
since is noticed by comparing the two.
"""

from __future__ import annotations

from pathlib import Path

from index.resolve.registry import Registry, load_registry

KNOWN_DOCUMENTS = "known_documents.csv"


def registry_in(folder: Path) -> Registry:
    """Return the known documents of a data folder, a generation or a build: the shipped ones and the office's own.

    Raises RegistryError for a table that cannot be used.
    """
    path = folder / KNOWN_DOCUMENTS
    return load_registry([path] if path.exists() else [])


def has_changed(data: Path, generation: Path) -> bool:
    """Whether the office's table is another one than the generation was made with."""
    return _content(data) != _content(generation)


def take_over(data: Path, build: Path) -> None:
    """Give a build the office's table as it is now."""
    content = _content(data)
    copy = build / KNOWN_DOCUMENTS
    if content == _content(build):
        return
    copy.unlink(missing_ok=True)  # a hard link to the live generation's, which stays as it is
    if content is not None:
        copy.write_bytes(content)


def _content(folder: Path) -> bytes | None:
    try:
        return (folder / KNOWN_DOCUMENTS).read_bytes()
    except FileNotFoundError:
        return None

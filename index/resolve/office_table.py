"""An office's own tables, which stand in the data folder: `known_documents.csv`, `organisations.csv`, corrections.

A generation holds a copy of the tables that it was made with: workers read those, and a table that has changed
since is noticed by comparing the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from index.organisations.names import OrganisationNames
from index.organisations.table import organisations_in, organisations_of, shipped
from index.resolve.corrections.entries import FILE as CORRECTIONS
from index.resolve.directives.registry import Registry, load_registry

KNOWN_DOCUMENTS = "known_documents.csv"
ORGANISATIONS = "organisations.csv"
_TABLES = (KNOWN_DOCUMENTS, ORGANISATIONS)
_COPIED = (*_TABLES, CORRECTIONS)  # what corrections touch is found by comparing them: no article is read anew for them


def registry_in(folder: Path) -> Registry:
    """Return the known documents of a data folder, a generation or a build: the shipped ones and the office's own.

    Raises RegistryError for a table that cannot be used.
    """
    path = folder / KNOWN_DOCUMENTS
    return load_registry([path] if path.exists() else [])


def names_in(folder: Path) -> OrganisationNames:
    """Return the names of the organisations of a data folder, a generation or a build, the office's own among them.

    Raises OrganisationError for a table that cannot be used.
    """
    return OrganisationNames(organisations_in(folder / ORGANISATIONS))


def names_of(tables: Mapping[str, str]) -> OrganisationNames:
    """Return the names of the organisations, given `copied_tables`. Raises OrganisationError."""
    text = tables.get(ORGANISATIONS)
    if text is None:
        return OrganisationNames(shipped())
    return OrganisationNames(organisations_of(text.removeprefix("\ufeff"), ORGANISATIONS))


def has_changed(data: Path, generation: Path) -> bool:
    """Tell whether one of the office's tables is another one than the generation was made with."""
    return any(_content(data / name) != _content(generation / name) for name in _TABLES)


def take_over(data: Path, build: Path) -> None:
    """Give a build the office's tables as they are now."""
    for name in _COPIED:
        content = _content(data / name)
        copy = build / name
        if content == _content(copy):
            continue
        copy.unlink(missing_ok=True)  # a hard link to the live generation's, which stays as it is
        if content is not None:
            copy.write_bytes(content)


def copied_tables(generation: Path) -> dict[str, str]:
    """Return the tables that a generation was made with, by file name."""
    return {name: content.decode() for name in _COPIED if (content := _content(generation / name)) is not None}


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None

"""Settings from the command line, the environment and `tracuu.toml`, in this order; then the defaults.

The file's tables are `[serve]` and `[index]`; `TRACUU_` or `TRACUU_INDEX_` and a setting's name in capitals is its
variable (`TRACUU_PUBLIC_ADDRESS`, `TRACUU_INDEX_HOSTS`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec.inspect import BoolType, IntType, LiteralType, StrType, VarTupleType, type_info

from webui.settings import SECRETS, IndexSettings, Settings

_PREFIXES = {"serve": "TRACUU_", "index": "TRACUU_INDEX_"}
_KINDS: dict[str, type] = {"serve": Settings, "index": IndexSettings}
_SAID = {"yes": "true", "on": "true", "no": "false", "off": "false"}  # of what a variable may say for true and false


class BadConfiguration(ValueError):
    """A setting cannot be used; the message names where it stands, the value and what would do."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings, and for each where it comes from: `command line`, a variable, a file, or `default`."""

    settings: Settings
    origins: Mapping[str, str]
    index: IndexSettings
    index_origins: Mapping[str, str]

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (name, value, origin) of every setting, secrets masked; those of the index with its table's name."""
        tables = (("", self.settings, self.origins), ("index.", self.index, self.index_origins))
        return [
            (prefix + one.name, _shown(one.name, getattr(settings, one.name)), origins[one.name])
            for prefix, settings, origins in tables
            for one in fields(settings)
        ]


def _shown(name: str, value: object) -> str:
    if name in SECRETS:
        return "(set)" if value else ""
    return " ".join(value) if isinstance(value, tuple) else str(value)


def read_configuration(
    path: Path,
    environment: Mapping[str, str],
    given: Mapping[str, Any],
    *,
    engine: str | None = None,
    required: bool = False,
) -> Configuration:
    """Return the settings. `given` holds what the command line says, None for what it leaves open; so does `engine`.

    `path` may be missing unless it is `required` (named by the operator). Raises BadConfiguration for a file that is no
    TOML, a name that is no setting, or a value that cannot be used.
    """
    tables = _tables(path, required=required)
    values, origins = _read("serve", tables["serve"], path, environment, given)
    settings = Settings(**values)
    if bool(settings.page_user) != bool(settings.page_password):
        raise BadConfiguration("page_user and page_password go together: give both, or neither")
    values, index_origins = _read("index", tables["index"], path, environment, {"engine": engine})
    index = IndexSettings(**values)
    if index.engine == "opensearch" and not index.hosts:
        raise BadConfiguration('engine = "opensearch" needs hosts: write hosts = ["https://node1:9200"] below [index]')
    if index.user and not index.password_file:
        raise BadConfiguration("[index] user and password_file go together: give both, or neither")
    return Configuration(settings, origins, index, index_origins)


def _read(
    table: str, written: Mapping[str, Any], path: Path, environment: Mapping[str, str], given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of a table's settings that are said anywhere, and where each comes from."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for one in fields(_KINDS[table]):
        name, variable = one.name, _PREFIXES[table] + one.name.upper()
        if given.get(name) is not None:
            values[name], origins[name] = given[name], "command line"
        elif environment.get(variable):
            values[name], origins[name] = _from_text(table, name, environment[variable], f"${variable}"), f"${variable}"
        elif name in written:
            values[name] = _checked(table, name, written[name], f"{path}: [{table}] {name}")
            origins[name] = str(path)
        else:
            origins[name] = "default"
    return values, origins


def _tables(path: Path, *, required: bool) -> dict[str, dict[str, Any]]:
    """Return the tables of settings as they are written."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if required:
            raise BadConfiguration(f"{path}: there is no such file") from error
        table = {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    for name in table:
        if name not in (*_KINDS, "source"):
            raise BadConfiguration(f"{path}: {name!r} is none of its tables; they are [serve], [index] and [[source]]")
    return {name: _settings(path, name, table.get(name, {})) for name in _KINDS}


def _settings(path: Path, table: str, written: Any) -> dict[str, Any]:
    if not isinstance(written, dict):
        raise BadConfiguration(f"{path}: {table} must be a table: write [{table}] on a line of its own")
    known = [one.name for one in fields(_KINDS[table])]
    for name in written:
        if name not in known:
            raise BadConfiguration(f"{path}: [{table}] has no setting {name!r}; there are {', '.join(known)}")
    return written


def _from_text(table: str, name: str, text: str, where: str) -> Any:
    """Return a value that a variable says in letters; of several, with blanks between them."""
    kind = type_info(_types(table)[name])
    said: object = _SAID.get(text.lower(), text) if kind == BoolType() else text
    if isinstance(kind, VarTupleType):
        said = text.split()
    return _checked(table, name, said, where, strict=False)


def _checked(table: str, name: str, value: Any, where: str, *, strict: bool = True) -> Any:
    """Return the value where it can be used; unless `strict`, a number or a truth may be written as text."""
    try:
        return msgspec.convert(value, _types(table)[name], strict=strict)
    except msgspec.ValidationError as error:
        shown = "" if name in SECRETS else f" = {value!r}"
        raise BadConfiguration(f"{where}{shown}: {_wanted(table, name)}") from error


def _wanted(table: str, name: str) -> str:
    match type_info(_types(table)[name]):
        case IntType(ge=low, le=high):
            return f"write a whole number from {low} to {high}"
        case BoolType():
            return "write true or false"
        case LiteralType():
            return f"write one of {', '.join(get_args(_types(table)[name]))}"
        case VarTupleType():
            return 'write texts in brackets: ["…", "…"]'
        case StrType(pattern=pattern) if pattern:
            return f"write a text that matches {pattern}"
        case _:
            return 'write a text in quotes: "…"'


def _types(table: str) -> dict[str, Any]:
    return get_type_hints(_KINDS[table], include_extras=True)

"""Settings from the command line, the environment and `tracuu.toml`, in this order; then the defaults.

The file's table is `[serve]`; `TRACUU_` and a setting's name in capitals is its variable (`TRACUU_PUBLIC_ADDRESS`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec.inspect import BoolType, IntType, LiteralType, type_info

from webui.settings import SECRETS, Settings

_TABLES = ("serve", "source")
_PREFIX = "TRACUU_"
_SAID = {"yes": "true", "on": "true", "no": "false", "off": "false"}  # of what a variable may say for true and false


class BadConfiguration(ValueError):
    """A setting cannot be used; the message names where it stands, the value and what would do."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings, and for each where it comes from: `command line`, a variable, a file, or `default`."""

    settings: Settings
    origins: Mapping[str, str]

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (name, value, origin) of every setting, secrets masked."""
        shown = []
        for one in fields(Settings):
            value = getattr(self.settings, one.name)
            text = ("(set)" if value else "") if one.name in SECRETS else str(value)
            shown.append((one.name, text, self.origins[one.name]))
        return shown


def read_configuration(
    path: Path, environment: Mapping[str, str], given: Mapping[str, Any], *, required: bool = False
) -> Configuration:
    """Return the settings. `given` holds what the command line says, None for what it leaves open.

    `path` may be missing unless it is `required` (named by the operator). Raises BadConfiguration for a file that is no
    TOML, a name that is no setting, or a value that cannot be used.
    """
    written = _serve_table(path, required=required)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for one in fields(Settings):
        name, variable = one.name, _PREFIX + one.name.upper()
        if given.get(name) is not None:
            values[name], origins[name] = given[name], "command line"
        elif environment.get(variable):
            values[name], origins[name] = _from_text(name, environment[variable], f"${variable}"), f"${variable}"
        elif name in written:
            values[name], origins[name] = _checked(name, written[name], f"{path}: [serve] {name}"), str(path)
        else:
            origins[name] = "default"
    settings = Settings(**values)
    if bool(settings.page_user) != bool(settings.page_password):
        raise BadConfiguration("page_user and page_password go together: give both, or neither")
    return Configuration(settings, origins)


def _serve_table(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if required:
            raise BadConfiguration(f"{path}: there is no such file") from error
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    for name in table:
        if name not in _TABLES:
            raise BadConfiguration(f"{path}: {name!r} is none of its tables; they are [serve] and [[source]]")
    written = table.get("serve", {})
    if not isinstance(written, dict):
        raise BadConfiguration(f"{path}: serve must be a table: write [serve] on a line of its own")
    known = [one.name for one in fields(Settings)]
    for name in written:
        if name not in known:
            raise BadConfiguration(f"{path}: [serve] has no setting {name!r}; there are {', '.join(known)}")
    return written


def _from_text(name: str, text: str, where: str) -> Any:
    """Return a value that a variable says in letters."""
    if type_info(_types()[name]) == BoolType():
        return _checked(name, _SAID.get(text.lower(), text), where, strict=False)
    return _checked(name, text, where, strict=False)


def _checked(name: str, value: Any, where: str, *, strict: bool = True) -> Any:
    """Return the value where it can be used; unless `strict`, a number or a truth may be written as text."""
    try:
        return msgspec.convert(value, _types()[name], strict=strict)
    except msgspec.ValidationError as error:
        shown = "" if name in SECRETS else f" = {value!r}"
        raise BadConfiguration(f"{where}{shown}: {_wanted(name)}") from error


def _wanted(name: str) -> str:
    match type_info(_types()[name]):
        case IntType(ge=low, le=high):
            return f"write a whole number from {low} to {high}"
        case BoolType():
            return "write true or false"
        case LiteralType():
            return f"write one of {', '.join(get_args(_types()[name]))}"
        case _:
            return 'write a text in quotes: "…"'


def _types() -> dict[str, Any]:
    return get_type_hints(Settings, include_extras=True)

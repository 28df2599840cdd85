"""Options that several commands take, and the error that ends one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from index.generations.opensearch.connection import Connection
from index.sources.configuration import FILE
from webui.cli.words import told
from webui.configuration import BadConfiguration, Configuration, read_configuration

_Command = TypeVar("_Command", bound=Callable[..., Any])

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="TRACUU_DATA",
    default=Path("var"),
    show_default=True,
    help="Folder of the index; also $TRACUU_DATA.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
config_option = click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="TRACUU_CONFIG",
    default=Path(FILE),
    show_default=True,
    help="File of settings and sources; also $TRACUU_CONFIG.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["embedded", "opensearch"]),
    help="Where the index is: in the data folder, or in the cluster that [index] of the settings names.",
)


def index_options(command: _Command) -> _Command:
    """Add to a command the options that say which index is asked: --data, --config and --engine."""
    return data_option(config_option(engine_option(command)))


def period_options(command: _Command) -> _Command:
    """Add to a command the options of the first and the last date."""
    first = click.option("--from", "from_", default="", help="First date: YYYY, YYYY-MM or YYYY-MM-DD.")
    return first(click.option("--to", default="", help="Last date, included.")(command))


class CannotRun(click.ClickException):
    """Ends the command with status 2 and its message, told in the language spoken."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(told(message))


def configuration(path: Path, given: Mapping[str, object], engine: str | None = None) -> Configuration:
    """Return the settings, of which the command line says `given` and `engine`. Ends the command where they cannot be
    used."""
    context = click.get_current_context()
    named = context.get_parameter_source("config") is not ParameterSource.DEFAULT
    try:
        return read_configuration(path, os.environ, given, engine=engine, required=named)
    except BadConfiguration as error:
        raise CannotRun(str(error)) from error


def cluster_of(path: Path, engine: str | None) -> Connection | None:
    """Return the cluster that holds the index, None for the data folder. Ends the command for unusable settings."""
    return configuration(path, {}, engine).index.connection()

"""Options that several commands take, and the error that ends one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click
from click.core import ParameterSource

from index.sources.configuration import FILE
from webui.cli.words import told
from webui.configuration import BadConfiguration, Configuration, read_configuration

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


class CannotRun(click.ClickException):
    """Ends the command with status 2 and its message, told in the language spoken."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(told(message))


def configuration(path: Path, given: Mapping[str, object]) -> Configuration:
    """Return the settings, of which the command line says `given`. Ends the command where they cannot be used."""
    context = click.get_current_context()
    named = context.get_parameter_source("config") is not ParameterSource.DEFAULT
    try:
        return read_configuration(path, os.environ, given, required=named)
    except BadConfiguration as error:
        raise CannotRun(str(error)) from error

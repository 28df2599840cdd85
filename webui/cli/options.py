"""Options that several commands take, and the error that ends one."""

from __future__ import annotations

from pathlib import Path

import click

from index.sources.configuration import FILE

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
    """Ends the command with status 2 and its message."""

    exit_code = 2

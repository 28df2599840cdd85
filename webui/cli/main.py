"""The command `tracuu` and its subcommands.

Results go to stdout, talk to stderr. Exit status: 0 done, 1 done with documents left out or problems found, 2 could
not run, 70 (EX_SOFTWARE of sysexits.h) a fault of the program, with its traceback.
"""

from __future__ import annotations

import sys
from types import TracebackType

import click

from webui.cli.commands import (
    correct_commands,
    index_commands,
    known_commands,
    notify_commands,
    search_commands,
    serving_commands,
)

_CRASHED = 70


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tracuu")
def main() -> None:
    """Tra cứu: full-text search for union documents."""
    sys.excepthook = _crashed


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End the program with a status of its own: 1, which Python would take, says that documents were left out."""
    sys.__excepthook__(kind, error, trace)
    raise SystemExit(_CRASHED)


for command in (
    index_commands.reindex_command,
    index_commands.watch_command,
    index_commands.extract_command,
    index_commands.status_command,
    index_commands.check_command,
    index_commands.prune_command,
    search_commands.search_command,
    search_commands.report_command,
    search_commands.export_command,
    notify_commands.notify_command,
    correct_commands.correct_command,
    known_commands.known_command,
    serving_commands.serve_command,
    serving_commands.config_command,
):
    main.add_command(command)

if __name__ == "__main__":
    main()

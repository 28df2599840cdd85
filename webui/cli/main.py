"""The command `tracuu` and its subcommands.

Results go to stdout, talk to stderr. Exit status: 0 done, 1 done with documents left out or problems found, 2 could
not run, 70 (EX_SOFTWARE of sysexits.h) a fault of the program, with its traceback.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import TracebackType
from typing import Any

import click

from webui.cli.spoken_help import HELP_OPTIONS, add_language_option, speak_click, speak_help
from webui.cli.words import speak, spoken

_CRASHED = 70
_MODULES = {
    "index_commands": ("reindex", "watch", "extract", "status", "check", "prune"),
    "search_commands": ("search", "report", "export"),
    "notify_commands": ("notify",),
    "correct_commands": ("correct",),
    "known_commands": ("known",),
    "serving_commands": ("serve", "config"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


class _Commands(click.Group):
    """Loads the module of a command when it is asked for: `reindex` does without the web stack and the engine.

    All of it is told in the language of whoever types.
    """

    def make_context(self, *arguments: Any, **named: Any) -> click.Context:
        """Settle the language before anything is understood, so that what is not is told in it too."""
        _, typed, *_ = arguments
        speak(spoken(typed, os.environ))
        speak_click()
        speak_help(self)
        return super().make_context(*arguments, **named)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*_MODULE_OF, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, None where there is none."""
        if cmd_name in _MODULE_OF and cmd_name not in self.commands:
            module = import_module(f"webui.cli.commands.{_MODULE_OF[cmd_name]}")
            command = getattr(module, f"{cmd_name}_command")
            add_language_option(command)
            speak_help(command)
            self.add_command(command)
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": HELP_OPTIONS})
@click.version_option(package_name="tracuu", message="%(prog)s %(version)s", help="Show the version and exit.")
def main() -> None:
    """Tra cứu: full-text search for union documents."""
    sys.excepthook = _crashed


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End the program with a status of its own: 1, which Python would take, says that documents were left out."""
    sys.__excepthook__(kind, error, trace)
    raise SystemExit(_CRASHED)


add_language_option(main)

if __name__ == "__main__":
    main()

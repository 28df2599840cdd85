"""Has click's own words, and the help of every command and option, told in the language spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import click
from click import core, exceptions, formatting, parser, types

from webui.cli.words import told
from webui.http.language import LANGUAGES

HELP_OPTIONS = ["-h", "--help"]
_HELP = "Show this message and exit."
_PLACEHOLDER = "[OPTIONS]"
_GROUP_PLACEHOLDER = "COMMAND [ARGS]..."


def add_language_option(command: click.Command) -> None:
    """Let a command, and those below it, take `--lang`, which is looked for before all else."""
    for one in commands_below(command):
        one.params.append(
            click.Option(
                ["--lang"],
                type=click.Choice(LANGUAGES),
                expose_value=False,
                help="Language of help and messages; default: that of the locale, else English.",
            )
        )


def commands_below(command: click.Command) -> Iterator[click.Command]:
    """Yield a command and all that are below it."""
    yield command
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        yield from commands_below(one)


def speak_click() -> None:
    """Have click's own sentences told in the language spoken.

    click takes them from gettext, which reads compiled catalogues only; but its modules hold the two functions under
    names of their own.
    """
    for module in (core, exceptions, formatting, parser, types):
        vars(module).update({"_": told, "ngettext": _plural} if "ngettext" in vars(module) else {"_": told})


def speak_help(command: click.Command) -> None:
    """Put the help of a command, and of all below it, into the language spoken."""
    for one in commands_below(command):
        option = one.get_help_option(click.Context(one, help_option_names=HELP_OPTIONS))
        if option is not None:
            option.help = told(_HELP)
        one.options_metavar = told(_PLACEHOLDER)
        if isinstance(one, click.Group):
            one.subcommand_metavar = told(_GROUP_PLACEHOLDER)
        texts = _in_english(one)
        for told_of, english in texts.helps:
            told_of.help = "\n\n".join(told(part) for part in paragraphs(english))
        for kind, name in texts.paths:
            kind.name = told(name)
        for option in _options(one):
            if not isinstance(option.type, click.Choice) and not option.is_flag:
                option.metavar = told(option.type.name).upper()


def help_texts(command: click.Command) -> list[str]:
    """Return what a command and those below it are told by in English, a paragraph each."""
    helps = (english for one in commands_below(command) for _, english in _in_english(one).helps)
    return [part for english in helps for part in paragraphs(english)]


def paragraphs(help: str) -> list[str]:
    """Return the paragraphs of a help text, each as one line."""
    return [" ".join(line.strip() for line in part.strip().splitlines()) for part in help.split("\n\n")]


def _plural(one: str, several: str, number: int) -> str:
    """Return the form of a sentence of click for this number; Vietnamese has one."""
    return told(one if number == 1 else several)


def _options(command: click.Command) -> list[click.Option]:
    return [one for one in command.params if isinstance(one, click.Option)]


@dataclass(frozen=True)
class _English:
    """The texts of one command as they stand in the code: of what each is the help, and names of what a path is."""

    helps: list[tuple[click.Command | click.Option, str]]
    paths: list[tuple[click.Path, str]]


@cache
def _in_english(command: click.Command) -> _English:
    """Return the texts of a command; called before any of them is changed."""
    helps: list[click.Command | click.Option] = [command, *_options(command)]
    kinds = [one.type for one in command.params if isinstance(one.type, click.Path)]
    return _English([(one, one.help) for one in helps if one.help], [(kind, kind.name) for kind in kinds])

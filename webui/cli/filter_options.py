"""Adds an option to a command for each filter of the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from search.interface.filters import Filter, parameter_filters

_Command = TypeVar("_Command", bound=Callable[..., Any])


def filter_options(of_articles: bool = False) -> Callable[[_Command], _Command]:
    """Return a decorator that adds the options, or only those of filters by what an article itself is.

    The command is called with a tuple of values for each, under the filter's name.
    """

    def add(command: _Command) -> _Command:
        for one in reversed(parameter_filters()):
            if one.of_articles or not of_articles:
                command = click.option(f"--{one.name}", multiple=True, help=_help(one))(command)
        return command

    return add


def _help(one: Filter) -> str:
    if one.value == "record":
        return f"The id of {one.description}; may be repeated."
    return f"Only this value, {one.description}; may be repeated."

"""Describes a route of the API where the route is written: what the OpenAPI document cannot read off its path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import msgspec

from webui.http.parameters import Parameter

Files = tuple[tuple[str, str], ...]
"""Formats of files, each with its content type."""

_View = TypeVar("_View", bound=Callable[..., Any])
_ATTRIBUTE = "operation"


@dataclass(frozen=True, slots=True)
class Operation:
    """A route of the API, told: its purpose, parameters and answers.

    `answers` are the shapes of its JSON, one of which is given; `files` the formats of files that it gives instead,
    each with its content type: all of them, or the one in its path. `file` says what stands in one, `headers` are the
    numbers that it comes with, each with what it counts. `name` is the document's `operationId`, where it is not the
    view's name. `id` tells whether a record's id is a parameter, one in the path aside. Where `may_miss` is false,
    there is an answer to whatever is asked, and no 404.
    """

    summary: str
    parameters: tuple[Parameter, ...]
    answers: tuple[type[msgspec.Struct], ...]
    files: Files
    file: str
    headers: tuple[tuple[str, str], ...]
    name: str
    id: Literal["none", "required", "optional"]
    may_miss: bool


def operation(
    summary: str,
    parameters: tuple[Parameter, ...] = (),
    *answers: type[msgspec.Struct],
    files: Files = (),
    file: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    name: str = "",
    id: Literal["none", "required", "optional"] = "none",
    may_miss: bool = True,
) -> Callable[[_View], _View]:
    """Return a decorator that tells of the route below it; it stands under `@blueprint.get(…)`. See Operation."""
    told = Operation(summary, parameters, answers, files, file, headers, name, id, may_miss)

    def marked(view: _View) -> _View:
        setattr(view, _ATTRIBUTE, told)
        return view

    return marked


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """Return what is told of a view, None where nothing is."""
    found = getattr(view, _ATTRIBUTE, None)
    return found if isinstance(found, Operation) else None

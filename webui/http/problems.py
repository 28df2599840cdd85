"""Errors of the API as RFC 9457 problem details: a sentence that a person can act on, never a traceback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import NoReturn, TypeVar

import msgspec
from flask import Response, abort

from webui.http.language import language
from webui.http.parameters import Fault

Read = TypeVar("Read")

CONTENT_TYPE = "application/problem+json"


class ParameterError(msgspec.Struct, frozen=True):
    """A parameter that cannot be used, and a sentence that says why."""

    parameter: str
    message: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details. `type` is about:blank: the HTTP status says which kind it is."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[ParameterError, ...] = ()


def problem(status: int, detail: str = "", errors: Iterable[ParameterError] = ()) -> bytes:
    """Return the JSON of a problem; without `detail` the catalogue's sentence for this status."""
    key = f"status.{status}"
    english = language("en")
    sentence = detail or english.t(key if english.has(key) else "status.other")
    return msgspec.json.encode(Problem("about:blank", HTTPStatus(status).phrase, status, sentence, tuple(errors)))


def problem_response(status: int, detail: str = "", errors: Iterable[ParameterError] = ()) -> Response:
    """Return a response with `problem`, not to be stored by caches."""
    response = Response(problem(status, detail, errors), status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def checked(read: tuple[Read, Sequence[Fault]]) -> Read:
    """Return what parameters were read as; where some have faults, `refuse` them."""
    values, faults = read
    if faults:
        refuse(faults)
    return values


def refuse(faults: Iterable[Fault]) -> NoReturn:
    """End the request with the 400 for parameters that cannot be used, each with its sentence."""
    english = language("en")
    errors = [
        ParameterError(f.parameter, english.t(f"error.{f.code}", name=f.parameter, **dict(f.values))) for f in faults
    ]
    abort(problem_response(400, " ".join(e.message for e in errors), errors))

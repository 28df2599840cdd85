"""Reads the id of a record that cannot stand in a path from the query: `/articles?id=..%2Fx`."""

from __future__ import annotations

from flask import Response, request
from werkzeug.datastructures import MultiDict

from webui.http.parameters import Fault
from webui.http.problems import refusal


def id_in_query() -> tuple[str, MultiDict[str, str], Response | None]:
    """Return the id, the other parameters, and a refusal where there is not one id."""
    given = request.args.copy()
    ids = given.poplist("id")
    if len(ids) != 1:
        return "", given, refusal([Fault("id", "repeated" if ids else "missing")])
    return ids[0], given, None

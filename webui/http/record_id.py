"""Reads the id of a record that cannot stand in a path from the query: `/articles?id=..%2Fx`."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import MultiDict

from webui.http.parameters import Fault
from webui.http.problems import refuse


def id_in_query() -> tuple[str, MultiDict[str, str]]:
    """Return the id and the other parameters; where there is not one id, end the request with a refusal."""
    given = request.args.copy()
    ids = given.poplist("id")
    if len(ids) != 1:
        refuse([Fault("id", "repeated" if ids else "missing")])
    return ids[0], given

"""Routes of the API that list directives, people and organisations, and read one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from search.interface.engine import SearchEngine
from search.interface.lists import ListedKind
from webui.api.answers import PREFIX, json_response, list_answer, read_record, record_links
from webui.api.contract import record_shapes
from webui.api.route_descriptions import operation
from webui.api.shapes import Shape, answer_of
from webui.http.addresses import list_address, record_path
from webui.http.entity_tags import tagged, unchanged
from webui.http.parameters import LIST_PARAMETERS, RECORD_PARAMETERS, Parameter, read_list, read_parameters
from webui.http.problems import checked, problem_response
from webui.http.record_id import id_in_query

# Then only `page` and `size` have an effect.
_OR_RECORD = "; with `id`, read one whose id cannot stand in a path"


@dataclass(frozen=True, slots=True)
class _Routes:
    """The routes of one kind of record: what is said of reading one, and of their list, and the shape of one."""

    reads: str
    lists: str
    shape: type[Shape]


_KINDS: Mapping[ListedKind, _Routes] = {
    "directive": _Routes(
        "Read one directive and what cites it", "List the directives that articles cite", record_shapes.DirectiveAnswer
    ),
    "speaker": _Routes(
        "Read one person: offices over time, statements, articles",
        "List the people whom articles name",
        record_shapes.SpeakerAnswer,
    ),
    "organisation": _Routes(
        "Read one organisation: its articles, people with offices over time, directives, what took its place",
        "List the organisations that articles name",
        record_shapes.OrganisationAnswer,
    ),
}


def add_record_routes(api: Blueprint, engine: SearchEngine) -> None:
    """Add the routes to the blueprint of the API, answering from `engine`."""
    for kind, routes in _KINDS.items():
        _add(api, engine, kind, routes)


def _add(api: Blueprint, engine: SearchEngine, kind: ListedKind, routes: _Routes) -> None:
    @api.get(f"/{kind}s/<anything:id>", endpoint=kind)
    @operation(routes.reads, RECORD_PARAMETERS, routes.shape, name=kind)
    def one(id: str) -> Response:
        return _record(engine, kind, id, request.args)

    @api.get(f"/{kind}s", endpoint=f"{kind}s")
    @operation(
        routes.lists + _OR_RECORD,
        LIST_PARAMETERS[kind],
        record_shapes.ListAnswer,
        routes.shape,
        name=f"{kind}s",
        id="optional",
    )
    def several() -> Response:
        """The list, or with `id` one record whose id cannot stand in a path; see `record_path`."""
        if "id" not in request.args:
            return _list(engine, kind)
        return _record(engine, kind, *id_in_query(), LIST_PARAMETERS[kind])


def _list(engine: SearchEngine, kind: ListedKind) -> Response:
    asked = checked(read_list(kind, request.args, strict=True))
    generation, address = engine.status().generation, list_address(asked, PREFIX)
    if same := unchanged(request, generation, address):
        return same
    return tagged(json_response(list_answer(engine.listed(asked), asked)), generation, address)


def _record(
    engine: SearchEngine,
    kind: ListedKind,
    id: str,
    given: MultiDict[str, str],
    allowed: tuple[Parameter, ...] = RECORD_PARAMETERS,
) -> Response:
    values = checked(read_parameters(given, allowed, strict=True))
    page, size = values.get("page", 1), values.get("size", 20)
    generation, parts = engine.status().generation, (kind, id, str(page), str(size))
    if same := unchanged(request, generation, *parts):
        return same
    view = read_record(engine, kind, id, page, size)
    if view is None:
        return problem_response(404, f"There is no {kind} with the id “{id}” in the index.")
    links = record_links(view, record_path(kind, id, PREFIX), page, size)
    return tagged(json_response(answer_of(_KINDS[kind].shape, view, links=links)), generation, *parts)

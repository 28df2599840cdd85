"""The OpenAPI 3.1 document, made from the routes, the parameter table and the answers' types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec
from flask import Flask

from webui.api.route_descriptions import Files, Operation, operation_of
from webui.http import problems
from webui.http.addresses import site_path
from webui.http.parameters import MAX_VALUE, MAX_VALUES, Parameter

DOCUMENT = "openapi.json"
_PREFIX = "/api/v1/"
_REFERENCE = "#/components/schemas/{name}"
_ERRORS = {
    "400": "A parameter cannot be used; `errors` names each and says what would do.",
    "401": "A token or password is wanted, where the office has set one; see `WWW-Authenticate`.",
    "404": "There is no such record.",
    "414": "The address is too long.",
    "429": "This client has asked too often, where the office has set a limit; `Retry-After` says when to come back, "
    "`RateLimit` what is left.",
    "431": "The head of the request, the address included, is too large.",
    "503": "Too many requests wait, this one took too long, or there is no index to answer from. "
    "`Retry-After` says when to come back.",
}


_TAGS = {
    "search": "Looking among all records, and suggestions while somebody types.",
    "articles": "Articles as stored, and those like them.",
    "directives": "Official documents that articles cite, and reports on them.",
    "speakers": "People whom articles name.",
    "organisations": "Organisations that publish articles or are named in them.",
    "service": "The service itself.",
}
_TAG_OF = {"suggest": "search", "searches-without-results": "service"}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "The office's `api_token`, where it has set one."},
    "password": {"type": "http", "scheme": "basic", "description": "The password of the pages opens the API too."},
}


class UntoldRoute(LookupError):
    """A route of the API has no `@operation`, so that the document would leave it out."""


def openapi_document(app: Flask) -> dict[str, Any]:
    """Return the document of an application as plain JSON values. It refers to nothing outside itself.

    Raises UntoldRoute for a route under /api/ of which nothing is told.
    """
    told = list(_operations(app))
    answers = dict.fromkeys(answer for _, _, one in told for answer in one.answers)
    _, schemas = msgspec.json.schema_components((*answers, problems.Problem), ref_template=_REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tra cuu",
            "version": _version(),
            "description": "Search in documents of the Unions of Science and Technology Associations.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": site_path("") or "/", "description": "The service that gives this document."}],
        "security": [{}, *({name: []} for name in _SECURITY)],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": dict(path for rule, name, one in told for path in _paths(rule, name, one)),
        "components": {"schemas": _plain(schemas), "securitySchemes": _SECURITY},
    }


def _operations(app: Flask) -> Iterator[tuple[str, str, Operation]]:
    """Yield each route of the API as Flask writes it, with the name of its view and what is told of it."""
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(_PREFIX) or rule.rule.endswith(f"/{DOCUMENT}"):
            continue
        told = operation_of(app.view_functions[rule.endpoint])
        if told is None:
            raise UntoldRoute(f"{rule.rule}: write @operation(…) above its view, {rule.endpoint}")
        yield rule.rule, rule.endpoint.rpartition(".")[2], told


def _paths(rule: str, view: str, told: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the paths of a route, each with its operation: of one whose path names a format, a path for each."""
    name = told.name or re.sub("_(.)", lambda letter: letter[1].upper(), view)
    path = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule)
    if "{format}" not in path:
        yield path, _operation(told, path, name, told.summary, told.files)
        return
    for format, content_type in told.files:
        named, summary = name.format(format=format.title()), told.summary.format(format=format.upper())
        operation = _operation(told, path, named, summary, ((format, content_type),))
        yield path.replace("{format}", format), operation


def _operation(told: Operation, path: str, name: str, summary: str, files: Files) -> dict[str, Any]:
    fault = {problems.CONTENT_TYPE: {"schema": {"$ref": _REFERENCE.format(name="Problem")}}}
    faults: dict[str, Any] = {status: {"description": text, "content": fault} for status, text in _ERRORS.items()}
    faults["401"]["headers"] = {"WWW-Authenticate": {"description": "What is wanted.", "schema": {"type": "string"}}}
    for status in ("429", "503"):
        faults[status]["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    folder = path.removeprefix(_PREFIX).partition("/")[0].partition(".")[0]
    if not told.may_miss:
        del faults["404"]
    return {
        "get": {
            "operationId": name,
            "tags": [_TAG_OF.get(folder, folder)],
            "summary": summary,
            "parameters": _parameters(told, path),
            "responses": {
                "200": _answer(told, files),
                "304": {"description": "The answer under the `If-None-Match` tag still holds."},
                **faults,
            },
        }
    }


def _answer(told: Operation, files: Files) -> dict[str, Any]:
    """Return what a route answers: one of several shapes, or a file."""
    content: dict[str, Any] = {}
    references = [{"$ref": _REFERENCE.format(name=shape.__name__)} for shape in told.answers]
    if references:
        content["application/json"] = {"schema": references[0] if len(references) == 1 else {"anyOf": references}}
    for _, content_type in files:
        media_type, _, charset = content_type.partition(";")
        content[media_type] = {"schema": {"type": "string"} if charset else {"type": "string", "format": "binary"}}
    headers = {"ETag": {"description": "Changes with the index.", "schema": {"type": "string"}}}
    headers |= {name: {"description": text, "schema": {"type": "integer"}} for name, text in told.headers}
    described = told.answers[0].__doc__ or "" if told.answers else told.file
    return {
        "description": described.partition("\n")[0],
        "headers": headers,
        "content": content,
    }


def _parameters(told: Operation, path: str) -> list[dict[str, Any]]:
    """Return the parameters of a route, an id first where it must be given."""
    id = {"name": "id", "schema": {"type": "string", "minLength": 1, "maxLength": MAX_VALUE}}
    must = {**id, "required": True, "description": "The id, percent-encoded."}
    parameters = [_parameter(one) for one in told.parameters]
    if "{id}" in path:
        return [{**must, "in": "path"}, *parameters]
    if told.id == "required":
        return [{**must, "in": "query"}, *parameters]
    if told.id == "optional":
        return [*parameters, {**id, "in": "query", "required": False, "description": "The id of one record."}]
    return parameters


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(parameter.schema)
    if parameter.repeatable:
        schema = {"type": "array", "items": schema, "maxItems": MAX_VALUES}
    return {"name": parameter.name, "in": "query", "description": parameter.description, "schema": schema}


def _plain(schema: Any) -> Any:
    """Return a schema with pairs of integers as arrays of two integers: tools stumble over `prefixItems`."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(value) for name, value in schema.items()}
    if plain.get("prefixItems") == [{"type": "integer"}, {"type": "integer"}]:
        plain["items"] = plain.pop("prefixItems")[0]
    return plain


def _version() -> str:
    try:
        return version("tracuu")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"

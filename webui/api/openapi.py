"""The OpenAPI 3.1 document, made from the parameter table and the answers' types."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from webui.api import contract
from webui.http import problems
from webui.http.addresses import EXPORT_FORMATS, FORMATS
from webui.http.parameters import (
    ARTICLE_PARAMETERS,
    DIRECTIVES_PARAMETERS,
    EXPORT_PARAMETERS,
    MAX_VALUE,
    MAX_VALUES,
    ORGANISATIONS_PARAMETERS,
    RECORD_PARAMETERS,
    REPORT_PARAMETERS,
    SEARCH_PARAMETERS,
    SIMILAR_PARAMETERS,
    SPEAKERS_PARAMETERS,
    SUGGEST_PARAMETERS,
    Parameter,
)

_REFERENCE = "#/components/schemas/{name}"
_ERRORS = {
    "400": "A parameter cannot be used; `errors` names each and says what would do.",
    "404": "There is no such record.",
    "414": "The address is too long.",
    "431": "The head of the request, the address included, is too large.",
    "503": "Too many requests wait, this one took too long, or there is no index to answer from. "
    "`Retry-After` says when to come back.",
}


@lru_cache(maxsize=1)
def openapi_document() -> dict[str, Any]:
    """Return the document as plain JSON values. It refers to nothing outside itself."""
    answers = (
        contract.SearchAnswer,
        contract.ArticleAnswer,
        contract.SimilarAnswer,
        contract.DirectiveAnswer,
        contract.SpeakerAnswer,
        contract.OrganisationAnswer,
        contract.ListAnswer,
        contract.SuggestAnswer,
        contract.EmptySearchesAnswer,
        problems.Problem,
    )
    _, schemas = msgspec.json.schema_components(answers, ref_template=_REFERENCE)
    record_id = {"name": "id", "required": True, "description": "The id, percent-encoded.", "schema": _ID}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tra cứu",
            "version": _version(),
            "description": "Search in documents of the Unions of Science and Technology Associations.",
        },
        "paths": {
            "/api/v1/search": _search(),
            "/api/v1/articles/{id}": _operation(
                "article",
                "Read one article",
                ARTICLE_PARAMETERS,
                contract.ArticleAnswer,
                first={**record_id, "in": "path"},
            ),
            "/api/v1/articles": _operation(
                "articleByQuery",
                "Read one article whose id cannot stand in a path (`..`, `a//b`)",
                ARTICLE_PARAMETERS,
                contract.ArticleAnswer,
                first={**record_id, "in": "query"},
            ),
            "/api/v1/articles/{id}/similar": _operation(
                "similar",
                "Find articles like one article",
                SIMILAR_PARAMETERS,
                contract.SimilarAnswer,
                first={**record_id, "in": "path"},
            ),
            "/api/v1/articles/similar": _operation(
                "similarByQuery",
                "Find articles like one whose id cannot stand in a path",
                SIMILAR_PARAMETERS,
                contract.SimilarAnswer,
                first={**record_id, "in": "query"},
            ),
            "/api/v1/directives/{id}": _operation(
                "directive",
                "Read one directive and what cites it",
                RECORD_PARAMETERS,
                contract.DirectiveAnswer,
                first={**record_id, "in": "path"},
            ),
            "/api/v1/directives": _list_or_record(
                "directives", "List the directives that articles cite", DIRECTIVES_PARAMETERS, contract.DirectiveAnswer
            ),
            "/api/v1/speakers/{id}": _operation(
                "speaker",
                "Read one person: offices over time, statements, articles",
                RECORD_PARAMETERS,
                contract.SpeakerAnswer,
                first={**record_id, "in": "path"},
            ),
            "/api/v1/organisations/{id}": _operation(
                "organisation",
                "Read one organisation: its articles, people with offices over time, directives, what took its place",
                RECORD_PARAMETERS,
                contract.OrganisationAnswer,
                first={**record_id, "in": "path"},
            ),
            "/api/v1/organisations": _list_or_record(
                "organisations",
                "List the organisations that articles name",
                ORGANISATIONS_PARAMETERS,
                contract.OrganisationAnswer,
            ),
            "/api/v1/suggest": _operation(
                "suggest",
                "Complete what is being typed",
                SUGGEST_PARAMETERS,
                contract.SuggestAnswer,
                errors=("400", "414", "431", "503"),
            ),
            "/api/v1/speakers": _list_or_record(
                "speakers", "List the people whom articles name", SPEAKERS_PARAMETERS, contract.SpeakerAnswer
            ),
            "/api/v1/searches-without-results": _operation(
                "searchesWithoutResults",
                "List what was searched for in vain, where that is counted",
                (),
                contract.EmptySearchesAnswer,
            ),
            **_reports(record_id),
        },
        "components": {"schemas": _plain(schemas)},
    }


def _search() -> dict[str, Any]:
    """Return the operation of the search, whose results come as JSON or as a file."""
    operation = _operation(
        "search",
        "Search all records",
        (*SEARCH_PARAMETERS, *EXPORT_PARAMETERS),
        contract.SearchAnswer,
        errors=("400", "414", "431", "503"),
    )
    answer = operation["get"]["responses"]["200"]
    for format, content_type in EXPORT_FORMATS.items():
        file = {"type": "string"} if format != "xlsx" else {"type": "string", "format": "binary"}
        answer["content"][content_type.partition(";")[0]] = {"schema": file}
    number = {"schema": {"type": "integer"}}
    answer["headers"] |= {
        "Export-Rows": {"description": "Of a file: the results in it.", **number},
        "Export-Total": {"description": "Of a file: all results; more than `Export-Rows` where it is cut.", **number},
    }
    return operation


def _list_or_record(name: str, summary: str, parameters: tuple[Parameter, ...], record: type) -> dict[str, Any]:
    """Return the operation that lists, or with `id` reads one record whose id cannot stand in a path (`..`, `a//b`).

    With `id`, only `page` and `size` have an effect.
    """
    described = f"{summary}; with `id`, read one whose id cannot stand in a path"
    operation = _operation(name, described, parameters, contract.ListAnswer)
    one = {"name": "id", "in": "query", "required": False, "description": "The id of one record.", "schema": _ID}
    operation["get"]["parameters"].append(one)
    either = [{"$ref": _REFERENCE.format(name=shape.__name__)} for shape in (contract.ListAnswer, record)]
    operation["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {"anyOf": either}
    return operation


def _reports(record_id: dict[str, Any]) -> dict[str, Any]:
    """Return the operations of the reports on a directive: files, where the others answer in JSON."""
    found: dict[str, Any] = {}
    for path, place in (("/{id}/report", "path"), ("/report", "query")):
        for suffix, content_type in FORMATS.items():
            operation = _operation(
                f"report{suffix.title()}" + ("ByQuery" if place == "query" else ""),
                f"What the articles say of carrying out a directive, as {suffix.upper()}",
                REPORT_PARAMETERS,
                contract.DirectiveAnswer,
                first={**record_id, "in": place},
            )
            file = {content_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}}
            operation["get"]["responses"]["200"] |= {"description": "The report as a file.", "content": file}
            found[f"/api/v1/directives{path}.{suffix}"] = operation
    return found


_ID = {"type": "string", "minLength": 1, "maxLength": MAX_VALUE}


def _operation(
    name: str,
    summary: str,
    parameters: tuple[Parameter, ...],
    answer: type,
    *,
    first: dict[str, Any] | None = None,
    errors: tuple[str, ...] = ("400", "404", "414", "431", "503"),
) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {
            "description": (answer.__doc__ or "").partition("\n")[0],
            "headers": {"ETag": {"description": "Changes with the index.", "schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": _REFERENCE.format(name=answer.__name__)}}},
        },
        "304": {"description": "The answer under the `If-None-Match` tag still holds."},
    }
    fault = {problems.CONTENT_TYPE: {"schema": {"$ref": _REFERENCE.format(name="Problem")}}}
    responses |= {status: {"description": _ERRORS[status], "content": fault} for status in errors}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [*([first] if first else []), *(_parameter(p) for p in parameters)],
            "responses": responses,
        }
    }


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


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(parameter.schema)
    if parameter.repeatable:
        schema = {"type": "array", "items": schema, "maxItems": MAX_VALUES}
    return {"name": parameter.name, "in": "query", "description": parameter.description, "schema": schema}


def _version() -> str:
    try:
        return version("tracuu")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"

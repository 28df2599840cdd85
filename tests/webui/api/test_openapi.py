"""The OpenAPI document, and the running service held against it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from webui.api.openapi import UntoldRoute, openapi_document
from webui.app import create_app
from webui.http.parameters import EXPORT_PARAMETERS, MAX_DEPTH, MAX_VALUES, SEARCH_PARAMETERS

DOCUMENT = openapi_document(create_app(engine=None))
schema = schemathesis.openapi.from_dict(DOCUMENT)
# An address that is too long is refused before anything in it is read.
schema.config.checks.negative_data_rejection.expected_statuses.append("414")


@schema.parametrize()
@settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_its_contract(case, server):
    case.call_and_validate(base_url=server.address.rstrip("/"), timeout=20)


def test_the_document_is_served(get):
    assert get("/api/v1/openapi.json").json() == json.loads(json.dumps(DOCUMENT))


def test_the_schemas_are_json_schema_2020_12():
    for name, part in DOCUMENT["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid({"$schema": "https://json-schema.org/draft/2020-12/schema", **part}), name


def test_limits_stand_in_the_schema():
    search = DOCUMENT["paths"]["/api/v1/search"]["get"]
    limits = {p["name"]: p["schema"] for p in search["parameters"]}
    assert set(limits) == {p.name for p in (*SEARCH_PARAMETERS, *EXPORT_PARAMETERS)}
    assert limits["q"]["maxLength"] == 1000
    assert (limits["size"]["minimum"], limits["size"]["maximum"]) == (1, 100)
    assert limits["page"]["maximum"] == MAX_DEPTH
    assert limits["source"]["maxItems"] == MAX_VALUES
    assert limits["kind"]["enum"] == ["all", "article", "directive", "speaker", "organisation"]
    assert {"200", "304", "400", "503"} <= set(search["responses"])


def test_nothing_outside_is_referred_to():
    assert "://" not in str(DOCUMENT)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/search?q=h%E1%BB%99i&explain=1", "SearchAnswer"),
        ("/api/v1/articles/tin/2020/tap-huan?q=a", "ArticleAnswer"),
        ("/api/v1/search?kind=x", "Problem"),
    ],
)
def test_answers_are_of_their_types(get, path, name):
    validator = jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", **DOCUMENT})
    assert [e.message for e in validator.iter_errors(get(path).json())] == []


def test_every_route_of_the_api_is_in_the_document():
    """Schemathesis tries those that are, and no others."""
    app = create_app(engine=None)
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    asked = {re.sub(r"<any\((\w+)[^>]*>", r"\1", rule).replace("<anything:id>", "{id}") for rule in rules}
    assert asked - set(DOCUMENT["paths"]) == {"/api/v1/openapi.json"}


def test_a_route_that_nothing_is_told_of_is_a_mistake():
    app = create_app(engine=None)
    app.add_url_rule("/api/v1/new", "new", lambda: "")
    with pytest.raises(UntoldRoute, match=r"/api/v1/new: write @operation"):
        openapi_document(app)


def test_every_route_is_documented():
    documented = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
    app = create_app(engine=None)
    routes = [r.rule for r in app.url_map.iter_rules() if r.endpoint != "static"]
    rules = {re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda name: name[1].upper(), rule) for rule in routes}
    assert [rule for rule in rules if f"`GET {rule}" not in documented] == []

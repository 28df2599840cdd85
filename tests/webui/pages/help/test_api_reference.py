"""The reference of the API is made from its own document, and leaves nothing of it out."""

from __future__ import annotations

import re

from search.embedded.engine import WhooshEngine
from webui.settings import Settings


def test_every_operation_parameter_and_shape_is_told(get):
    document, text = get("/api/v1/openapi.json").json(), get("/api/docs").text
    for path, methods in document["paths"].items():
        told = methods["get"]
        part = text.partition(f'<h3 id="{told["operationId"]}">')[2].partition("</article>")[0]
        assert f"<code>GET {path}</code>" in part
        assert re.findall(r'<th scope="row"><code>(\w+)</code>', part) == [one["name"] for one in told["parameters"]]
        assert re.findall(r'<th scope="row">(\d+)</th>', part) == list(told["responses"])
    for name in document["components"]["schemas"]:
        assert f'id="shape-{name}"' in text


def test_every_link_within_leads_somewhere(get):
    text = get("/api/docs?lang=en").text
    targets = set(re.findall(r' id="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) - targets == set()


def test_the_document_says_what_a_client_needs(get):
    document = get("/api/v1/openapi.json").json()
    assert document["info"]["title"].isascii() and document["servers"] and document["info"]["license"]
    assert document["security"] == [{}, {"token": []}, {"password": []}]
    assert set(document["components"]["securitySchemes"]) == {"token", "password"}
    tags = {one["name"] for one in document["tags"]}
    for methods in document["paths"].values():
        responses = methods["get"]["responses"]
        assert {"401", "429"} <= set(responses) and set(methods["get"]["tags"]) <= tags
        assert "WWW-Authenticate" in responses["401"]["headers"] and "Retry-After" in responses["429"]["headers"]


def test_below_a_path_the_server_is_there(data, running, ask):
    with running(WhooshEngine(data), Settings(public_address="https://hoi.example/tracuu")) as server:
        assert ask(server.port, "/tracuu/api/v1/openapi.json").json()["servers"][0]["url"] == "/tracuu"
        assert "https://hoi.example/tracuu" in ask(server.port, "/tracuu/api/docs").text
        assert 'href="/tracuu/api/v1/openapi.json"' in ask(server.port, "/tracuu/api/docs").text


def test_a_token_for_the_api_does_not_hide_its_description(data, running, ask):
    with running(WhooshEngine(data), Settings(api_token="t")) as server:
        assert ask(server.port, "/api/docs").status == 200
        assert ask(server.port, "/api/v1/openapi.json").status == 401

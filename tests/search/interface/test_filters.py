"""The one table of filters: what reads it, and that the documentation agrees."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from search.interface.filters import BadFilterTable, _row, facet_names, filters, parameter_filters
from search.interface.request import SearchRequest
from search.query.lexemes import field_names
from webui.api.contract.search_shapes import Facets, QueryEcho
from webui.api.openapi import openapi_document
from webui.app import create_app
from webui.cli.commands.search_commands import report_command, search_command
from webui.http.language import LANGUAGES, language

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_each_parameter_is_a_field_of_a_request_and_of_its_echo_in_the_api():
    asked = {one.name for one in fields(SearchRequest)}
    assert {one.name for one in parameter_filters()} <= asked & set(QueryEcho.__struct_fields__)


def test_the_schema_has_each_facet_and_each_parameter():
    document = openapi_document(create_app(engine=None))
    assert set(document["components"]["schemas"]["Facets"]["properties"]) == set(facet_names())
    assert set(Facets.__struct_fields__) == set(facet_names())
    parameters = {one["name"] for one in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert {one.name for one in parameter_filters()} <= parameters


def test_each_parameter_is_an_option_of_the_command_line():
    options = {option for parameter in search_command.params for option in parameter.opts}
    assert {f"--{one.name}" for one in parameter_filters()} <= options


def test_a_report_is_narrowed_by_what_an_article_is_and_not_by_whom_it_mentions():
    options = {option for parameter in report_command.params for option in parameter.opts}
    assert "--source" in options and "--speaker" not in options


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_facet_and_parameter_has_its_label(code):
    text = language(code)
    assert all(text.t(f"facet.{one.name}") for one in filters() if one.is_facet)
    assert all(text.t(f"parameter.{one.name}") for one in parameter_filters())


def test_a_prefix_means_one_filter():
    assert len(field_names()) == len({prefix for one in filters() for prefix in one.prefixes})


@pytest.mark.parametrize("one", filters(), ids=lambda one: one.name)
def test_the_documentation_has_the_row(one):
    others = " ".join(f"`{prefix}`" for prefix in one.prefixes[1:])
    marks = ["yes" if on else "" for on in (one.is_parameter, one.is_facet)]
    cells = [f"`{one.name}`", others, one.description, *marks]
    assert _line(cells) in (DOCS / "queries.md").read_text(encoding="utf-8")


def _line(cells: list[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("mood\t\tfeeling\t\t\t\t\t\tx", "'feeling'"),
        ("mood\t\tcolumn\tmood\tyes\t\t\t\tx", "no label"),
        ("mood\tcolumn", "2 cells"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_line(line, told):
    with pytest.raises(BadFilterTable, match=f"line 7.*{told}"):
        _row(7, line)

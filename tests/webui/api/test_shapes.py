"""Shapes made from the engine's values: nothing is told twice, nothing is left out, every id has its address."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

from search.interface.request import Kind
from webui.api.contract import parts, search_shapes
from webui.api.shapes import Shape, answer_of, shape_of


@dataclass(frozen=True, slots=True)
class Cited:
    kind: Kind
    id: str
    from_: str


@dataclass(frozen=True, slots=True)
class View:
    id: str
    names: tuple[tuple[str, int], ...]
    first: Cited | None
    others: tuple[Cited, ...]
    note: str = ""


@shape_of(Cited, at="kind")
class CitedAnswer(Shape, frozen=True):
    """What is cited."""

    url: str | None


@shape_of(View, at="directive", renamed={"note": "remark"})
class ViewAnswer(Shape, frozen=True):
    """A view."""

    kind: Kind
    names: tuple[parts.Counted, ...]
    first: CitedAnswer | None
    others: tuple[CitedAnswer, ...]
    page: int


def test_a_shape_has_the_fields_of_the_value_and_the_address_after_the_id():
    view = View("ct-42", (("CT 42", 3),), None, (Cited("speaker", "a b", "2020"), Cited("article", "", "")), "so")
    assert msgspec.json.decode(msgspec.json.encode(answer_of(ViewAnswer, view, page=2))) == {
        "kind": "directive",
        "id": "ct-42",
        "url": "/directives/ct-42",
        "names": [{"value": "CT 42", "count": 3}],
        "first": None,
        "others": [
            {"kind": "speaker", "id": "a b", "url": "/speakers/a%20b", "from": "2020"},
            {"kind": "article", "id": "", "url": None, "from": ""},  # nothing to lead to
        ],
        "remark": "so",
        "page": 2,
    }


def test_what_only_the_api_has_must_be_given():
    with pytest.raises(TypeError, match="page"):
        answer_of(ViewAnswer, View("ct-42", (), None, ()))


def test_descriptions_and_limits_reach_the_schema():
    _, schemas = msgspec.json.schema_components([search_shapes.Result])
    assert schemas["Chip"]["description"].startswith("A directive or person of a hit")
    assert schemas["Chip"]["properties"]["count"] == {"type": "integer", "minimum": 0}
    assert set(schemas["Result"]["required"]) == set(schemas["Result"]["properties"])

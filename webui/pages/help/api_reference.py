"""Reads the OpenAPI document for the page that describes the API: operations by tag, then the shapes of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_Json = Mapping[str, Any]
_LIMITS = {"minimum": "from {}", "maximum": "to {}", "minLength": "from {} characters", "maxLength": "to {} characters",
           "maxItems": "{} values at most"}  # fmt: skip
_SHOWN = 40  # characters of a pattern


@dataclass(frozen=True, slots=True)
class TypeText:
    """A type in words; `shape` is the name of the shape that it leads to, empty where it leads to none."""

    words: str
    shape: str


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an operation, or a field of a shape. `limits` are what its values keep to, in words."""

    name: str
    place: str
    type: TypeText
    limits: str
    description: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of an operation with one status, and the types of content that it comes in."""

    status: str
    description: str
    contents: tuple[tuple[str, TypeText], ...]
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """An operation of the API."""

    name: str
    path: str
    summary: str
    parameters: tuple[Field, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of an answer, or of a part of one."""

    name: str
    description: str
    fields: tuple[Field, ...]


def operations(document: _Json) -> dict[str, list[Described]]:
    """Return the operations of a document by their tags, in the order of its list of tags."""
    found: dict[str, list[Described]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        told = methods["get"]
        parameters = tuple(
            _field(one["name"], one["in"], one["schema"], one["description"], one.get("required", False))
            for one in told["parameters"]
        )
        answers = tuple(_answer(status, one) for status, one in told["responses"].items())
        found[told["tags"][0]].append(Described(told["operationId"], path, told["summary"], parameters, answers))
    return found


def shapes(document: _Json) -> Iterator[Shape]:
    """Yield the shapes of a document, by name."""
    for name, schema in sorted(document["components"]["schemas"].items()):
        required = schema.get("required", ())
        fields = tuple(
            _field(field, "", one, one.get("description", ""), field in required)
            for field, one in schema.get("properties", {}).items()
        )
        yield Shape(name, schema.get("description", ""), fields)


def _field(name: str, place: str, schema: _Json, description: str, is_required: bool) -> Field:
    return Field(name, place, _type(schema), _limits(schema), description, is_required)


def _answer(status: str, told: _Json) -> Answer:
    contents = tuple((media, _type(one["schema"])) for media, one in told.get("content", {}).items())
    return Answer(status, told["description"], contents, tuple(told.get("headers", {})))


def _type(schema: _Json) -> TypeText:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return TypeText(name, name)
    if "anyOf" in schema:
        parts = [_type(one) for one in schema["anyOf"]]
        return TypeText(" or ".join(one.words for one in parts), next((p.shape for p in parts if p.shape), ""))
    if schema.get("type") == "array":
        inner = _type(schema.get("items") or {})
        return TypeText(f"array of {inner.words}", inner.shape)
    if "enum" in schema:
        return TypeText(" | ".join(f"`{value}`" for value in schema["enum"]), "")
    return TypeText(" or ".join([kind] if isinstance(kind := schema.get("type", "any"), str) else kind), "")


def _limits(schema: _Json) -> str:
    parts = [words.format(f"{schema[key]:,}") for key, words in _LIMITS.items() if key in schema]
    if "pattern" in schema:
        pattern = schema["pattern"]
        parts.append(f"as {pattern if len(pattern) <= _SHOWN else pattern[:_SHOWN] + '…'}")
    if schema.get("type") == "array" and (inner := _limits(schema.get("items") or {})):
        parts.append(f"each {inner}")
    if schema.get("default") not in (None, ""):
        parts.append(f"default {schema['default']}")
    return ", ".join(parts)

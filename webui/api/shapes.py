"""Makes the API's shapes from the engine's values: the same fields, and beside each id the address of its page here.

A shape is a class with the description and whatever differs: a field of its own, a narrower type, a shape within it.

    @shape_of(Copy, at="article")
    class CopyAnswer(Shape):
        \"\"\"Another publication of the same text.\"\"\"

has the fields of `Copy` and, after `id`, `url`. `answer_of(CopyAnswer, copy)` fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, ClassVar, Literal, TypeVar, cast, get_args, get_type_hints

import msgspec

from search.interface.request import Kind
from webui.http.addresses import record_path


@dataclass(frozen=True, slots=True)
class _Source:
    """The engine's value that a shape is made of, field by field.

    `fields` are the names of the shape's fields; `read` gives what stands in them in the engine's value, all in one
    call; `inner` are the shapes of what stands there. `at` is the kind of record that `url` leads to (`kind`: the value
    tells it itself; empty: there is no `url`), and `id` the field that holds the record's id.
    """

    fields: tuple[str, ...]
    read: Callable[[Any], tuple[Any, ...]]
    inner: Mapping[str, type[Shape]]
    at: Kind | Literal["kind", ""]
    id: str


class Shape(msgspec.Struct, frozen=True):
    """A value as the API gives it. One that `shape_of` made knows its source; others are filled by position."""

    made_of: ClassVar[_Source | None] = None


ShapeType = TypeVar("ShapeType", bound=Shape)


def shape_of(
    value: type,
    *,
    at: Kind | Literal["kind", ""] = "",
    without: tuple[str, ...] = (),
    renamed: Mapping[str, str] | None = None,
) -> Callable[[type[ShapeType]], type[ShapeType]]:
    """Return a decorator that gives a shape the fields of the engine's `value`, in their order.

    `at` is the kind of record whose address follows the id, `kind` where each value has its own; the id stands in
    `article` where there is such a field, else in `id`. `without` names fields that are not told, `renamed` the
    engine's names of those that are told under another. A field that the shape declares keeps its type; `kind` comes
    first, and what the engine's value has not, last. Where `url` is declared as `str | None`, an empty id has none.
    """
    given = {field.name: field for field in fields(value)}
    types = get_type_hints(value, include_extras=True)
    id = "article" if "article" in given else "id"
    names = {(renamed or {}).get(name, name): name for name in given if name not in without}

    def made(shape: type[ShapeType]) -> type[ShapeType]:
        declared = get_type_hints(shape, include_extras=True)
        del declared["made_of"]
        told: dict[str, Any] = {"kind": declared["kind"]} if "kind" in declared and "kind" not in names else {}
        for name, original in names.items():
            told[name] = declared.get(name, types[original])
            if at and name == id:
                told["url"] = declared.get("url", str)
        told |= {name: type_ for name, type_ in declared.items() if name not in told}
        inner = {name: found for name in names if (found := _shape_in(told[name]))}
        struct = msgspec.defstruct(
            shape.__name__,
            list(told.items()),
            bases=(Shape,),
            namespace={"__doc__": shape.__doc__, "made_of": _Source(tuple(names), _reader(names), inner, at, id)},
            module=shape.__module__,
            frozen=True,
            rename={"from_": "from"},
        )
        return cast("type[ShapeType]", struct)

    return made


def _reader(names: Mapping[str, str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads the attributes of the engine's value, in order; `attrgetter` of one gives no tuple."""
    get = attrgetter(*names.values())
    return get if len(names) > 1 else lambda value: (get(value),)


def _shape_in(type_: Any) -> type[Shape] | None:
    """Return the shape that a type holds: `Shape`, `tuple[Shape, ...]`, `Shape | None`."""
    if isinstance(type_, type) and issubclass(type_, Shape):
        return type_
    return next(filter(None, map(_shape_in, get_args(type_))), None)


def answer_of(shape: type[ShapeType], value: Any, **added: object) -> ShapeType:
    """Return the engine's `value` in its shape; `added` are the fields that only the API has.

    A pair, such as a text and its count, is the value of a shape that has no source.
    """
    source = shape.made_of
    if source is None:
        return shape(*value)
    told = dict(zip(source.fields, source.read(value), strict=True))
    for name, held in source.inner.items():
        told[name] = _answer(held, told[name])
    if source.at:
        kind: Kind = value.kind if source.at == "kind" else source.at
        id = getattr(value, source.id)
        told["url"] = record_path(kind, id) if id else None
        if "kind" in shape.__struct_fields__:
            told["kind"] = kind
    return shape(**told, **added)


def _answer(shape: type[Shape], value: Any) -> Any:
    """Return what stands in a field, each part of it in its shape."""
    if value is None:
        return None
    return tuple(answer_of(shape, one) for one in value) if isinstance(value, tuple) else answer_of(shape, value)

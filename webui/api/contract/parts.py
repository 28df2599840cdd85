"""Shapes that others are made of: facets, links, passages, records that stand beside one."""

from __future__ import annotations

from typing import Annotated

import msgspec

from search.interface.answers import Copy, FacetCount, Mentioned
from search.interface.records import MentionSpan, PassageView, SaidBy
from webui.api.shapes import Shape, shape_of

Natural = Annotated[int, msgspec.Meta(ge=0)]


@shape_of(Copy, at="article")
class CopyAnswer(Shape, frozen=True):
    """Another publication of the same text; `url` is its page on this service."""


@shape_of(FacetCount)
class Facet(Shape, frozen=True):
    """A value of a facet, with how many of all hits carry it; `label` is what people read."""

    count: Natural


class Links(msgspec.Struct, frozen=True):
    """Addresses of this page of results and its neighbours; null where there is none."""

    self: str
    next: str | None
    prev: str | None


@shape_of(MentionSpan)
class SpanAnswer(Shape, frozen=True):
    """Characters `start` to `end` of an article's `part`.

    `part` is `title`, `lead`, `body` (its `text`), `attachment` (that of `attachments[item]`) or `related[item]`.
    """


class Counted(Shape, frozen=True):
    """A value as the articles write it, and how often they do."""

    value: str
    count: Natural


@shape_of(Mentioned, at="kind")
class Beside(Shape, frozen=True):
    """A record that articles mention together with this one, and in how many.

    `statements` is in how many statements the person speaks of the directive: those come first. `about` tells the
    record from another of its name in the same list, and is else empty.
    """

    count: Natural
    statements: Natural


@shape_of(SaidBy, at="speaker")
class SaidByAnswer(Shape, frozen=True):
    """A person who says a passage, as its article names them; where that is not told, `id` is empty and `url` null."""

    url: str | None


@shape_of(PassageView, at="article")
class PassageAnswer(Shape, frozen=True):
    """A passage that mentions a record; `start` and `end` are offsets into the article's `part`.

    Of several attached files or related titles `item` is the one, from 0. In the article's page stands the passage at
    `#body-120`, in its second attached file at `#attachment1-120`. `said_by` tells, of a passage that cites a
    directive, in whose statement it does.
    """

    said_by: tuple[SaidByAnswer, ...]

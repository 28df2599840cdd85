"""From what an engine gives to what the API promises: records in the shapes of `contract`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from search.results import ArticleRecord, DirectiveView, FacetCount, Hit, Mentioned, PassageView
from webui import contract
from webui.addresses import record_path, with_parameters


def result(hit: Hit) -> contract.Result:
    """Return the API's form of a hit."""
    return contract.Result(url=record_path(hit.kind, hit.id), **_values(hit))


def facet(counts: Iterable[FacetCount]) -> tuple[contract.Facet, ...]:
    """Return the API's form of one facet."""
    return tuple(contract.Facet(f.value, f.count, f.label or f.value) for f in counts)


def article_answer(record: ArticleRecord) -> contract.ArticleAnswer:
    """Return the API's form of a stored article."""
    urls = {"source_url": record.url, "url": record_path("article", record.id)}
    return contract.ArticleAnswer(kind="article", **{**_values(record), **urls})


def directive_answer(view: DirectiveView, path: str, page: int, size: int) -> contract.DirectiveAnswer:
    """Return the API's form of a directive; `path` is its own address, where further pages of passages are."""

    def to(number: int) -> str:
        return with_parameters(path, page=str(number) if number > 1 else "", size=str(size) if size != 20 else "")

    changed: dict[str, Any] = {
        "dates": tuple(contract.Counted(*pair) for pair in view.dates),
        "variants": tuple(contract.Counted(*pair) for pair in view.variants),
        "passages": tuple(_passage(passage) for passage in view.passages),
        "by_year": facet(view.by_year),
        "by_province": facet(view.by_province),
        "cited_with": tuple(_beside(one) for one in view.cited_with),
        "people": tuple(_beside(one) for one in view.people),
        "url": record_path("directive", view.id),
        "links": contract.Links(
            self=to(page),
            next=to(page + 1) if page * size < view.total_passages else None,
            prev=to(page - 1) if page > 1 else None,
        ),
    }
    return contract.DirectiveAnswer(kind="directive", **{**_values(view), **changed})


def _passage(passage: PassageView) -> contract.PassageAnswer:
    return contract.PassageAnswer(url=record_path("article", passage.article), **_values(passage))


def _beside(one: Mentioned) -> contract.Beside:
    return contract.Beside(url=record_path(one.kind, one.id), **_values(one))


def _values(record: ArticleRecord | DirectiveView | Hit | Mentioned | PassageView) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}

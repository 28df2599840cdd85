"""Routes of the API that read one article, and the articles like it."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from search.interface.engine import SearchEngine
from webui.api.answers import json_response, similar_answer
from webui.api.contract import record_shapes
from webui.api.route_descriptions import operation
from webui.api.shapes import answer_of
from webui.http.entity_tags import tagged, unchanged
from webui.http.parameters import ARTICLE_PARAMETERS, SIMILAR_PARAMETERS, Fault, read_parameters
from webui.http.problems import problem_response, refusal
from webui.http.record_id import id_in_query


def add_article_routes(api: Blueprint, engine: SearchEngine) -> None:
    """Add the routes to the blueprint of the API, answering from `engine`."""

    @api.get("/articles/<anything:id>")
    @operation("Read one article", ARTICLE_PARAMETERS, record_shapes.ArticleAnswer)
    def article(id: str) -> Response:
        return _article(id, read_parameters(request.args, ARTICLE_PARAMETERS, strict=True))

    @api.get("/articles")
    @operation(
        "Read one article whose id cannot stand in a path (`..`, `a//b`)",
        ARTICLE_PARAMETERS,
        record_shapes.ArticleAnswer,
        id="required",
    )
    def article_by_query() -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        id, given, refused = id_in_query()
        return refused or _article(id, read_parameters(given, ARTICLE_PARAMETERS, strict=True))

    @api.get("/articles/<anything:id>/similar")
    @operation("Find articles like one article", SIMILAR_PARAMETERS, record_shapes.SimilarAnswer)
    def similar(id: str) -> Response:
        if engine.article(id) is None and engine.article(f"{id}/similar"):  # an id may end so
            return _article(f"{id}/similar", read_parameters(request.args, ARTICLE_PARAMETERS, strict=True))
        return _similar(id, request.args)

    @api.get("/articles/similar")
    @operation(
        "Find articles like one whose id cannot stand in a path",
        SIMILAR_PARAMETERS,
        record_shapes.SimilarAnswer,
        id="required",
    )
    def similar_by_query() -> Response:
        """The same for ids that cannot stand in a path."""
        id, given, refused = id_in_query()
        return refused or _similar(id, given)

    def _article(id: str, read: tuple[dict[str, str], list[Fault]]) -> Response:
        values, faults = read
        if faults:
            return refusal(faults)
        q = values.get("q", "")
        generation = engine.status().generation
        if same := unchanged(request, generation, "article", id, q):
            return same
        record = engine.article(id, q)
        if record is None:
            return problem_response(404, f"There is no article with the id “{id}” in the index.")
        return tagged(json_response(answer_of(record_shapes.ArticleAnswer, record)), generation, "article", id, q)

    def _similar(id: str, given: MultiDict[str, str]) -> Response:
        values, faults = read_parameters(given, SIMILAR_PARAMETERS, strict=True)
        if faults:
            return refusal(faults)
        size = values.get("size", 5)
        generation, parts = engine.status().generation, ("similar", id, str(size))
        if same := unchanged(request, generation, *parts):
            return same
        related = engine.similar(id, size)
        if related is None:
            return problem_response(404, f"There is no article with the id “{id}” in the index.")
        return tagged(json_response(similar_answer(id, related)), generation, *parts)

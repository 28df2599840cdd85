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
from webui.http.parameters import ARTICLE_PARAMETERS, SIMILAR_PARAMETERS, read_parameters
from webui.http.problems import checked, problem_response
from webui.http.record_id import id_in_query


def add_article_routes(api: Blueprint, engine: SearchEngine) -> None:
    """Add the routes to the blueprint of the API, answering from `engine`."""

    @api.get("/articles/<anything:id>")
    @operation("Read one article", ARTICLE_PARAMETERS, record_shapes.ArticleAnswer)
    def article(id: str) -> Response:
        return _article(id, request.args)

    @api.get("/articles")
    @operation(
        "Read one article whose id cannot stand in a path (`..`, `a//b`)",
        ARTICLE_PARAMETERS,
        record_shapes.ArticleAnswer,
        id="required",
    )
    def article_by_query() -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        return _article(*id_in_query())

    @api.get("/articles/<anything:id>/similar")
    @operation("Find articles like one article", SIMILAR_PARAMETERS, record_shapes.SimilarAnswer)
    def similar(id: str) -> Response:
        if engine.article(id) is None and engine.article(f"{id}/similar"):  # an id may end so
            return _article(f"{id}/similar", request.args)
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
        return _similar(*id_in_query())

    def _article(id: str, given: MultiDict[str, str]) -> Response:
        q: str = checked(read_parameters(given, ARTICLE_PARAMETERS, strict=True)).get("q", "")
        generation = engine.status().generation
        if same := unchanged(request, generation, "article", id, q):
            return same
        record = engine.article(id, q)
        if record is None:
            return problem_response(404, f"There is no article with the id “{id}” in the index.")
        return tagged(json_response(answer_of(record_shapes.ArticleAnswer, record)), generation, "article", id, q)

    def _similar(id: str, given: MultiDict[str, str]) -> Response:
        size: int = checked(read_parameters(given, SIMILAR_PARAMETERS, strict=True)).get("size", 5)
        generation, parts = engine.status().generation, ("similar", id, str(size))
        if same := unchanged(request, generation, *parts):
            return same
        related = engine.similar(id, size)
        if related is None:
            return problem_response(404, f"There is no article with the id “{id}” in the index.")
        return tagged(json_response(similar_answer(id, related)), generation, *parts)

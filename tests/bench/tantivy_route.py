"""A Flask route over tantivy on the same waitress: BM25 of two fields, snippets and two facets, and nothing else.

    python -m tests.bench.tantivy_route INDEX

INDEX is a folder that `build` filled. There is no correction, nobody and nothing is named, no copy is folded, and
nothing is read closely.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, Response, request

from tests.bench import other_application

_ANALYSER = "folded"
_FIELDS = {"title": 2.0, "body": 1.0}
_PAGE = 10
_FACETS = {name: {"terms": {"field": name, "size": 20}} for name in ("year", "source")}


def _opened(folder: Path) -> Any:
    """Return the index in a folder, new or not, with the analyser by which it folds words."""
    import tantivy as t

    builder = t.SchemaBuilder()
    for name in ("id", "date"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("source", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", fast=True)
    for name in _FIELDS:
        builder.add_text_field(name, stored=True, tokenizer_name=_ANALYSER, index_option="position")
    index = t.Index(builder.build(), path=str(folder))
    letters = t.TextAnalyzerBuilder(t.Tokenizer.simple()).filter(t.Filter.lowercase()).filter(t.Filter.ascii_fold())
    index.register_tokenizer(_ANALYSER, letters.build())
    return index


def build(folder: Path, articles: Iterable[Mapping[str, Any]]) -> None:
    """Index articles (`id`, `title`, `text`, `date`, `source`) in an empty folder, in one segment."""
    import tantivy as t

    index = _opened(folder)
    writer = index.writer(heap_size=512_000_000, num_threads=1)
    for one in articles:
        date = str(one.get("date") or "")
        texts = {"id": str(one["id"]), "date": date, "source": str(one.get("source") or ""), "title": one["title"]}
        writer.add_document(t.Document(**texts, body=one["text"], year=int(date[:4] or 0)))
    writer.commit()
    writer.wait_merging_threads()


def application(folder: Path) -> Flask:
    """Return the application that answers `/api/v1/search?q=`."""
    import tantivy as t

    index = _opened(folder)
    index.reload()
    searcher, app = index.searcher(), Flask("tantivy")

    @app.get("/api/v1/search")
    def search() -> Response:
        query, _ = index.parse_query_lenient(request.args["q"], list(_FIELDS), _FIELDS)
        found = searcher.search(query, _PAGE)
        snippets = t.SnippetGenerator.create(searcher, query, index.schema, "body")
        hits = []
        for score, address in found.hits:
            document = searcher.doc(address)
            shown = {name: document.get_first(name) for name in ("id", "title", "date", "source")}
            hits.append({**shown, "score": score, "snippet": snippets.snippet_from_doc(document).to_html()})
        facets = searcher.aggregate(query, _FACETS)
        answer = msgspec.json.encode({"total": found.count, "hits": hits, "facets": facets})
        return Response(answer, content_type="application/json")

    return app


def work() -> None:
    """Serve as a worker does."""
    other_application.work(lambda folder: application(Path(folder)))


def main() -> None:
    """Serve on a free port until stopped."""
    other_application.serve_until_stopped("tests.bench.tantivy_route", sys.argv[1], 1)


if __name__ == "__main__":
    main()

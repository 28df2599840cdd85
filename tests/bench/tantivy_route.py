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

from webui.serving.listening_socket import bound
from webui.serving.supervisor import Supervisor
from webui.serving.worker import Orders

_RUN = "from tests.bench.tantivy_route import work; work()"
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
    """Serve as a worker does, the route over the index that the orders' `data` names."""
    import webui.serving.serve as serve
    import webui.serving.worker as worker

    orders = msgspec.json.decode(sys.argv[-1], type=Orders)
    app = application(Path(orders.data))
    serve.create_app = lambda *_: app  # type: ignore[assignment]
    worker.work(orders)


def main() -> None:
    """Serve on a free port until stopped."""
    Supervisor(
        Path(sys.argv[1]),
        bound("127.0.0.1", 0),
        workers=1,
        threads=4,
        command=lambda orders: [sys.executable, "-c", _RUN, msgspec.json.encode(orders).decode()],
    ).run()


if __name__ == "__main__":
    main()

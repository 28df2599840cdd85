"""A Flask route on the same waitress that answers with a constant: what serving costs when there is nothing to do.

python -m tests.bench.constant_route SIZE WORKERS
"""

from __future__ import annotations

import sys

from flask import Flask, Response

from tests.bench import other_application


def _application(size: str) -> Flask:
    """Return an application whose one route answers with as many bytes."""
    app = Flask("constant")
    content = b'"' + b"x" * (int(size) - 2) + b'"'

    @app.get("/api/v1/search")
    def search() -> Response:
        return Response(content, content_type="application/json")

    return app


def work() -> None:
    """Serve as a worker does."""
    other_application.work(_application)


def main() -> None:
    """Serve on a free port until stopped."""
    size, workers = sys.argv[1:]
    other_application.serve_until_stopped("tests.bench.constant_route", size, int(workers))


if __name__ == "__main__":
    main()

"""A Flask route on the same waitress that answers with a constant: what serving costs when there is nothing to do.

python -m tests.bench.constant_route SIZE WORKERS
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
from flask import Flask, Response

from webui.serving.listening_socket import bound
from webui.serving.supervisor import Supervisor
from webui.serving.worker import Orders

_RUN = "from tests.bench.constant_route import work; work()"


def work() -> None:
    """Serve as a worker does, one route that answers with as many bytes as the orders' `data` says."""
    import webui.serving.serve as serve
    import webui.serving.worker as worker

    orders = msgspec.json.decode(sys.argv[-1], type=Orders)
    app = Flask("constant")
    content = b'"' + b"x" * (int(orders.data) - 2) + b'"'

    @app.get("/api/v1/search")
    def search() -> Response:
        return Response(content, content_type="application/json")

    serve.create_app = lambda *_: app  # type: ignore[assignment]
    worker.work(orders)


def main() -> None:
    """Serve on a free port until stopped."""
    size, workers = sys.argv[1:]
    Supervisor(
        Path(size),
        bound("127.0.0.1", 0),
        workers=int(workers),
        threads=4,
        command=lambda orders: [sys.executable, "-c", _RUN, msgspec.json.encode(orders).decode()],
    ).run()


if __name__ == "__main__":
    main()

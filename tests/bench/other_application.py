"""Serves an application in place of the service's own, by the same workers on the same waitress."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from flask import Flask

from webui.serving.listening_socket import bound
from webui.serving.supervisor import Supervisor
from webui.serving.worker import Orders


def work(made: Callable[[str], Flask]) -> None:
    """Serve as a worker does what is made of the `data` of its orders."""
    import webui.serving.serve as serve
    import webui.serving.worker as worker

    orders = msgspec.json.decode(sys.argv[-1], type=Orders)
    app = made(str(orders.data))
    serve.create_app = lambda *_: app  # type: ignore[assignment]
    worker.work(orders)


def serve_until_stopped(module: str, data: str, workers: int) -> None:
    """Serve on a free port; each worker runs `work()` of a module, with `data` in its orders."""
    run = f"from {module} import work; work()"
    Supervisor(
        Path(data),
        bound("127.0.0.1", 0),
        workers=workers,
        threads=4,
        command=lambda orders: [sys.executable, "-c", run, msgspec.json.encode(orders).decode()],
    ).run()

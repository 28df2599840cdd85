"""One serving process: it takes the shared socket from the process that started it (`supervisor.py`).

Its orders are JSON in its environment, where only its own user can read them: settings hold passwords. Its standard
input tells it that its parent lives: at the end of that, however the parent ended, the worker finishes the requests in
flight and ends, so none is ever left behind.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from pathlib import Path

import msgspec

from index.generations.opensearch.connection import Connection
from search.opening import open_engine
from webui.http.limits.client_limits import ClientLimits
from webui.operations.rechecks import Rechecks
from webui.operations.request_counts import RequestCounts
from webui.operations.unanswered_queries import EmptySearches
from webui.serving.connection_share import ConnectionShare
from webui.serving.serve import Server, start_log
from webui.settings import Settings

ORDERS = "TRACUU_ORDERS"  # the variable that holds them


class Orders(msgspec.Struct, frozen=True):
    """Orders for a worker: the data folder, how to serve, and the file descriptors that it inherits.

    `listening` is the bound socket, `ready` a pipe that takes one byte when requests can be answered, `counts` and
    `searches` the shared files of `slots` processes, in which this one counts in `slot`, `clients` that of all clients,
    `connections` that of the connections that each has.
    `cluster` is where the index is, None for the data folder.
    """

    data: str
    threads: int
    settings: Settings
    listening: int
    ready: int
    counts: int
    slots: int
    slot: int
    cluster: Connection | None = None
    searches: int = -1  # -1: none are counted
    clients: int = -1
    connections: int = -1


def work(orders: Orders) -> None:
    """Serve until SIGTERM or SIGINT, or until the parent is gone."""
    start_log(orders.settings)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a closing terminal tells everyone; what to do says the parent
    engine = open_engine(Path(orders.data), orders.cluster)
    try:
        engine.status()  # opens the index, so that the first request need not wait for it
        server = Server(
            engine,
            socket.socket(fileno=orders.listening),
            threads=orders.threads,
            settings=orders.settings,
            counts=RequestCounts(orders.counts, orders.slots, orders.slot),
            searches=None if orders.searches == -1 else EmptySearches(orders.searches),
            clients=ClientLimits(orders.clients),
            share=ConnectionShare(orders.connections, orders.slots, orders.slot),
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.stop())
        threading.Thread(target=_until_orphaned, args=(server,), daemon=True).start()
        rechecks = Rechecks(engine, orders.settings.check_minutes)
        os.write(orders.ready, b"r")
        server.run()
        rechecks.stop()
    finally:
        engine.close()


def _until_orphaned(server: Server) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    server.stop()


def main() -> None:
    """Do what the environment orders."""
    work(msgspec.json.decode(os.environ.pop(ORDERS), type=Orders))


if __name__ == "__main__":
    main()

"""Keeps in a cluster, beside the generations, the lock of the one who writes, and how the last run ended.

Both are documents of the index `NAME-state`. The lock is a lease: whoever holds it renews it, and one that is not
renewed any more may be taken over. It is written with `if_seq_no`, so of two who want it only one gets it.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from index.generations.opensearch.client import Cluster
from index.generations.opensearch.errors import ClusterError, Conflict
from index.generations.opensearch.names import state_of

_LEASE = 120  # seconds; clocks of the machines may differ by less than that
_RENEWED = 30  # seconds
_SETTINGS = {"settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True}}}


class Held(ClusterError):
    """Another run writes to the cluster under this name."""


class Lock:
    """The lock while it is held. Before a step that others will see, `assure` that it still is."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._path = f"/{quote(state_of(cluster.name))}/_doc/lock"
        self._owner = secrets.token_hex(8)
        self._mutex = threading.Lock()
        self._at: tuple[int, int] | None = None
        self._lost: ClusterError | None = None

    def take(self) -> None:
        """Take the lock. Raises Held where another one has it."""
        state = f"/{quote(state_of(self._cluster.name))}"
        if self._cluster.request("GET", state, may_miss=True) is None:
            with contextlib.suppress(ClusterError):  # another one made it in between; what else it is the lock tells
                self._cluster.request("PUT", state, _SETTINGS)
        found = self._cluster.request("GET", self._path, may_miss=True)
        if found is not None and found.get("found"):
            _refuse_if_held(found["_source"], self._cluster.name)
            self._at = found["_seq_no"], found["_primary_term"]
        try:
            self._write()
        except Conflict as error:
            raise Held(f"another run has just begun to write to {self._cluster.name}; wait for it to end") from error

    def _write(self) -> None:
        where = f"if_seq_no={self._at[0]}&if_primary_term={self._at[1]}" if self._at else "op_type=create"
        body = {
            "owner": self._owner,
            "host": socket.gethostname(),
            "process": os.getpid(),
            "started": _started(os.getpid()),
            "until": time.time() + _LEASE,
        }
        answer = self._cluster.request("PUT", f"{self._path}?{where}", body, repeat=False)
        self._at = answer["_seq_no"], answer["_primary_term"]

    def assure(self) -> None:
        """Renew the lock. Raises ClusterError where it was lost."""
        with self._mutex:
            if self._lost is not None:
                raise self._lost
            try:
                self._write()
            except Conflict as error:
                self._lost = Held(f"another run took over the lock of {self._cluster.name}; nothing was switched")
                raise self._lost from error

    def release(self) -> None:
        """Give the lock back; where the cluster cannot be asked, the lease runs out."""
        with self._mutex, contextlib.suppress(ClusterError):
            if self._at is not None and self._lost is None:
                where = f"if_seq_no={self._at[0]}&if_primary_term={self._at[1]}"
                self._cluster.request("DELETE", f"{self._path}?{where}", may_miss=True)

    def keep(self, ended: threading.Event) -> None:
        """Renew the lock until `ended`; a node that does not answer is no loss as long as the lease runs."""
        while not ended.wait(_RENEWED):
            with contextlib.suppress(ClusterError):
                self.assure()


def _refuse_if_held(found: dict[str, Any], name: str) -> None:
    gone = found["host"] == socket.gethostname() and _started(found["process"]) != found["started"]
    if found["until"] > time.time() and not gone:
        until = datetime.datetime.fromtimestamp(found["until"]).astimezone().strftime("%H:%M:%S")
        raise Held(
            f"another run (process {found['process']} on {found['host']}) writes to {name}; wait for it to end: "
            f"should it have died, its lock may be taken over at {until}"
        )


def _started(process: int) -> str:
    """Return when a process of this machine started, in ticks since the machine did; '' where there is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


@contextlib.contextmanager
def writing(cluster: Cluster) -> Iterator[Lock]:
    """Hold the lock of the one who may write. Raises Held, ClusterError."""
    lock = Lock(cluster)
    lock.take()
    ended = threading.Event()
    renewing = threading.Thread(target=lock.keep, args=(ended,), daemon=True)
    renewing.start()
    try:
        yield lock
    finally:
        ended.set()
        renewing.join()
        lock.release()


def keep_record(cluster: Cluster, content: bytes) -> None:
    """Keep the record of the last run, JSON, for front ends that have no data folder."""
    cluster.request("PUT", f"/{quote(state_of(cluster.name))}/_doc/last-run", {"record": content.decode()})


def read_record(cluster: Cluster) -> bytes | None:
    """Return the record of the last run, JSON; None where there is none."""
    found = cluster.request("GET", f"/{quote(state_of(cluster.name))}/_doc/last-run", may_miss=True)
    return found["_source"]["record"].encode() if found is not None and found.get("found") else None

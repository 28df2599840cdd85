"""The commands over a cluster: what of them is another than over a data folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.generations.opensearch.check import check, health
from index.generations.opensearch.client import Cluster, Published
from index.generations.opensearch.connection import Connection
from index.generations.opensearch.errors import ClusterError
from index.generations.opensearch.publish import Layout, prune, publish
from index.generations.opensearch.state import keep_record, read_record, writing
from index.generations.store import Generation, Store, StoreError
from index.reindexing.last_run import last_run_file
from index.reindexing.reindex import Progress
from webui.cli.options import CannotRun


@contextlib.contextmanager
def _asked(connection: Connection) -> Iterator[Cluster]:
    try:
        with contextlib.closing(Cluster(connection)) as cluster:
            yield cluster
    except ClusterError as error:
        raise CannotRun(str(error)) from error


def published(data: Path, connection: Connection, layout: tuple[int, str], progress: Progress, *, full: bool) -> str:
    """Publish the live generation of a data folder; return a line that tells what was done. Raises ClusterError.

    `layout` is how many shards a new index has, and its replicas.
    """

    def tell(done: int, of: int) -> None:
        progress.stage(f"sending {done:,} of {of:,}")

    with contextlib.closing(Cluster(connection)) as cluster:
        outcome = publish(Store(data), cluster, layout=Layout(*layout), full=full, tell=tell)
    if not outcome.switched:
        return f"{outcome.index} is that generation already"
    how = f"cloned from {outcome.base}" if outcome.base else "made anew"
    return f"{outcome.index}, {how}: {outcome.written:,} written, {outcome.removed:,} removed"


def leave_record(data: Path, connection: Connection) -> None:
    """Give the cluster the record of the last run, for front ends that have no data folder; where it can be asked."""
    with contextlib.suppress(ClusterError, OSError), contextlib.closing(Cluster(connection)) as cluster:
        keep_record(cluster, last_run_file(data).read_bytes())


@dataclass(frozen=True, slots=True)
class Live:
    """The live index of a cluster: its description, its health with a remark on it, the record of the last run."""

    index: str
    published: Published
    health: str
    remark: str
    last_run: bytes | None


def described(connection: Connection) -> Live:
    """Return what the cluster serves. Ends the command where it cannot be asked."""
    with _asked(connection) as cluster:
        index = cluster.resolve()
        return Live(index, cluster.manifest(index), *health(cluster, index), read_record(cluster))


def faults(data: Path, connection: Connection) -> tuple[str, list[str]]:
    """Return the live index and what is wrong with it, compared with the local generation where that is here."""
    with _asked(connection) as cluster:
        index = cluster.resolve()
        return index, check(cluster, index, _local(data))


def _local(data: Path) -> Generation | None:
    try:
        return Store(data).current()
    except StoreError:
        return None


def pruned(connection: Connection) -> list[str]:
    """Remove what a killed run left in the cluster, and indices behind the last but one; return their names."""
    with _asked(connection) as cluster, writing(cluster):
        return prune(cluster, cluster.resolve())

"""Publishes data folders into the cluster of the tests, and opens the engine over them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from index.generations.opensearch.client import Cluster, Connection
from index.generations.opensearch.publish import publish
from index.generations.store import Store
from search.opensearch.engine import OpenSearchEngine
from tests.cluster.node import cluster_host


def published(data: Path) -> Connection:
    """Return where the live generation of a data folder stands, published there unless it is already."""
    name = f"test-{hashlib.sha256(bytes(data)).hexdigest()[:12]}"
    connection = Connection((cluster_host(),), name=name)
    cluster = Cluster(connection)
    publish(Store(data), cluster)
    cluster.close()
    return connection


def over_cluster(data: Path) -> OpenSearchEngine:
    """Return the engine over a data folder's live generation in the cluster."""
    return OpenSearchEngine(Cluster(published(data)), data)

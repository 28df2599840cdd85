"""Opens the engine that answers: the only file that knows which engines there are."""

from __future__ import annotations

from pathlib import Path

from index.generations.opensearch.connection import Connection
from search.embedded.engine import WhooshEngine
from search.interface.engine import NotAvailable, SearchEngine


def open_engine(data: Path, cluster: Connection | None = None) -> SearchEngine:
    """Return the engine over the index of a data folder, or of a cluster.

    What is wrong with the index is told by its first answer. Raises NotAvailable where the settings of the cluster
    cannot be used: a file that is missing, an address that is none.
    """
    if cluster is None:
        return WhooshEngine(data)
    from index.generations.opensearch.client import Cluster  # loads slowly; an office without a cluster does without
    from index.generations.opensearch.errors import ClusterError
    from search.opensearch.engine import OpenSearchEngine

    try:
        return OpenSearchEngine(Cluster(cluster), data)
    except ClusterError as error:
        raise NotAvailable(str(error)) from error

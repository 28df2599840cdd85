"""Says in one sentence what a cluster refused, and what the operator can do."""

from __future__ import annotations

import msgspec


class ClusterError(RuntimeError):
    """The cluster did not do what it was asked; the message names the reason and the remedy."""


class NoNode(ClusterError):
    """No node answered."""


class Lost(NoNode):
    """A node went while it answered, or while others waited for its part; another one may be asked."""


class Busy(ClusterError):
    """The nodes have more to do than they take; it may be asked again in a while."""


class Refused(ClusterError):
    """The password, the key or the rights do not do, or the certificate is not trusted."""


class TooOld(ClusterError):
    """The server is another one than the service can use."""


class ReadOnly(ClusterError):
    """An index takes no more documents, of a disk that is nearly full most likely."""


class Foreign(ClusterError):
    """The name is taken: what stands under the name is not the service's own."""


class Missing(ClusterError):
    """There is no such index."""


class Switched(ClusterError):
    """The alias means another index than it did."""


class Incomplete(ClusterError):
    """A part of the index did not answer, or not in time."""


class Conflict(ClusterError):
    """A document is not as it was when it was read, or is there already."""


_LOST = ("node_disconnected_exception", "node_not_connected_exception", "node_closed_exception",
         "connect_transport_exception", "no_shard_available_action_exception")  # fmt: skip
"""OpenSearch's names for a node that was lost while others waited for its part: asked again, another copy answers."""


def refusal(status: int, content: bytes, path: str) -> ClusterError:
    """Return the error that an answer of 400 or more tells. `path` is what was asked."""
    kind, reason = _told(content)
    return error_of(status, kind, reason, path)


def error_of(status: int, kind: str, reason: str, path: str) -> ClusterError:
    """Return the error of a status and OpenSearch's name and reason for it; of a request or of a document in one."""
    if kind in _LOST or status == 503:
        return Lost(f"a node was lost while it answered ({reason})")
    if status == 401:
        return Refused("the cluster does not know the user, or the password is wrong: look at user and password_file")
    reason = reason.rstrip("; ")
    if kind == "cluster_block_exception" and ("disk" in reason or "allow delete" in reason):  # of status 429
        return ReadOnly(
            f"the cluster writes no more to {_index(path)}: a disk is nearly full ({reason}); free some space, then "
            "lift the block with index.blocks.read_only_allow_delete: null"
        )
    if kind == "cluster_block_exception":
        return ReadOnly(f"the cluster blocks {_index(path)} ({reason}); whoever set the block has to lift it")
    if status == 403:
        return Refused(f"the user may not do that ({reason}); docs/opensearch.md lists the rights that are needed")
    if kind == "index_not_found_exception" or status == 404:
        return Missing(f"the cluster has no index {_index(path)}")
    if status == 409:
        return Conflict(f"{path}: {reason}")
    if status == 429:
        return Busy(f"the cluster has too much to do ({reason})")
    return ClusterError(f"the cluster answers {status} to {path}: {kind}: {reason}")


def _index(path: str) -> str:
    return path.lstrip("/").partition("/")[0].partition("?")[0]


def _told(content: bytes) -> tuple[str, str]:
    """Return OpenSearch's name of an error and its reason; of another server's page the first line."""
    try:
        error = msgspec.json.decode(content)["error"]
    except (msgspec.DecodeError, KeyError, TypeError):
        return "", content.decode(errors="replace").strip().partition("\n")[0][:200]
    if not isinstance(error, dict):
        return "", str(error)
    causes = error.get("root_cause") or [error]
    return str(causes[0].get("type", "")), str(causes[0].get("reason", ""))[:300]

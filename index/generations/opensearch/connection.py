"""Tells where a cluster is: what settings say, apart from the client, which loads more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connection:
    """Addresses of a cluster and who asks: `hosts` as `https://node:9200`, and a user with a password, or an API key.

    `name` is the alias that the service reads, and how all its indices begin. The password or the key stands alone in
    its file. `ca_file` holds the certificate (PEM) that those of the nodes are signed with; empty: the system's.
    """

    hosts: tuple[str, ...]
    name: str = "tracuu"
    user: str = ""
    password_file: str = ""
    api_key_file: str = ""
    ca_file: str = ""

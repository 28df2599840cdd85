"""Finds the addresses of a host name, and refuses those inside the network that this program runs in.

A name in a public link, a redirect or a second look-up may lead to a router, a database, the service itself; whoever
wants a site of the own network fetched says so in `tracuu.toml`.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

Resolve = Callable[[str, int], list[str]]
"""Returns the addresses of a host for a port, in the order to be tried. Raises OSError."""


class Unreachable(OSError):
    """A host that has no address which may be asked; the message says why."""


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system knows them. Raises OSError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of 64 letters
        raise Unreachable(f"{host[:80]} is no name of a host") from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Tell whether an address is of the public internet, those inside another one (`::ffff:127.0.0.1`) included."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def names_itself(site: str) -> bool:
    """Tell whether the address of a site is no name to look up: whoever wrote `http://10.0.0.7/` meant that machine."""
    host = urlsplit(site).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _within(seconds: float, resolve: Resolve, host: str, port: int) -> list[str]:
    """Return what `resolve` does, or raise TimeoutError: the system's own look-up knows no time."""
    answer: queue.Queue[list[str] | OSError] = queue.Queue()

    def look() -> None:
        try:
            answer.put(resolve(host, port))
        except OSError as error:
            answer.put(error)

    threading.Thread(target=look, daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.001))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(found, OSError):
        raise found
    return found


def addresses_of(host: str, port: int, seconds: float, private: bool, resolve: Resolve = looked_up) -> list[str]:
    """Return the addresses of a host that may be asked; with `private` those of the own network as well.

    Raises Unreachable where there is none, TimeoutError after `seconds`, OSError where the look-up fails.
    """
    found = _within(seconds, resolve, host, port)
    allowed = [address for address in found if private or is_public(address)]
    if not allowed:
        detail = f"{host} leads into the own network ({', '.join(found[:3])})" if found else f"{host} has no address"
        raise Unreachable(f"{detail}; where that is meant, write private = true in its [[source]]")
    return allowed

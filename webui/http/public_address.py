"""Tells where people reach this service, and serves it below the path of that address."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.wsgi import ClosingIterator

from webui.http.addresses import BELOW

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def public_address() -> str:
    """Return the origin that is set for links in files, without a slash at the end; empty where none is.

    Paths of the service hold the path of the public address already, see `site_path`.
    """
    return origin() if current_app.config["PUBLIC_ADDRESS"] else ""


def origin() -> str:
    """Return scheme, host and port at which this service is reached: as set, else as the browser asked for it.

    Anybody may write any name into the head of a request. One that is no name of this service is not repeated in what
    others may be shown: the name of this machine stands for it.
    """
    if set_address := str(current_app.config["PUBLIC_ADDRESS"]):
        parts = urlsplit(set_address)
        return f"{parts.scheme}://{parts.netloc}"
    if _is_known(request.host):
        return f"{request.scheme}://{request.host}"
    return f"{request.scheme}://{socket.gethostname()}:{request.environ.get('SERVER_PORT', '80')}"


def _is_known(host: str) -> bool:
    """Tell whether a host is a number, this machine, allowed by `hosts`, or vouched for by the trusted proxy."""
    name = host.lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    if current_app.config["BEHIND_PROXY"] or name in current_app.config["HOSTS"]:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in ("localhost", socket.gethostname().lower())
    return True


class BelowPath:
    """WSGI middleware: serves an application below the path of its public address, `/tracuu`.

    Requests come with that path or without it: a proxy may take it off or leave it. What the application makes for
    the answer holds it, the body too while it is read.
    """

    def __init__(self, application: WSGIApplication, public_address: str) -> None:
        self._application = application
        self._path = urlsplit(public_address).path.rstrip("/")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if self._path and f"{asked}/".startswith(f"{self._path}/"):
            environ["PATH_INFO"] = asked[len(self._path) :] or "/"
        environ["SCRIPT_NAME"] = self._path
        token = BELOW.set(self._path)
        try:
            body = self._application(environ, start_response)
        except BaseException:
            BELOW.reset(token)
            raise
        return ClosingIterator(body, [lambda: BELOW.reset(token)])

"""Tells where people reach this service, and serves it below the path of that address."""

from __future__ import annotations

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
    """Return scheme, host and port at which this service is reached: as set, else as the browser asked for it."""
    parts = urlsplit(str(current_app.config["PUBLIC_ADDRESS"] or request.host_url))
    return f"{parts.scheme}://{parts.netloc}"


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

"""Limits the time that a request may take, from its last byte on: time in the queue counts too."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from search.deadline import until
from webui.http.environment import ARRIVED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class TimeLimit:
    """WSGI middleware: what works at an answer for longer than `seconds` meets `search.deadline.OutOfTime`."""

    def __init__(self, application: WSGIApplication, seconds: float) -> None:
        self._application = application
        self._seconds = seconds

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with until(waiting_since(environ) + self._seconds):
            return self._application(environ, start_response)


def waiting_since(environ: WSGIEnvironment) -> float:
    """Return when the request had come, in seconds of `time.monotonic`; now, where no server says it."""
    arrived: float = environ.get(ARRIVED) or time.monotonic()
    return arrived

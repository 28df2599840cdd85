"""Lets in who may ask, as often as they may: tokens, passwords, a limit for each client, a refusal where many wait."""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from collections.abc import Callable

from flask import Flask, Response, request

from webui.http.environment import REFUSED, REFUSED_FOR
from webui.http.limits.client_limits import ClientLimits
from webui.http.limits.time_limit import waiting_since
from webui.settings import Settings

Refuse = Callable[[int, str], Response]

_OPEN = ("/healthz", "/readyz")  # whoever keeps the service running asks these, and they tell nothing of the documents
_MOST_FAILURES = 10
"""Wrong passwords and tokens of one client in a minute, after which it must wait before the next."""

_REALM = 'realm="Tra cuu", charset="UTF-8"'


def install(app: Flask, settings: Settings, refuse: Refuse, clients: ClientLimits) -> None:
    """Let `app` refuse what the settings do not allow, before anything else is done.

    `refuse` makes the answer, in the form that the asker reads, of a status and the catalogue's key of its sentence
    (empty: that of the status). `clients` counts over all processes.
    """

    def check() -> Response | None:
        if request.path in _OPEN:
            return None
        if request.environ.get(REFUSED) or _waited_too_long(settings):
            request.environ[REFUSED_FOR] = "busy"
            return _retry(refuse(503, "status.busy"), settings.retry_after)
        client = request.remote_addr or ""
        seconds = 0
        if settings.requests_per_minute:
            seconds = clients.wait(client, settings.requests_per_minute, add=True)
        if not seconds and "Authorization" in request.headers:  # before it is looked at: a guess may be right
            seconds = clients.wait(f"failed {client}", _MOST_FAILURES, add=False)
        if seconds:
            request.environ[REFUSED_FOR] = "rate"
            return _retry(refuse(429, ""), seconds)
        refused = _unknown(settings, refuse)
        if refused is not None and "Authorization" in request.headers:
            clients.wait(f"failed {client}", _MOST_FAILURES, add=True)
        return refused

    def tell(response: Response) -> Response:
        """Say what is left of the limit, as draft-ietf-httpapi-ratelimit-headers writes it."""
        most = settings.requests_per_minute
        if most and request.path not in _OPEN:
            left, seconds = clients.left(request.remote_addr or "", most)
            response.headers["RateLimit-Policy"] = f'"minute";q={most};w=60'
            response.headers["RateLimit"] = f'"minute";r={left};t={seconds}'
        return response

    app.before_request(check)
    app.after_request(tell)


def _waited_too_long(settings: Settings) -> bool:
    return bool(settings.max_seconds) and time.monotonic() > waiting_since(request.environ) + settings.max_seconds


def _retry(response: Response, seconds: int) -> Response:
    response.headers["Retry-After"] = str(seconds)
    return response


def _unknown(settings: Settings, refuse: Refuse) -> Response | None:
    """Return the 401 where credentials are wanted and not given.

    The API takes its token, or the page's password: the page asks it for suggestions.
    """
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    challenges = []
    if settings.api_token and request.path.startswith("/api/v1/"):
        if scheme.lower() == "bearer" and _same(credentials.strip().encode("latin-1", "replace"), settings.api_token):
            return None
        challenges.append(f"Bearer {_REALM}")
    if settings.page_user:
        if scheme.lower() == "basic" and _same(_decoded(credentials), f"{settings.page_user}:{settings.page_password}"):
            return None
        challenges.append(f"Basic {_REALM}")
    if not challenges:
        return None
    request.environ[REFUSED_FOR] = "credentials"
    response = refuse(401, "")
    response.headers.extend([("WWW-Authenticate", challenge) for challenge in challenges])
    return response


def _same(given: bytes, wanted: str) -> bool:
    """Compare in a time that tells nothing of where two differ. `given` is as sent: a header is bytes."""
    return hmac.compare_digest(given, wanted.encode("utf-8"))


def _decoded(credentials: str) -> bytes:
    """Return what basic credentials say: user, colon and password, in UTF-8 (RFC 7617)."""
    try:
        return base64.b64decode(credentials, validate=True)
    except (binascii.Error, ValueError):
        return b""

"""Headers that every response carries: what a browser may do with it, and who may read it."""

from __future__ import annotations

from flask import Response, request

from webui.http.addresses import EMBEDDED

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
_FRAMED_POLICY = _POLICY.replace("frame-ancestors 'self'", "frame-ancestors *")
_EVERYWHERE = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_READABLE_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Export-Rows, Export-Total, RateLimit, "
    "RateLimit-Policy, Retry-After",
    "Access-Control-Max-Age": "86400",
}


def add_headers(response: Response) -> Response:
    """Return `response` with the security headers; the API's may be read from any origin.

    The page for embedding may be framed by any site: it keeps nothing of its reader that another could act on.
    """
    response.headers.update(_EVERYWHERE)
    if request.path == EMBEDDED:
        response.headers["Content-Security-Policy"] = _FRAMED_POLICY
    if request.path.startswith("/api/"):
        response.headers.update(_READABLE_ANYWHERE)
    return response

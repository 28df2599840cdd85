"""Compresses answers for clients that ask for it, where no proxy in front does.

Nothing secret stands beside what a reader typed (no cookies, no tokens), so its length gives nothing away (BREACH).
"""

from __future__ import annotations

import gzip

from flask import Response, request

from webui.http.responses.kept_answers import answer_at_hand, kept_answers

_LEAST = 1_400  # bytes: what fits into one packet gains nothing
_LEVEL = 5  # of 9: further ones take twice as long for some percent
_TYPES = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/xml",
    "application/atom+xml",
    "image/svg",
)


def compress(response: Response) -> Response:
    """Return `response` compressed by gzip where its client accepts that and its kind and size make it worth it.

    Files that are compressed in themselves (Word, Excel) and parts of a file (206) are left as they are.
    """
    if not (response.content_type or "").startswith(_TYPES):
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 206 or response.content_encoding or not request.accept_encodings["gzip"]:
        return response
    if response.direct_passthrough:  # files of the page's look and script are read whole
        response.direct_passthrough = False
    elif response.is_streamed:
        return response
    content = response.get_data()
    if len(content) >= _LEAST:
        response.set_data(_packed(content))
        response.content_encoding = "gzip"
    return response


def _packed(content: bytes) -> bytes:
    """Return content compressed; an answer that is kept is compressed once."""
    kept = answer_at_hand()
    if kept is None or kept.content != content:
        return gzip.compress(content, _LEVEL, mtime=0)
    if not kept.packed:
        packed = gzip.compress(content, _LEVEL, mtime=0)
        kept_answers().pack(kept, packed)
        return packed
    return kept.packed

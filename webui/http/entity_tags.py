"""Entity tags: the same question to the same generation has the same answer: it need not be sent, nor made, twice."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from flask import Request, Response, request

from webui.http.responses.kept_answers import Question, keep, kept

_OF_PROXIES = re.compile(r"[-;]{1,2}(?:gzip|br|zstd|deflate)$")
"""Suffixes that servers in front add to the tag of what they compress: Apache `-gzip`, Jetty `--gzip`."""


@lru_cache(maxsize=1)
def build() -> str:
    """Return a digest of the code, templates and texts that make the answers; an upgrade changes it."""
    digest = hashlib.blake2b(digest_size=6)
    for package in ("webui", "search"):
        for path in sorted(Path(str(files(package))).rglob("[!.]*")):
            if path.is_file() and path.parent.name != "__pycache__":
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def unchanged(request: Request, generation: str, *parts: str) -> Response | None:
    """Return the 304 where the client holds the answer to `parts` from `generation`, or the answer where it was kept.

    None for neither. Without an index (`generation` empty) nothing is held.
    """
    if not generation:
        return None
    held = request.if_none_match
    tag = _entity_tag(generation, parts)
    if held.star_tag or tag in {_OF_PROXIES.sub("", name) for name in held.as_set(include_weak=True)}:
        return tagged(Response(status=304), generation, *parts)
    return kept(_question(tag))


def tagged(response: Response, generation: str, *parts: str, keeping: bool = True) -> Response:
    """Return `response` under the tag of what it depends on, to be checked before each further use.

    The tag is weak, for the time it took stands in the answer. Errors get none. The answer is kept for whoever asks the
    same, unless `keeping` says that it must be made each time.
    """
    response.headers.setdefault("Cache-Control", "no-cache")
    if generation and response.status_code in (200, 304):
        tag = _entity_tag(generation, parts)
        response.set_etag(tag, weak=True)
        if keeping and response.status_code == 200:
            keep(_question(tag), response)
    return response


def _question(tag: str) -> Question:
    """Return what the answer under a tag depends on beside: links name the address by which the service was asked."""
    return tag, request.url_root, request.path


def _entity_tag(generation: str, parts: tuple[str, ...]) -> str:
    said = "\x1f".join((build(), generation, *parts))
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()

"""Entity tags: the same question to the same generation has the same answer, so it need not be sent twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from flask import Request, Response


def entity_tag(*parts: str) -> str:
    """Return a tag for an answer that depends on `parts` alone: generation, canonical address, build."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


@lru_cache(maxsize=1)
def build() -> str:
    """Return a digest of the code, templates and texts that make the answers; an upgrade changes it."""
    digest = hashlib.blake2b(digest_size=6)
    for package in ("webui", "search"):
        for name, content in _contents(files(package)):
            digest.update(name.encode() + content)
    return digest.hexdigest()


def _contents(folder: Traversable) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith(("__pycache__", ".")):
            continue
        found += _contents(entry) if entry.is_dir() else [(entry.name, entry.read_bytes())]
    return found


def fresh(request: Request, generation: str, tag: str) -> bool:
    """Tell whether the client already holds the answer under `tag`. Without an index nothing is fresh."""
    return bool(generation) and request.if_none_match.contains_weak(tag)


def tagged(response: Response, generation: str, tag: str) -> Response:
    """Return `response` under a weak tag (its timing may differ), to be checked before each further use."""
    if generation:
        response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def answer(request: Request, generation: str, tag: str, make: Callable[[], Response]) -> Response:
    """Return 304 where the client holds the answer, else what `make` makes, tagged unless it is an error."""
    if fresh(request, generation, tag):
        return tagged(Response(status=304), generation, tag)
    response = make()
    return tagged(response, generation, tag) if response.status_code == 200 else response

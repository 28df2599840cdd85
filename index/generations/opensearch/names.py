"""Names in a cluster: of indices, of documents, of terms."""

from __future__ import annotations

import hashlib
import re

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
"""Pattern of the names that the service may be given: OpenSearch's rules for an index, and short."""

_GENERATION = re.compile(r"(g\d{6,})(?:-\d+)?")  # a second one of that name is of another data folder
_LONGEST_ID = 512  # bytes; OpenSearch refuses longer ones
_LONGEST_TERM = 250  # letters; the whitespace tokenizer cuts at 255, which would move the positions behind it


def index_of(name: str, generation: str) -> str:
    """Return the name of the index that holds a generation: `tracuu-g000012`."""
    return f"{name}-{generation}"


def generation_of(name: str, index: str) -> str:
    """Return the generation that an index of the service is named after, '' where it is none of its indices."""
    found = _GENERATION.fullmatch(index[len(name) + 1 :]) if index.startswith(f"{name}-") else None
    return found[1] if found else ""


def state_of(name: str) -> str:
    """Return the name of the index of the lock and the last run: `tracuu-state`."""
    return f"{name}-state"


def document_id(key: str) -> str:
    """Return the `_id` of a document: its key, of one that is too long for that its SHA-256."""
    encoded = key.encode()
    return key if len(encoded) <= _LONGEST_ID else f"sha256:{hashlib.sha256(encoded).hexdigest()}"


def term(written: str) -> str:
    """Return a term as the cluster holds it: without blanks, which part terms there, and not too long."""
    return written.replace(" ", "_")[:_LONGEST_TERM]

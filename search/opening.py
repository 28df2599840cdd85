"""Opens the engine that answers: the only file that knows which engines there are."""

from __future__ import annotations

from pathlib import Path

from search.embedded.engine import WhooshEngine
from search.interface.engine import SearchEngine


def open_engine(data: Path) -> SearchEngine:
    """Return the engine over the index of a data folder; what is wrong with the index is told by its first answer."""
    return WhooshEngine(data)

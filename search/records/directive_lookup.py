"""Finds the directive that a typed id, number or name refers to."""

from __future__ import annotations

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from search.interface.answers import Hit
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest

_CANDIDATES = 20


def directives_called(engine: SearchEngine, typed: str) -> tuple[Hit, ...]:
    """Return the directives that `typed` may mean: one where that is clear, none where nothing is called so.

    All words typed must stand in the name, so `CT 42` is `Chỉ thị số 42-CT/TW`, and every other directive 42 as well.
    Raises as the engine does.
    """
    hits = engine.search(SearchRequest(q=typed, kind="directive", size=_CANDIDATES)).hits
    said = set(folded(words(nfc(typed)))) - {"so"}
    return tuple(hit for hit in hits if said <= set(folded(words(nfc(hit.title)))))

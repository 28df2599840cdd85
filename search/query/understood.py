"""Tells a query and its filters back, as they were understood."""

from __future__ import annotations

from search.interface.answers import Expanded, Understood
from search.interface.request import SearchRequest
from search.query.tree import Phrase, Query, Word, leaves


def understood(query: Query, request: SearchRequest, notes: tuple[str, ...] = ()) -> Understood:
    """Return what was searched, with the notes of the query and further ones, by catalogue key."""
    kept = leaves(query.root)
    filters = [("from", request.from_), ("to", request.to), *request.given]
    return Understood(
        text=query.text,
        terms=tuple(leaf.text for leaf, out in kept if not out and isinstance(leaf, Word)),
        phrases=tuple(f"{leaf.text}{'*' * leaf.begins}" for leaf, out in kept if not out and isinstance(leaf, Phrase)),
        excluded=tuple(leaf.text for leaf, out in kept if out),
        filters=tuple((name, value) for name, value in filters if value),
        notes=query.notes + notes,
        expanded=tuple(Expanded(e.typed, tuple(synonym.text for synonym in e.also)) for e in query.expanded),
    )


def answer_notes(nearly_all: bool, is_long: bool, total_loose: int) -> tuple[str, ...]:
    """Return what is to be said of an answer: that no document holds all, and where counts and order part."""
    nearly = ("note_nearly_all",) if nearly_all else ()
    return (*nearly, "note_long_question") if is_long and total_loose else nearly

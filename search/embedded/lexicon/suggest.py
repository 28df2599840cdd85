"""Titles and names while they are typed: by the beginning of any of their words, in any accents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import cast

from index.generations.label_beginnings import SORTED, Beginnings
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Snapshot
from search.interface.answers import Suggestion
from search.interface.request import Kind
from search.query.typed_beginnings import beginnings_of

_LOOKED_AT = 2_000  # labels with the same beginning that are ranked; with more of them a letter more is typed anyway
_KINDS: tuple[Kind, ...] = ("directive", "speaker", "organisation", "article")


class Suggester:
    """The labels of one generation, sorted by their folded words from each word on."""

    def __init__(self, snapshot: Snapshot, links: dict[str, Links]) -> None:
        self._snapshot = snapshot
        self._links = links
        self._beginnings = Beginnings(snapshot.generation.path)

    def _beginning_so(self, beginning: str) -> Iterator[tuple[int, bool]]:
        """Yield (document, whether its label begins here) of what begins so, in order, up to a bound."""
        encoded = beginning.encode()
        head = encoded[:SORTED]
        text, starts = self._beginnings.text, self._beginnings.starts

        def at(row: int, length: int) -> bytes:
            return bytes(text[starts[row] : starts[row] + length])

        rows = range(len(starts))
        low = bisect_left(rows, head, key=lambda row: at(row, len(head)))
        high = bisect_right(rows, head, lo=low, hi=min(low + _LOOKED_AT, len(rows)), key=lambda row: at(row, len(head)))
        for row in range(low, high):
            if len(encoded) <= SORTED or at(row, len(encoded)) == encoded:
                yield self._beginnings.label_at(starts[row])

    @cached_property
    def _mentions(self) -> dict[int, int]:
        """Return how many articles mention each record."""
        return {number: count for links in self._links.values() for number, count in links.mentions().items()}

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return labels that hold the typed words in this order, the last one perhaps unfinished.

        Those that begin so come first, then records mentioned most, directives, people and organisations before
        articles; the same label is given once.
        """
        snapshot = self._snapshot
        found: dict[int, bool] = {}
        for beginning in beginnings_of(typed):
            for number, first in self._beginning_so(beginning):
                found[number] = first or found.get(number, False)
        kinds, codes, mentions = self._kind_places, snapshot.kind.codes, self._mentions

        def worth(entry: tuple[int, bool]) -> tuple[bool, int, int]:
            number, first = entry
            return not first, kinds[codes[number]], -mentions.get(number, 0)

        unique: dict[str, int] = {}
        for number, _ in sorted(found.items(), key=worth):  # equals stay in the order of their letters
            unique.setdefault(snapshot.label(number), number)
            if len(unique) == limit:
                break
        return tuple(
            Suggestion(cast(Kind, snapshot.kind.values[codes[n]]), label, snapshot.identifier(n))
            for label, n in unique.items()
        )

    @cached_property
    def _kind_places(self) -> list[int]:
        """Return the place that each kind has among suggestions, by its code."""
        values = self._snapshot.kind.values
        return [_KINDS.index(value) if value in _KINDS else len(_KINDS) for value in values]

"""Titles and names while they are typed: by the beginning of any of their words, in any accents."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

import numpy as np

from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from index.analysis.tokens import WORD, folded, words
from search.links import Links
from search.results import Kind, Suggestion
from search.snapshot import Snapshot

_MOST_WORDS = 24  # words of a label from which a suggestion may begin
_REACH = 12  # words kept of a label from there on
_LOOKED_AT = 2_000  # labels with the same beginning that are ranked; with more of them a letter more is typed anyway
_KINDS: tuple[Kind, ...] = ("directive", "speaker", "article")


def _beginnings(typed: str) -> set[str]:
    """Return what the words typed may begin: `liên hi` is `lien hy` if finished, else the beginning of `lien hiep`."""
    written = WORD.findall(nfc(typed))
    if not written:
        return set()
    before = folded([canonical_word(word) for word in written[:-1]])
    return {" ".join([*before, last]) for last in (fold_word(written[-1]), fold(written[-1]))}


class Suggester:
    """The labels of one generation, sorted by their folded words from each word on; made at the first question."""

    def __init__(self, snapshot: Snapshot, links: dict[str, Links]) -> None:
        self._snapshot = snapshot
        self._links = links

    @cached_property
    def _entries(self) -> list[tuple[str, int, int]]:
        """(folded words from one word on, which word that is, document), sorted."""
        labels = (
            (number, folded(words(nfc(self._snapshot.label(number)))))
            for number in np.flatnonzero(self._snapshot.live).tolist()
        )
        return sorted(
            (" ".join(plain[place : place + _REACH]), place, number)
            for number, plain in labels
            for place in range(min(len(plain), _MOST_WORDS))
        )

    @cached_property
    def _mentions(self) -> dict[int, int]:
        """How many articles mention each record."""
        return {number: count for links in self._links.values() for number, count in links.mentions().items()}

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return labels that hold the typed words in this order, the last one perhaps unfinished.

        Those that begin so come first, then records mentioned most, directives and people before articles; the same
        label is given once.
        """
        entries, snapshot = self._entries, self._snapshot
        found: dict[int, int] = {}
        for beginning in _beginnings(typed):
            first = bisect_left(entries, (beginning, 0, 0))
            for entry in entries[first : first + _LOOKED_AT]:
                if not entry[0].startswith(beginning):
                    break
                found[entry[2]] = min(entry[1], found.get(entry[2], entry[1]))
        rows = []
        for number, place in found.items():
            kind = _KINDS.index(self._kind(number))
            rows.append((place > 0, kind, -self._mentions.get(number, 0), snapshot.label(number), number))
        unique: dict[str, int] = {}
        for *_, label, number in sorted(rows):
            unique.setdefault(label, number)
        chosen = list(unique.items())[:limit]
        return tuple(Suggestion(self._kind(n), label, snapshot.identifier(n)) for label, n in chosen)

    def _kind(self, number: int) -> Kind:
        kind = self._snapshot.kind.values[self._snapshot.kind.codes[number]]
        return "directive" if kind == "directive" else "speaker" if kind == "speaker" else "article"

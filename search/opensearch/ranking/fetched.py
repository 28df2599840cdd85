"""Reads fetched documents as arrays of few documents, so that the code that works on arrays can judge them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays.snapshot import Column, Docs, Places, Weights
from search.opensearch.asked.asking import Answer
from search.opensearch.asked.tokens import Tokens

ALONE = "alone"
"""Name of the clause by which the cluster tells that a word stands on its own in a document."""


class Fetched:
    """Documents as the cluster gave them, numbered from 0 in the order given. For one answer, in one thread."""

    def __init__(
        self,
        hits: Sequence[Answer],
        tokens: Callable[[Mapping[str, Any]], Tokens],
        frequent: Callable[[tuple[str, str, int]], tuple[tuple[str, int], ...]],
    ) -> None:
        """Take hits with their sources, what gives the terms of one, and the words of the index by beginning."""
        self.sources = [hit["_source"] for hit in hits]
        self.size = len(hits)
        self.live = np.ones(self.size, np.bool_)
        self.key_texts: list[str] = [source["key"] for source in self.sources]
        kinds = [key.partition(":")[0] for key in self.key_texts]
        known = ("", *sorted(set(kinds)))
        self.kind = Column(np.array([known.index(kind) for kind in kinds], np.int32), known)
        self.order = np.empty(self.size, np.int32)
        ranked = sorted(range(self.size), key=lambda n: self.key_texts[n].encode("utf-8", "surrogatepass"))
        self.order[ranked] = np.arange(self.size, dtype=np.int32)
        self.name_lengths = np.array([source.get("name_length", 0) for source in self.sources], np.int64)
        self.frequent = frequent
        self._alone = np.flatnonzero([ALONE in hit.get("matched_queries", ()) for hit in hits])
        self._tokens_of = tokens
        self._read_tokens: dict[int, Tokens] = {}
        self._held: dict[tuple[str, str], Docs] = {}

    def _tokens(self, document: int) -> Tokens:
        known = self._read_tokens.get(document)
        if known is None:
            known = self._read_tokens[document] = self._tokens_of(self.sources[document])
        return known

    def _where(self, document: int, field: str, term: str) -> Sequence[int]:
        return self._tokens(document).get(field, {}).get(term, ())

    def label(self, document: int) -> str:
        """Return the title or name of a document."""
        return str(self.sources[document]["label"])

    def day(self, document: int) -> str:
        """Return the date of a document, ISO 8601 as far as known, empty where unknown."""
        return str(self.sources[document].get("day", ""))

    def identifier(self, document: int) -> str:
        """Return the id of a document, without its kind."""
        return self.key_texts[document].partition(":")[2]

    def lengths(self, field: str) -> Weights:
        """Return how many terms each document has in a field, as the published generation kept it."""
        return np.array([source.get("lengths", {}).get(field, 0) for source in self.sources], np.float32)

    def different(self, field: str) -> NDArray[np.int64]:
        """Return how many different terms each document has in a field."""
        return np.array([len(self._tokens(n).get(field, ())) for n in range(self.size)], np.int64)

    def holders(self, field: str, term: str) -> Docs:
        """Return the documents that hold a term, rising."""
        if field.endswith("_compound"):
            return self._alone
        known = self._held.get((field, term))
        if known is None:
            holding = [n for n in range(self.size) if self._where(n, field, term)]
            known = self._held[field, term] = np.array(holding, np.int64)
        return known

    def frequencies(self, field: str, term: str) -> Weights:
        """Return how often a term occurs in each of `holders(field, term)`."""
        return np.array([len(self._where(n, field, term)) for n in self.holders(field, term).tolist()], np.float32)

    def frequencies_at(self, field: str, term: str, rows: Docs) -> Weights:
        """Return `frequencies(field, term)[rows]`."""
        return self.frequencies(field, term)[rows]

    def places_each(self, field: str, sought: Sequence[tuple[str, Docs]]) -> Places:
        """Return where terms stand, each in documents of its own: which term, which document by index, the place."""
        found = [
            (number, row, at)
            for number, (term, documents) in enumerate(sought)
            for row, n in enumerate(documents.tolist())
            for at in self._where(n, field, term)
        ]
        terms, which, where = np.array(found, np.int64).reshape(-1, 3).T
        return terms, which, where

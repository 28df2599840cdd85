"""Which articles mention which directives and people: two arrays each way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.snapshot import Mask, Snapshot

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of a record and an article that mentions it, as document numbers, sorted by record."""

    records: Numbers
    articles: Numbers

    def articles_of(self, record: int) -> Numbers:
        """Return the articles that mention a record, ascending."""
        start, end = np.searchsorted(self.records, (record, record + 1))
        return self.articles[start:end]

    def counts(self, articles: Mask) -> list[tuple[int, int]]:
        """Return (record, how many of `articles` mention it), the most mentioned first, ties by document number."""
        records, counts = np.unique(self.records[articles[self.articles]], return_counts=True)
        best = np.lexsort((records, -counts))
        return list(zip(records[best].tolist(), counts[best].tolist(), strict=True))


def read_links(snapshot: Snapshot, kind: str) -> Links:
    """Return the links of all live records of a kind (`directive`, `speaker`)."""
    code = snapshot.kind.code(kind)
    pairs: list[tuple[int, int]] = []
    if code is not None:
        is_kind = snapshot.kind.codes == code
        for article, _ in snapshot.terms("article"):
            number = snapshot.document(f"article:{article}")
            if number is None:
                continue
            records, _ = snapshot.postings("article", article)
            pairs += [(int(record), number) for record in records[is_kind[records]]]
    ordered = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return Links(ordered[:, 0].copy(), ordered[:, 1].copy())

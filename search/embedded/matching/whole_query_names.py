"""Records found by what they are called: a number or a name typed in any form puts its record first."""

from __future__ import annotations

import numpy as np

from index.records.names import said_words
from search.embedded.arrays.snapshot import Mask, Snapshot
from search.embedded.matching.matcher import Matcher
from search.query.tree import Phrase, Query, leaves

_ENOUGH = 0.4  # share of a record's name that a query must say to mean the record: `CT 42` of `Chỉ thị 42-CT/TW`


def meant(query: Query, matcher: Matcher, snapshot: Snapshot) -> dict[int, float]:
    """Return the records that the whole query calls by name, with the share of the name that it says (0.4 to 1).

    All words of the query must stand side by side in a name; a single word is no name unless it is the whole of one.
    """
    if any(excluded for _, excluded in leaves(query.root)) or any(leaf.field for leaf, _ in leaves(query.root)):
        return {}
    folds = said_words(query.text)
    if not folds:
        return {}
    found: Mask = matcher.mask(Phrase(" ".join(folds), "name"))
    named = found & matcher.written(query.text, "name")
    if named.any():  # `lê thi mẫn` means Lê Thị Mẫn where there is one, else Lê Thị Mận
        found = named
    numbers = np.flatnonzero(found)
    shares = np.minimum(1.0, len(folds) / np.maximum(snapshot.name_lengths[numbers], 1))
    kept = shares >= (_ENOUGH if len(folds) > 1 else 1.0)
    return dict(zip(numbers[kept].tolist(), shares[kept].tolist(), strict=True))

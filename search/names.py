"""Records found by what they are called: a number or a name typed in any form puts its record first."""

from __future__ import annotations

import numpy as np

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from search.matching import Matcher
from search.query import Phrase, Query, leaves
from search.snapshot import Mask, Snapshot

_ENOUGH = 0.4  # share of a record's name that a query must say to mean the record: `CT 42` of `Chỉ thị 42-CT/TW`
_SILENT = {"so"}  # words that a designation is said with or without: `Chỉ thị số 42`, `Chỉ thị 42`


def name_lengths(snapshot: Snapshot) -> dict[int, int]:
    """Return how many words the name of each directive and speaker has, by document number."""
    codes = [code for kind in ("directive", "speaker") if (code := snapshot.kind.code(kind)) is not None]
    numbers = np.flatnonzero(np.isin(snapshot.kind.codes, codes) & snapshot.live)
    return {int(n): _length(snapshot.label(int(n))) for n in numbers}


def _length(label: str) -> int:
    return len([fold for fold in folded(words(label)) if fold not in _SILENT])


def meant(query: Query, matcher: Matcher, lengths: dict[int, int]) -> dict[int, float]:
    """Return the records that the whole query calls by name, with the share of the name that it says (0.4 to 1).

    All words of the query must stand side by side in a name; a single word is no name unless it is the whole of one.
    """
    if any(excluded for _, excluded in leaves(query.root)) or any(leaf.field for leaf, _ in leaves(query.root)):
        return {}
    folds = [fold for fold in folded(words(nfc(query.text))) if fold not in _SILENT]
    if not folds:
        return {}
    found: Mask = matcher.mask(Phrase(" ".join(folds), "name"))
    named = found & matcher.written(query.text, "name")
    if named.any():  # `lê thi mẫn` means Lê Thị Mẫn where there is one, else Lê Thị Mận
        found = named
    shares = {int(n): min(1.0, len(folds) / max(lengths.get(int(n), 1), 1)) for n in np.flatnonzero(found)}
    return {n: share for n, share in shares.items() if share >= (_ENOUGH if len(folds) > 1 else 1.0)}

"""Words that begin as was typed before a star: which they are, and how well documents with them answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from search.embedded.arrays.document_arrays import DocumentArrays, Frequent
from search.embedded.arrays.snapshot import Docs, Weights

MAX_EXPANSIONS = 400  # words that a beginning stands for, the most frequent ones


def folds_of(text: str) -> set[str]:
    """Return what a beginning typed may be folded to: of `ki` is as much said by `kiểm` as by kỹ."""
    return {fold(nfc(text)), fold_word(text)}


def words_beginning(snapshot: Frequent, text: str, fields: Sequence[str]) -> list[tuple[str, str]]:
    """Return the (index field, term) pairs that a beginning stands for, the most frequent first, capped.

    Fields whose name ends in `_word` hold words as written: there the accents typed count.
    """
    written = nfc(text).lower()
    found = []
    for name in fields:
        for beginning in sorted({written, canonical_word(text)} if name.endswith("_word") else folds_of(text)):
            rows = snapshot.frequent((name, beginning, MAX_EXPANSIONS))
            found += [(count, name, term) for term, count in rows]
    found.sort(key=lambda row: (-row[0], row[1], row[2]))
    return [(name, term) for _, name, term in dict.fromkeys(found[:MAX_EXPANSIONS])]


def beginning_frequencies(
    snapshot: DocumentArrays, text: str, fields: dict[str, float], norm: Callable[[str], Weights]
) -> tuple[Docs, Weights]:
    """Return (documents, length-normalised frequency) of all words together that begin as `text` does.

    `fields` gives what a word is worth in each index field, `norm` the length normalisation of its documents.
    """
    frequency = np.zeros(snapshot.size, np.float32)
    for name, term in words_beginning(snapshot, text, list(fields)):
        docs = snapshot.holders(name, term)
        frequency[docs] += snapshot.frequencies(name, term) * np.float32(fields[name]) * norm(name)[docs]
    docs = np.flatnonzero(frequency)
    return docs, frequency[docs]

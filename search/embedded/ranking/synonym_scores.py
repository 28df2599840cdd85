"""Scores documents that say what was typed in another form: `Ủy ban nhân dân` where `UBND` was typed.

The other form is read as one term that stands for all that was typed: it is worth what the typed words are worth
(their idf, none of them rarer than the thing itself is in either form), saturated by how often it occurs, times the
weight of the synonym. A document has the better of the two forms, never both, so that
`Ủy ban nhân dân (UBND)` is not counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.analysis.tokens import folded, pairs
from search.embedded.arrays.snapshot import Docs, Mask, among
from search.embedded.ranking.bm25f import Impact, Impacts, Scores, Term
from search.query.tree import Expansion, Synonym


@dataclass(frozen=True, slots=True)
class Gain:
    """The scores that documents gain by other forms of what was typed, and the weight of the best form of each.

    `forms` are the other forms that answer, with the documents that hold them.
    """

    expansion: Expansion
    docs: Docs
    scores: Scores
    weights: Scores
    forms: tuple[tuple[Synonym, Docs], ...]

    def narrowed(self, mask: Mask) -> Gain:
        """Return the same of the documents in a mask alone."""
        kept = mask.take(self.docs)
        forms = tuple((synonym, docs[mask.take(docs)]) for synonym, docs in self.forms)
        return Gain(self.expansion, self.docs[kept], self.scores[kept], self.weights[kept], forms)


def gain(
    expansion: Expansion,
    terms: Mapping[Term, float],
    found: Mapping[Term, Impact],
    impacts: Impacts,
    mask: Mask,
) -> Gain:
    """Return what the documents of a mask gain by an expansion.

    `terms` are the query's with their weights, `found` what they add to which documents of the mask.
    """
    own = own_terms(list(expansion.words), terms)
    every = np.zeros(len(mask), np.bool_)
    every[_together(list(expansion.words), impacts, False)[0]] = True
    forms: list[tuple[Synonym, Docs, Scores]] = []
    for synonym in expansion.also:
        docs, often = _together(list(synonym.words), impacts, synonym.written)
        every[docs] = True
        kept = mask[docs]
        forms.append((synonym, docs[kept], often[kept]))
    highest = impacts.worth(impacts.holding_forms(expansion, int(np.count_nonzero(every))))
    value = sum(weight * min(impacts.worth(impacts.count(term)), highest) for term, weight in own.items())
    other = np.zeros(len(mask), np.float32)
    weights = np.zeros(len(mask), np.float32)
    for synonym, docs, often in forms:
        other[docs] = np.maximum(other[docs], np.float32(synonym.weight * value) * often)
        weights[docs] = np.maximum(weights[docs], np.float32(synonym.weight))
    for term in own:
        docs, scores = found[term].sparse()
        other[docs] -= scores
    gained = np.flatnonzero(other > 0)
    held = tuple((synonym, docs) for synonym, docs, _ in forms if synonym.answers)
    return Gain(expansion, gained, other[gained], weights[gained], held)


def own_terms(words: list[str], terms: Mapping[Term, float]) -> dict[Term, float]:
    """Return the terms of the query that the typed form alone makes."""
    folds = folded(words)
    own: list[Term] = [("fold", f) for f in folds] + [("word", w) for w in words] + [("pair", p) for p in pairs(folds)]
    return {term: terms[term] for term in own if term in terms}


def _together(words: list[str], impacts: Impacts, written: bool) -> tuple[Docs, Scores]:
    """Return the documents that hold the words side by side, two by two, and how often at most, saturated.

    `written` leaves out those that lack one of the words in these accents.
    """
    docs, often = _side_by_side(words, impacts)
    for word in dict.fromkeys(words) if written else ():
        if not len(docs):
            break
        kept = among(impacts.saturation("word", word)[0], docs)
        docs, often = docs[kept], often[kept]
    return docs, often


def _side_by_side(words: list[str], impacts: Impacts) -> tuple[Docs, Scores]:
    folds = folded(words)
    if len(folds) == 1:
        return impacts.saturation("fold", folds[0])
    docs, often = impacts.saturation("pair", f"{folds[0]} {folds[1]}")
    for pair in pairs(folds[1:]):
        more, again = impacts.saturation("pair", pair)
        docs, here, there = np.intersect1d(docs, more, assume_unique=True, return_indices=True)
        often = np.minimum(often[here], again[there])
    return docs, often

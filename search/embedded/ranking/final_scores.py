"""Raises records that a query names, and texts of which a copy answers better: the last change that scores undergo.

Each raise is a part of the score's explanation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from search.embedded.arrays.copy_groups import Copies, Folded
from search.embedded.ranking.ranker import Ranking


def raise_named(ranking: Ranking, named: Mapping[int, float], beside: Collection[int]) -> None:
    """Raise records: those `named` by the whole query by the best score and their share of it, those `beside` by it."""
    best = ranking.scores.max(initial=0.0)  # once: raised records must not raise each other
    for record, share in named.items():
        ranking.add("called by the query", record, (1 + share) * best)
    for record in beside:
        ranking.add("named in the query", record, best)


def raise_copies(ranking: Ranking, copies: Copies, folded: Folded) -> None:
    """Give each group's hit the best score of its copies: whoever types a copy's title wants this text."""
    before = ranking.scores[folded.documents]
    copies.lift(folded, ranking.scores)
    gained = ranking.scores[folded.documents] - before
    for at in gained.nonzero()[0].tolist():
        ranking.tell("a copy of it", int(folded.documents[at]), float(gained[at]))

"""Scores the documents that a page may show: what answers, and what holds some of the words only where it is shown.

Records that a query names are raised, and texts of which a copy answers better: the last changes that scores undergo.
Each raise is a part of the score's explanation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.embedded.arrays.copy_groups import Copies, Folded
from search.embedded.arrays.snapshot import Mask
from search.embedded.ranking.bm25f import Scores
from search.embedded.ranking.ranker import Ranker, Ranking
from search.query.tree import Query


@dataclass(frozen=True, slots=True)
class FinalScores:
    """The rankings of one answer: of the documents that answer, and of those that follow them, if a page shows any."""

    answering: Ranking
    following: Ranking | None = None
    loose: Mask | None = None  # (documents,): those that `following` ranks

    @property
    def scores(self) -> Scores:
        """The score of each document by the ranking that it is in."""
        if self.following is None or self.loose is None:
            return self.answering.scores
        return np.where(self.loose, self.following.scores, self.answering.scores)

    def of(self, document: int) -> Ranking:
        """Return the ranking that a document is in."""
        if self.following is not None and self.loose is not None and self.loose[document]:
            return self.following
        return self.answering


def rank_answer(
    ranker: Ranker,
    query: Query,
    groups: Sequence[Folded],
    copies: Copies,
    mentions: Scores | None,
    named: Mapping[int, float],
    beside: Collection[int],
    following: Folded | None = None,
) -> FinalScores:
    """Return the scores of some groups together, records and copies among them raised, and of what follows them."""
    masks = [np.logical_or.reduce([group.every for group in groups])]
    if following:
        masks.append(following.every)
    ranking, *others = ranker.rank_each(query, masks, mentions)
    raise_named(ranking, named, beside)
    for group in groups:
        raise_copies(ranking, copies, group)
    if not following:
        return FinalScores(ranking)
    raise_copies(others[0], copies, following)
    return FinalScores(ranking, others[0], following.every)


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

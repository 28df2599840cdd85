"""Articles like an article: they share its telling pairs of words, the directives it cites, the people it names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from search.embedded.arrays.copy_groups import Copies
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Snapshot
from search.embedded.ranking.alike import DEFAULT, Weights, nearness, telling_pairs
from search.embedded.ranking.bm25f import Impacts, Scores, idf
from search.interface.answers import RelatedArticle


class Similar:
    """Finds the articles most like one, in one generation. Threads may share it."""

    def __init__(
        self,
        snapshot: Snapshot,
        impacts: Impacts,
        links: Mapping[str, Links],
        copies: Copies,
        weights: Weights = DEFAULT,
    ) -> None:
        self._snapshot = snapshot
        self._impacts = impacts
        self._links = links
        self._copies = copies
        self._weights = weights
        articles = snapshot.live & (snapshot.kind.codes == (snapshot.kind.code("article") or -1))
        self._articles = articles
        self._count = max(int(np.count_nonzero(articles)), 1)

    def of(self, document: int, size: int) -> tuple[RelatedArticle, ...]:
        """Return the articles most like one, its copies left out."""
        snapshot = self._snapshot
        return tuple(
            RelatedArticle(
                id=snapshot.identifier(number),
                title=snapshot.label(number),
                date=snapshot.day(number),
                source=snapshot.source.values[snapshot.source.codes[number]],
                province=snapshot.province.values[snapshot.province.codes[number]],
                score=share,
            )
            for number, share in self.best(document, size)
        )

    def best(self, document: int, size: int) -> tuple[tuple[int, float], ...]:
        """Return (document, share of the article's own score) of the articles most like one."""
        scores = self._scores(document)
        own = float(scores[document])
        mask = self._articles & (scores >= np.float32(self._weights.least * own)) & (scores > 0)
        mask[document] = False
        mask[self._copies.group(document)] = False
        found = self._copies.fold(mask)
        self._copies.lift(found, scores)
        numbers = np.flatnonzero(found.hits)
        days = self._snapshot.first_day
        scores = scores * nearness(days, int(days[document]), self._weights)
        ranked = numbers[np.lexsort((self._snapshot.order[numbers], -scores[numbers]))][:size]
        return tuple((number, round(min(float(scores[number]) / own, 1.0), 4)) for number in ranked.tolist())

    def _scores(self, document: int) -> Scores:
        scores = np.zeros(self._snapshot.size, np.float32)
        copies = max(len(self._copies.group(document)), 1)  # what only they share relates to nothing
        article, holders = self._snapshot.article(document), partial(self._snapshot.document_frequency, "body_pair")
        for pair, weight in telling_pairs(article, holders, self._count, copies, self._weights):
            self._impacts.of("pair", pair).times(weight).add_to(scores)
        for links in self._links.values():
            for record in links.records_of(document).tolist():
                sharing = links.articles_of(record)
                if len(sharing) > copies:
                    scores[sharing] += np.float32(self._weights.records * idf(len(sharing), self._count) ** 2)
        return scores

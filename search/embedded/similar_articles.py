"""Articles like an article: they share its telling pairs of words, the directives it cites, the people it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, pairs, words
from index.documents import Article
from index.findings.article_findings import searched_text
from search.embedded.arrays.copy_groups import Copies
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Snapshot
from search.embedded.ranking.bm25f import Impacts, Scores, idf
from search.interface.answers import RelatedArticle

_READ = 20_000  # characters; what a report is about stands further up
_TITLE = 3  # a pair in the title counts as so many in the text


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of what makes articles alike; `docs/copies.md` has the measurements.

    Of an article the `looked_at` most frequent pairs are looked up, and the `telling` ones with the most tf · idf
    searched for. `records` is the weight of a shared directive or person against a pair as rare, `near` what an
    article of the same day gains, halved after each `half_life` days. Articles with less than `least` of what the
    article itself would score are not related to it.
    """

    looked_at: int = 200
    telling: int = 60
    records: float = 0.5
    near: float = 0.2
    half_life: float = 180.0
    least: float = 0.1


DEFAULT = Weights()


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
        scores = scores * self._nearness(document)
        ranked = numbers[np.lexsort((self._snapshot.order[numbers], -scores[numbers]))][:size]
        return tuple((number, round(min(float(scores[number]) / own, 1.0), 4)) for number in ranked.tolist())

    def _scores(self, document: int) -> Scores:
        scores = np.zeros(self._snapshot.size, np.float32)
        copies = max(len(self._copies.group(document)), 1)  # what only they share relates to nothing
        for pair, weight in self._telling(self._snapshot.article(document), copies):
            self._impacts.of("pair", pair).times(weight).add_to(scores)
        for links in self._links.values():
            for record in links.records_of(document).tolist():
                sharing = links.articles_of(record)
                if len(sharing) > copies:
                    scores[sharing] += np.float32(self._weights.records * idf(len(sharing), self._count) ** 2)
        return scores

    def _telling(self, article: Article, copies: int) -> list[tuple[str, float]]:
        """Return the article's most telling pairs with their weights; pairs that more than its copies have."""
        title = pairs(folded(words(nfc(article.title))))
        body = pairs(folded(words(nfc(searched_text(article)[:_READ]))))
        counts = Counter(chain(*[title] * _TITLE, body))
        weighed = []
        for pair, count in counts.most_common(self._weights.looked_at):
            holders = self._frequency(pair)
            if copies < holders < self._count / 2 or self._count < 4:
                weighed.append((count / (count + 1) * idf(holders, self._count), pair))
        best = sorted(weighed, key=lambda one: (-one[0], one[1]))[: self._weights.telling]
        return [(pair, weight) for weight, pair in best]

    def _frequency(self, pair: str) -> int:
        """Return how many articles hold a pair in their text, deleted ones included."""
        total = 0
        for segment in self._snapshot.segments:
            field = segment.field("body_pair")
            number = segment.term_id("body_pair", pair)
            if field is not None and number >= 0:
                total += field.document_frequency(number)
        return total

    def _nearness(self, document: int) -> Scores:
        """Return what to multiply each document's score with, for how far it lies from this one in time."""
        first = self._snapshot.first_day
        days = first // 10_000 * 365 + first // 100 % 100 * 30.4 + first % 100
        apart = np.abs(days - days[document])
        near = self._weights.near * np.exp2(-apart / self._weights.half_life)
        dated = (first > 0) & (first[document] > 0)
        return (np.where(dated, 1 + near, 1) / (1 + self._weights.near)).astype(np.float32)

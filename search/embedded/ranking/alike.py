"""Weighs what makes articles alike: the pairs of words that tell one from others, and how near they are in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, pairs, words
from index.documents import Article
from index.findings.article_findings import searched_text
from search.embedded.ranking.bm25f import Scores, idf

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


def telling_pairs(
    article: Article, frequency: Callable[[str], int], articles: int, copies: int, weights: Weights = DEFAULT
) -> list[tuple[str, float]]:
    """Return an article's most telling pairs with their weights; pairs that more than its copies have.

    `frequency` tells how many of all `articles` hold a pair in their text.
    """
    title = pairs(folded(words(nfc(article.title))))
    body = pairs(folded(words(nfc(searched_text(article)[:_READ]))))
    counts = Counter(chain(*[title] * _TITLE, body))
    weighed = []
    for pair, count in counts.most_common(weights.looked_at):
        holders = frequency(pair)
        if copies < holders < articles / 2 or articles < 4:
            weighed.append((count / (count + 1) * idf(holders, articles), pair))
    best = sorted(weighed, key=lambda one: (-one[0], one[1]))[: weights.telling]
    return [(pair, weight) for weight, pair in best]


def nearness(first: NDArray[np.int32], day: int, weights: Weights = DEFAULT) -> Scores:
    """Return what to multiply the scores of documents with, by their days YYYYMMDD, for how far they lie from a day."""

    def days(dates: NDArray[np.int32]) -> NDArray[np.float64]:
        return dates // 10_000 * 365 + dates // 100 % 100 * 30.4 + dates % 100

    apart = np.abs(days(first) - days(np.array([day], first.dtype)))
    near = weights.near * np.exp2(-apart / weights.half_life)
    dated = (first > 0) & (day > 0)
    return (np.where(dated, 1 + near, 1) / (1 + weights.near)).astype(np.float32)

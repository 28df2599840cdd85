"""The bench of the readers writes files that the readers read: every article, in every format."""

from __future__ import annotations

from index.documents import Article
from tests.bench.readers import EACH, TOGETHER, speeds
from tests.index.sources.exports.site_exports import P1, P2


def test_every_reader_reads_every_article() -> None:
    articles = [Article(str(n), f"Tin số {n}", f"{P1} {n}\n{P2}") for n in range(3)]
    found = speeds(articles, rounds=1)
    assert {one.name: one.documents for one in found} == dict.fromkeys((*EACH, *TOGETHER), 3)

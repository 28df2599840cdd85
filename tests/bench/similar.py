"""How well related articles are found: halves of one article, and articles of one category.

    python -m tests.bench.similar FILE

Articles of the file are halved, sentence by sentence in turn, and indexed as two each, without titles. For each first
half: is the second among the related articles, and is it the first? And how many of the others are of the category of
the article, against the share that chance would give.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.embedded.ranking.alike import DEFAULT, Weights
from search.embedded.similar_articles import Similar
from tests.bench.arguments import folders
from tests.bench.made_sets import articles_of
from webui.cli.progress import Silent

_ROW = "{:<34} {:>9} {:>9} {:>7} {:>9}"
VARIANTS = {
    "as served": DEFAULT,
    "without directives and people": replace(DEFAULT, records=0.0),
    "without nearness in time": replace(DEFAULT, near=0.0),
    "30 pairs of 80": replace(DEFAULT, telling=30, looked_at=80),
    "60 pairs of 200": replace(DEFAULT, telling=60, looked_at=200),
    "60 pairs of 400": replace(DEFAULT, telling=60, looked_at=400),
    "100 pairs of 400": replace(DEFAULT, telling=100, looked_at=400),
    "least score 0.05": replace(DEFAULT, least=0.05),
    "no least score": replace(DEFAULT, least=0.0),
}


def halves(path: Path) -> list[dict[str, str]]:
    """Return records: two for each article that has enough sentences."""
    records = []
    for n, article in enumerate(articles_of(path)):
        sentences = re.split(r"(?<=[.!?])\s+", article.text)
        if len(sentences) < 8:
            continue
        for which in (0, 1):
            record = {"id": f"{n}/{which}", "title": "", "text": " ".join(sentences[which::2])}
            records.append(record | {"date": article.date, "category": article.category})
    return records


def measure(engine: WhooshEngine, records: list[dict[str, str]], weights: Weights) -> str:
    """Return a row: share of halves found first and among five, share of the category, median milliseconds."""
    serving = engine._switch.current()
    similar = Similar(serving.snapshot, serving.ranker.impacts, serving.links, serving.copies, weights)
    asked = random.Random(3).sample([r for r in records if r["id"].endswith("/0")], 300)
    category = {r["id"]: r["category"] for r in records}
    first = five = same = related = 0
    times = []
    for record in asked:
        document = serving.snapshot.document(f"article:{record['id']}")
        assert document is not None
        began = time.thread_time()
        found = [serving.snapshot.identifier(n) for n, _ in similar.best(document, 5)]
        times.append(time.thread_time() - began)
        other = record["id"][:-1] + "1"
        first += found[:1] == [other]
        five += other in found
        rest = [id for id in found if id != other]
        related += len(rest)
        same += sum(category[id] == record["category"] for id in rest)
    size = len(asked)
    milliseconds = sorted(times)[size // 2] * 1000
    return f"{first / size:9.3f} {five / size:9.3f} {same / max(related, 1):7.3f} {milliseconds:9.1f}"


def main() -> None:
    """Print the table."""
    records = halves(folders(__doc__)[0])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "halves.jsonl"
        file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
        reindex([file], Path(folder) / "var", Silent())
        engine = WhooshEngine(Path(folder) / "var")
        shares = [count / len(records) for count in Counter(r["category"] for r in records).values()]
        print(f"{len(records)} halves; chance finds the category in {sum(s * s for s in shares):.3f}")
        print(_ROW.format("", "first", "in five", "same", "ms, p50"))
        for name, weights in VARIANTS.items():
            print(f"{name:<34} {measure(engine, records, weights)}", flush=True)


if __name__ == "__main__":
    main()

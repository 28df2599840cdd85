"""Retrieval sets made from any documents: a passage loses words and must find the article that it came from.

They check that a feature of the ranking helps, or does no harm, beyond the sets that people wrote questions for.
Everything is drawn with fixed seeds.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from index.documents import Article
from index.sources import read_file, read_paths

FRAMES = [
    "{}",
    "{}?",
    "{} là ai?",
    "{} ở đâu?",
    "{} khi nào?",
    "{} bao nhiêu?",
    "Ai {}?",
    "Vì sao {}?",
    "Hãy cho biết {}",
]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A collection (records for a reindex) and its queries, each with the ids of the documents that answer it."""

    name: str
    records: list[dict[str, str]]
    queries: list[tuple[str, set[str]]]


def articles_of(path: Path) -> list[Article]:
    """Return the articles of a file or folder."""
    return [article for file in read_paths([path]) for article in read_file(file) if isinstance(article, Article)]


def titles(name: str, articles: list[Article], most: int) -> RetrievalSet:
    """Return a set whose queries are titles, which the documents have lost."""
    named = [a for a in articles if len(a.title.split()) > 3 and len(a.text) > len(a.title) + 200]
    records = [{"id": a.id, "title": "", "text": a.text.removeprefix(a.title).lstrip()} for a in named]
    queries = [(a.title, {a.id}) for a in random.Random(3).sample(named, min(most, len(named)))]
    return RetrievalSet(f"{name}: titles", records, queries)


def sentences(name: str, articles: list[Article], most: int) -> RetrievalSet:
    """Return a set whose queries are sentences with about two words in three left out, framed as questions."""
    draw = random.Random(7)
    queries = []
    for article in articles:
        whole = [s for s in article.text.replace("\n", ". ").split(". ") if 10 <= len(s.split()) <= 30]
        if len(whole) > 3:
            kept = [word for word in draw.choice(whole[1:]).strip(". ").split() if draw.random() < 0.4]
            if len(kept) > 2:
                queries.append((draw.choice(FRAMES).format(" ".join(kept)), {article.id}))
    records = [{"id": a.id, "title": a.title, "text": a.text} for a in articles]
    return RetrievalSet(f"{name}: sentences", records, random.Random(3).sample(queries, min(most, len(queries))))

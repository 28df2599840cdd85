"""Counts mentions of numbered documents that are settled, listed with what they may mean, or open.

A mention is settled where its record is of one document, by its date or by the year that its number carries.

    python -m tests.bench.settled DATA [--draw N] [--seed S]

DATA is the data folder of an index. With `--draw`, N mentions are printed to be judged by reading: the article's date,
the words around each, and what it was taken for. One mention is one place in an article's text.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from search.interface.engine import SearchEngine
from search.interface.records import ArticleRecord, MentionSpan
from search.opening import open_engine

State = Literal["settled", "candidates", "open"]
_WITH_SYMBOL = re.compile(r"\d[\d/.-]*[/-] ?[^\W\d_]")  # 42-CT/TW, 30/2020/NĐ-CP; not 42, not 108/2014
_YEAR = re.compile(r"/(?:19|20)\d\d(?!\d)")  # a number that carries it is of one document, dated or not
_AROUND = 130  # characters on either side of a mention


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention of a numbered document, what it was taken for, and the words around it."""

    state: State
    bare: bool
    meaning: str
    article: str
    date: str
    words: str


def mentions(engine: SearchEngine) -> Iterator[Judged]:
    """Yield the mentions of numbered documents in the titles, leads and texts of all articles."""
    known: dict[str, tuple[State, str]] = {}
    for id in engine.identifiers("article"):
        article = engine.article(id)
        assert article is not None
        for cited in article.directives:
            if not cited.number:
                continue
            if cited.id and cited.id not in known:
                known[cited.id] = _meaning(engine, cited.id)
            state, meaning = known[cited.id] if cited.id else ("open", "")
            for span in cited.spans:
                if (text := _part(article, span)) is not None:
                    words = text[max(0, span.start - _AROUND) : span.end + _AROUND]
                    bare = not _WITH_SYMBOL.search(text[span.start : span.end])
                    yield Judged(state, bare, meaning, id, article.date, " ".join(words.split()))


def _meaning(engine: SearchEngine, id: str) -> tuple[State, str]:
    view = engine.directive(id, size=1)
    assert view is not None
    if not view.ambiguous and (view.date or _YEAR.search(view.number)):
        return "settled", f"{view.name} of {view.date or 'its year'}, {view.issuer}: {view.title}"
    if view.possible:
        return "candidates", " | ".join(f"{one.name} of {one.date}, {one.title}" for one in view.possible)
    return "open", view.name


def _part(article: ArticleRecord, span: MentionSpan) -> str | None:
    return {"title": article.title, "lead": article.lead, "body": article.text}.get(span.part)


def table(found: list[Judged]) -> str:
    """Return the counts as a table of Markdown."""
    lines = ["| Mentions | all | settled | with candidates | open |", "|---|---|---|---|---|"]
    for name, group in (
        ("with a whole number", [one for one in found if not one.bare]),
        ("with a bare number", [one for one in found if one.bare]),
        ("together", found),
    ):
        counts = Counter(one.state for one in group)
        cells = [f"{counts[s]:,} ({counts[s] / max(1, len(group)):.1%})" for s in ("settled", "candidates", "open")]
        lines.append(f"| {name} | {len(group):,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, and what was drawn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    engine = open_engine(asked.data)
    found = list(mentions(engine))
    engine.close()
    print(table(found))
    for number, one in enumerate(random.Random(asked.seed).sample(found, min(asked.draw, len(found))), 1):
        print(f"\n{number}. {one.state}: {one.meaning}\n   {one.article}, {one.date}: … {one.words} …")


if __name__ == "__main__":
    main()

"""Tells why a document was found, in a few keys that a page can put into words: read off the parts of its score."""

from __future__ import annotations

from search.embedded.ranking.ranker import Ranking
from search.query.query_words import QueryWords

REASONS = (
    "name",
    "mentions",
    "whole_title",
    "title",
    "phrase",
    "near",
    "other_form",
    "beginning",
    "folded",
    "some_words",
)
"""In the order in which they are given: the record's own name; a record that is named and mentioned; the query is the
title; the title says some of it; word for word; all words in one passage; a synonym; a word that begins so; other
accents than typed; not all words."""

_ALL_OF_IT = 0.999  # share of the query in the best passage, up to rounding


def reasons(ranking: Ranking, document: int, named: bool = False) -> tuple[str, ...]:
    """Return the keys of REASONS that hold for a document; `named` where the query calls the record by its name."""
    words = ranking.words
    if words is None:
        return ()
    bonuses = ranking.bonuses.get(document, {})
    gained = {name for name, value in bonuses.items() if value > 0}
    held = {term for term, impact in ranking.impacts.items() if impact.at(document) > 0}
    tiers = {tier for tier, _ in held}
    missing = [n for n in words.meaning if ("fold", words.folds[n]) not in held]
    found = {
        "name": named,
        "mentions": ranking.part("mentions", document) > 0,
        "whole_title": "whole title" in gained,
        "title": "title" in gained and "whole title" not in gained,
        "phrase": "phrase" in gained,
        "near": not missing
        and "phrase" not in gained
        and _near(words, bonuses.get("passage", 0), ranking.full_passage),
        "other_form": "also" in tiers,
        "beginning": "begins" in tiers,
        "folded": "also" not in tiers
        and any(_in_other_accents(words, n, held) for n in range(len(words.typed)) if n not in missing),
        "some_words": bool(missing) and "also" not in tiers and not named,
    }
    return tuple(reason for reason in REASONS if found[reason])


def _near(words: QueryWords, passage: float, full: float) -> bool:
    return len(words.typed) > 1 and full > 0 and passage >= _ALL_OF_IT * full


def _in_other_accents(words: QueryWords, n: int, held: set[tuple[str, str]]) -> bool:
    """Tell whether a word of the query stands in the document only with accents that were not typed."""
    return words.accented(n) and ("word", words.typed[n]) not in held

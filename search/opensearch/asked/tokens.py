"""The terms of fetched documents: of articles analysed anew, of records as they were stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from index.analysis.tiers import tiers_of
from index.analysis.tokens import folded, words
from index.findings.article_findings import searched_text
from index.records.shapes import stored_article

Places = Mapping[str, Sequence[int]]
"""The places of each term of a text; of pairs too, though only their number is used."""
Tokens = Mapping[str, Places]
"""The terms of each index field of a document, by the field's name: `body_fold`."""


def tokens_of(source: Mapping[str, Any]) -> Tokens:
    """Return the terms of a fetched document: of an article analysed anew, of a record as they were stored."""
    if not source["key"].startswith("article:"):
        said = {name: _listed(source.get(name, "")) for name in ("name_word", "name_fold", "name_pair")}
        return {name: _placed([term.replace("_", " ") for term in terms]) for name, terms in said.items()}
    article = stored_article(source["record"].encode()).article
    found: dict[str, Places] = {}
    for name, tiers in (("title", tiers_of(article.title, None)), ("body", tiers_of(searched_text(article), None))):
        found |= {f"{name}_{tier}": _placed(getattr(tiers, tier)) for tier in ("word", "fold", "pair")}
    for name, text in (("author", article.author), ("source", article.source)):
        canonical = words(text)
        found |= {f"{name}_word": _placed(canonical), f"{name}_fold": _placed(folded(canonical))}
    return found


def _listed(terms: str | list[str]) -> list[str]:
    return terms.split() if isinstance(terms, str) else terms


def _placed(terms: Sequence[str]) -> Places:
    places: dict[str, list[int]] = {}
    for place, term in enumerate(terms):
        places.setdefault(term, []).append(place)
    return places

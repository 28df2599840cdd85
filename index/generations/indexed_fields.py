"""Gives an article as fields of the index: its words in every tier, its columns, its stored record."""

from __future__ import annotations

from typing import Any

import msgspec

from index.analysis.tokens import folded, words
from index.documents import Article
from index.findings.article_findings import StoredArticle, buckets_of, find_in, organisation_terms, searched_text
from index.findings.signature import signature, signature_of
from index.generations.catalogue import article_digest
from index.generations.numbered_tiers import TierNumbers
from index.generations.schema import TIERS
from index.organisations.names import OrganisationNames
from index.resolve.directives.registry import Registry


def article_fields(
    article: Article, tiers: TierNumbers, registry: Registry, names: OrganisationNames
) -> dict[str, Any]:
    """Return the index fields of an article."""
    stored = StoredArticle(article, find_in(article, registry, names))
    fields: dict[str, Any] = {
        "key": f"article:{article.id}",
        "kind": "article",
        "digest_column": article_digest(article),
        "origin_column": article.origin.encode(),
        "day": article.date.encode(),
        "source_name": article.source.encode(),
        "province": article.province.encode(),
        "category": article.category.encode(),
        "label": article.title.encode(),
        "record": msgspec.json.encode(stored),
        "bucket": sorted(buckets_of(stored.findings)),
        "organisation": organisation_terms(stored.findings),
    }
    title, body = tiers.of(article.title), tiers.of(searched_text(article))
    for name, found in (("title", title), ("body", body)):
        fields |= {f"{name}_{tier}": getattr(found, tier) for tier in TIERS}
    alike = signature_of(article) if article.attachments else signature(article, list(title.fold), list(body.fold))
    fields["signature"] = alike
    for name, text in (("author", article.author), ("source", article.source)):
        canonical = words(text)
        fields |= {f"{name}_word": canonical, f"{name}_fold": folded(canonical)}
    return fields

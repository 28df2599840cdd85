"""Decides which documents answer a query.

Of `search.embedded` imports `arrays`, `lexicon` and `ranking`.
"""

"""Decides which documents answer a query, as filters of the cluster.

Of `search.opensearch` imports `asked` and `ranking`.
"""

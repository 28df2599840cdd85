"""Scores how well fetched documents answer, by counts of the whole index.

Of `search.opensearch` imports `asked`.
"""

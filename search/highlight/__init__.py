"""Marks where a text matches a query and chooses the passages that show it: a text and a query, nothing else.

Imports `search.interface` and `search.query`.
"""

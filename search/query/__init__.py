"""Parses typed text into a tree and adds other forms of its words. Knows no index and no engine.

Imports `search.interface`, `search.typing` and `search.deadline`.
"""

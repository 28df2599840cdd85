"""Knows the words and labels of one generation: the lexicon that repair asks, and suggestions.

Of `search.embedded` imports `arrays`.
"""

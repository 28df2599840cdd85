"""Scores how well a document answers.

Of `search.embedded` imports `arrays`.
"""

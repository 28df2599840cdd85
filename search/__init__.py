"""Leads from a question to an answer: queries, ranking, facets, highlights.

Knows nothing of HTTP. `opening` alone knows which engines there are.
"""

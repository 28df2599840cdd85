"""Puts together the pages of directives, people and articles from stored records that were fetched before.

Imports `search.interface`, `search.query` and `search.highlight`; asks an engine only through `stored`, a protocol.
"""

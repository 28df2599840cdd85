"""Puts together hits, pages and reports from stored records that an engine fetches, many in one call.

Imports `search.interface`, `search.query` and `search.highlight`; asks an engine only through `stored`, a protocol.
"""

"""Keeps generations on disk: written, checked, published, pruned.

With `index.columnar` the only importer of Whoosh.
"""

"""Reads what whole sites give out: dumps and exports of content systems, feeds, crawls.

Imports `index.sources.formats`, `fields`, `files` and `encodings`.
"""

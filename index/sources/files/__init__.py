"""Knows files on disk: which there are, of what kind, whether they changed; and programs that read some of them.

Imports `index.sources.encodings` and of the root `given`.
"""

"""Reads one format of file each: a module with a function `read` that yields articles or rejections.

Imports `index.sources.files`, `fields` and `encodings`.
"""

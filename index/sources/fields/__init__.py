"""Reads title, date, author and body out of a document, whatever its format.

Imports `index.sources.files` and `encodings`.
"""

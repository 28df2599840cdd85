"""Keeps the postings of a segment as arrays: sorted terms, documents, frequencies, positions, packed by their size.

May import `array_file`; knows Whoosh only by the formats of its fields.
"""

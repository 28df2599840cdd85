"""A second engine for tests: a dictionary of records, read through from end to end for each question.

It stands on query, repair, highlight and records alone, and so shows that these are not the Whoosh engine's own shape.
It does not rank: equal hits stand by key.
"""

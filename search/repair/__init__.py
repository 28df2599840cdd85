"""Finds what was meant where the words as typed find nothing. Asks an index only through `lexicon`, a protocol.

Imports `search.query`, `search.typing` and `search.deadline`.
"""

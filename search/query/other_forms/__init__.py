"""Puts other forms of typed words into the tree of a query: abbreviations, spellings of places, everyday words.

May import what `search/query` may. The tables lie here; an office's own ones in the data folder add to them.
"""

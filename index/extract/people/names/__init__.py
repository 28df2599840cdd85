"""Finds the names of people among capitalised words: how far a name reaches, and what only looks like one.

May import what `index/extract` may; knows nothing of offices that follow a name, and of speech.
"""

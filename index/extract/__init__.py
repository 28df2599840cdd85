"""Finds official documents and people in a text; each find carries its span.

Imports `index.analysis`; its two folders do not import each other.
"""

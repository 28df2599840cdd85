"""Finds people in a text: names, titles, offices, who speaks.

Imports of `index.extract` only `text_view`; knows nothing of directives.
"""

"""Finds official documents in a text: type, number, date, issuer.

Imports of `index.extract` only `text_view`; knows nothing of people.
"""

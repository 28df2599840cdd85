"""Holds one generation as arrays: postings, columns, which records an article mentions.

Imports no other folder of `search.embedded`.
"""

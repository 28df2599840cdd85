"""Answers from the Whoosh index of a data folder, on one machine.

May import all of search but another engine and `opening`.
"""

"""Finds what a query asks in plain words: which of its words only ask, and the office that it asks about.

May import what `search/query` may.
"""

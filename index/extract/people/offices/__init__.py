"""Finds the offices and organisations that a text gives to a name beside them, or to a person further on.

May import what `index/extract` may.
"""

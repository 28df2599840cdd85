"""Settles which document each citation means, with the evidence; `registry` reads the documents that are known.

May import what `index/resolve` may; knows nothing of people.
"""

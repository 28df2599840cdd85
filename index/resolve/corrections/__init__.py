"""Keeps what an office corrects by hand, as its file tells it; `index/records/corrected.py` applies it.

Imports what `index/resolve` may.
"""

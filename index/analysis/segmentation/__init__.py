"""Finds where Vietnamese words of several syllables begin and end, as pyvi's model tells; nothing else reads pyvi.

May import the words and syllables of `index/analysis`.
"""

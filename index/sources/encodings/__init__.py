"""Turns bytes into text: Unicode, and the Vietnamese encodings and fonts before it.

Imports nothing else of `index.sources`.
"""

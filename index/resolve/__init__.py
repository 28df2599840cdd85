"""Settles which document and which person the mentions of many articles mean, with the evidence.

Imports `index.extract` and `index.analysis`.
"""

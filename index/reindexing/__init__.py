"""Runs the pipeline from sources to a published generation, and keeps what the next run need not do again.

Imports everything else in `index`.
"""

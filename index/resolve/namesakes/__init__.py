"""Tells which appearances of one name are one person, and says why: offices, places, times, who is named beside.

Imported by `index.resolve.people` alone; knows nothing of records.
"""

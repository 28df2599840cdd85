"""Leads from documents to what lies on disk: readers, analysis, extraction, the index and its generations.

Knows nothing of queries (that is `search`) nor of HTTP (that is `webui`).
"""

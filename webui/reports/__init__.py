"""Writes the report on a directive as CSV and Word, and serves it.

Imports `webui.http`.
"""

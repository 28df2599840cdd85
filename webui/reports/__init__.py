"""Writes the report on a directive as Word, Excel and CSV, and serves it.

Imports `webui.http`.
"""

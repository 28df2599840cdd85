"""Writes the report on a directive as Word, Excel and CSV.

Imports `webui.http`.
"""

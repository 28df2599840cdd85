"""Renders the pages that people read, with their templates and static files.

Imports `webui.http`, `webui.operations` and `webui.api`.
"""

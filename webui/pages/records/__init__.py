"""Renders the page of one article, directive, person or organisation, for people and (linked data) for programs.

Imports `webui.http`, `webui.api`, the charts, and what stands in `webui/pages` itself.
"""

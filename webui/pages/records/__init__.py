"""Renders the page of one article, directive, person or organisation, for people and (linked data) for programs.

Imports `webui.http`, `webui.api`, `webui.reports`, the charts, and what stands in `webui/pages` itself.
"""

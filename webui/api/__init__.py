"""Answers the JSON API: routes, the shapes of answers, and the OpenAPI document that describes them.

Imports `webui.http`, `webui.operations` and, for tables, `webui.reports`.
"""

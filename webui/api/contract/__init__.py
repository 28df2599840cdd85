"""Promises the shapes of the API's answers; the OpenAPI document is made from them.

A shape that names an engine's value has the fields of that one, so a field added there is in the API as well; its class
says what differs (`webui/api/shapes.py`). Imports `webui.api.shapes` and, of search, its interface.
"""

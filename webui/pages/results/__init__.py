"""Shows the hits of a search with what narrows them, and ways out where there are none.

Imports `webui.http`, `webui.operations`, the charts, and what stands in `webui/pages` itself.
"""

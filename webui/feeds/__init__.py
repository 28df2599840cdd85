"""Tells other programs what there is: Atom feeds, site maps, OpenSearch description, robots.txt.

Imports `webui.http` and `webui.pages`.
"""

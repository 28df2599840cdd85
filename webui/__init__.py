"""Shows answers to people and programs: pages, JSON API, feeds, reports, and the command `tracuu`.

Asks `search` through its interface and never an engine by name; nothing imports `webui`.
"""

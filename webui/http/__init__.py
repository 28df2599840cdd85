"""Reads what a request may say and adds what every response carries, the same for pages and API.

Imports `webui.settings`, of search its interface, and nothing else of webui.
"""

"""Sends by mail what is new in the searches, directives and people that somebody follows.

Imports `webui.http`.
"""

"""Runs the command `tracuu`.

May import all of webui.
"""

"""Gives the subcommands of `tracuu`: each reads its options, asks index or search, and prints what they say.

May import all of webui.
"""

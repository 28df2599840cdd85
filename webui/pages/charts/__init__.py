"""Draws numbers and times: the bars of a chart and their places, in percent, for the templates.

Imports nothing of webui.
"""

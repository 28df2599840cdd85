"""Limits what is answered: who may ask, how often, how long an answer may take, and how deep results are paged.

Imports what stands in `webui/http` itself, and `webui.settings`.
"""

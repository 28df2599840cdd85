"""Shows whoever keeps the service running how it fares: health, metrics, access log, what was asked in vain.

Imports `webui.http` and `webui.settings`.
"""

"""Takes connections and keeps processes: sockets, workers, their supervisor. Knows nothing of search.

Imports `webui.app`, `webui.operations`, `webui.http` and `webui.settings`.
"""

"""Lists all directives, people or organisations, to be narrowed and paged through.

Imports `webui.http` and what stands in `webui/pages` itself.
"""

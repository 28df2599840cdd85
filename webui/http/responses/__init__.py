"""Makes of an answer what is sent: its headers, its compressed form, and that it is kept for whoever asks the same.

Imports nothing else of webui.
"""

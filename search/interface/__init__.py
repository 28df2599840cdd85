"""Names what is asked and answered: frozen values, the protocol of an engine, its two errors.

All that webui needs of search; imports nothing of search.
"""

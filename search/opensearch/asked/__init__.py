"""Asks an index of a cluster, in few round trips, and keeps what was read once for all answers.

Of `search.opensearch` imports nothing else.
"""

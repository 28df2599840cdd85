"""Answers from an index of an OpenSearch cluster, which a generation was published into.

May import all of search but the embedded engine itself: of that only the code that works on arrays, whatever they were
made from (`arrays`, `matching`, `ranking`), and that it feeds with the few documents it fetched.
"""

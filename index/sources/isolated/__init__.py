"""Reads files in another process, within time and memory, so that no file ends the run.

- `messages`: what the two processes say to each other
- `child`: the process that reads, one file after the other
- `pool`: the process that is asked; starts, ends and replaces the other

Imports all of `index.sources`, and is imported by none of it.
"""

from index.sources.isolated.pool import Reading, ReadLimits, read_isolated

__all__ = ["ReadLimits", "Reading", "read_isolated"]

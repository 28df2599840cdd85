"""Reads files in other processes, within time and memory, so that no file ends the run.

- `messages`: what the two processes say to each other
- `child`: a process that reads, one file after the other
- `process`: starts, asks and ends one of these
- `pool`: gives files to as many of them as the run may have, and keeps the order

Imports all of `index.sources`, and is imported by none of it.
"""

from index.sources.isolated.pool import Reading, ReadingAhead, ReadLimits, read_isolated, reading_ahead

__all__ = ["ReadLimits", "Reading", "ReadingAhead", "read_isolated", "reading_ahead"]

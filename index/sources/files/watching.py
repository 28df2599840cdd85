"""Notices that files changed, by looking: names, sizes and times of writing.

Not by notices of the operating system (watchfiles, watchdog): offices keep their documents on shares of other machines,
and a share tells nothing of what others wrote there. Looking at 100,000 files takes a second or two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from index.sources.files.walk import SourceFile


def fingerprint(files: Sequence[SourceFile]) -> bytes:
    """Return 16 bytes that change when a file comes, goes, or is written."""
    total = hashlib.blake2b(digest_size=16)
    for file in files:
        for one in (file, *file.attached):
            try:
                state = one.path.stat()
                told = f"{state.st_size} {state.st_mtime_ns}"
            except OSError:  # gone since it was listed, or not to be read
                told = "-"
            total.update(f"{one.path}\0{told}\0".encode("utf-8", "surrogateescape"))
    return total.digest()


def changes(look: Callable[[], bytes], wait: Callable[[], bool], known: bytes = b"") -> Iterator[bytes]:
    """Yield a fingerprint whenever one differs from the last, once two looks in a row agree: copying takes its time.

    `wait` waits between looks and tells whether to go on. The first fingerprint comes at once where it is not `known`.
    """
    before = look()
    if before != known:
        yield before
        known = before
    while wait():
        now = look()
        if now == before and now != known:
            yield now
            known = now
        before = now

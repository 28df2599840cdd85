"""Memory that processes share by a file that has no name, and where the system allows it none on a disk either."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import BinaryIO


def memory_file(size: int = 0) -> BinaryIO:
    """Return a file of as many zero bytes, gone when the last process closes it. Children may inherit it."""
    if sys.platform == "linux":
        file: BinaryIO = os.fdopen(os.memfd_create("tracuu"), "w+b")
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - for the caller to close
    file.truncate(size)
    return file

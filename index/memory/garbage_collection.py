"""Sets when Python looks for unreachable cycles while an index is written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_ALLOCATIONS = 200_000
"""Objects made between two searches of the youngest. A reindex makes and drops few cycles and keeps millions of terms,
which a search goes through in vain: it took one part in twenty of all time with Python's own 700."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Collect less often for a while; what was set before is set again."""
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

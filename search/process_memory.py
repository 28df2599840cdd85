"""Gives back memory that the C library keeps when it was freed; where it is not glibc, nothing is done."""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>
_ARENAS = 2


def few_arenas() -> None:
    """Let threads share two heaps instead of having one each, to be called before there are threads.

    Arrays of a search are freed by the thread that made them; each heap of its own keeps the most that it ever held.
    """
    if (library := _glibc()) is not None:
        library.mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Hand to the system what is free on all heaps."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None

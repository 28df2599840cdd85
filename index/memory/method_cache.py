"""Values that an object worked out lately, kept so that they go when the object goes.

`lru_cache(self._find)` on an object makes it refer to itself. It stays, and with it the files of a generation that
nobody reads any more stay open and mapped, until Python's garbage collector comes round.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import MethodType
from typing import TypeVar
from weakref import ref

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def remembered(method: Callable[[_Key], _Value], most: int) -> Callable[[_Key], _Value]:
    """Return what gives the values of a bound method and keeps the `most` latest. Its object must be alive then."""
    assert isinstance(method, MethodType)
    weak, function = ref(method.__self__), method.__func__  # a WeakMethod would be a call more for each value

    def worked_out(key: _Key) -> _Value:
        alive = weak()
        assert alive is not None, "its object is gone"
        value: _Value = function(alive, key)
        return value

    return lru_cache(most)(worked_out)

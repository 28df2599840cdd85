"""Bounds what fetching may cost: one answer, and one round over a site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one answer: seconds without a byte, seconds in all, bytes as sent and as unpacked."""

    silent: float = 20.0
    seconds: float = 90.0
    size: int = 32 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds on one round: requests, bytes of answers, seconds, and the seconds between two requests.

    `private`: the site may stand in the own network.
    """

    requests: int = 5_000
    size: int = 1 << 30
    seconds: float = 3_600.0
    delay: float = 1.0
    private: bool = False

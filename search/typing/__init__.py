"""Knows what fingers do to Vietnamese words: keys typed with the keyboard's Vietnamese off, and slips."""

from search.typing.slips import confused, letters_apart, slip_cost
from search.typing.telex import decode_telex
from search.typing.vni import decode_vni

__all__ = [
    "confused",
    "decode_telex",
    "decode_vni",
    "letters_apart",
    "slip_cost",
]

"""A pattern of any of some words, as the tables of directives and of people are read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def alternation(phrases: Iterable[str], space: str = " {0,3}") -> str:
    """Return a regular expression for any of `phrases`, the longest that fits, its blanks as `space`.

    Written as a tree of common beginnings: tried at each letter of every text, a plain list of two hundred
    phrases costs several times as much.
    """
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for letter in " ".join(phrase.split()):
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(tree, space)


def _branch(node: dict[str, Any], space: str) -> str:
    choices = [
        (space if letter == " " else re.escape(letter)) + _branch(following, space)
        for letter, following in sorted(node.items())
        if letter
    ]
    if not choices:
        return ""
    joined = choices[0] if len(choices) == 1 and "" not in node else f"(?:{'|'.join(choices)})"
    return joined + ("?" if "" in node else "")

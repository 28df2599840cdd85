"""The sentence around a span of a text."""

from __future__ import annotations

from search.highlight.clauses import sentence_end, trimmed
from search.interface.answers import Snippet

_LONGEST = 420  # characters; a longer sentence is cut between words around the span


def sentence_around(text: str, span: tuple[int, int], longest: int = _LONGEST) -> tuple[int, int]:
    """Return the bounds of the sentence (or sentences, where the span crosses them) that holds a span.

    One of more than `longest` characters is cut between words.
    """
    start = 0
    for found in sentence_end().finditer(text, 0, span[0]):
        start = found.end()
    closing = sentence_end().search(text, span[1])
    end = closing.end() if closing else len(text)
    if end - start > longest:
        start = max(start, _word_start(text, span[0] - longest // 2))
        end = min(end, _word_end(text, span[1] + longest // 2))
    return trimmed(text, start, end)


def _word_start(text: str, near: int) -> int:
    found = text.find(" ", max(near, 0))
    return found + 1 if found >= 0 else max(near, 0)


def _word_end(text: str, near: int) -> int:
    found = text.rfind(" ", 0, near)
    return found if found > 0 else near


def passage_around(text: str, span: tuple[int, int]) -> Snippet:
    """Return the sentence that holds a span, with the span marked."""
    start, end = sentence_around(text, span)
    return Snippet(text[start:end], ((span[0] - start, span[1] - start),))

"""Tells how titles, names and texts write a phrase of folded words, where they agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from index.analysis.normalise import fold, nfc

LABELS = 60  # titles and names that are read for one phrase
TEXTS = 6  # articles that are read where no title or name has the phrase
_SURE = 0.6  # share of them that must write it alike


def agreed_spelling(folds: Sequence[str], labels: Iterable[str], texts: Iterable[str]) -> str | None:
    """Return a phrase as titles and names write it, or as texts do where none of them has it.

    None where nothing has it, or where they do not agree.
    """
    counts: Counter[str] = Counter()
    for label in labels:
        counts.update(_occurrences(label, folds, is_title=True))
    if not counts:
        for text in texts:
            counts.update(_occurrences(text, folds))
    if not counts:
        return None
    phrase, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return phrase if count >= _SURE * counts.total() else None


def _occurrences(text: str, folds: Sequence[str], is_title: bool = False) -> Iterator[str]:
    """Yield a phrase as a text writes it; capitals count, but not of a whole line, nor of a title's first word."""
    written = nfc(text)
    plain = fold(written)
    for found in re.finditer(r"(?<!\w)" + r"\s+".join(map(_either, folds)) + r"(?!\w)", plain):
        words = written[found.start() : found.end()].split()
        if all(word.isupper() for word in words):
            words = [word.lower() for word in words]
        elif (is_title or _begins_sentence(written, found.start())) and not words[1][0].isupper():
            words[0] = words[0].lower()
        yield " ".join(words)


def _either(plain: str) -> str:
    """Return a pattern for an index term: `ky` stands for kỳ and kì."""
    return f"{plain[:-1]}[iy]" if plain.endswith("y") else plain


def _begins_sentence(text: str, place: int) -> bool:
    before = text[:place].rstrip(" “\"'(")
    return not before or before[-1] in ".!?:\n"

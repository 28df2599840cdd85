"""Tells how documents write a folded word, and how titles, names and texts a phrase, where they agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import log

from index.analysis.normalise import fold, nfc
from index.analysis.syllables import accented_forms
from search.typing import letters_apart

LABELS = 60  # titles and names that are read for one phrase
TEXTS = 6  # articles that are read where no title or name has the phrase
_SLIP = 3.0  # how much likelier, in nats, a form must be for each letter by which it differs from what was typed
_SURE = 0.6  # share of them that must write it alike


def likeliest_form(fold: str, typed: str, holders: Callable[[str], int]) -> str:
    """Return how a folded word is written, nearest to what was typed and in the most documents; itself if in none.

    `holders` tells how many documents have a form.
    """
    best = (float("-inf"), fold)
    for form in accented_forms(fold):
        if count := holders(form):
            best = max(best, (log(count) - _SLIP * letters_apart(typed, form), form))
    return best[1]


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

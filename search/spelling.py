"""A better query where the words as typed find nothing or little, from the index's own vocabulary."""

from __future__ import annotations

from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis.normalise import canonical_word, fold_word
from index.analysis.tokens import tokenise
from search.snapshot import Snapshot

_CANDIDATES = 20


class Vocabulary:
    """The folded words of an index with their frequencies, and how each is written most often."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _frequency(self) -> dict[str, int]:
        frequency: dict[str, int] = {}
        for field in ("title_fold", "body_fold"):
            for term, count in self._snapshot.terms(field):
                if not term[0].isdigit():
                    frequency[term] = frequency.get(term, 0) + count
        return frequency

    @cached_property
    def _written(self) -> dict[str, str]:
        best: dict[str, tuple[int, str]] = {}
        for word, count in self._snapshot.terms("body_word"):
            plain = fold_word(word)
            if (count, word) > best.get(plain, (0, "")):
                best[plain] = (count, word)
        return {plain: word for plain, (_, word) in best.items()}

    def nearest(self, word: str) -> str | None:
        """Return the likeliest word of the index within one letter (two from six letters on), or None."""
        plain = fold_word(word)
        furthest = 1 if len(plain) < 6 else 2
        found = process.extract(
            plain, self._frequency.keys(), scorer=OSA.distance, score_cutoff=furthest, limit=_CANDIDATES
        )
        ranked = [(distance, -self._frequency[term], term) for term, distance, _ in found if distance]
        if not ranked:
            return None
        _, _, term = min(ranked)
        return self._written.get(term, term)

    def _is_known(self, plain: str) -> bool:
        fields = ("title_fold", "body_fold", "name_fold", "about_fold", "author_fold", "source_fold")
        return any(len(self._snapshot.postings(field, plain)[0]) for field in fields)

    def suggest(self, text: str) -> str | None:
        """Return `text` with each word unknown to the index replaced by its nearest; None where none helps."""
        parts: list[str] = []
        end = 0
        replaced = False
        for token in tokenise(text):
            parts.append(text[end : token.start])
            end = token.end
            written = text[token.start : token.end]
            nearest = None
            if not token.folded[0].isdigit() and not self._is_known(token.folded):
                nearest = self.nearest(canonical_word(written))
            parts.append(nearest or written)
            replaced = replaced or nearest is not None
        return "".join([*parts, text[end:]]) if replaced else None

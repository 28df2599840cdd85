"""Words that cannot be Vietnamese and that the index does not hold: most likely slips, `nghành` for `ngành`."""

from __future__ import annotations

import re
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.snapshot import Snapshot

# Onset and rhyme of a syllable without accents, after the orthography taught in schools: k, gh, ngh before e, i, y
# only, c, g, ng before the other vowels. `hay`, `dịch`, `lâu` are words even where the index does not hold them,
# and are left alone: their nearest neighbours (`đây`, `định`, `lưu`) mean something else.
_BACK = (
    r"(?:b|c|ch|d|g|gi|h|kh|l|m|n|ng|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:a(?:ch|ng|nh|[cimnoptuy])?|o(?:ng|[cimnpt])?|u(?:ng|[acimnptu])?|oa(?:ch|ng|nh|[cimnopty])?"
    r"|oe[not]?|oong|ooc|uo(?:ng|[cimnptu])?|uan|uat|uang|uay|ue(?:ch|nh)?|uy(?:ch|nh|[aptu]|en|et)?)"
)
_FRONT = (
    r"(?:b|ch|d|gh|gi|h|k|kh|l|m|n|ngh|nh|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:e(?:ch|ng|nh|[cmnoptu])?|i(?:ch|nh|[acmnptu])?|ie(?:ng|[cmnptu])|y(?:e(?:ng|[mntu]))?)"
)
_SYLLABLE = re.compile(f"(?:{_BACK}|{_FRONT}|g(?:i|in|ieng|iet))")

_MOST = 3  # words of one query that are looked up
_CANDIDATES = 20


def is_syllable(fold: str) -> bool:
    """Tell whether a folded word is spelt as a Vietnamese syllable can be."""
    return _SYLLABLE.fullmatch(fold) is not None


class Misspelt:
    """Finds, for words that no document holds, the nearest word that some do."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _known(self) -> dict[str, int]:
        known: dict[str, int] = {}
        for name in ("title_fold", "body_fold"):
            for term, count in self._snapshot.terms(name):
                if not term[0].isdigit():
                    known[term] = known.get(term, 0) + count
        return known

    def mended(self, folds: list[str]) -> list[str]:
        """Return the folded words of a query with slips replaced by the word they most likely stand for.

        A slip is within one letter of its word, two from eight letters on; of several words that one is taken
        which the documents hold beside the same neighbour, then the most frequent.
        """
        mended = list(folds)
        slips = [n for n, fold in enumerate(folds) if self._is_slip(fold)]
        for n in slips[:_MOST]:
            nearest = process.extract(
                folds[n],
                self._known.keys(),
                scorer=OSA.distance,
                score_cutoff=1 if len(folds[n]) < 8 else 2,
                limit=_CANDIDATES,
            )
            if nearest:
                mended[n] = max((self._beside(mended, n, term), self._known[term], term) for term, *_ in nearest)[2]
        return mended

    def _is_slip(self, fold: str) -> bool:
        if len(fold) < 3 or not fold.isalpha() or is_syllable(fold):
            return False
        return not any(len(self._snapshot.postings(f"{name}_fold", fold)[0]) for name in ("title", "body"))

    def _beside(self, folds: list[str], n: int, term: str) -> int:
        """Return how many documents hold `term` beside a neighbour that the word at `n` has."""
        neighbours = [f"{folds[n - 1]} {term}"] if n else []
        if n + 1 < len(folds):
            neighbours.append(f"{term} {folds[n + 1]}")
        return max((len(self._snapshot.postings("body_pair", pair)[0]) for pair in neighbours), default=0)

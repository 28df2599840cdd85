"""The likeliest reading of words that stand side by side: Viterbi over the pairs of words that documents hold.

Rabiner, A Tutorial on Hidden Markov Models (Proceedings of the IEEE 77/2, 1989), with words for states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.repair.candidates import ACCENT_SLIP, Reading, Readings, TypedWord


def likeliest(options: Sequence[Sequence[Reading]], readings: Readings) -> list[Reading]:
    """Return the readings, end to end, whose costs less the likelihood of each word after the one before are least.

    `options` has the readings that begin at each word.
    """
    readings.look_up(_pairs_between(options))
    best: list[dict[str, tuple[float, tuple[Reading, ...]]]] = [{} for _ in range(len(options) + 1)]
    best[0][""] = 0.0, ()
    for n, starting in enumerate(options):
        chosen = len(best[n]) > 1 or len(starting) > 1  # where nothing is to be chosen nothing is looked up
        for before, (score, path) in best[n].items():
            for reading in starting:
                total = score - reading.cost
                if chosen:
                    total += sum(_likelihoods(before, reading, readings))
                last = reading.folds[-1]
                if total > best[reading.end].get(last, (float("-inf"),))[0]:
                    best[reading.end][last] = total, (*path, reading)
    return list(max(best[-1].values(), key=lambda found: found[0])[1])


def _pairs_between(options: Sequence[Sequence[Reading]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of words that paths through the options may hold, where there is something to be chosen."""
    ending: list[set[str]] = [set() for _ in range(len(options) + 1)]
    for n, starting in enumerate(options):
        chosen = len(ending[n]) > 1 or len(starting) > 1
        for reading in starting:
            ending[reading.end].add(reading.folds[-1])
            if chosen:
                yield from ((before, reading.folds[0]) for before in ending[n])
                yield from pairwise(reading.folds)


def _likelihoods(before: str, reading: Reading, readings: Readings) -> Iterator[float]:
    for fold in reading.folds:
        yield readings.likelihood(before, fold)
        before = fold


def pairs_beside(path: Sequence[Reading], n: int, readings: Readings) -> list[str]:
    """Return the pairs by which documents speak for a reading of a path: with its neighbours, and within it."""
    around = path[n - 1].folds[-1:] if n else ()
    after = path[n + 1].folds[:1] if n + 1 < len(path) else ()
    chain = (*around, *path[n].folds, *after)
    return [f"{a} {b}" for a, b in pairwise(chain) if readings.together(a, b)]


def one_change(
    words: Sequence[TypedWord], places: dict[int, bool], readings: Readings
) -> list[tuple[Reading, list[Reading]]]:
    """Return the ways to read one of the words at `places` anew, the likeliest first, each with the path it is in.

    All neighbours must speak for it: every pair of words that the change makes stands in some document, and, unless
    the word is given as surely wrong, one of those that were typed stands in none.
    """
    typed = [Reading(n, n + 1, (word.fold,), word.text, "typed", 0.0) for n, word in enumerate(words)]
    found: list[tuple[float, int, Reading, list[Reading]]] = []
    for n, wrong in places.items():
        changes = [] if words[n].is_number or words[n].is_fragment else readings.slips(n, words[n])
        if wrong and not words[n].is_fragment:
            changes.append(Reading(n, n + 1, (words[n].fold,), "", "slip", ACCENT_SLIP, 1))
        for first in (n - 1, n):
            if 0 <= first < len(words) - 1 and words[n].is_fragment:
                changes += readings.joined(first, words[first], words[first + 1])
        for change in changes:
            path = [*typed[: change.start], change, *typed[change.end :]]
            chain = [r.folds[0] for r in path[max(change.start - 1, 0) : change.start + 2]]
            before = [word.fold for word in words[max(change.start - 1, 0) : change.end + 1]]
            if len(chain) < 2 or not stand_together(chain, readings):
                continue
            if not wrong and stand_together(before, readings):
                continue
            worth = sum(readings.likelihood(a, b) for a, b in pairwise(chain)) - change.cost
            found.append((worth, len(found), change, path))
    return [(change, path) for _, _, change, path in sorted(found, key=lambda one: (-one[0], one[1]))]


def stand_together(folds: Sequence[str], readings: Readings) -> bool:
    """Tell whether documents hold every pair of neighbours among the words."""
    return all(readings.together(a, b) for a, b in pairwise(folds))

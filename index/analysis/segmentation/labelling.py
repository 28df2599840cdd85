"""The best sequence of two labels over a text: the Viterbi search of a linear-chain CRF, for two labels only.

`best_labels` needs only how much more speaks for one label than for the other. Let D[t] be the score of the best
labelling of pieces 0…t that ends in GOES_ON, less that of the best that ends in BEGINS. Then

    D[t] = leaning[t] + max(moves[BEGINS][GOES_ON], D[t-1] + moves[GOES_ON][GOES_ON])
                      - max(moves[BEGINS][BEGINS],  D[t-1] + moves[GOES_ON][BEGINS])

where the two maxima are constant as long as D[t-1] lies outside a narrow band. So almost all of D is one addition
of arrays; only runs of pieces that may lie inside the band are walked one after the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.analysis.segmentation.segment_model import BEGINS, GOES_ON, SegmentModel, Weights, attributes_of


class TooClose(ArithmeticError):
    """Two labellings score nearly the same: only sums taken in CRFsuite's own order tell which it prefers."""


def best_labels(leaning: NDArray[np.float64], moves: tuple[Weights, Weights]) -> NDArray[np.bool_]:
    """Return for each piece (at least one) whether its label is GOES_ON. Raises TooClose for a near tie.

    `leaning[t]`: the weights at piece t for GOES_ON less those for BEGINS; `moves[i][j]`: of label j after i.
    """
    (stay, go), (back, stay_on) = moves
    turns = (stay - back, go - stay_on)  # D[t] above turns[label of t + 1]: the label of t is GOES_ON
    low, high = min(turns), max(turns)
    after_low, after_high = go - stay, stay_on - back
    # CRFsuite's own sums grow with the text, and their rounding with them.
    close = 1e-12 * (1000 + len(leaning))

    surely_high = leaning + min(after_low, after_high) > high + close
    unsure = ~surely_high & ~(leaning + max(after_low, after_high) < low - close)
    unsure[0] = unsure[-1] = True
    ahead = leaning.copy()  # D; where unsure is false it is only right about the side of the band
    ahead[1:] += np.where(surely_high[:-1], after_high, after_low)
    for t in (np.flatnonzero(unsure[1:] & unsure[:-1]) + 1).tolist():
        before = float(ahead[t - 1])
        ahead[t] = leaning[t] + max(go, before + stay_on) - max(stay, before + back)

    decisive = ahead[unsure]
    if min(abs(decisive[-1]), *(np.abs(decisive - turn).min() for turn in turns)) < close:
        raise TooClose
    goes_on: NDArray[np.bool_] = ahead > high
    goes_on[-1] = ahead[-1] > 0
    for t in np.flatnonzero((ahead[:-1] > low) & (ahead[:-1] <= high))[::-1].tolist():
        goes_on[t] = ahead[t] > turns[int(goes_on[t + 1])]
    return goes_on


def _scores(tokens: list[str], at: int, model: SegmentModel) -> list[float]:
    """Return the weights of both labels at one token, added up in the order of pyvi's `word2features`."""

    def listed(first: int, last: int) -> bool:
        words = model.pairs if last - first == 1 else model.triples
        return first >= 0 and last < len(tokens) and " ".join(tokens[first : last + 1]).lower() in words

    names = attributes_of(tokens[at])
    if at > 0:
        names += attributes_of(tokens[at - 1], "-1:")
    names += ["-1:word.bi_gram()"] * listed(at - 1, at) + ["-2:word.tri_gram()"] * listed(at - 2, at)
    if at < len(tokens) - 1:
        names += attributes_of(tokens[at + 1], "+1:")
    names += ["+1:word.bi_gram()"] * listed(at, at + 1) + ["+2:word.tri_gram()"] * listed(at, at + 2)
    scores = [0.0, 0.0]
    for name in names:
        for label, weight in enumerate(model.weights(name)):
            scores[label] += weight
    return scores


def best_labels_exactly(tokens: list[str], model: SegmentModel) -> NDArray[np.bool_]:
    """Return what `best_labels` does, by CRFsuite's own additions in its own order; a true tie goes to BEGINS."""
    best = _scores(tokens, 0, model)
    came: list[tuple[int, int]] = []
    for at in range(1, len(tokens)):
        scores = _scores(tokens, at, model)
        ways = [[best[i] + model.moves[i][j] for i in (BEGINS, GOES_ON)] for j in (BEGINS, GOES_ON)]
        before = [int(way[BEGINS] < way[GOES_ON]) for way in ways]
        came.append((before[BEGINS], before[GOES_ON]))
        best = [ways[j][before[j]] + scores[j] for j in (BEGINS, GOES_ON)]
    labels = [int(best[BEGINS] < best[GOES_ON])]
    for step in reversed(came):
        labels.append(step[labels[-1]])
    return np.array(labels[::-1], np.bool_)

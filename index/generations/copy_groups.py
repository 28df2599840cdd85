"""Groups articles that are copies of one text: decided once for a generation, from the signatures of all its articles.

An article is compared with earlier ones. Each group stands around its earliest article, the original: whatever is in
it is a copy of that one, not of a copy of a copy. Groups depend on the live articles only, not on their order or on
how they came into the index, so an incremental run gives those of a full one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.columnar import SegmentArrays, segment_arrays
from index.findings.signature import EMPTY, FIGURES, SHINGLES, bits_kept, read_signatures
from index.generations.store import Build, Generation

FILE = "copies.npy"
"""In the folder of a generation: two rows, documents that have copies and the original of each, itself included."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Bounds from which two texts are copies; `docs/copies.md` has the measurements.

    Of two sites, `contained` is the share of the shorter text's shingles that the longer has, `resemblance` the share
    of both texts' shingles that both have (a round-up of the week contains its news items whole and is no copy of
    them), `figures` the share of the shorter list of figures that the longer has, where each has a few.

    Within one site, or where a site is unknown, texts under one title must resemble each other as much as `one_site`,
    and their figures too: articles of a law, and notices of one office, are written alike without being the same.
    """

    contained: float = 0.6
    resemblance: float = 0.35
    figures: float = 0.5
    one_site: float = 0.9


DEFAULT = Likeness()

_FEW = 3
_NEIGHBOURS = 31  # articles compared with each other that share a hash; of more, the earliest is compared with all
_COMPARED = 20_000  # pairs at a time: some 3 KB each
_SHARING = 200_000  # articles under a hash that they share whose pairs are counted at a time, some 30 for each
_ARTICLE = 32  # bits of an article's number in the key of a pair
_SHARED = 3  # of the sought hashes, before two sketches are compared

Numbers = NDArray[np.int64]


def find_copies(signatures: NDArray[np.void], likeness: Likeness = DEFAULT) -> Numbers:
    """Return for each article the number of its original, or its own.

    `signatures` are of DTYPE, one an article, in the order of their dates: the earlier of two is the original.
    """
    pairs = np.concatenate([_equal(signatures), _verified(signatures, _candidates(signatures), likeness)])
    originals = _stars(pairs, len(signatures))
    # Of more than _NEIGHBOURS articles that share their hashes some met a copy only, not the original behind it.
    behind = np.column_stack([originals[pairs[:, 0]], pairs[:, 1]])
    behind = np.unique(behind[(originals[behind[:, 1]] != behind[:, 0]) & (behind[:, 0] < behind[:, 1])], axis=0)
    if not len(behind):
        return originals
    return _stars(np.concatenate([pairs, _verified(signatures, behind, likeness)]), len(signatures))


def _equal(signatures: NDArray[np.void]) -> Numbers:
    """Return (first, other) of the articles whose words are all the same."""
    _, first, which = np.unique(signatures["digest"], return_index=True, return_inverse=True)
    original = first[which]
    others = np.flatnonzero(original != np.arange(len(original)))
    return np.column_stack([original[others], others])


def _candidates(signatures: NDArray[np.void]) -> Numbers:
    """Return pairs of articles, the earlier first, that share some of their least hashes."""
    hashes = signatures["sought"]
    held = hashes != EMPTY
    articles = np.repeat(np.arange(len(hashes)), held.sum(axis=1))
    values = hashes[held]
    order = np.argsort(values, kind="stable")
    values, articles = values[order], articles[order]
    begins = np.concatenate([[True], values[1:] != values[:-1]]) if len(values) else np.zeros(0, np.bool_)
    run = np.cumsum(begins) - 1
    shared = np.bincount(run)[run] > 1 if len(run) else begins
    run, articles = run[shared], articles[shared]
    firsts = articles[np.searchsorted(run, run)]
    every = range(0, len(hashes), max(len(hashes) * _SHARING // max(len(run), 1), 1))
    found = [_sharing(run, articles, firsts, (first, first + every.step)) for first in every]
    return np.concatenate([np.zeros((0, 2), np.int64), *found])


def _sharing(run: Numbers, articles: Numbers, firsts: Numbers, earlier: tuple[int, int]) -> Numbers:
    """Return the pairs whose earlier article is from the first of two numbers to before the second, sorted.

    Of each hash that several articles have, a run, `articles` has their numbers, rising, `firsts` the first of them.
    """
    mine = ((firsts >= earlier[0]) & (firsts < earlier[1])).nonzero()[0]
    found = [firsts[mine] << _ARTICLE | articles[mine]]
    rows = ((articles >= earlier[0]) & (articles < earlier[1])).nonzero()[0]
    for step in range(1, _NEIGHBOURS + 1):
        rows = rows[: rows.searchsorted(len(run) - step)]
        rows = rows[run[rows + step] == run[rows]]  # what ends before so many steps does before more
        if not len(rows):
            break
        found.append(articles[rows] << _ARTICLE | articles[rows + step])
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    keys = keys[counts >= _SHARED]
    pairs = np.column_stack([keys >> _ARTICLE, keys & (1 << _ARTICLE) - 1])
    different: Numbers = pairs[pairs[:, 0] != pairs[:, 1]]
    return different


def _sampled(
    sketches: NDArray[np.uint32], counts: NDArray[np.uint32], bits: Numbers, pairs: Numbers, most: int
) -> Numbers:
    """Return, for each pair, how many hashes of the first, of the second and of both lie where both are complete.

    A sketch holds every hash of its text up to its greatest, so below the lesser of the two greatest the sketches
    are fair samples of both texts. `bits` are kept of the hashes of each; of two, the fewer are compared.
    """
    greatest = np.where(counts > most, sketches[:, -1], EMPTY - 1)
    dropped = (32 - np.minimum(bits[pairs[:, 0]], bits[pairs[:, 1]]))[:, None].astype(np.uint32)
    limit = np.minimum(greatest[pairs[:, 0]], greatest[pairs[:, 1]])[:, None] >> dropped
    first, second = (np.where(rows == EMPTY, EMPTY, rows >> dropped) for rows in sketches[pairs.T])
    both = np.sort(np.concatenate([first, second], axis=1), axis=1)
    again = _again(first, limit), _again(second, limit)  # of one text, told apart by what is not compared
    held = ((rows <= limit).sum(axis=1) - times for rows, times in zip((first, second), again, strict=True))
    return np.column_stack([*held, _again(both, limit) - sum(again)])


def _again(rows: NDArray[np.uint32], limit: NDArray[np.uint32]) -> Numbers:
    """Return how many hashes of each row, up to its limit, are the same as the one before."""
    same: Numbers = ((rows[:, 1:] == rows[:, :-1]) & (rows[:, 1:] <= limit)).sum(axis=1)
    return same


def _verified(signatures: NDArray[np.void], pairs: Numbers, likeness: Likeness) -> Numbers:
    """Return the pairs that are copies."""
    parts = (pairs[first : first + _COMPARED] for first in range(0, len(pairs), _COMPARED))
    return np.concatenate([pairs[:0], *(_alike(signatures, part, likeness) for part in parts)])


def _alike(signatures: NDArray[np.void], pairs: Numbers, likeness: Likeness) -> Numbers:
    bits = bits_kept(signatures["shingles"])
    a, b, both = _sampled(signatures["sketch"], signatures["shingles"], bits, pairs, SHINGLES).T.astype(np.float64)
    contained, resemblance = both / np.maximum(np.minimum(a, b), 1), both / np.maximum(a + b - both, 1)
    sixteen = np.full(len(signatures), 16)
    figures = _sampled(signatures["figure_sketch"], signatures["figures"], sixteen, pairs, FIGURES)
    a, b, both = figures.T.astype(np.float64)
    few = np.minimum(a, b) < _FEW
    figures = both / np.maximum(np.minimum(a, b), 1)
    one, other = signatures[pairs[:, 0]], signatures[pairs[:, 1]]
    two_sites = (one["site"] != other["site"]) & (one["site"] != 0) & (other["site"] != 0)
    published = two_sites & (contained >= likeness.contained) & (resemblance >= likeness.resemblance)
    published &= few | (figures >= likeness.figures)
    again = (one["title"] == other["title"]) & (resemblance >= likeness.one_site)
    again &= both >= likeness.one_site * np.maximum(a + b - both, 0)
    verified: Numbers = pairs[published | again]
    return verified


def _stars(pairs: Numbers, size: int) -> Numbers:
    """Return the original of each article: the earliest that it is a copy of and that is no copy itself."""
    originals = np.arange(size)
    for first, second in pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))].tolist():
        if originals[second] == second and originals[first] == first:
            originals[second] = first
    return originals


def _column(segment: SegmentArrays, name: str, documents: Numbers) -> list[bytes]:
    column = segment.code_column(name)
    values = list(column.values)
    return [values[code] for code in column.codes[documents].tolist()]


def _articles(segment: SegmentArrays) -> Numbers:
    """Return the live articles of a segment."""
    column = segment.code_column("kind")
    return np.flatnonzero(segment.live & (column.codes == column.values.find(b"article")))


def write_copies(build: Build) -> None:
    """Find the copies among the articles of a build and keep them in its file FILE."""
    documents: list[int] = []
    order: list[tuple[bytes, bytes]] = []
    signatures: list[bytes] = []
    with build.open().reader() as reader:
        for segment in segment_arrays(reader):
            articles = _articles(segment)
            documents += (articles + segment.base).tolist()
            days, keys, found = (_column(segment, name, articles) for name in ("day", "key", "signature"))
            order += zip([day or b"9999" for day in days], keys, strict=True)  # without a date it cannot be the earlier
            signatures += found
    ranked = sorted(range(len(order)), key=order.__getitem__)
    numbers = np.array(documents, np.int64)[ranked]
    originals = find_copies(read_signatures([signatures[n] for n in ranked]))
    grouped = np.flatnonzero(np.bincount(originals, minlength=len(originals))[originals] > 1)
    grouped = grouped[np.argsort(originals[grouped], kind="stable")]
    path = build.path / FILE
    path.unlink(missing_ok=True)  # it may be a link to the file of the live generation
    np.save(path, np.stack([numbers[grouped], numbers[originals[grouped]]]).astype("<i4"))


def read_copies(generation: Generation) -> NDArray[np.int32]:
    """Return two rows: documents that have copies, and the original of each (itself for the original).

    The documents of one original stand together, earliest first. Raises OSError, ValueError for a damaged file.
    """
    rows: NDArray[np.int32] = np.load(generation.path / FILE, allow_pickle=False)
    return rows

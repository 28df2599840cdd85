"""Sketches articles so that copies of one text are told: a small signature of each, made when it is indexed.

The sketch holds the least hashes of the text's shingles, so that two of them estimate how much the texts share: the
bottom-k sketch of Broder, On the Resemblance and Containment of Documents (1997). The title is no part of it, for
each site writes its own. Folding makes the sketch indifferent to Unicode form, accents, tone placement, case and
white space.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.documents import Article

WIDTH = 8
"""Words in a shingle. Long ones tell a copy from a letter of the same form: a copy is changed in places (lead, tail,
captions) and word for word elsewhere, the form (`Liên hiệp Hội tỉnh A …` for tỉnh B) in every sentence."""
SHINGLES = 96
"""Least hashes kept of the shingles: an estimated share of one half has a standard error of 0.05."""
FIGURES = 16
"""Least hashes kept of the words with digits."""
SHORT = 60
"""Words below which a text is only compared whole, title included: two invitations share most of their few words."""
EMPTY = 2**32 - 1
"""Fills the places of hashes that a text does not have."""

SOUGHT = 32
"""Of the least hashes, by which articles are brought together for comparison: these are kept whole."""

_HEAD = [("digest", "<u8"), ("title", "<u4"), ("site", "<u4")]
DTYPE = np.dtype(
    [
        *_HEAD,
        ("shingles", "<u4"),
        ("figures", "<u4"),
        ("sought", "<u4", (SOUGHT,)),
        ("sketch", "<u4", (SHINGLES,)),
        ("figure_sketch", "<u4", (FIGURES,)),
    ]
)
"""One signature: digests of all words, of the title's and of where it was published (0 where that is unknown); how
many different shingles and figures there are, up to 65,535, no shingles for a short text; the least hashes of each,
rising. Of `sketch` only the upper bits are set, as many as `bits_kept` says, of `figure_sketch` the upper 16."""

_STORED = np.dtype([*_HEAD, ("shingles", "<u2"), ("figures", "<u2")])
_MOST = 2**16 - 1
_LONG_STEP = 255  # a step of so much or more takes another byte

_FACTORS = np.arange(1, 2 * WIDTH, 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)  # odd: each word has its place


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    """Return the same 32 bits for a word in every process."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Return 32 well-mixed bits of each number (the finaliser of splitmix64), never EMPTY."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = np.minimum(numbers >> np.uint64(32), np.uint64(EMPTY - 1))
    return mixed.astype(np.uint32)


def _least(hashes: NDArray[np.uint32], most: int) -> tuple[int, NDArray[np.uint32]]:
    """Return how many different hashes there are, and the least of them, `most` or as many as there are."""
    hashes = np.sort(hashes)
    distinct = hashes[np.append(True, hashes[1:] != hashes[:-1])] if len(hashes) else hashes
    return len(distinct), distinct[:most]


def _shingles(folds: Sequence[str]) -> NDArray[np.uint32]:
    numbers = np.fromiter(map(_number, folds), np.uint64, len(folds))
    count = len(numbers) - WIDTH + 1
    numbered = numbers[:count] * _FACTORS[0]
    for at in range(1, WIDTH):  # a product of matrices of whole numbers takes nine times as long
        numbered += numbers[at : at + count] * _FACTORS[at]
    return _mixed(numbered)


@lru_cache(maxsize=50_000)
def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _figures(folds: Sequence[str]) -> NDArray[np.uint32]:
    figures = list(filter(_has_digit, set(folds)))  # each counts once
    return _mixed(np.fromiter(map(_number, figures), np.uint64, len(figures)) * _FACTORS[0])


def _digest(said: Sequence[str], size: int) -> int:
    encoded = "\x1f".join(said).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=size).digest(), "little")


def _site(article: Article) -> int:
    """Return a number for where an article was published: its source and the host of its address; 0 for neither."""
    try:
        host = urlsplit(article.url).hostname or ""
    except ValueError:  # `http://[`
        host = ""
    source = " ".join(_folds(article.source))
    return _digest((source, host.removeprefix("www.")), 4) if source or host else 0


def _short(article: Article, title: Sequence[str], folds: Sequence[str]) -> Sequence[str]:
    """Return all words of a short article; where it has none, words of its own: under `Thông báo` anything may stand.

    `Xem tệp kèm theo` says the same every month, and the attached file something else.
    """
    attached = [word for one in article.attachments for word in _folds(one.text)]
    return (*title, "", *folds, "", *attached) if folds or attached else (*title, "", article.id)


def bits_kept(shingles: NDArray[Any]) -> NDArray[np.int64]:
    """Return how many upper bits are kept of the hashes of texts that have so many shingles.

    They are as many as make the least hashes stand 128 to 256 apart: a byte for most, and a hash of one text is by
    chance among those of another less than once in a hundred times.
    """
    bits: NDArray[np.int64] = np.clip(np.frexp(shingles)[1] + 7, 16, 24).astype(np.int64)
    return bits


def signature(article: Article, title: Sequence[str], folds: Sequence[str]) -> bytes:
    """Return the signature of an article as stored, of the folded words of its title, and of its lead and text.

    Attached files count for short texts only. Behind the fixed part stand the upper 16 bits of the least hashes of
    figures; the lower bits of SOUGHT of the shingles', 16 each; and the steps between the upper bits of all of these.
    """
    row = np.zeros(1, _STORED)
    row["title"], row["site"] = _digest(title, 4), _site(article)
    if len(folds) < SHORT:
        row["digest"] = _digest(_short(article, title, folds), 8)
        return row.tobytes()
    row["digest"] = _digest(folds, 8)
    count, sketch = _least(_shingles(folds), SHINGLES)
    row["shingles"] = min(count, _MOST)
    count, figures = _least(_figures(folds), FIGURES)
    row["figures"] = min(count, _MOST)
    dropped = np.uint32(32 - bits_kept(row["shingles"])[0])
    low = (sketch[:SOUGHT] & np.uint32((1 << dropped) - 1)).astype("<u2")
    steps = np.diff(sketch >> dropped, prepend=np.uint32(0))
    taken = steps // _LONG_STEP + 1
    ends = np.cumsum(taken)
    units = np.full(ends[-1], _LONG_STEP, np.uint8)
    units[ends - 1] = steps % _LONG_STEP
    return row.tobytes() + (figures >> 16).astype("<u2").tobytes() + low.tobytes() + units.tobytes()


def signature_of(article: Article) -> bytes:
    """Return the signature of an article whose words are not known yet."""
    return signature(article, _folds(article.title), _folds(f"{article.lead}\n{article.text}"))


def _folds(text: str) -> list[str]:
    return folded(words(nfc(text)))


def read_signatures(stored: Sequence[bytes]) -> NDArray[np.void]:
    """Return what `signature` gave for some articles, as values of DTYPE."""
    lengths = np.fromiter(map(len, stored), np.int64, len(stored))
    data = np.frombuffer(b"".join(stored), np.uint8)
    places = np.cumsum(lengths) - lengths
    head = data[places[:, None] + np.arange(_STORED.itemsize)].view(_STORED)[:, 0]
    rows = np.zeros(len(stored), DTYPE)
    for name in _STORED.names or ():
        rows[name] = head[name]
    ends = places + lengths
    places += _STORED.itemsize
    held = np.arange(FIGURES) < rows["figures"][:, None]
    rows["figure_sketch"] = EMPTY
    rows["figure_sketch"][held] = _taken(data, places, held.sum(axis=1) * 2).view("<u2").astype(np.uint32) << 16
    places += held.sum(axis=1) * 2
    held = np.arange(SHINGLES) < rows["shingles"][:, None]
    low = np.zeros((len(stored), SOUGHT), np.uint32)
    low[held[:, :SOUGHT]] = _taken(data, places, held[:, :SOUGHT].sum(axis=1) * 2).view("<u2")
    places += held[:, :SOUGHT].sum(axis=1) * 2
    units = _taken(data, places, ends - places)
    added = np.append(0, np.cumsum(units, dtype=np.int64))
    begins = np.cumsum(ends - places) - (ends - places)
    whole = added[1:][units != _LONG_STEP] - np.repeat(added[begins], held.sum(axis=1))
    dropped = 32 - bits_kept(rows["shingles"])
    rows["sketch"] = EMPTY
    rows["sketch"][held] = whole << np.repeat(dropped, held.sum(axis=1))
    rows["sought"] = np.where(held[:, :SOUGHT], rows["sketch"][:, :SOUGHT] | low, EMPTY)
    return rows


def _taken(data: NDArray[np.uint8], starts: NDArray[np.int64], counts: NDArray[Any]) -> NDArray[np.uint8]:
    """Return some bytes from each of some places, one stretch after the other."""
    ends = np.cumsum(counts)
    return data[np.repeat(starts - (ends - counts), counts) + np.arange(int(counts.sum()))]

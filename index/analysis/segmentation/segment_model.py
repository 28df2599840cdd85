"""The segmenter's model as plain numbers: pyvi's CRF weights and word lists, read without importing pyvi.

Importing pyvi unpickles scikit-learn objects (1-2 s) only to hand a CRFsuite file to a tagger. That file's
format is fixed and small (CRFsuite 0.12, `crf1d_model.c` and `cqdb.c`), and read here at full precision: the
tagger's own `dump` prints six digits, which could turn a narrow decision.
"""

from __future__ import annotations

import codecs
import pickle
import struct
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

BEGINS, GOES_ON = 0, 1
"""The labels: a word begins with this syllable, or goes on (`B_W` and `I_W` of pyvi)."""

Weights = tuple[float, float]
"""Additions to the score of BEGINS and of GOES_ON."""

_WORD = "word.lower():"
_NO_WEIGHTS: Weights = (0.0, 0.0)


class ModelError(RuntimeError):
    """pyvi is missing or its model is not the one this module reads; the message says what to install."""


@dataclass(frozen=True, slots=True)
class SegmentModel:
    """Everything a segmentation depends on.

    `attributes` maps an attribute of CRFsuite (`-1:word.lower():khoa`) to its weights, `leanings` to the weight
    for GOES_ON less that for BEGINS; `words` are the lower-case tokens of which any attribute tells.
    `moves[i][j]` is the score of label j after label i. `pairs` and `triples` are the lower-case words of two and
    three syllables, joined by single spaces.
    """

    attributes: dict[str, Weights]
    leanings: dict[str, float]
    moves: tuple[Weights, Weights]
    pairs: frozenset[str]
    triples: frozenset[str]
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        told = frozenset(name.partition(_WORD)[2] for name in self.leanings if _WORD in name)
        object.__setattr__(self, "words", told)

    def weights(self, attribute: str) -> Weights:
        """Return the weights of an attribute, zeros where the model has none."""
        return self.attributes.get(attribute, _NO_WEIGHTS)

    def leaning(self, attributes: list[str]) -> float:
        """Return how much more the attributes together speak for GOES_ON than for BEGINS."""
        leanings = self.leanings
        return sum([leanings[a] for a in attributes if a in leanings])

    def leanings_of(self, token: str, of_others: dict[tuple[bool, ...], list[float]]) -> list[float]:
        """Return `leaning` of a token at its own place, and as the neighbour before and after one.

        `of_others` keeps what tokens lean by whose words the model does not know: only their letters' case tells.
        """
        form = token.istitle(), token.isupper(), token.isdigit()
        known = token.lower().partition("\0")[0] in self.words
        found = None if known else of_others.get(form)
        if found is None:
            found = [self.leaning(attributes_of(token, place)) for place in ("", "-1:", "+1:")]
            if not known:
                of_others[form] = found
        return found


def attributes_of(token: str, prefix: str = "") -> list[str]:
    """Return what pyvi's `word2features` says of a token at its own place, or of a neighbour (`-1:`, `+1:`)."""
    lower = f"{prefix}word.lower():{token.lower()}".partition("\0")[0]  # CRFsuite's strings end at a NUL
    title = [f"{prefix}word.istitle()"] * token.istitle()
    upper = [f"{prefix}word.isupper()"] * token.isupper()
    if prefix:
        return [lower, *title, *upper]
    return ["bias", lower, *upper, *title, *["word.isdigit()"] * token.isdigit()]


class _Pickled:
    """Stands for whatever class the pickle names; only its state is of interest."""

    state: dict[str, Any]

    def __init__(self, *arguments: object) -> None:
        self.state = {}

    def __setstate__(self, state: object) -> None:
        self.state = state if isinstance(state, dict) else {}


class _StateOnly(pickle.Unpickler):
    """Reads a pickle without running anything of it: every global but the byte decoder becomes a stand-in."""

    def find_class(self, module: str, name: str) -> Any:
        return codecs.encode if (module, name) == ("_codecs", "encode") else _Pickled


def _crfsuite_bytes(pickled: bytes) -> bytes:
    data = _StateOnly(BytesIO(pickled)).load().state["modelfile"].state["__FILE_RESOURCE_DATA__"]
    return data if isinstance(data, bytes) else codecs.encode(data, "latin1")


def _names(data: bytes, at: int) -> list[str]:
    """Return the strings of the constant database (CQDB) at offset `at`, by id."""
    magic, _, _, _, count, back = struct.unpack_from("<4s5I", data, at)
    if magic != b"CQDB":
        raise ValueError(f"no string table at byte {at}")
    names = []
    for offset in struct.unpack_from(f"<{count}I", data, at + back):
        _, size = struct.unpack_from("<2I", data, at + offset)
        start = at + offset + 8
        names.append(data[start : start + size - 1].decode())  # a NUL closes each
    return names


def _parse(data: bytes, lists: str) -> SegmentModel:
    magic, _, kind, version, _, _, _, features, labels_at, names_at = struct.unpack_from("<4sI4s7I", data)
    if (magic, kind, version) != (b"lCRF", b"FOMC", 100):
        raise ValueError(f"not a first-order CRFsuite model: {magic!r} {kind!r} {version}")
    labels, names = _names(data, labels_at), _names(data, names_at)
    if labels != ["B_W", "I_W"]:
        raise ValueError(f"unexpected labels {labels}")
    _, _, count = struct.unpack_from("<4s2I", data, features)
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    moves = [[0.0, 0.0], [0.0, 0.0]]
    size = count * 20
    for is_move, source, label, weight in struct.iter_unpack("<3Id", data[features + 12 : features + 12 + size]):
        (moves[source] if is_move else weights[names[source]])[label] = weight
    words = [w for w in lists.split("\n") if w]
    by_spaces: dict[int, set[str]] = {1: set(), 2: set()}
    for word in words:
        if (spaces := word.count(" ")) in by_spaces:
            by_spaces[spaces].add(word)
    return SegmentModel(
        attributes={name: (w[0], w[1]) for name, w in weights.items()},
        leanings={name: w[GOES_ON] - w[BEGINS] for name, w in weights.items()},
        moves=((moves[0][0], moves[0][1]), (moves[1][0], moves[1][1])),
        pairs=frozenset(by_spaces[1]),
        triples=frozenset(by_spaces[2]),
    )


@lru_cache(maxsize=1)
def segment_model() -> SegmentModel:
    """Return pyvi's model, read once. Raises ModelError where pyvi is missing or holds another model."""
    try:
        folder = files("pyvi") / "models"
        pickled = (folder / "pyvi3.pkl").read_bytes()
        lists = (folder / "words.txt").read_text(encoding="utf-8")
        return _parse(_crfsuite_bytes(pickled), lists)
    except (
        ImportError,
        OSError,
        KeyError,
        ValueError,
        AttributeError,
        struct.error,
        pickle.UnpicklingError,
    ) as error:
        raise ModelError(f"cannot read the segmentation model; install pyvi 0.1.1 ({error})") from error

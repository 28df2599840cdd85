"""The labels of a generation sorted by their words from each word on, so that suggestions need only look them up.

The file `beginnings.arrays` (an array file, docs/codec.md) holds `text`, the folded labels of all live documents, each
ended by a line feed; `documents`, the document of each label; and `starts`, the places in `text` where a word begins,
in the order of what begins there.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from whoosh.filedb.filestore import FileStorage

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.columnar import segment_arrays
from index.columnar.array_file import ArrayFileWriter, open_array_file
from index.generations.store import Build

NAME = "beginnings.arrays"

_MOST_WORDS = 24  # words of a label from which it may be found
SORTED = 48
"""Bytes by which the beginnings are sorted; those equal so far stand in the order of their documents."""


def write_beginnings(build: Build) -> None:
    """Write the file for the documents of a build, which must be complete."""
    texts: list[bytes] = []
    documents: list[int] = []
    with build.open().reader() as reader:
        for segment in segment_arrays(reader):
            column = segment.code_column("label")
            table = [" ".join(folded(words(nfc(label.decode())))).encode() + b"\n" for label in column.values]
            alive = np.flatnonzero(segment.live)
            texts += [table[code] for code in column.codes[alive].tolist()]
            documents += (alive + segment.base).tolist()
    path = build.path / NAME
    path.unlink(missing_ok=True)  # it may be a link to the file of the live generation
    with path.open("wb") as file:
        _write(ArrayFileWriter(file), b"".join(texts), np.array(documents, np.int32))


def _write(writer: ArrayFileWriter, text: bytes, documents: np.ndarray[tuple[int], np.dtype[np.int32]]) -> None:
    letters = np.frombuffer(text + b"\n" * SORTED, np.uint8)
    ends = letters[: len(text)] == ord("\n")
    begins = np.flatnonzero(np.append(True, ends | (letters[: len(text)] == ord(" "))))[:-1]
    begins = begins[letters[begins] != ord("\n")]
    label = np.cumsum(ends)[begins]
    first_of_label = np.searchsorted(label, label)
    begins, label = (rows[np.arange(len(label)) - first_of_label < _MOST_WORDS] for rows in (begins, label))
    stretches = np.ascontiguousarray(sliding_window_view(letters, SORTED)[begins])
    order = np.argsort(stretches.view(f"S{SORTED}").ravel(), kind="stable")
    writer.add("text", letters[: len(text)])
    writer.add("starts", begins[order].astype(np.int32))
    writer.add_narrow("documents", documents)
    writer.close()


class Beginnings:
    """The beginnings of a published generation; `text` and `starts` are those of its file."""

    def __init__(self, generation: Path) -> None:
        """Open the file in the folder of a generation. Raises CorruptFile, and OSError where it is missing."""
        file = open_array_file(FileStorage(str(generation)), NAME)
        self.text: memoryview[int] = file["text"].data
        self.starts: memoryview[int] = file["starts"].data
        self._documents = file["documents"]
        ends = np.flatnonzero(file["text"] == ord("\n"))
        self._labels: memoryview[int] = np.append(0, ends + 1).astype(np.int32).data

    def label_at(self, start: int) -> tuple[int, bool]:
        """Return the document of the label in which a place of the text lies, and whether the label begins there."""
        label = bisect_right(self._labels, start) - 1
        return int(self._documents[label]), self._labels[label] == start

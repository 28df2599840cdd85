"""Compresses blocks of stored fields: Zstandard with a dictionary of the documents' own, else zlib.

Documents are short and much alike (the same keys, offices, phrases), so a dictionary trained on the first of them takes
a fifth off their size, and reading a block takes a third of the time that zlib takes. Where the package `zstandard` is
missing, zlib is written; what was written with it cannot be read without.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from index.columnar.array_file import CorruptFile

zstandard: Any
try:
    zstandard = import_module("zstandard")
except ImportError:  # no wheel for the platform
    zstandard = None

ZSTD, ZLIB, PLAIN = "zstd", "zlib", ""
TRAINED_ON = 2_500_000
"""Bytes of documents that a dictionary is trained on; of less it would learn phrases that do not come again."""

_LEVEL = 9  # as long to write as zlib's 6
_DICTIONARY = 1 << 18  # bytes, which every segment holds
_TRAINING = {"k": 512, "d": 6}  # given, so that no others are tried: a twelfth of the time, and 0.3 % more bytes


class Dictionary:
    """The dictionary learnt from the documents so far, for all segments that one process writes; empty until then."""

    def __init__(self) -> None:
        self.content = b""

    def learn(self, documents: list[bytes]) -> None:
        """Train on documents, at least TRAINED_ON bytes of them; nothing where there is nothing to learn or use."""
        if zstandard is not None and not self.content and sum(map(len, documents)) >= TRAINED_ON:
            try:
                self.content = zstandard.train_dictionary(_DICTIONARY, documents, **_TRAINING).as_bytes()
            except zstandard.ZstdError:  # all of them the same, or next to empty
                return


def kind_of(level: int) -> str:
    """Return how blocks are compressed where zlib's level is asked for: 0 is none."""
    if not level:
        return PLAIN
    return ZLIB if zstandard is None else ZSTD


def compressor(level: int, dictionary: bytes) -> Callable[[bytes | bytearray], bytes]:
    """Return what compresses a block as `kind_of(level)` says."""
    kind = kind_of(level)
    if kind == PLAIN:
        return bytes
    if kind == ZLIB:
        return lambda block: zlib.compress(block, level)
    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    compress: Callable[[bytes | bytearray], bytes] = zstandard.ZstdCompressor(level=_LEVEL, dict_data=known).compress
    return compress


def number_of(dictionary: bytes) -> int:
    """Return the number by which blocks name a dictionary."""
    return int(zstandard.ZstdCompressionDict(dictionary).dict_id())


class Decompressor:
    """Reads blocks of one kind; threads may share it."""

    def __init__(self, name: str, kind: str, dictionaries: Mapping[int, bytes]) -> None:
        """Take the dictionaries by number. Raises CorruptFile, with the file's name, for what cannot be read here."""
        self._kind = kind
        self._lock = threading.Lock()  # one of Zstandard's is for one thread at a time
        if kind == ZSTD:
            if zstandard is None:
                raise CorruptFile(name, "it is compressed by Zstandard, and the package zstandard is not installed")
            self._by_number: dict[int, Any] = {0: zstandard.ZstdDecompressor()}
            for number, content in dictionaries.items():
                known = zstandard.ZstdCompressionDict(content)
                self._by_number[number] = zstandard.ZstdDecompressor(dict_data=known)

    def __call__(self, block: bytes) -> bytes:
        if self._kind == PLAIN:
            return block
        if self._kind == ZLIB:
            return zlib.decompress(block)
        with self._lock:
            content: bytes = self._by_number[zstandard.get_frame_parameters(block).dict_id].decompress(block)
        return content

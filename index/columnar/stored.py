"""Stored fields: a MessagePack map for each document, some documents to a compressed block."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from index.columnar.array_file import ArrayFile, ArrayFileWriter, narrowest
from index.columnar.compression import TRAINED_ON, ZSTD, Decompressor, Dictionary, compressor, kind_of, number_of

_BLOCK = 16_384  # bytes before compression: enough to compress well, little to read; half of it with a dictionary
_SHORT = 1_024  # documents up to so many bytes fill a whole one all the same: in halves they take a tenth more
_DICTIONARY = "stored.dictionary."
_DATETIME, _DATE, _TUPLE = 1, 2, 3


def _pack(value: Any) -> Any:
    """Keep apart what MessagePack would change: dates become text there, tuples lists."""
    if isinstance(value, datetime.datetime):
        return msgspec.msgpack.Ext(_DATETIME, value.isoformat().encode())
    if isinstance(value, datetime.date):
        return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
    if isinstance(value, tuple):
        return msgspec.msgpack.Ext(_TUPLE, _encoder.encode([_pack(v) for v in value]))
    if isinstance(value, list):
        return [_pack(v) for v in value]
    if isinstance(value, dict):
        return {key: _pack(v) for key, v in value.items()}
    return value


def _unpack(code: int, data: memoryview) -> Any:
    if code == _TUPLE:
        return tuple(_decoder.decode(data))
    kind = {_DATETIME: datetime.datetime, _DATE: datetime.date}[code]
    return kind.fromisoformat(bytes(data).decode())


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(ext_hook=_unpack)


class StoredWriter:
    """Collects what documents store. Values: None, bool, int, float, str, bytes, date, and lists, tuples, maps."""

    def __init__(self, compression: int, dictionary: Dictionary | None = None) -> None:
        self._level = compression  # of zlib, 0 for none
        self._kind = kind_of(compression)
        self._dictionary = dictionary or Dictionary()
        self._dictionaries: dict[int, bytes] = {}
        self._compress: Callable[[bytes | bytearray], bytes] | None = None
        self._waiting: list[bytes] = []  # until there is enough for a dictionary
        self._waiting_size = 0
        self._blocks: list[bytes | memoryview] = []
        self._firsts: list[int] = []
        self._block = bytearray()
        self._ends: list[int] = []

    def add(self, fields: dict[str, Any]) -> None:
        """Store the fields of the next document. Raises TypeError for a value of another type."""
        encoded = _encoder.encode(_pack(fields)) if fields else b""
        if self._compress is not None:
            self._put(encoded)
            return
        self._waiting.append(encoded)
        self._waiting_size += len(encoded)
        if self._kind != ZSTD or self._dictionary.content or self._waiting_size >= TRAINED_ON:
            self._begin()

    def _begin(self) -> None:
        """Settle how to compress, and put what was waiting for it."""
        if self._compress is not None:
            return
        if self._kind == ZSTD:
            self._dictionary.learn(self._waiting)
        content = self._dictionary.content
        if content:
            self._dictionaries[number_of(content)] = content
        self._most = _BLOCK // 2 if content else _BLOCK
        self._compress = compressor(self._level, content)
        for encoded in self._waiting:
            self._put(encoded)
        self._waiting = []

    def _put(self, encoded: bytes) -> None:
        most = _BLOCK if len(encoded) <= _SHORT else self._most
        if self._block and len(self._block) + len(encoded) > most:
            self._close_block()
        if not self._block:
            self._open_at = len(self._ends)
        self._block += encoded
        self._ends.append(len(self._block))

    def add_all(self, reader: StoredReader) -> bool:
        """Store what another file stores, for as many documents, block by block as it lies there.

        Returns False, and does nothing, where its blocks are not of this writer's kind.
        """
        if reader.kind != self._kind:
            return False
        self._begin()
        if self._block:
            self._close_block()
        first = len(self._ends)
        firsts, ends, blocks = reader.blocks()
        self._dictionaries |= reader.dictionaries
        self._firsts += [first + number for number in firsts]
        self._ends += ends
        self._blocks += blocks
        return True

    def _close_block(self) -> None:
        assert self._compress is not None
        self._firsts.append(self._open_at)
        self._blocks.append(self._compress(self._block))
        self._block = bytearray()

    def write(self, writer: ArrayFileWriter) -> None:
        """Write the arrays `stored.*`."""
        self._begin()
        if self._block:
            self._close_block()
        writer.add_parts("stored.bytes", np.uint8, self._blocks)
        writer.add_narrow("stored.blocks", np.cumsum([0, *map(len, self._blocks)]))
        writer.add_narrow("stored.firsts", np.array(self._firsts, np.int64))
        ends = np.array(self._ends, np.int64)
        writer.add("stored.ends", ends.astype(narrowest(int(ends.max(initial=0)))))
        for number, content in self._dictionaries.items():
            writer.add(f"{_DICTIONARY}{number}", np.frombuffer(content, np.uint8))
        writer.notes["compressed"] = self._kind


class StoredReader:
    """Reads stored fields, a block at a time; the last block read is kept."""

    def __init__(self, file: ArrayFile) -> None:
        self._bytes = file["stored.bytes"]
        self._blocks = file["stored.blocks"]
        self._firsts: memoryview[int] = file["stored.firsts"].data
        self._ends = file["stored.ends"]
        self.kind: str = file.notes["compressed"]
        numbers = [name.removeprefix(_DICTIONARY) for name in file.names() if name.startswith(_DICTIONARY)]
        self.dictionaries = {int(number): file[f"{_DICTIONARY}{number}"].tobytes() for number in numbers}
        self._decompress = Decompressor(file.name, self.kind, self.dictionaries)
        self._last: tuple[int, bytes] = (-1, b"")

    def blocks(self) -> tuple[list[int], list[int], list[memoryview]]:
        """Return the first document of each block, where each document ends in its block, and the blocks."""
        data = self._bytes.data
        cuts = self._blocks.tolist()
        return list(self._firsts), self._ends.tolist(), [data[a:b] for a, b in pairwise(cuts)]

    def _encoded(self, document: int) -> bytes:
        """Return what was written for a document; empty where it stores nothing."""
        block = bisect_right(self._firsts, document) - 1
        if block < 0:
            return b""
        known, data = self._last
        if known != block:
            data = self._bytes[int(self._blocks[block]) : int(self._blocks[block + 1])].tobytes()
            data = self._decompress(data)
            self._last = (block, data)
        begins = document == self._firsts[block]
        return data[0 if begins else int(self._ends[document - 1]) : int(self._ends[document])]

    def fields(self, document: int) -> dict[str, Any]:
        """Return the stored fields of a document."""
        encoded = self._encoded(document)
        return dict(_decoder.decode(encoded)) if encoded else {}

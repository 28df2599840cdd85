"""Columns of a segment: a value for each document, as codes into a sorted table or as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
from whoosh import columns

from index.columnar.array_file import ArrayFile, ArrayFileWriter
from index.columnar.postings.terms import Terms, sorted_numbers, write_terms

# The type codes of `struct` in its standard sizes, which NumericColumn uses.
_NUMPY_TYPES = {"b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "l": "i4", "L": "u4"}
_NUMPY_TYPES |= {"q": "i8", "Q": "u8", "f": "f4", "d": "f8"}
_BYTES = (
    columns.VarBytesColumn,
    columns.FixedBytesColumn,
    columns.RefBytesColumn,
    columns.CompressedBytesColumn,
    columns.CompressedBlockColumn,
)


def _plain(column: Any) -> Any:
    return _plain(column._child) if isinstance(column, columns.ClampedNumericColumn) else column


class ColumnWriter:
    """Collects the values of one column; documents without one get the column's default."""

    def __init__(self, column: Any) -> None:
        self._column = _plain(column)
        self._clamps = column is not self._column
        self._documents: list[int] = []
        self._values: list[Any] = []

    def add(self, document: int, value: Any) -> None:
        """Give a document its value; documents in rising order."""
        self._documents.append(document)
        self._values.append(value)

    def add_all(self, first: int, values: list[Any]) -> None:
        """Give successive documents from `first` on their values."""
        self._documents += range(first, first + len(values))
        self._values += values

    def write(self, writer: ArrayFileWriter, name: str, documents: int) -> dict[str, Any]:
        """Write a column of as many documents; return what to note: its kind (`numbers`, `bytes`, `objects`), …"""
        if isinstance(self._column, columns.BitColumn):
            self._write_numbers(writer, name, np.dtype(np.bool_), documents, False)
            return {"kind": "numbers"}
        if isinstance(self._column, columns.NumericColumn):
            dtype = np.dtype(_NUMPY_TYPES[self._column._typecode])
            self._write_numbers(writer, name, dtype, documents, self._column.default_value())
            return {"kind": "numbers"}
        if isinstance(self._column, _BYTES):
            default = self._column.default_value() or b""
            values = self._write_codes(writer, name, documents, self._values, default)
            return {"kind": "bytes", "values": values}
        encoded = [msgspec.msgpack.encode(value) for value in self._values]
        default = getattr(self._column, "_default", None)
        values = self._write_codes(writer, name, documents, encoded, msgspec.msgpack.encode(default))
        return {"kind": "objects", "values": values}

    def _write_numbers(
        self, writer: ArrayFileWriter, name: str, dtype: np.dtype[Any], documents: int, default: Any
    ) -> None:
        values = self._values
        if self._clamps and dtype.kind in "iu":
            limits = np.iinfo(dtype)
            values = [min(max(v, limits.min), limits.max) for v in values]
        numbers = np.full(documents, default, dtype)
        numbers[self._documents] = np.array(values, dtype)
        writer.add(f"{name}.numbers", numbers)

    def _write_codes(
        self, writer: ArrayFileWriter, name: str, documents: int, values: list[bytes], default: bytes
    ) -> int:
        at = np.array(self._documents, np.int64)
        codes: dict[bytes, int] = {}
        given = np.fromiter((codes.setdefault(v, len(codes)) for v in values), np.int64, len(values))
        if len(np.unique(at)) < documents:
            codes.setdefault(default, len(codes))
        table = list(codes)
        order = sorted_numbers(table)
        ranks = np.empty(len(table), np.int64)
        ranks[order] = np.arange(len(table))
        numbers = np.full(documents, ranks[codes[default]] if default in codes else 0, np.int64)
        numbers[at] = ranks[given]
        write_terms(writer, f"{name}.values", [table[n] for n in order.tolist()])
        writer.add_narrow(f"{name}.codes", numbers)
        return len(table)


class NumberColumn(columns.ColumnReader):  # type: ignore[misc]
    """A column of numbers (or truths) as Whoosh reads it; `numbers` is the array."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.numbers = file[f"{name}.numbers"]
        self._reverse = False

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, document: int) -> Any:
        return self.numbers[document].item()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.load())

    def sort_key(self, document: int) -> Any:
        """Return the value to sort by, turned round after `set_reverse`."""
        value = self[document]
        if isinstance(value, bool):
            return int(value ^ self._reverse)
        return 0 - value if self._reverse else value

    def load(self) -> list[Any]:
        """Return all values."""
        return list(self.numbers.tolist())

    def set_reverse(self) -> None:
        """Make `sort_key` sort downwards."""
        self._reverse = True


class CodeColumn(columns.ColumnReader):  # type: ignore[misc]
    """A column of bytes or objects as Whoosh reads it: `values[codes[document]]`; codes sort as values do."""

    def __init__(self, file: ArrayFile, name: str, values: int, objects: bool) -> None:
        self.codes = file[f"{name}.codes"]
        self.values = Terms(file, f"{name}.values", values)
        self._objects = objects

    def __len__(self) -> int:
        return len(self.codes)

    def _value(self, encoded: bytes) -> Any:
        return msgspec.msgpack.decode(encoded) if self._objects else encoded

    def __getitem__(self, document: int) -> Any:
        return self._value(self.values[int(self.codes[document])])

    def __iter__(self) -> Iterator[Any]:
        return iter(self.load())

    def load(self) -> list[Any]:
        """Return all values."""
        table = [self._value(v) for v in self.values]
        return [table[code] for code in self.codes.tolist()]


def open_column(file: ArrayFile, name: str, notes: dict[str, Any]) -> NumberColumn | CodeColumn:
    """Return the reader of a column that `ColumnWriter.write` wrote under `name` and noted."""
    if notes["kind"] == "numbers":
        return NumberColumn(file, name)
    return CodeColumn(file, name, notes["values"], notes["kind"] == "objects")

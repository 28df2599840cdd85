"""Puts the pieces of a printed page in order: rows of tables with their cells, and columns one after the other.

A PDF tells of each piece of a line where it stands, and nothing of tables. Programs write a table row by row, and in a
row one cell after the other, each with all of its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from index.sources.fields.letter_columns import is_letter_head

_LONGEST_CELL = 300  # characters; beyond it they are columns of a text
_COLUMNS = 6  # rows of two cells in which columns go on
_COLUMN_LETTERS = 25  # characters of a cell there
_NEAR = 3.0  # points
_NEXT_LINE = 2.0  # times the height of a letter; what stands lower is no part of a cell


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a part of one beside a wide gap; places in points, `bottom` from the foot of the page."""

    text: str
    left: float
    right: float
    bottom: float
    height: float


@dataclass(slots=True)
class _Row:
    """Cells side by side, each of the lines that it has."""

    cells: list[list[Piece]] = field(default_factory=list)


def _is_below(piece: Piece, other: Piece) -> bool:
    return piece.bottom < other.bottom - other.height / 2


def _is_beside(piece: Piece, cell: Sequence[Piece]) -> bool:
    """Tell whether a piece begins to the right of a cell, at the height of one of its lines."""
    return piece.left >= max(one.right for one in cell) - _NEAR and piece.bottom <= cell[0].bottom + cell[0].height / 2


def _rows(pieces: Sequence[Piece]) -> Iterator[_Row]:
    """Yield the rows of a page from the top; a line that stands alone is a row of one cell."""
    row = _Row()
    for piece in pieces:
        if not row.cells:
            row.cells.append([piece])
            continue
        cell = row.cells[-1]
        if _is_below(piece, cell[-1]):
            near = cell[-1].bottom - piece.bottom < _NEXT_LINE * cell[-1].height
            under = near and piece.left < cell[0].right and piece.right > cell[0].left
            alone = len(row.cells) == 1
            if under and (alone or piece.left >= row.cells[-2][0].right - _NEAR):
                cell.append(piece)
                continue
        else:
            # What stands above the line at its height is no part of the row
            first = next((at for at, one in enumerate(cell) if not _is_below(piece, one) or at == len(cell) - 1), 0)
            first = next((at for at, one in enumerate(cell) if abs(one.bottom - piece.bottom) < one.height / 2), first)
            if _is_beside(piece, cell[first:]):
                if len(row.cells) == 1:
                    yield from (_Row([[one]]) for one in cell[:first])
                    row.cells[-1] = cell[first:]
                row.cells.append([piece])
                continue
        yield row
        row = _Row([[piece]])
    if row.cells:
        yield row


def _text(cell: Sequence[Piece]) -> str:
    return " ".join(piece.text.strip() for piece in cell)


def _is_text(row: _Row) -> bool:
    """Tell whether a row is a line, or columns of a text that are written one after the other."""
    texts = [_text(cell) for cell in row.cells]
    if len(texts) == 1 or any(len(text) > _LONGEST_CELL or is_letter_head(text) for text in texts):
        return True
    return min(map(len, row.cells)) >= _COLUMNS


def _goes_on_in_columns(row: _Row) -> float | None:
    """Return where the second column begins in a row of two lines of text side by side, None for another row."""
    if len(row.cells) != 2 or any(len(cell) > 1 or len(cell[0].text) < _COLUMN_LETTERS for cell in row.cells):
        return None
    return round(row.cells[1][0].left / _NEAR)


def lines_of(pieces: Sequence[Piece]) -> list[str]:
    """Return the lines of a page: a row of a table as one, its cells parted by ` | `; a left column before a right."""
    lines: list[str] = []
    for at, group in groupby(_rows(pieces), key=_goes_on_in_columns):
        rows = list(group)
        if at is not None and len(rows) >= _COLUMNS:
            lines += [row.cells[side][0].text for side in (0, 1) for row in rows]
            continue
        for row in rows:
            if _is_text(row):
                lines += [piece.text for cell in row.cells for piece in cell]
            else:
                lines.append(" | ".join(map(_text, row.cells)))
    return lines

"""A map of the provinces as equal tiles, each with the provinces that it was made of: places in percent and pixels.

Tiles are drawn where the provinces lie to each other, not as large as they are: a count has a tile, not an area.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from index.organisations.provinces import predecessors, successor_of
from index.table import rows
from search.interface.answers import FacetCount

_COLUMNS = 5
_HEIGHT = 58  # pixels of a tile and the gap below it
_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Former:
    """A province until 30 June 2025 in the tile of its successor; `x` and `width` are percent of the map's width."""

    name: str
    count: int
    level: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A province since 1 July 2025; `lines` is its name in one line or two, `level` from 0 (nothing) to 4 (the most).

    `x` and `width` are percent of the map's width, `y` pixels. `href` is empty where the count is 0.
    """

    name: str
    lines: tuple[str, ...]
    count: int
    level: int
    x: float
    y: int
    width: float
    href: str
    former: tuple[Former, ...]


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """All provinces since 1 July 2025; `height` in pixels, `told` those with the most first, each with its count."""

    tiles: tuple[Tile, ...]
    height: int
    told: tuple[tuple[str, int], ...]


def province_map(counts: Sequence[FacetCount], link: Callable[..., str]) -> ProvinceMap:
    """Return the map of counts by province, under the names until June 2025 or since; empty where none is known.

    `link` gives the address of what provinces, its arguments, are counted by. An article that both a former province
    and its successor are told for has one province, so nothing is counted twice.
    """
    known = {one.value: one.count for one in counts if successor_of(one.value) or one.value in _places()}
    if not known:
        return ProvinceMap((), 0, ())
    parts = {name: tuple(dict.fromkeys((name, *predecessors(name)))) for name in _places()}
    totals = {name: sum(known.get(part, 0) for part in parts[name]) for name in parts}
    most = max(totals.values())
    tiles = tuple(_tile(name, parts[name], known, most, link) for name in _places())
    told = tuple(sorted(((n, c) for n, c in totals.items() if c), key=lambda pair: (-pair[1], pair[0])))
    return ProvinceMap(tiles, _HEIGHT * (1 + max(row for _, row in _places().values())), told)


@cache
def _places() -> dict[str, tuple[int, int]]:
    """Return column and row of each province, from the west and from the north."""
    return {name: (int(column), int(row)) for name, column, row in rows(__package__, "province_tiles.tsv")}


def _tile(name: str, parts: tuple[str, ...], known: dict[str, int], most: int, link: Callable[..., str]) -> Tile:
    column, row = _places()[name]
    whole = 100 / _COLUMNS
    x, width = column * whole + 0.5, whole - 1
    was = predecessors(name)
    each = width / max(len(was), 1)
    former = tuple(
        Former(one, known.get(one, 0), _level(known.get(one, 0), most), round(x + n * each, 3), round(each - 0.6, 3))
        for n, one in enumerate(was)
    )
    held = tuple(part for part in parts if known.get(part))
    total = sum(known[part] for part in held)
    return Tile(
        name=name,
        lines=_lines(name),
        count=total,
        level=_level(total, most),
        x=round(x, 3),
        y=row * _HEIGHT,
        width=round(width, 3),
        href=link(*held) if held else "",
        former=former if len(was) > 1 else (),
    )


def _lines(name: str) -> tuple[str, ...]:
    """Return a name as it fits a narrow tile: its last word on a line of its own."""
    before, _, last = name.rpartition(" ")
    return (before, last) if before else (last,)


def _level(count: int, most: int) -> int:
    """Return 0 for nothing, else by the share of the most: 1 up to a quarter, 4 above three quarters."""
    return -(-_LEVELS * count // most) if count else 0

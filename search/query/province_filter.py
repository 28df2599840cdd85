"""Provinces as filters: by any spelling, and those since July 2025 together with what they were made of."""

from __future__ import annotations

from collections.abc import Iterable

from index.organisations.provinces import predecessors, provinces, spelt
from search.interface.answers import FacetCount

_SINCE = " (2025)"  # `Tuyên Quang (2025)` is the province since the mergers, `Tuyên Quang` what was so called before


def meant_by(value: str) -> tuple[str, ...]:
    """Return the provinces, by their names until 2025, that a value of the filter asks for.

    `Tuyên Quang (2025)` asks for Hà Giang as well; `Huế`, which is a name only since then, for Thừa Thiên Huế.
    """
    name = spelt(value.removesuffix(_SINCE).strip())
    if name not in provinces():
        return (name,)
    made_of = predecessors(name)
    return made_of if value.endswith(_SINCE) or name not in made_of else (name,)


def merged_counts(counts: Iterable[FacetCount]) -> tuple[FacetCount, ...]:
    """Return counts of provinces with, after them, those since 2025 that unite several of them."""
    plain = tuple(counts)
    by_name = {count.value: count for count in plain}
    merged = []
    for name in provinces():
        parts = [by_name[old] for old in predecessors(name) if old in by_name]
        others = [part.value for part in parts if part.value != name]
        if len(parts) > 1:
            label = f"{name} từ 7/2025: cả {', '.join(others)}"
            merged.append(FacetCount(f"{name}{_SINCE}", sum(part.count for part in parts), label))
    return plain + tuple(sorted(merged, key=lambda row: (-row.count, row.value)))

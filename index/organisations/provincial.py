"""Bodies that every province has: one row for all provinces, filled with each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.analysis.normalise import slug
from index.organisations.provinces import all_names, official_name, successor_of
from index.table import rows

UNION = "union-provincial"
_UNION_ID = "lien-hiep-hoi"  # in the ids of the unions, whose names are long


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of provincial body. `anywhere`: found in running text, not only beside an office or as a source."""

    name: str
    other_names: tuple[str, ...]
    kind: str
    places: str
    full: bool
    anywhere: bool
    from_: str
    to: str
    successor: str

    def id_in(self, province: str) -> str:
        """Return the id of this body of a province: `so-y-te-ha-giang`."""
        head = _UNION_ID if self.kind == UNION else slug(self.name)
        return f"{head}-{slug(province)}"

    def is_in(self, province: str) -> bool:
        """Tell whether a province has this body: only cities under the centre have a `Thành ủy`."""
        return self.places == "all" or (self.places == "cities") == is_city(province)


@lru_cache(maxsize=200)
def is_city(province: str) -> bool:
    """Tell whether a province is a city under the centre."""
    return official_name(province).startswith("Thành phố")


@lru_cache(maxsize=1)
def bodies() -> tuple[Body, ...]:
    """Return the rows of the table."""
    return tuple(
        Body(name, tuple(filter(None, others.split("|"))), kind, places, full == "yes", found == "anywhere", *times)
        for name, others, kind, places, full, found, *times in rows(__package__, "provincial_bodies.tsv")
    )


def _now(province: str) -> str:
    """Return what a province is part of since 2025; Huế, which became a city, is itself."""
    return successor_of(province) if successor_of(province) in all_names() else province


def _in_a_name(province: str) -> str:
    """Return a province as the name of a body goes on with it: `tỉnh Hà Giang`."""
    official = official_name(province)
    return f"{official[:1].lower()}{official[1:]}"


def filled() -> Iterator[dict[str, Any]]:
    """Yield the facts of each body of each province, by their names in `Organisation`."""
    by_name = {body.name: body for body in bodies()}
    provinces = [(province, _now(province), _in_a_name(province)) for province in all_names()]
    for body in bodies():
        next_body = by_name.get(body.successor, body)
        for province, now, full in provinces:
            if not body.is_in(province):
                continue
            goes_on = (body.successor or now != province) and next_body.is_in(now)
            place = full if body.full else province
            yield {
                "id": body.id_in(province),
                "name": f"{body.name} {place}",
                "kind": body.kind,
                "province": province,
                "other_names": tuple(f"{head} {province}" for head in (body.name, *body.other_names))[not body.full :],
                "from_": body.from_,
                "to": body.to or ("2025" if now != province else ""),
                "successor": next_body.id_in(now) if goes_on else "",
                "source": "the bodies of every province by rule; Nghị quyết 202/2025/QH15 for provinces merged",
            }

"""Every provincial union is found by each of its usual names, and what was merged leads to what took its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.analysis.normalise import strip_accents
from index.organisations.names import OrganisationNames
from index.organisations.provinces import provinces
from index.organisations.provincial import is_city
from index.organisations.table import Organisation, OrganisationTable, organisations_in

TABLE: OrganisationTable = organisations_in(Path("none"))
NAMES = OrganisationNames(TABLE)
UNIONS = sorted((one for one in TABLE.listed.values() if one.id.startswith("lien-hiep-hoi-")), key=lambda one: one.id)


def usual_names(union: Organisation) -> list[str]:
    """Return how people call the union of a province."""
    place = union.province
    unit = "thành phố" if is_city(place) or place == "Huế" else "tỉnh"  # tỉnh Huế is Thừa Thiên Huế
    return [
        union.name,
        f"Liên hiệp Hội {place}",
        f"liên hiệp hội {unit} {place}",
        f"LHH {place}",
        f"Liên hiệp các Hội Khoa học và Kỹ thuật {place}",
        f"Liên hiệp các Hội KH&KT {unit} {place}",
        strip_accents(f"Liên hiệp Hội {place}").lower(),
    ]


def test_there_is_one_for_each_province_of_2024() -> None:
    assert len({one.province for one in UNIONS}) >= 63


@pytest.mark.parametrize("union", [one for one in UNIONS if one.province], ids=lambda one: one.id)
def test_a_union_by_any_usual_name(union: Organisation) -> None:
    found = {name: NAMES.identify(name) for name in usual_names(union)}
    assert found == dict.fromkeys(found, union.id)


@pytest.mark.parametrize("union", [one for one in UNIONS if one.to], ids=lambda one: one.id)
def test_a_merged_union_leads_to_that_of_2025(union: Organisation) -> None:
    after = TABLE.get(union.successor)
    assert after is not None and not after.to and after.province in provinces()

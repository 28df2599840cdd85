"""The map of provinces: each has a tile, each former one is in its successor's, and nothing is counted twice."""

from __future__ import annotations

import pytest

from index.organisations.provinces import all_names, provinces
from search.interface.answers import FacetCount
from webui.pages.charts.province_map import province_map


def drawn(**counts):
    named = {name.replace("_", " "): count for name, count in counts.items()}
    shown = [FacetCount(name, count, name) for name, count in named.items()]
    return province_map(shown, lambda *names: "+".join(names))


def test_every_province_has_a_tile_of_its_own():
    tiles = drawn(Hà_Giang=1).tiles
    assert sorted(tile.name for tile in tiles) == sorted(provinces())
    assert len({(tile.x, tile.y) for tile in tiles}) == len(tiles) == 34
    former = [one.name for tile in tiles for one in tile.former]
    whole = [tile.name for tile in tiles if not tile.former]
    assert len(former) + len(whole) == len(all_names()) == 63
    assert set(former) <= set(all_names())


def test_a_tile_counts_its_former_provinces_and_leads_to_them():
    shown = drawn(Hà_Giang=3, Tuyên_Quang=1, Cà_Mau=8)
    (tile,) = [tile for tile in shown.tiles if tile.name == "Tuyên Quang"]
    assert (tile.count, tile.level, tile.href) == (4, 2, "Tuyên Quang+Hà Giang")
    assert {one.name: one.count for one in tile.former} == {"Tuyên Quang": 1, "Hà Giang": 3}
    assert shown.told == (("Cà Mau", 8), ("Tuyên Quang", 4))
    assert sum(tile.count for tile in shown.tiles) == 12


@pytest.mark.parametrize(
    ("north", "south"),
    [("Lào Cai", "Hà Nội"), ("Hà Nội", "Thanh Hóa"), ("Huế", "Đà Nẵng"), ("Gia Lai", "Đắk Lắk"), ("Cần Thơ", "Cà Mau")],
)
def test_tiles_stand_as_the_provinces_lie(north, south):
    place = {tile.name: tile.y for tile in drawn(Hà_Nội=1).tiles}
    assert place[north] < place[south]


def test_a_place_that_is_no_province_has_no_tile():
    assert drawn(Trung_ương=5).tiles == ()
    assert sum(tile.count for tile in drawn(Trung_ương=5, Huế=1).tiles) == 1

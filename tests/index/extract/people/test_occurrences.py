"""Places of names are the same whether each name is searched for or each word of the text is looked up."""

from __future__ import annotations

import pytest

from index.extract.people import occurrences

TEXT = "Ông Vinh gặp H'Hen Niê; Vinhomes và bà Lê Thu Vinh, bà Lê Thu. Jae-in thăm _Vinh_."
NAMES = {"Vinh": 0, "Lê Thu Vinh": 20, "Lê Thu": 20, "H'Hen Niê": 0, "Jae-in": 0, "Không Có": 0, "Ông": 1}


@pytest.mark.parametrize("many", [0, 200], ids=["each word looked up", "each name searched for"])
def test_names_are_found_where_they_stand(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "_MANY", many)
    found = occurrences.places_of(TEXT, NAMES)
    whole = {name: [at for at in places if not TEXT[at + len(name)].isalnum()] for name, places in found.items()}
    assert whole == {
        "Vinh": [4, TEXT.index("Vinh,"), TEXT.index("Vinh_")],
        "Lê Thu Vinh": [TEXT.index("Lê Thu Vinh")],
        "Lê Thu": [TEXT.index("Lê Thu Vinh"), TEXT.index("Lê Thu.")],
        "H'Hen Niê": [TEXT.index("H'Hen")],
        "Jae-in": [TEXT.index("Jae-in")],
    }

"""Answers that count what was asked, on sets made from an index's own records, printed as a table.

    python -m tests.bench.answers DATA

DATA is a data folder with an index (docs/ranking.md was made over ../shared/data/union and news). Three sets, seeded:

- roles: 200 questions about an office, an organisation and a year that the index attests, half of them without accents,
  half with the office and bodies abbreviated; right where the first hit is a person attested in that office.
- absent: 50 names and 50 numbers made up, that no text and no record has; right where each is said not to be here.
- present: 50 people and 50 documents of the index, as they are labelled, a third each in small letters and without
  accents; right where nothing is said to be missing.
"""

from __future__ import annotations

import random
from pathlib import Path

from index.analysis.normalise import fold, strip_accents
from index.analysis.tokens import words
from index.organisations.names import OrganisationNames
from index.organisations.table import shipped
from index.resolve.organisations import organisation_key
from index.table import rows
from search.embedded.engine import WhooshEngine
from search.interface.records import RoleView
from search.interface.request import SearchRequest
from tests.bench.arguments import folders

_SEED = 20261127
_ROLES, _HALF = 200, 50
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Trương")
_MIDDLE = ("Văn", "Thị", "Đức", "Hữu", "Ngọc", "Minh", "Xuân", "Quang", "Thanh", "Hồng")
_GIVEN = ("An", "Bình", "Dũng", "Giang", "Hạnh", "Hùng", "Khánh", "Lan", "Long", "Nam", "Sơn", "Thảo", "Tuấn", "Vinh")
_BODIES = {"Ủy ban nhân dân": "UBND", "Hội đồng nhân dân": "HĐND", "Liên hiệp Hội": "LHH"}

Office = tuple[str, str, str]
"""An office without accents, the id of the organisation or how it is compared, and the year."""

Asked = tuple[str, frozenset[str]]
"""A question and the ids of the people, any of whom answers it."""


def role_questions(engine: WhooshEngine, draw: random.Random) -> list[Asked]:
    """Return questions about offices that the index attests with an organisation and a year.

    Whoever is attested at that time in the same office of the same organisation answers, in whatever words.
    """
    said: dict[tuple[str, str, str], Office] = {}
    holders: dict[Office, set[str]] = {}
    names = OrganisationNames(shipped())
    for id in engine.identifiers("speaker"):
        person = engine.speaker(id)
        for role in person.roles if person else ():
            at = names.of_office(role.office, role.organisation) or organisation_key(role.organisation)
            for year in {role.from_[:4], role.to[:4]} - {""}:
                if role.office and role.organisation and not role.former:
                    office = fold(role.office), at, year
                    said[role.office, _said(role), year] = office
                    holders.setdefault(office, set()).add(id)
    offices = sorted(key for key in said if _is_whole(key))
    drawn = draw.sample(offices, min(_ROLES, len(offices)))
    return [(_typed(*key, number), frozenset(holders[said[key]])) for number, key in enumerate(drawn)]


def _said(role: RoleView) -> str:
    """Return the organisation as the role's text says it behind the office."""
    office = role.office.lower()
    at = role.text.lower().find(office)
    return " ".join(role.text[at + len(office) :].split()) if at >= 0 else ""


def _is_whole(key: tuple[str, str, str]) -> bool:
    """Tell whether an organisation is told in a few words, so that somebody would type them."""
    return 1 < len(words(key[1])) <= 8 and "," not in key[1]


def _typed(office: str, organisation: str, year: str, number: int) -> str:
    """Return the question as one of four kinds of people type it."""
    text = f"{office} {organisation}"
    if number % 4 >= 2:
        short = {row[1].split("|")[0].lower(): row[0].split("|")[0] for row in _short_offices()}
        text = f"{short.get(office.lower(), office)} {organisation}"
        for long, brief in _BODIES.items():
            text = text.replace(long, brief).replace(long.replace("Ủy", "Uỷ"), brief)
    return f"{strip_accents(text).lower() if number % 2 else text} {year}"


def _short_offices() -> list[list[str]]:
    return rows("search.query.other_forms", "office_abbreviations.tsv")


def absent(engine: WhooshEngine, draw: random.Random) -> list[str]:
    """Return names and numbers that no document of the index has."""
    names: list[str] = []
    while len(names) < _HALF:
        name = " ".join((draw.choice(_SURNAMES), draw.choice(_MIDDLE), draw.choice(_GIVEN), draw.choice(_GIVEN)))
        if engine.search(SearchRequest(q=f'"{name}"', exact=True)).total == 0:
            names.append((name, name.lower(), strip_accents(name))[len(names) % 3])
    numbers: list[str] = []
    while len(numbers) < _HALF:
        count, year = draw.randint(200, 999), draw.randint(2031, 2060)
        kinds = ("Nghị định {0}/{1}/NĐ-CP", "thông tư {0}/{1}", "chỉ thị {0}-CT/TW", "chi thi {0}")
        number = kinds[len(numbers) % len(kinds)].format(count, year)
        if engine.search(SearchRequest(q=f'"{number.split(" ", 1)[1].split(" ")[-1]}"', exact=True)).total == 0:
            numbers.append(number)
    return names + numbers


def present(engine: WhooshEngine, draw: random.Random) -> list[str]:
    """Return names of people and of documents that the index has."""
    found = []
    for kind in ("speaker", "directive"):
        for id in draw.sample(engine.identifiers(kind), _HALF):
            record = engine.speaker(id) if kind == "speaker" else engine.directive(id)
            name = record.name if record else ""
            found.append((name, name.lower(), strip_accents(name))[len(found) % 3])
    return found


def answers_table(data: Path) -> str:
    """Return how many questions of each set are answered rightly, in Markdown."""
    engine, draw = WhooshEngine(data), random.Random(_SEED)
    lines = ["| set | questions | right | share |", "|---|---|---|---|"]
    wrong: list[str] = []

    def told(name: str, results: list[tuple[str, bool]]) -> None:
        right = sum(one for _, one in results)
        lines.append(f"| {name} | {len(results)} | {right} | {right / max(len(results), 1):.3f} |")
        wrong.extend(f"{name}: {asked}" for asked, one in results if not one)

    def first(asked: str) -> str:
        hits = engine.search(SearchRequest(q=asked, size=1)).hits
        return f"{hits[0].kind}:{hits[0].id}" if hits else ""

    roles = role_questions(engine, draw)
    told("roles", [(asked, first(asked).removeprefix("speaker:") in people) for asked, people in roles])
    told("absent", [(q, bool(engine.search(SearchRequest(q=q)).not_found)) for q in absent(engine, draw)])
    told("present", [(q, not engine.search(SearchRequest(q=q)).not_found) for q in present(engine, draw)])
    engine.close()
    return "\n".join([*lines, "", *wrong])


if __name__ == "__main__":
    print(answers_table(folders(__doc__)[0]))

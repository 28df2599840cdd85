"""Finds names of other languages: capitalised words of which one is no Vietnamese syllable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from index.extract.people.mention import Run, left_of
from index.extract.people.tables import PeopleTables, people_tables
from index.extract.text_view import View

_STATE = re.compile(r"(?<!\w)(?:bang|tiểu bang|hạt|nước|thành phố|CLB|câu lạc bộ|đội|hãng|công ty|tập đoàn)\s+$")
_CAMEL = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Di)(?<!^Le)(?<!^La)(?<!^Van)(?<=[a-z])[A-Z]|[A-Z]{2}")

_VIETNAMESE = re.compile("[ơưƠƯ\u1ea0-\u1ef9]")  # letters that only Vietnamese has

_NONE = (0, False)


def _joins_places(word: str) -> bool:
    """Tell whether a hyphen joins two names: `Rịa-Vũng`, `Nam-UNESCO`, but `Hang-seo`, `Johnston-Hollitt`."""
    return "-" in word and (not word.isascii() or word.partition("-")[2].isupper())


def _leads_up(canonical: Sequence[str], at: int, tables: PeopleTables) -> bool:
    """Tell whether a place begins at word `at`, with a name still to follow: `Sri Lanka` Sajith Premadasa."""
    rest = canonical[at : at + 3]
    if len(canonical) - at > 2 and (rest[0] in tables.places or " ".join(rest[:2]) in tables.likely_places):
        return True
    return len(canonical) - at > 2 and rest[0] not in tables.foreign_given and rest[0] in tables.not_names


def foreign_length(view: View, run: Run, at: int) -> int:
    """Return how many words from `at` on make a foreign name: two to four, one of them no Vietnamese syllable.

    What leads up to it is not of it: `Ngoại trưởng Séc Jakub Kulhanek`, `Thủ tướng Ấn Độ Narendra Modi`.
    """
    length, may_be_of_state = _length(run.words, run.canonical, run.shaped, run.particles, at)
    if not length:
        return 0
    before = left_of(view, run.start(at))
    if before.endswith(("St. ", " of ", " the ", " for ", " and ", " in ")):
        return 0  # Bệnh viện St. `Vincent Indianapolis`, tạp chí Archives of `General Psychiatry`
    return 0 if may_be_of_state and _STATE.search(before) else length  # bang `Victoria Daniel Andrews`


@lru_cache(maxsize=20_000)  # a text names its people again and again
def _length(
    said: tuple[str, ...], canonical: tuple[str, ...], shapes: tuple[bool, ...], particles: bool, at: int
) -> tuple[int, bool]:
    """Return what the words themselves tell, and whether behind `bang` they are none: its own name comes first."""
    tables = people_tables()
    rest = said[at : at + 4]
    if particles and any(map(str.islower, rest)):
        # `Sylvia Lima de Souza Medeiros`; `Ursula von der Leyen Bà Von der Leyen`
        rest = tuple(takewhile(lambda word: word.lower() not in tables.titles, said[at : at + 5]))
    shaped, words = shapes[at : at + len(rest)], canonical[at : at + len(rest)]
    if len(rest) < 2 or (all(shaped) and words[0] not in tables.family_names):
        return _NONE
    initial = len(rest) > 2 and len(rest[1]) == 1 and rest[1].isupper()  # `George W. Bush`
    if any(map(str.isupper, [rest[0], *rest[2:]] if initial else rest)) or rest[0] == "The":
        return _NONE  # `TP Sơn La`, `Bộ GD`: initials are no name; `The Economist` is a paper
    later = next((n for n in range(2, len(rest) - 1) if words[n] in tables.foreign_given), len(rest))
    rest, words, shaped = rest[:later], words[:later], shaped[:later]  # `Tổng thống Mỹ Donald Trump` Robert O'Brien
    lasting = tables.foreign_surnames if words[0] in tables.foreign_given else frozenset()
    if any((word in tables.places or word in tables.not_names) and word not in lasting for word in words):
        return _NONE  # `Real Madrid`, `Viettel Telecom`, and `Chad Idriss Deby` begins one word later
    opens = shaped[0] and not rest[0].isascii() and words[0] not in tables.surnames
    if opens and not (words[0] in tables.given and words[1] in tables.foreign_given):
        return _NONE  # `Dải Gaza`, `Trang Wired`: a Vietnamese word that opens a sentence
    if at and f"{canonical[at - 1]} {words[0]}" in tables.places:
        return _NONE  # Châu `Phi Guinea`
    may_be_of_state = at == 0 and len(rest) > 2 and words[1] in tables.foreign_given
    if any(" ".join(pair) in tables.places or " ".join(pair) in tables.likely_places for pair in pairwise(words)):
        return _NONE
    if any(" ".join(pair) in tables.plain_places for pair in pairwise(map(str.lower, rest))):
        return _NONE  # `Calm Hoi An`
    if words[1] in tables.strong_surnames and len(rest) > 2 and words[0] not in tables.foreign_given:
        return _NONE  # `VPBank Lê Văn An`
    if any(not well and _VIETNAMESE.search(word) for word, well in zip(rest, shaped, strict=True)):
        return _NONE  # `Ryan Giggsbất`: the space behind a name was lost
    if any(map(_CAMEL.search, rest)):
        return _NONE  # `Quỹ VinFuture`, `NutiFood Plus`
    if _leads_up(canonical, at, tables) or any(map(_joins_places, rest)):
        return _NONE
    if words[0] in tables.family_names and len(rest) == 3 and all(map(str.isascii, rest)):
        plain = all(word in tables.given or word in tables.surnames for word in words)
        return _NONE if plain else (3, may_be_of_state)  # `Kim Hyun Joo`
    if shaped[0] and len(rest) > 2 and not all(shaped[1:]):
        return _NONE
    return _NONE if all(shaped) else (len(rest), may_be_of_state)

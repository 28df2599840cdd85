"""Tells what makes two groups of appearances one person, and what forbids it. Each rule names its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from index.resolve.namesakes.groups import Group, common_places, days_apart
from index.resolve.namesakes.offices import (
    CENTRE,
    Office,
    exclude_each_other,
    is_full_time,
    is_side_post,
    place_words,
    telling,
    without_firm_words,
)

Rule = Callable[[Group, Group], str]

_SOON = 180  # days within which nobody is taken to move between offices of two provinces
_SAME_NEWS = 31  # days within which two articles that name the same others tell one story
_FEW_WORDS = 5  # of which two of three say nothing
_BIG = frozenset(("Hà Nội", "Hồ Chí Minh"))  # in which many bear one name
_PUBLIC = frozenset(("state", "leaders"))
_PROVINCIAL = frozenset(("state", "leaders", "medicine", "education", "press"))


def contradiction(one: Group, other: Group) -> str:
    """Return what forbids that two groups are one person; '' for nothing."""
    if exclude_each_other(one.careers, other.careers):
        return f"careers that one person hardly has ({_listed(one.careers)}; {_listed(other.careers)})"
    here = _seats(one)
    there = _seats(other)
    apart = days_apart(one, other)
    near = apart is None or apart <= _SOON
    if here and there and near and not common_places(one, other):
        return f"offices in two provinces at one time ({_listed(here)}; {_listed(there)})"
    return ""


def _seats(group: Group) -> frozenset[str]:
    """Return the provinces in which a group holds offices that need its presence."""
    return frozenset(
        office.place
        for office in group.offices
        if office.place not in ("", CENTRE) and not office.former and not is_side_post(office.post)
    )


def same_organisation(one: Group, other: Group) -> str:
    """Return the organisation that both serve."""
    if shared := one.organisations & other.organisations:
        return f"the same organisation ({min(shared)})"
    keys = {office.key for office in one.offices if office.telling}
    keys &= {office.key for office in other.offices if office.telling}
    return f"the same organisation ({min(keys)})" if keys else ""


def organisation_told_shorter(one: Group, other: Group) -> str:
    """Return the organisation of one of which the other's is the short form, or a part."""
    for a, b in _pairs(one, other):
        if a.telling and b.telling and _levels_agree(a, b) and not _in_two_provinces(a, b):
            alike = a.post == b.post or min(len(a.telling), len(b.telling)) > 1 or _is_expert(a) or _is_expert(b)
            fits = a.post == b.post or _is_expert(a) or _is_expert(b)
            nearly = _same_unit(a, b) or (fits and _nearly_same(a, b))
            if alike and (nearly or _holds(a, b) or _holds(b, a)):
                return f"an organisation told shorter ({_named(a)}; {_named(b)})"
    return ""


def bare_office(one: Group, other: Group) -> str:
    """Return the office that one tells with its organisation and the other without."""
    places = one.provinces and other.provinces and not common_places(one, other)
    for a, b in _pairs(one, other):
        if not a.post or a.post != b.post or (a.telling and b.telling) or places or not _levels_agree(a, b):
            continue
        if any(not bare.telling and _is_said_in(bare, whole) for bare, whole in ((a, b), (b, a))):
            return f"the same office, told without its organisation ({a.post})"
    return ""


def _is_said_in(bare: Office, whole: Office) -> bool:
    return frozenset(without_firm_words(bare.words)) <= frozenset(whole.words)


def leading_office(one: Group, other: Group) -> str:
    """Tell that both hold offices of members of the Central Committee, one after the other, not in two provinces."""
    apart = days_apart(one, other)
    if _seats(one) and _seats(other) and not common_places(one, other):
        return ""
    if "leaders" in one.careers and "leaders" in other.careers and (apart is None or apart > 0):
        return "offices that members of the Central Committee hold, one after the other"
    return ""


def professor(one: Group, other: Group) -> str:
    """Tell that both are professors of one rank, and one of them is told without an organisation."""
    shared = one.ranks & other.ranks
    open_ = not _organisations(one) or not _organisations(other)
    return f"the same academic rank ({min(shared)}), of whom one is told no organisation" if shared and open_ else ""


def _organisations(group: Group) -> bool:
    return any(office.telling and not _is_expert(office) for office in group.offices)


def same_story(one: Group, other: Group) -> str:
    """Tell that articles of one month name the same others beside both."""
    shared = one.beside & other.beside
    apart = days_apart(one, other)
    if not shared or apart is None or apart > _SAME_NEWS or not _may_be_one(one, other):
        return ""
    return f"named within a month beside the same ({', '.join(sorted(shared)[:3])})"


def same_province(one: Group, other: Group) -> str:
    """Return the province in which both hold offices, or that writes of both."""
    shared = common_places(one, other) - _BIG
    if not shared or not _may_be_one(one, other) or _two_posts(one, other):
        return ""
    told = one.places and other.places
    said = "offices in the same place" if told else "named by offices of one province"
    return f"{said} ({min(shared)})"


def same_centre(one: Group, other: Group) -> str:
    """Tell that both hold offices of the State, the Party or a national body."""
    if CENTRE not in one.places & other.places or _two_posts(one, other):
        return ""
    told = [{c for o in group.offices if o.place == CENTRE for c in o.careers} for group in (one, other)]
    return "offices of the centre" if all(_PUBLIC & careers for careers in told) else ""


def _may_be_one(one: Group, other: Group) -> bool:
    """Tell whether careers agree, or one of them is not told."""
    return bool(one.careers & other.careers) or not (one.careers and other.careers) or (
        (one.careers | other.careers) <= _PROVINCIAL
    )


def _two_posts(one: Group, other: Group) -> bool:
    """Tell whether each serves another body full time in the same months."""
    here, there = (
        [office for office in group.offices if is_full_time(office) and not office.former and office.telling]
        for group in (one, other)
    )
    apart = days_apart(one, other)
    return bool(here and there) and apart is not None and apart <= _SOON // 3


def _pairs(one: Group, other: Group) -> list[tuple[Office, Office]]:
    return list(product(sorted(one.offices, key=_order), sorted(other.offices, key=_order)))


def _order(office: Office) -> tuple[str, str, bool]:
    return office.head, office.organisation, office.former


def _levels_agree(a: Office, b: Office) -> bool:
    return not a.level or not b.level or a.level == b.level


def _in_two_provinces(a: Office, b: Office) -> bool:
    return a.place != b.place and "" not in (a.place, b.place) and CENTRE not in (a.place, b.place)


def _is_expert(office: Office) -> bool:
    return office.post in ("chuyên gia", "")


def _nearly_same(a: Office, b: Office) -> bool:
    """Tell whether two of three telling words agree: `hệ thống bán lẻ máy tính`, `hệ thống bán lẻ laptop, máy tính`."""
    one, other = (office.telling - frozenset(place_words(office.place)) for office in (a, b))
    return 3 * len(one & other) >= 2 * max(min(len(one), len(other)), _FEW_WORDS)


def _same_unit(a: Office, b: Office) -> bool:
    return len(a.unit) > 2 and a.unit == b.unit and bool(telling(a.unit))


def _holds(whole: Office, part: Office) -> bool:
    """Tell whether the words of one organisation stand in the other in their order, initials read as words.

    A single telling syllable says little (`Quốc hội`, `Mặt trận Tổ quốc`): then all must stand together.
    """
    expanded, within = _expanded(part.words, whole.words), _expanded(whole.words, part.words)
    said = without_firm_words(expanded) or expanded
    if len(part.telling) == 1:
        return any(within[at : at + len(said)] == said for at in range(len(within) - len(said) + 1))
    words = iter(within)
    return bool(said) and all(word in words for word in said)


def _expanded(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return words with initials written as the words of the other organisation that they stand for: HHDL, BCĐ."""
    written: list[str] = []
    for word in words:
        written += _initials_of(word, others) if word.isupper() else [word]
    return written


def _initials_of(word: str, others: Sequence[str]) -> list[str]:
    for at in range(len(others) - len(word) + 1):
        run = others[at : at + len(word)]
        if all(one[0] == letter for one, letter in zip(run, word.lower(), strict=True)):
            return list(run)
    return [word]


def _named(office: Office) -> str:
    return office.organisation or office.head


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))

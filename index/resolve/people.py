"""Settles which person each name means: all appearances of one name together, with the evidence for it.

What joins two appearances, and what forbids it, stands in `index.resolve.namesakes`. An appearance that says no office
belongs to the only person of that name, or to the one whom its circumstances fit; else it stays unresolved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.analysis.normalise import canonical_word, fold, nfc, slug
from index.documents import PersonMention
from index.extract.people.mention import plain_apostrophes
from index.extract.people.names.syllable_shape import looks_like_syllable
from index.extract.people.tables import people_tables
from index.organisations.names import OrganisationNames
from index.resolve.namesakes.groups import Group, careers_of, ranks_in, union
from index.resolve.namesakes.joining import apart_from, people_among, with_silent
from index.resolve.namesakes.offices import Office, careers_in, offices_of, settled

_SURE, _LIKELY, _ALONE, _AMBIGUOUS = 0.9, 0.75, 0.6, 0.3
_BETWEEN = re.compile(r"[\s\u002d\u2010\u2011]+")  # syllables: blanks, and hyphens, breaking or not


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person of one article; `place` is the province of the article's office.

    `beside` holds the other people whom it names and the documents that it cites, as far as they tell stories apart.
    """

    article_id: str
    article_date: str
    person: PersonMention
    place: str = ""
    beside: frozenset[str] = frozenset()


def company(people: Iterable[PersonMention], documents: Iterable[str]) -> frozenset[str]:
    """Return what tells the story of an article: its people but those whom any story names, and its documents."""
    named = (p for p in people if not any("leaders" in careers_in(role) for role in p.roles))
    return frozenset(documents).union(person_bucket(person.name) for person in named)


@dataclass(frozen=True, slots=True)
class Role:
    """An office held at an organisation, from the first to the last article that says so (ISO dates as far as known).

    `former` marks one that the articles call past (`nguyên`): its end lies before `from_`.
    """

    office: str
    organisation: str
    text: str
    from_: str
    to: str
    former: bool
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolvedPerson:
    """One person, as far as the articles tell. `confidence` lies between 0 and 1; `evidence` holds sentences."""

    id: str
    name: str
    honorifics: tuple[tuple[str, int], ...]
    variants: tuple[tuple[str, int], ...]
    roles: tuple[Role, ...]
    articles: tuple[str, ...]
    speaks: int
    chairs: int
    confidence: float
    evidence: tuple[str, ...]
    ambiguous: bool = False


@lru_cache(maxsize=50_000)
def person_bucket(name: str) -> str:
    """Return the name as compared: canonical syllables in lower case, accents kept: `Vũ Thị Hoà` = `Vũ thị Hòa`.

    Foreign names are written with a hyphen or without: `Kim Dae-jung` = `Kim Dae Jung`.
    """
    return " ".join(canonical_word(word) for word in _BETWEEN.split(plain_apostrophes(nfc(name))) if word)


def plain_office(text: str) -> str:
    """Return an office as compared with one that the office of a union hides: without accents and case."""
    return " ".join(fold(nfc(text)).split())


def without_offices(roles: Iterable[str], hidden: Iterable[str]) -> tuple[str, ...]:
    """Return roles as an article tells them, without hidden offices, each told as a person's page writes it.

    Of several offices told as one (`Chủ tịch HĐQT - Tổng giám đốc Thép Xanh`) the others stay.
    """
    left = set(map(plain_office, hidden))
    kept: list[str] = []
    for role in roles:
        offices = list(dict.fromkeys(f"{one.head} {one.organisation}".strip() for one in offices_of(role)))
        shown = [office for office in offices if plain_office(office) not in left]
        if plain_office(role) not in left:
            kept += [role] if len(shown) == len(offices) else shown
    return tuple(kept)


def resolve_people(
    bucket: str, appearances: Iterable[Appearance], names: OrganisationNames | None = None
) -> tuple[ResolvedPerson, ...]:
    """Return the people of one name, in order of their ids; every appearance is in one of them.

    The result is the same for any order of `appearances`. `names` tells organisations under all their names.
    """
    ordered = sorted(appearances, key=lambda a: (a.article_date, a.article_id))
    if not ordered or not bucket:
        return ()
    groups = [_group(at, appearance, names) for at, appearance in enumerate(ordered)]
    people = people_among([group for group in _alike(groups) if group.offices], _is_foreign(bucket))
    silent = [group for group in groups if not group.offices]
    plain = bucket.replace(" ", "-")
    if len(people) <= 1:
        return (_person(plain, ordered, people, len(silent)),)
    told, unresolved = with_silent(people, silent)
    found = [
        _built(f"{plain}-{_suffix(group)}", [ordered[at] for at in sorted(group.appearances)], _SURE, _reasons(group))
        for group in told
    ]
    found = [replace(person, id=id) for person, id in zip(found, _distinct([one.id for one in found]), strict=True)]
    resolved = []
    for person, others in zip(found, apart_from(told), strict=True):
        apart = (f"Kept apart from {found[other].id}: {why}." for other, why in others)
        resolved.append(replace(person, evidence=(*person.evidence, *apart)))
    if unresolved:
        rest = [ordered[at] for group in unresolved for at in sorted(group.appearances)]
        said = f"{_times(len(rest))}: no office stated, and there are {len(told)} people of that name."
        resolved.append(_built(f"{plain}-chưa-rõ", rest, _AMBIGUOUS, (said,), ambiguous=True))
    return tuple(sorted(resolved, key=lambda person: person.id))


def _is_foreign(bucket: str) -> bool:
    """Tell whether a name is of another language: none of a people of Vietnam, and no Vietnamese syllables alone."""
    tables, words = people_tables(), bucket.split()
    local = words[0] in tables.surnames or words[0] in tables.first_words or "'" in bucket
    return not local and not all(map(looks_like_syllable, words))


def _group(at: int, appearance: Appearance, names: OrganisationNames | None) -> Group:
    person = appearance.person
    offices = settled(office for role in person.roles for office in offices_of(role))
    ids = {names.of_office(office.head, office.organisation) for office in offices if names and office.telling}
    return Group(
        frozenset((at,)),
        offices,
        frozenset(ids - {""}),
        frozenset((appearance.place,)) - {""},
        ranks_in(person.honorific),
        careers_of(offices, person.honorific),
        appearance.beside,
        appearance.article_date,
        appearance.article_date,
    )


def _alike(groups: Iterable[Group]) -> list[Group]:
    """Return groups that tell the very same offices made one each, where these say which organisation it is."""
    alike: dict[object, list[Group]] = {}
    for group in groups:
        same = group.offices if any(office.telling for office in group.offices) else group.appearances
        alike.setdefault(same, []).append(group)
    return [
        union(same, [("the same offices", frozenset().union(*(group.appearances for group in same)))])
        if len(same) > 1
        else same[0]
        for same in alike.values()
    ]


def _suffix(group: Group) -> str:
    told = (group.places, {o.key for o in group.offices if o.key}, {fold(o.head) for o in group.offices if o.head})
    words = next((min(words) for words in told if words), "")
    return slug(words)[:60]


def _reasons(group: Group) -> tuple[str, ...]:
    """Return why the appearances of a group are one person, a sentence a reason."""
    joined: dict[str, frozenset[int]] = {}
    for reason, members in group.reasons:
        joined[reason] = joined.get(reason, frozenset()) | members
    return tuple(f"{_times(len(members))}: {reason}." for reason, members in sorted(joined.items()))


def _distinct(ids: Sequence[str]) -> list[str]:
    """Number what is the same id: long organisations that begin alike."""
    seen: Counter[str] = Counter()
    distinct = []
    for id in ids:
        seen[id] += 1
        distinct.append(f"{id}-{seen[id]}" if seen[id] > 1 else id)
    return distinct


def _person(id: str, appearances: list[Appearance], people: Sequence[Group], silent: int) -> ResolvedPerson:
    evidence = list(_reasons(people[0])) if people else []
    if silent and people:
        evidence.append(f"{_times(silent)}: no office stated; there is only one person of that name.")
    elif silent:
        evidence.append(f"{_times(silent)}: no office stated anywhere; taken for one person by the name alone.")
    confidence = _SURE if people and not silent else _LIKELY if people else _ALONE
    return _built(id, appearances, confidence, tuple(evidence))


def _times(count: int) -> str:
    return "1 appearance" if count == 1 else f"{count} appearances"


def _built(
    id: str,
    appearances: Sequence[Appearance],
    confidence: float,
    evidence: tuple[str, ...],
    ambiguous: bool = False,
) -> ResolvedPerson:
    people = [a.person for a in appearances]
    variants = Counter(person.name for person in people)
    return ResolvedPerson(
        id=id,
        name=min(variants, key=lambda name: (-variants[name], name)),
        honorifics=_ranked(Counter(person.honorific for person in people if person.honorific)),
        variants=_ranked(variants),
        roles=_timeline(appearances),
        articles=tuple(sorted({a.article_id for a in appearances})),
        speaks=sum(person.speaks for person in people),
        chairs=sum(person.chairs for person in people),
        confidence=confidence,
        evidence=evidence,
        ambiguous=ambiguous,
    )


def _ranked(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _timeline(appearances: Sequence[Appearance]) -> tuple[Role, ...]:
    """Return the offices by the time they are first told; the same office at one organisation is one entry."""
    told: dict[tuple[str, str, bool], list[tuple[Office, Appearance]]] = {}
    for appearance in appearances:
        for role in appearance.person.roles:
            for office in offices_of(role):
                told.setdefault((fold(office.head), office.key, office.former), []).append((office, appearance))
    roles = []
    for (_, _, former), entries in told.items():
        dates = sorted(a.article_date for _, a in entries if a.article_date)
        office = min((o for o, _ in entries), key=lambda o: (-len(o.organisation), o.text))
        articles = tuple(sorted({a.article_id for _, a in entries}))
        first, last = (dates[0], dates[-1]) if dates else ("", "")
        roles.append(Role(office.head, office.organisation, office.text, first, last, former, articles))
    return tuple(sorted(roles, key=lambda r: (r.from_ or "9999", r.office, r.organisation, r.former)))


def one_person(people: Sequence[ResolvedPerson], appearances: Iterable[Appearance]) -> ResolvedPerson:
    """Return several people as one, as the office says they are, with the id of the first; `appearances` are theirs."""
    ordered = sorted(appearances, key=lambda a: (a.article_date, a.article_id, a.person.name))
    evidence = (*(told for person in people for told in person.evidence), "One person by the office's correction.")
    return _built(people[0].id, ordered, _SURE, evidence)

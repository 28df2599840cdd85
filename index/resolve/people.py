"""Settles which person each name means: all appearances of one name together, with the evidence for it.

Two appearances are one person when their organisations agree, or their province does, or both hold offices of the
centre, or they name the same office without saying where, or offices of one province write of both and neither is said
to belong elsewhere. Nothing of the kind: two people of one name. An appearance
that says nothing belongs to the only person of that name, or stays unresolved where there are several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.analysis.normalise import canonical_word, fold, nfc
from index.documents import PersonMention
from index.extract.people.mention import plain_apostrophes
from index.extract.people.offices import office_at
from index.organisations.provinces import province_of
from index.resolve.organisations import is_central, organisation_key

_SURE, _LIKELY, _ALONE, _AMBIGUOUS = 0.9, 0.75, 0.6, 0.3
_FORMER = re.compile(r"^(?:nguyên|cựu|cố)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\u002d\u2010\u2011]+")  # syllables: blanks, and hyphens, breaking or not
_ACTING = re.compile(r"^(?:quyền|tân)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person of one article; `place` is the province of the article's office."""

    article_id: str
    article_date: str
    person: PersonMention
    place: str = ""


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


@dataclass(frozen=True, slots=True)
class _Office:
    """A role as written, taken apart; `key` compares organisations, `place` is a province or `trung ương`."""

    head: str
    organisation: str
    text: str
    former: bool
    key: str
    place: str


@lru_cache(maxsize=50_000)
def person_bucket(name: str) -> str:
    """Return the name as compared: canonical syllables in lower case, accents kept: `Vũ Thị Hoà` = `Vũ thị Hòa`.

    Foreign names are written with a hyphen or without: `Kim Dae-jung` = `Kim Dae Jung`.
    """
    return " ".join(canonical_word(word) for word in _BETWEEN.split(plain_apostrophes(nfc(name))) if word)


@lru_cache(maxsize=20_000)
def offices_of(role: str) -> tuple[_Office, ...]:
    """Take a role apart: `Phó Chủ tịch kiêm Tổng Thư ký Hội X` is two offices at Hội X."""
    text = " ".join(role.split())
    former = bool(_FORMER.match(text))
    text = _FORMER.sub("", text)
    parts = re.split(r"\s+kiêm\s+|\s*,\s*(?=\S)", text)
    found: list[tuple[str, str]] = []
    for part in parts:
        told = _ACTING.sub("", part)
        match = office_at(told.lower())
        if match:
            found.append((told[: match.end()], told[match.end() :].strip(" -,")))
        elif found:
            head, organisation = found[-1]
            found[-1] = (head, f"{organisation}, {part}".strip(" ,"))
        else:
            found.append(("", part))
    last = next((organisation for _, organisation in reversed(found) if organisation), "")
    return tuple(_office(head, organisation or last, text, former) for head, organisation in found)


def _office(head: str, organisation: str, text: str, former: bool) -> _Office:
    place = province_of(organisation) or ("trung ương" if is_central(head, organisation) else "")
    return _Office(head, organisation, text, former, organisation_key(organisation), place)


@dataclass(slots=True)
class _Cluster:
    """Appearances taken for one person, and what they agree by; `homes` are the provinces that write of them."""

    appearances: list[Appearance]
    keys: set[str]
    places: set[str]
    heads: set[str]
    homes: set[str]
    reasons: Counter[str]


def _marks(appearance: Appearance) -> tuple[set[str], set[str], set[str]]:
    """Return the organisations, the places and the offices without organisation that an appearance states."""
    offices = [office for role in appearance.person.roles for office in offices_of(role)]
    keys = {office.key for office in offices if office.key}
    places = {office.place for office in offices if office.place}
    heads = {fold(office.head) for office in offices if office.head and not office.key}
    return keys, places, heads


def _cluster(appearances: Sequence[Appearance]) -> tuple[list[_Cluster], list[Appearance]]:
    """Return the people that the appearances with offices tell apart, and the appearances that state none."""
    clusters: list[_Cluster] = []
    silent: list[Appearance] = []
    for appearance in appearances:
        keys, places, heads = _marks(appearance)
        if not (keys or places or heads):
            silent.append(appearance)
            continue
        joined = _Cluster([appearance], keys, places, heads, {appearance.place} - {""}, Counter())
        for cluster in [c for c in clusters if _agreement(c, joined)]:
            joined.reasons.update(cluster.reasons)
            joined.reasons[_agreement(cluster, joined)] += 1
            joined = _Cluster(
                cluster.appearances + joined.appearances,
                cluster.keys | joined.keys,
                cluster.places | joined.places,
                cluster.heads | joined.heads,
                cluster.homes | joined.homes,
                joined.reasons,
            )
            clusters = [c for c in clusters if c is not cluster]
        clusters.append(joined)
    return _with_bare_offices(clusters), silent


def _with_bare_offices(clusters: list[_Cluster]) -> list[_Cluster]:
    """Return the clusters with each that names an office alone joined to the only one that says where it is held."""
    whole = [cluster for cluster in clusters if cluster.keys or cluster.places]
    kept: list[_Cluster] = []
    for bare in [cluster for cluster in clusters if not (cluster.keys or cluster.places)]:
        fitting = [cluster for cluster in whole if bare.heads <= _heads(cluster)]
        if len(fitting) != 1 or (bare.homes and fitting[0].homes and not bare.homes & fitting[0].homes):
            kept.append(bare)
            continue
        fitting[0].appearances.extend(bare.appearances)
        fitting[0].reasons[f"the same office, told without its organisation ({min(bare.heads)})"] += 1
    return whole + kept


def _heads(cluster: _Cluster) -> set[str]:
    roles = (role for appearance in cluster.appearances for role in appearance.person.roles)
    return {fold(office.head) for role in roles for office in offices_of(role)}


def _agreement(one: _Cluster, other: _Cluster) -> str:
    """Return what makes two clusters one person; empty where nothing does."""
    if one.keys & other.keys:
        return f"the same organisation ({min(one.keys & other.keys)})"
    if one.places & other.places:
        return f"offices in the same place ({min(one.places & other.places)})"
    if one.heads & other.heads and not (one.places and other.places):
        return f"the same office ({min(one.heads & other.heads)})"
    here, there = one.places or one.homes, other.places or other.homes
    if not (one.places and other.places) and here & there:  # a province's office writes of its own people
        return f"named by offices of one province ({min(here & there)})"
    return ""


def resolve_people(bucket: str, appearances: Iterable[Appearance]) -> tuple[ResolvedPerson, ...]:
    """Return the people of one name, in order of their ids; every appearance is in one of them.

    The result is the same for any order of `appearances`.
    """
    ordered = sorted(appearances, key=lambda a: (a.article_date, a.article_id))
    if not ordered or not bucket:
        return ()
    clusters, silent = _cluster(ordered)
    plain = bucket.replace(" ", "-")
    if len(clusters) <= 1:
        together = clusters[0].appearances if clusters else []
        reasons = clusters[0].reasons if clusters else Counter()
        return (_person(plain, [*together, *silent], reasons, len(silent)),)
    people = [_person(f"{plain}-{_suffix(c)}", c.appearances, c.reasons, 0) for c in clusters]
    if silent:
        people.append(_unresolved(f"{plain}-chưa-rõ", silent, len(clusters)))
    return tuple(sorted(_distinct(people), key=lambda person: person.id))


def _suffix(cluster: _Cluster) -> str:
    words = min(cluster.places, default="") or min(cluster.keys, default="") or min(cluster.heads, default="")
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))[:60]


def _distinct(people: list[ResolvedPerson]) -> list[ResolvedPerson]:
    """Number what still shares an id: long organisations that begin alike."""
    seen: Counter[str] = Counter()
    distinct = []
    for person in people:
        seen[person.id] += 1
        distinct.append(replace(person, id=f"{person.id}-{seen[person.id]}") if seen[person.id] > 1 else person)
    return distinct


def _person(id: str, appearances: list[Appearance], reasons: Counter[str], silent: int) -> ResolvedPerson:
    stated = len(appearances) - silent
    evidence = [f"{count + 1} appearances: {reason}." for reason, count in sorted(reasons.items())]
    if silent and stated:
        evidence.append(f"{_times(silent)}: no office stated; there is only one person of that name.")
    elif silent:
        evidence.append(f"{_times(silent)}: no office stated anywhere; taken for one person by the name alone.")
    confidence = _SURE if stated and not silent else _LIKELY if stated else _ALONE
    return _built(id, appearances, confidence, tuple(evidence), False)


def _unresolved(id: str, silent: list[Appearance], people: int) -> ResolvedPerson:
    said = f"{_times(len(silent))}: no office stated, and there are {people} people of that name."
    return _built(id, silent, _AMBIGUOUS, (said,), True)


def _times(count: int) -> str:
    return "1 appearance" if count == 1 else f"{count} appearances"


def _built(
    id: str, appearances: Sequence[Appearance], confidence: float, evidence: tuple[str, ...], ambiguous: bool
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
    told: dict[tuple[str, str, bool], list[tuple[_Office, Appearance]]] = {}
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

"""Applies an office's corrections to what was found, and tells which records a changed one touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from index.analysis.normalise import nfc
from index.documents import Article, DirectiveMention
from index.findings.article_findings import FoundDirective, StoredArticle, parts_of
from index.resolve.corrections.entries import (
    Correction,
    HiddenOffice,
    Kind,
    MeantDocument,
    NamedIn,
    NoPerson,
    OnePerson,
    entries_in,
)
from index.resolve.people import ResolvedPerson, Role, person_bucket, plain_office

StoredBy = Callable[[str], StoredArticle | None]
"""Finds the stored article with an id, None where the build has none."""


Joined = Callable[[Sequence[ResolvedPerson]], ResolvedPerson]
"""Makes one person of several, with the id of the first."""


@dataclass(frozen=True, slots=True)
class OfficeCorrection:
    """The office's word on a record: `told` is the citation, the name or the office that it is about."""

    kind: Kind
    article: str
    told: str
    reason: str


@dataclass(frozen=True)
class Corrections:
    """All corrections of an office, looked up by article and by name."""

    all: tuple[Correction, ...] = ()

    @cached_property
    def _meant(self) -> dict[str, list[MeantDocument]]:
        found: dict[str, list[MeantDocument]] = {}
        for one in self.all:
            if isinstance(one, MeantDocument):
                found.setdefault(one.article, []).append(one)
        return found

    @cached_property
    def _no_people(self) -> dict[str, list[NoPerson]]:
        found: dict[str, list[NoPerson]] = {}
        for one in self.all:
            if isinstance(one, NoPerson):
                found.setdefault(person_bucket(one.name), []).append(one)
        return found

    @cached_property
    def _together(self) -> dict[str, frozenset[str]]:
        """The buckets of names by each of them, where people of several names are one."""
        found: dict[str, frozenset[str]] = {}
        for one in self.all:
            if isinstance(one, OnePerson):
                names = {person_bucket(person.name) for person in one.people}
                group = frozenset(names.union(*(found.get(name, {name}) for name in names)))
                found |= dict.fromkeys(group, group)
        return found

    def meant(self, article: Article, mention: DirectiveMention) -> MeantDocument | None:
        """Return the correction that tells which document a mention of an article means, one with its place first."""
        fits = [one for one in self._meant.get(article.id, ()) if _is_of(one, article, mention)]
        return min(fits, key=lambda one: (one.start is None, -len(one.text)), default=None)

    def of_no_person(self, article: str, name: str) -> NoPerson | None:
        """Return the correction by which a name in an article is no person's."""
        fits = (one for one in self._no_people.get(person_bucket(name), ()) if one.article in ("", article))
        return next(fits, None)

    def names_together(self, bucket: str) -> tuple[str, ...]:
        """Return the buckets of the names that are to be resolved with one, itself among them; the first leads."""
        return tuple(sorted(self._together.get(bucket, (bucket,))))

    @property
    def articles(self) -> tuple[str, ...]:
        """The keys of the articles of which mentions are corrected."""
        return tuple(f"article:{id}" for id in self._meant)

    def targets(self, article: str) -> set[str]:
        """Return the buckets of the documents that corrections say an article cites."""
        return {f"d:{one.document.key}" for one in self._meant.get(article, ())}

    def of_people(self, bucket: str) -> tuple[OnePerson | HiddenOffice | NoPerson, ...]:
        """Return the corrections on people of a bucket or of those resolved with it."""
        names = set(self.names_together(bucket))
        return tuple(
            one
            for one in self.all
            if not isinstance(one, MeantDocument) and names & set(map(person_bucket, _names(one)))
        )


def corrections_in(folder: Path) -> Corrections:
    """Return the corrections of a data folder, a generation or a build. Raises CorrectionError."""
    return Corrections(tuple(entry.correction for entry in entries_in(folder)))


def _is_of(one: MeantDocument, article: Article, mention: DirectiveMention) -> bool:
    """Tell whether a correction is of a mention: its words begin as the correction's, and it stands where that says."""
    if one.start is not None:
        body = next(begin for part, begin, _ in parts_of(article) if part == "body")
        if not mention.start <= body + one.start < mention.end:
            return False
    said, told = (" ".join(nfc(text).split()).casefold() for text in (mention.text, one.text))
    return said.startswith(told) and not said[len(told) : len(told) + 1].isalnum()


def _names(one: OnePerson | HiddenOffice | NoPerson) -> tuple[str, ...]:
    if isinstance(one, OnePerson):
        return tuple(person.name for person in one.people)
    return (one.name,) if isinstance(one, NoPerson) else (one.person.name,)


def as_meant(found: FoundDirective, correction: MeantDocument) -> FoundDirective:
    """Return a mention as if the article named the document in full that the office says it means."""
    document = correction.document
    mention = replace(
        found.mention, type=document.type, number=document.number, date=document.date, issuer=None, key=document.key
    )
    return FoundDirective(mention, found.context, document.key)


def touched_with(touched: set[str], before: Corrections, after: Corrections, stored: StoredBy) -> set[str]:
    """Return the touched buckets with those that changed corrections touch, and those written with one of them.

    A bucket from which a mention is moved and the one to which it is moved are written together, and so are the
    names that are one person's.
    """
    groups = {one: _buckets(one, stored) for one in (*before.all, *after.all)}
    found = touched.union(*(groups[one] for one in set(before.all) ^ set(after.all)))
    left = [group for group in groups.values() if group]
    while near := [group for group in left if group & found and not group <= found]:
        found = found.union(*near)
    return found


def _buckets(one: Correction, stored: StoredBy) -> set[str]:
    if not isinstance(one, MeantDocument):
        return {f"p:{person_bucket(name)}" for name in _names(one)}
    article = stored(one.article)
    own = Corrections((one,))
    raw = article.findings.directives if article else ()
    return {f"d:{one.document.key}"} | {
        f"d:{found.bucket}" for found in raw if article and own.meant(article.article, found.mention)
    }


def corrected_people(
    people: Iterable[ResolvedPerson], corrections: Iterable[Correction], joined: Joined
) -> Iterator[tuple[ResolvedPerson, tuple[OfficeCorrection, ...]]]:
    """Yield the people of some names as the office corrects them, each with the corrections that were applied.

    Where only one person of the names is left, whoever is named without an office is that one.
    """
    notes: dict[str, list[OfficeCorrection]] = {}
    found = {person.id: person for person in people}
    ordered = sorted(corrections, key=lambda one: not isinstance(one, OnePerson))
    for one in ordered:
        if isinstance(one, OnePerson):
            same = list(dict.fromkeys(id for named in one.people for id in _bearers(found, named)))
            if len(same) > 1:
                told = [OfficeCorrection("same_person", p.article, p.name, one.reason) for p in one.people]
                notes[same[0]] = [*(note for id in same for note in notes.pop(id, ())), *told]
                found[same[0]] = joined([found.pop(id) for id in same])
                told_apart = [id for id, person in found.items() if not person.ambiguous]
                if len(told_apart) == 1 and len(found) > 1:
                    found = {same[0]: joined([found[id] for id in (*told_apart, *(set(found) - set(told_apart)))])}
        elif isinstance(one, HiddenOffice):
            for id in _bearers(found, one.person):
                kept = tuple(role for role in found[id].roles if not _is_office(role, one.office))
                if len(kept) < len(found[id].roles):
                    found[id] = replace(found[id], roles=kept)
                    note = OfficeCorrection("hide_office", one.person.article, one.office, one.reason)
                    notes.setdefault(id, []).append(note)
        elif isinstance(one, NoPerson) and one.article:
            note = OfficeCorrection("not_person", one.article, one.name, one.reason)
            for id, person in found.items():
                if person_bucket(one.name) in {person_bucket(name) for name, _ in person.variants}:
                    notes.setdefault(id, []).append(note)
    for id, person in sorted(found.items()):
        yield person, tuple(notes.get(id, ()))


def _bearers(people: dict[str, ResolvedPerson], named: NamedIn) -> list[str]:
    """Return the ids of the people whom an article names so: one, or none."""
    bucket = person_bucket(named.name)
    return [
        id
        for id, person in people.items()
        if named.article in person.articles and bucket in {person_bucket(name) for name, _ in person.variants}
    ]


def _is_office(role: Role, told: str) -> bool:
    return plain_office(told) in map(plain_office, (role.text, f"{role.office} {role.organisation}"))


def unmatched(corrections: Corrections, stored: StoredBy) -> Iterator[str]:
    """Yield a sentence for each correction that is of nothing in the index."""
    for one in corrections.all:
        match one:
            case MeantDocument():
                article = stored(one.article)
                if article is None:
                    yield f"there is no article {one.article!r}, in which {one.text!r} was to mean a document"
                elif not any(_is_of(one, article.article, found.mention) for found in article.findings.directives):
                    yield f"article {one.article!r} does not cite {one.text!r}{'' if one.start is None else ' there'}"
            case OnePerson():
                yield from (told for person in one.people if (told := _not_named(person, stored)))
            case HiddenOffice() if told := _not_named(one.person, stored):
                yield told
            case NoPerson() if one.article and (told := _not_named(NamedIn(one.name, one.article), stored)):
                yield told


def _not_named(person: NamedIn, stored: StoredBy) -> str:
    article = stored(person.article)
    if article is None:
        return f"there is no article {person.article!r}, in which {person.name!r} was to be named"
    named = {person_bucket(found.name) for found in article.findings.people}
    return "" if person_bucket(person.name) in named else f"article {person.article!r} names no {person.name!r}"

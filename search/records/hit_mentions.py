"""The few directives and people of a hit that say most about it: what else can be asked from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.records.shapes import NamedPerson
from index.resolve.people import person_bucket
from search.interface.answers import Mentioned
from search.records.stored import StoredRecords, identifier

_MOST = 3  # of either kind

Counted = Sequence[tuple[str, int]]
"""The keys of records, each with how many articles mention it."""


def hit_mentions(
    stored: StoredRecords, articles: Mapping[str, Iterable[NamedPerson]]
) -> dict[str, tuple[Mentioned, ...]]:
    """Return by key the directives and then the people of articles that matter most.

    Directives that many articles cite come first; people who speak in this one, then who chair, then as named.
    `articles` has the people found in each.
    """
    mentioned = stored.mentioned_in(articles)
    directives = {key: _busiest(_of_kind(found, "directive")) for key, found in mentioned.items()}
    people = {key: _of_kind(found, "speaker") for key, found in mentioned.items()}
    kept = [*directives.values(), *people.values()]
    labels = stored.labels({record for found in kept for record, _ in found})
    return {
        key: (*_directives(directives[key], labels), *_people(people[key], labels, articles[key])) for key in mentioned
    }


def _of_kind(found: Counted, kind: str) -> Counted:
    return [(key, count) for key, count in found if key.startswith(f"{kind}:")]


def _busiest(found: Counted) -> Counted:
    """Return those that may be among the most mentioned: labels are read of these alone."""
    least = sorted((count for _, count in found), reverse=True)[:_MOST]
    return [(key, count) for key, count in found if count >= least[-1]]


def _directives(found: Counted, labels: Mapping[str, str]) -> list[Mentioned]:
    cited = sorted((-count, labels[key], key) for key, count in found)
    return [Mentioned("directive", identifier(key), label, -count) for count, label, key in cited[:_MOST]]


def _people(found: Counted, labels: Mapping[str, str], people: Iterable[NamedPerson]) -> list[Mentioned]:
    parts = {person_bucket(person.name): _part(person) for person in people} if found else {}
    last = (True, True, 0)
    named = sorted((parts.get(person_bucket(labels[key]), last), labels[key], key, count) for key, count in found)
    return [Mentioned("speaker", identifier(key), label, count) for _, label, key, count in named[:_MOST]]


def _part(person: NamedPerson) -> tuple[bool, bool, int]:
    return not person.speaks, not person.chairs, person.mentions[0][0]

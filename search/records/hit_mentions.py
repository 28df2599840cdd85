"""The few directives and people of a hit that say most about it: what else can be asked from there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from index.records.shapes import NamedPerson
from index.resolve.people import person_bucket
from search.interface.answers import Mentioned
from search.records.stored import Mention, StoredRecords, identifier

_MOST = 3  # of either kind


def hit_mentions(
    stored: StoredRecords, articles: Mapping[str, Iterable[NamedPerson]]
) -> dict[str, tuple[Mentioned, ...]]:
    """Return by key the directives and then the people of articles that matter most.

    Directives that many articles cite come first; people who speak in this one, then who chair, then as named.
    `articles` has the people found in each.
    """
    mentioned = stored.mentioned_in(articles, ("directive", "speaker"))
    return {
        key: (*_directives(directives), *_people(people, articles[key]))
        for key, (directives, people) in mentioned.items()
    }


def _directives(found: Collection[Mention]) -> list[Mentioned]:
    cited = sorted((-count, label, key) for key, label, count in found)
    return [Mentioned("directive", identifier(key), label, -count) for count, label, key in cited[:_MOST]]


def _people(found: Collection[Mention], people: Iterable[NamedPerson]) -> list[Mentioned]:
    parts = {person_bucket(person.name): _part(person) for person in people} if found else {}
    last = (True, True, 0)
    named = sorted((parts.get(person_bucket(label), last), label, key, count) for key, label, count in found)
    return [Mentioned("speaker", identifier(key), label, count) for _, label, key, count in named[:_MOST]]


def _part(person: NamedPerson) -> tuple[bool, bool, int]:
    return not person.speaks, not person.chairs, person.mentions[0][0]

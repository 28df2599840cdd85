"""The few directives and people of a hit that say most about it: what else can be asked from there."""

from __future__ import annotations

from collections.abc import Mapping

from index.documents import PersonMention
from index.findings import Findings
from index.resolve.people import person_bucket
from search.links import Links
from search.results import Kind, Mentioned
from search.snapshot import Snapshot

_MOST = 3  # of either kind


def chips(snapshot: Snapshot, links: Mapping[str, Links], article: int, findings: Findings) -> tuple[Mentioned, ...]:
    """Return the directives and then the people of an article that matter most, with how many articles mention each.

    Directives that many articles cite come first; people who speak in this one, then who chair, then as named.
    """
    directives = sorted(_mentioned(snapshot, links, "directive", article), key=lambda one: (-one.count, one.label))
    parts = {person_bucket(person.name): _part(person) for person in findings.people}
    last = (True, True, 0)
    people = sorted(
        _mentioned(snapshot, links, "speaker", article),
        key=lambda one: (parts.get(person_bucket(one.label), last), one.label),
    )
    return (*directives[:_MOST], *people[:_MOST])


def _part(person: PersonMention) -> tuple[bool, bool, int]:
    return not person.speaks, not person.chairs, person.mentions[0][0]


def _mentioned(snapshot: Snapshot, links: Mapping[str, Links], kind: Kind, article: int) -> list[Mentioned]:
    return [
        Mentioned(kind, snapshot.identifier(n), snapshot.label(n), len(links[kind].articles_of(n)))
        for n in links[kind].records_of(article).tolist()
    ]

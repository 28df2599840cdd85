"""The few directives and people of a hit that say most about it: what else can be asked from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from index.documents import PersonMention
from index.resolve.people import person_bucket
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Snapshot
from search.interface.answers import Mentioned

_MOST = 3  # of either kind


def chips(
    snapshot: Snapshot, links: Mapping[str, Links], article: int, people: Iterable[PersonMention]
) -> tuple[Mentioned, ...]:
    """Return the directives and then the people of an article that matter most, with how many articles mention each.

    Directives that many articles cite come first; people who speak in this one, then who chair, then as named. `people`
    are those found in the article.
    """
    return (*_directives(snapshot, links["directive"], article), *_people(snapshot, links["speaker"], article, people))


def _directives(snapshot: Snapshot, links: Links, article: int) -> list[Mentioned]:
    records, counts = links.mentioned_in(article)
    if len(records) > _MOST:  # labels are read of those that may be shown
        kept = counts >= np.partition(counts, -_MOST)[-_MOST]
        records, counts = records[kept], counts[kept]
    cited = [(-count, snapshot.label(n), n) for n, count in zip(records.tolist(), counts.tolist(), strict=True)]
    return [Mentioned("directive", snapshot.identifier(n), label, -c) for c, label, n in sorted(cited)[:_MOST]]


def _people(snapshot: Snapshot, links: Links, article: int, people: Iterable[PersonMention]) -> list[Mentioned]:
    records, counts = links.mentioned_in(article)
    if not len(records):
        return []
    parts = {person_bucket(person.name): _part(person) for person in people}
    last = (True, True, 0)
    named = []
    for n, count in zip(records.tolist(), counts.tolist(), strict=True):
        label = snapshot.label(n)
        named.append((parts.get(person_bucket(label), last), label, n, count))
    return [Mentioned("speaker", snapshot.identifier(n), label, c) for _, label, n, c in sorted(named)[:_MOST]]


def _part(person: PersonMention) -> tuple[bool, bool, int]:
    return not person.speaks, not person.chairs, person.mentions[0][0]

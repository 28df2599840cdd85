"""One published generation in a cluster, ready to answer: all that is read once for it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.generations.opensearch.client import Published
from index.organisations.names import OrganisationNames
from search.embedded.arrays.office_terms import Holder, Roles
from search.embedded.ranking.weights import Parameters
from search.opensearch.asked.asking import Asking
from search.opensearch.asked.queries import KINDS, all_of, among, fetching
from search.opensearch.asked.tokens import Tokens, tokens_of
from search.opensearch.asked.words import Words
from search.query.other_forms.abbreviations import Abbreviations
from search.query.other_forms.expansion import read_query
from search.query.questions.role_questions import AskedOffice, same_offices
from search.query.tree import Between
from search.typing.near_words import NearWords

_MOST_PEOPLE = 2_000  # whose roles are read for one question
_MOST_VALUES = 10_000  # different values of a column
_LABELS = 50_000  # of records kept in memory, some 200 bytes each
_READ = 2_000  # documents whose words are kept in memory, some 50 KB each


class OpenIndex:
    """One index with what is known of it. Threads may share it."""

    def __init__(
        self,
        name: str,
        words: Words,
        told: Published,
        organisations: OrganisationNames,
        abbreviations: Abbreviations,
        parameters: Parameters,
    ) -> None:
        """Take the name of the index, its words, what it says of itself, and tables that its answers depend on."""
        self.name = name
        self.words = words
        self.told = told
        self.size = max(told.documents, 1)
        self.total_lengths = told.total_lengths
        self.organisations = organisations
        self.parameters = parameters
        mark = abbreviations.mark
        self.generation = f"{told.generation}+{mark}" if mark else told.generation
        self.read = partial(read_query, abbreviations if parameters.other_forms else None)
        self._near: NearWords | None = None
        self._lock = threading.Lock()
        self._kept: dict[str, Tokens] = {}
        self._labels: dict[str, tuple[str, int]] = {}

    @property
    def near(self) -> NearWords:
        """Return what finds the words near a mistyped one; made when it is first asked for."""
        with self._lock:
            if self._near is None:
                self._near = NearWords(self.words.folds(("title", "body", "name")))
            return self._near

    def tokens(self, source: Mapping[str, Any]) -> Tokens:
        """Return the terms of a fetched document; those of the articles read last are kept."""
        key = source["key"]
        if not key.startswith("article:"):
            return tokens_of(source)
        known = self._kept.get(key)
        if known is None:
            known = tokens_of(source)
            with self._lock:
                if len(self._kept) >= _READ:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = known
        return known

    def label(self, key: str) -> tuple[str, int] | None:
        """Return the label of a record and how many articles mention it, None where it was not asked for lately."""
        return self._labels.get(key)

    def keep_labels(self, found: Mapping[str, tuple[str, int]]) -> None:
        """Keep labels of records with how many articles mention each; the oldest are dropped."""
        with self._lock:
            self._labels |= found
            for key in list(self._labels)[: max(len(self._labels) - _LABELS, 0)]:
                del self._labels[key]

    def values(self, asking: Asking, column: str) -> list[str]:
        """Return the values that a column has in the index."""
        body = {
            "query": among("kind", KINDS),
            "size": 0,
            "track_total_hits": False,
            "aggs": {"values": {"terms": {"field": column, "size": _MOST_VALUES}}},
        }
        found = asking.search(body)["aggregations"].get("values", {"buckets": []})
        return [bucket["key"] for bucket in found["buckets"]]

    def office_holders(self, asking: Asking, text: str, when: Between) -> list[str]:
        """Return the keys of the people one of whose roles says `text` and was held in a time; see `Roles.holders`."""
        said = " ".join(folded(words(nfc(text))))
        wanted = [{"match_phrase": {"role_fold": said}}] if said else [{"exists": {"field": "office"}}]
        keys, roles = self._roles(asking, all_of(wanted))
        return [keys[n] for n in roles.holders(text, when.start, when.end).nonzero()[0].tolist()]

    def attested(self, asking: Asking, office: AskedOffice, successor: str, since: str) -> list[tuple[str, int]]:
        """Return (key, place of the role) of who is attested in an office, likeliest first; see `Roles.attested`."""
        keys, roles = self._roles(asking, {"terms": {"office": same_offices(office.office)}})
        found: list[Holder] = roles.attested(office, successor, since)
        return [(keys[one.person], one.place) for one in found]

    def _roles(self, asking: Asking, wanted: Any) -> tuple[list[str], Roles]:
        people = all_of([{"term": {"kind": "speaker"}}, wanted])
        body = fetching(people, _MOST_PEOPLE, ["key", "roles"], [{"articles": "desc"}, {"key": "asc"}])
        sources = sorted((hit["_source"] for hit in asking.hits(body)), key=lambda source: str(source["key"]))
        told = [(n, str(source["roles"])) for n, source in enumerate(sources)]
        return [source["key"] for source in sources], Roles(len(sources), lambda: told)

"""Fetches the records that a query may name, and judges them as the embedded engine does its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, pairs, words
from index.extract.directives.find import find_directives
from index.extract.people.find import find_people
from index.records.names import said_words
from search.embedded.arrays.snapshot import Mask
from search.embedded.matching.named_records import called_so, named_within, said_in_names
from search.embedded.matching.not_found import NumberedDirectives, not_found
from search.interface.answers import NotFound
from search.opensearch.asked.asking import Asking, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import NONE, all_of, any_of, fetching, holding
from search.opensearch.matching.compiling import Matching
from search.opensearch.ranking.fetched import Fetched
from search.query.name_shape import name_within
from search.query.tree import Phrase, Query, is_plain, leaves

_MOST = 200  # records that are called so
_MOST_NUMBERED = 10_000  # directives of one type among which the nearest number is looked for
_SOURCE = ["key", "label", "day", "name_length", "articles", "name_word", "name_fold", "name_pair"]
_SHORT = ["key", "label", "day", "name_fold"]  # where thousands may be read
_LONGEST = 2.5  # times as many words as were said a name may have


@dataclass(frozen=True, slots=True)
class NamedKeys:
    """Records of one kind that words of a query call by name, the most mentioned first."""

    kind: str
    keys: tuple[str, ...]


class Naming:
    """Finds what one query names, of one index."""

    def __init__(self, opened: OpenIndex, asking: Asking, matching: Matching) -> None:
        self._opened = opened
        self._asking = asking
        self._matching = matching

    def meant(self, query: Query) -> dict[str, float]:
        """Return the keys of the records that the whole query calls by name, with the share of the name it says."""
        folds = said_in_names(query)
        if not folds:
            return {}
        longest = {"range": {"name_length": {"lte": len(folds) * _LONGEST}}}
        standing = self._matching.mask(Phrase(" ".join(folds), "name"))
        found = self._fetch(all_of([standing, longest]), ["name_length", "key"])
        wanted = [word for word in words(nfc(query.text)) if word not in folded([word])]
        held: list[Mask] = [np.isin(np.arange(found.size), found.holders("name_word", word)) for word in wanted]
        every = np.ones(found.size, np.bool_)
        shares = called_so(found, every, np.logical_and.reduce([every, *held]), len(folds))
        return {found.key_texts[n]: share for n, share in shares.items()}

    def within(self, query: Query) -> list[NamedKeys]:
        """Return the directives and people that words of the query call; see `named_within`."""
        if not is_plain(query):
            return []
        folds = folded(words(nfc(" ".join(leaf.text for leaf, _ in leaves(query.root)))))
        wanted = any_of([*_numbered(folds), *_whole_names(folds)])
        if wanted == NONE:
            return []
        found = self._fetch(wanted, [{"articles": "desc"}, "key"])
        named = named_within(query, found, lambda kind, n: int(found.sources[n].get("articles", 0)))
        return [NamedKeys(one.kind, tuple(found.key_texts[n] for n in one.records)) for one in named]

    def missing(self, query: Query) -> tuple[NotFound, ...]:
        """Return what the query names and the index has not; see `not_found`."""
        text = nfc(query.text)
        types = {" ".join(folded(words(nfc(one.type)))) for one in find_directives(text) if one.number}
        names = [one.name for one in find_people(text)] or [shaped for shaped in [name_within(text)] if shaped]
        alike = []
        for name in names:
            folds = folded(words(nfc(name)))
            alike.append(all_of([holding(["name_fold"], fold) for fold in {folds[0], folds[-1]}]))
        bodies = [
            all_of([{"term": {"kind": "directive"}}, {"match_phrase": {"name_fold": said}}]) for said in sorted(types)
        ]
        wanted = [*bodies, *(all_of([{"term": {"kind": "speaker"}}, one]) for one in alike)]
        known = self._fetch(any_of(wanted), ["key"], _MOST_NUMBERED)
        return not_found(query, self._stands, known, NumberedDirectives(known))

    def _stands(self, phrase: Phrase) -> bool:
        """Tell whether a phrase stands in any document."""
        return self._asking.count(self._matching.mask(phrase), 1) > 0

    def _fetch(self, wanted: Filter, sort: Sequence[object], most: int = _MOST) -> Fetched:
        body = fetching(wanted, most, _SOURCE if most == _MOST else _SHORT, sort)
        found = self._asking.hits(body) if wanted != NONE else []
        hits = sorted(found, key=lambda hit: str(hit["_source"]["key"]))
        return Fetched(hits, self._opened.tokens, self._opened.words.frequent)


def _numbered(folds: Sequence[str]) -> list[Filter]:
    """Return what finds the directives in whose names a number of the query stands beside its neighbour."""
    said = said_words(" ".join(folds))
    found = [pair for pair in pairs(said) if any(word[:1].isdigit() for word in pair.split())]
    return [all_of([{"term": {"kind": "directive"}}, holding(["name_pair"], pair)]) for pair in found]


def _whole_names(folds: Sequence[str]) -> list[Filter]:
    """Return what finds the people in whose names three words of the query stand side by side."""
    windows = pairwise(pairs(list(folds)))
    return [all_of([{"term": {"kind": "speaker"}}, *(holding(["name_pair"], p) for p in two)]) for two in windows]

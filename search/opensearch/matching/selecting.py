"""Tells which documents answer a request, as filters of the cluster. See `embedded/selection.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from search.embedded.matching.named_records import NAMESAKES
from search.interface.answers import NotFound
from search.interface.filters import parameter_filters
from search.interface.request import SearchRequest
from search.opensearch.asked.asking import Asking, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import NONE, RECORDS, all_of, among, any_of
from search.opensearch.matching.compiling import Matching
from search.opensearch.matching.naming import NamedKeys, Naming
from search.query.date_ranges import checked_date
from search.query.province_filter import meant_by
from search.query.questions.role_questions import MOST_HOLDERS, asked_about, share_above
from search.query.tree import Query, period


@dataclass(frozen=True, slots=True)
class AskedDirectly:
    """Something that a query asks about as a whole: an organisation, or people in an office, each with the place of the
    role."""

    organisation: str = ""  # its key
    holders: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents of an answer as filters; see `embedded.selection.Selection`. Records are given by key."""

    matching: Matching
    every: Filter
    mask: Filter
    both: Filter  # what answers, and what holds some of what was asked
    loose: Filter  # of what answers and what does not, what does not
    named: Mapping[str, float] = field(default_factory=dict)
    within: tuple[NamedKeys, ...] = ()
    mentioned: tuple[frozenset[str], ...] = ()  # records, one set for each thing named
    missing: tuple[NotFound, ...] = ()

    @property
    def beside(self) -> set[str]:
        """The few records that words of the query name, which stand beside the articles."""
        return {key for one in self.within for key in one.keys[:NAMESAKES]} - self.named.keys()


def asked_directly(opened: OpenIndex, asking: Asking, query: Query) -> AskedDirectly:
    """Return what a query asks about as a whole; nothing for one with fields, excluded words or beginnings."""
    asked = asked_about(query, opened.organisations)
    if asked.organisation:
        key = f"organisation:{asked.organisation}"
        return AskedDirectly(organisation=key if asking.count(among("key", [key]), 1) else "")
    if asked.office is None:
        return AskedDirectly()
    return AskedDirectly(holders=tuple(opened.attested(asking, asked.office, *asked.later)[:MOST_HOLDERS]))


class Selecting:
    """Selects the documents of one query."""

    def __init__(self, opened: OpenIndex, asking: Asking, query: Query) -> None:
        self._asking = asking
        self._opened = opened
        self._query = query
        self._matching = Matching(opened, asking, period(query.root))
        naming = Naming(opened, asking, self._matching)
        self._named = naming.meant(query)
        self._within = tuple(naming.within(query))
        self._missing = naming.missing(query)
        self._some = self._matching.mask(query.root)
        self.direct = asked_directly(opened, asking, query)

    def select(self, request: SearchRequest) -> Selection:
        """Return what answers, and what holds some of what was asked. Raises BadRequest for a date that is none."""
        passing = filtered(self._matching, request)
        some = all_of([self._some, passing])
        within = () if self._missing else self._within
        keys = sorted({key for one in within for key in one.keys})
        about = any_of([among("mentions", keys), among("key", keys)])
        every = all_of([some, about])
        if not self._missing and not (within and self._asking.count(every, 1, nearly_sure=True)):
            every = all_of([self._matching.answers(self._query.root), passing])
        every = any_of([every, all_of([some, among("key", self._named.keys())])])
        of_kind = RECORDS if request.kind == "all" else {"term": {"kind": request.kind}}
        found = Selection(
            self._matching,
            every,
            all_of([every, of_kind]),
            all_of([any_of([some, every]), of_kind]),
            {"bool": {"must_not": [all_of([every, of_kind])]}},
            self._named,
            within,
            tuple(frozenset(one.keys) for one in within),
            self._missing,
        )
        return self._with_asked(found, passing, of_kind)

    def _with_asked(self, found: Selection, passing: Filter, of_kind: Filter) -> Selection:
        """Return a selection with what is asked about as a whole, and the articles of an organisation and about it."""
        direct = self.direct
        shares = {person: share_above(place) for place, (person, _) in enumerate(direct.holders)}
        also = [among("key", [person for person, _ in direct.holders])]
        mentioned = found.mentioned
        if direct.organisation:
            shares[direct.organisation] = share_above()
            also += [among("key", [direct.organisation]), among("mentions", [direct.organisation])]
            mentioned = (*mentioned, frozenset({direct.organisation}))
        if any_of(also) == NONE:
            return found
        every = any_of([found.every, all_of([any_of(also), passing])])
        mask = all_of([every, of_kind])
        return replace(
            found,
            every=every,
            mask=mask,
            both=any_of([found.both, mask]),
            loose={"bool": {"must_not": [mask]}},
            named={**found.named, **shares},
            mentioned=mentioned,
        )


def filtered(matching: Matching, request: SearchRequest) -> Filter:
    """Return what finds the records that pass the filters of a request but the kind. Raises BadRequest for a date."""
    kept = [RECORDS]
    start, end = checked_date("from", request.from_), checked_date("to", request.to)
    if start or end:
        kept.append(matching.between(start, end))
    for one in parameter_filters():
        values = request.values(one.name)
        if not values:
            continue
        if one.value == "record":
            kept.append(among("mentions", [f"{one.name}:{value}" for value in values]))
        elif one.value == "place":
            kept.append(among(one.column, {name for value in values for name in meant_by(value)}))
        else:
            kept.append(among(one.column, values))
    return all_of(kept)

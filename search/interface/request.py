"""Requests to an engine: frozen values, the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from search.interface.filters import parameter_filters

Kind = Literal["article", "directive", "speaker", "organisation"]
KindFilter = Literal["all", "article", "directive", "speaker", "organisation"]
Sort = Literal["relevance", "newest", "oldest"]
CopiesShown = Literal["fold", "all"]
Match = Literal["some", "all"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Asks for one page of hits, as page, API and command line put it.

    `from_` and `to` are ISO dates as far as given (YYYY, YYYY-MM, YYYY-MM-DD), both ends included. Repeated
    values of one filter are alternatives (or); different filters all hold (and). What each filter takes stands in
    `filters.tsv`, which has a row for each field of tuples here. `exact` searches what was typed, whatever it may have
    been meant to be or stand for. `explain` asks what each hit's score is made of. `copies` of one text are folded into
    one hit, or all shown. `match`, for answers by relevance: `some` puts behind the documents that answer those that
    hold only some of what was asked, `all` leaves these out. By date they never follow: nothing would put them behind.
    `facets` asks for counts of the answer by filters and kinds: without, none are made, which takes less time.
    """

    q: str = ""
    kind: KindFilter = "all"
    page: int = 1
    size: int = 10
    sort: Sort = "relevance"
    from_: str = ""
    to: str = ""
    source: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    directive: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    explain: bool = False
    exact: bool = False
    copies: CopiesShown = "fold"
    match: Match = "some"
    facets: bool = True

    def values(self, filter_name: str) -> tuple[str, ...]:
        """Return the values given for a filter of the table."""
        values: tuple[str, ...] = getattr(self, filter_name)
        return values

    def narrowed(self, values: Mapping[str, tuple[str, ...]]) -> SearchRequest:
        """Return the request with these values of filters in place of its own, from its first page on."""
        changed: dict[str, Any] = {one.name: values[one.name] for one in parameter_filters() if one.name in values}
        return replace(self, page=1, **changed)

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """All values of filters that are given, each with the filter's name, in the order of the table."""
        return tuple((one.name, value) for one in parameter_filters() for value in self.values(one.name))

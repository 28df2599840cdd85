"""What an engine is asked: frozen values, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["article", "directive", "speaker"]
KindFilter = Literal["all", "article", "directive", "speaker"]
Sort = Literal["relevance", "newest", "oldest"]
CopiesShown = Literal["fold", "all"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Asks for one page of hits, as page, API and command line put it.

    `from_` and `to` are ISO dates as far as given (YYYY, YYYY-MM, YYYY-MM-DD), both ends included. Repeated
    values of one filter are alternatives (or); different filters all hold (and). `directive` and `speaker` take
    the ids of records. `exact` searches what was typed, whatever it may have been meant to be or stand for.
    `explain` asks what each hit's score is made of. `copies` of one text are folded into one hit, or all shown.
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
    directive: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    explain: bool = False
    exact: bool = False
    copies: CopiesShown = "fold"

"""Builds an example for each operator of the query language out of what the index holds, so that it finds something."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from index.analysis.normalise import fold
from search.interface.answers import FacetCount, Hit
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest

_ARTICLES = 30  # newest ones that examples are taken from
_TRIED = 12  # candidates of one operator that are searched for
_WORD = re.compile(r"[^\W\d_]+")
_PATIENCE = 1.5  # seconds that a page waits for examples; what is missing then the next one finds
_TWO = 2


@dataclass(frozen=True, slots=True)
class _Sample:
    """The records that examples are made of: an article's words, another article's, and the most frequent values."""

    engine: SearchEngine
    hit: Hit
    words: tuple[str, ...]
    others: tuple[str, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]

    @property
    def beginning(self) -> str:
        """The first words of the article's title."""
        return " ".join(self.words[:3])

    def labels(self, name: str) -> Iterator[str]:
        """Yield what the most frequent values of a facet are called."""
        return (one.label or one.value for one in self.facets.get(name, ()) if one.value)

    def quoted(self, prefix: str, name: str) -> Iterator[str]:
        """Yield a query by field for each value of a facet."""
        return (f'{prefix}:"{label}"' for label in self.labels(name) if '"' not in label)


class Examples:
    """The examples for the index that is served now, found once. Methods may be called from several threads."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._generation = ""
        self._found: dict[str, str] = {}

    def of_now(self, seconds: float = _PATIENCE) -> tuple[dict[str, str], bool]:
        """Return the examples that are found within `seconds`, and whether these are all; the next call finds more.

        Empty is the example of an operator of which the index has nothing. Raises NotAvailable without an index.
        """
        end = time.monotonic() + seconds
        generation = self._engine.status().generation
        found = self._found if generation == self._generation else {}
        if len(found) < len(OPERATORS):
            samples = _samples(self._engine)
            for name, build in OPERATORS.items():
                if name not in found and time.monotonic() < end:
                    found[name] = _first_that_finds(self._engine, build, samples)
            self._generation, self._found = generation, found
        return dict(found), len(found) == len(OPERATORS)


def _samples(engine: SearchEngine) -> list[_Sample]:
    newest = engine.search(SearchRequest(kind="article", sort="newest", size=_ARTICLES))
    titles = [(hit, tuple(_WORD.findall(hit.title.lower()))) for hit in newest.hits]
    long = [(hit, words) for hit, words in titles if len(words) > _TWO + 1]
    return [
        _Sample(engine, hit, words, long[number - 1][1], newest.facets) for number, (hit, words) in enumerate(long)
    ]


def _first_that_finds(engine: SearchEngine, build: Callable[[_Sample], Iterable[str]], samples: list[_Sample]) -> str:
    candidates = (query for sample in samples for query in build(sample))
    for query in dict.fromkeys(islice(candidates, _TRIED)):
        found = engine.search(SearchRequest(q=query, size=1, match="all", facets=False))
        if found.total and not found.corrected:
            return query
    return ""


def _without(sample: _Sample) -> Iterator[str]:
    if absent := next((word for word in sample.others if word not in sample.words), ""):
        yield f"{' '.join(sample.words[:_TWO])} -{absent}"


def _body(sample: _Sample) -> Iterator[str]:
    shown = _WORD.findall(sample.hit.snippets[0].text.lower()) if sample.hit.snippets else []
    if len(shown) > _TWO:
        yield f'nội_dung:"{shown[1]} {shown[2]}"'


def _author(sample: _Sample) -> Iterator[str]:
    if sample.hit.author and '"' not in sample.hit.author:
        yield f'tác_giả:"{sample.hit.author}"'


def _role(sample: _Sample) -> Iterator[str]:
    for one in sample.facets.get("speaker", ())[:3]:
        view = sample.engine.speaker(one.value, size=1)
        for role in view.roles[:3] if view is not None else ():
            if role.office and role.from_:
                yield f'vai_trò:"{role.office}" năm:{role.from_[:4]}'


def _years(sample: _Sample) -> Iterator[str]:
    years = sorted(sample.labels("year"))
    if years:
        yield f"năm:{years[max(0, len(years) - 4)]}..{years[-1]}"


def _date(sample: _Sample) -> Iterator[str]:
    parts = sample.hit.date.split("-")
    if len(parts) > _TWO:
        yield f"ngày:{'/'.join(reversed(parts))}"


def _number(sample: _Sample) -> Iterator[str]:
    for label in sample.labels("directive"):
        if number := re.search(r"\d[\w/.-]*", label):
            yield number[0]


OPERATORS: dict[str, Callable[[_Sample], Iterable[str]]] = {
    "words": lambda sample: [sample.beginning],
    "folded": lambda sample: [fold(sample.beginning)],
    "phrase": lambda sample: [f'"{sample.beginning}"'],
    "without": _without,
    "and": lambda sample: [f"{sample.words[0]} VÀ {sample.words[-1]}"],
    "or": lambda sample: [f"{sample.words[0]} HOẶC {sample.others[0]}"],
    "group": lambda sample: [f'({sample.words[0]} HOẶC {sample.others[0]}) VÀ "{" ".join(sample.words[1:3])}"'],
    "prefix": lambda sample: [f"{max(sample.words, key=len)[:3]}*"],
    "number": _number,
    "named": lambda sample: sample.labels("speaker"),
    "title": lambda sample: [f'tiêu_đề:"{" ".join(sample.words[:_TWO])}"'],
    "body": _body,
    "author": _author,
    "source": lambda sample: sample.quoted("nguồn", "source"),
    "province": lambda sample: sample.quoted("tỉnh", "province"),
    "category": lambda sample: sample.quoted("chuyên_mục", "category"),
    "directive": lambda sample: (f'văn_bản:"{number}"' for number in _number(sample)),
    "speaker": lambda sample: sample.quoted("người", "speaker"),
    "role": _role,
    "organisation": lambda sample: sample.quoted("tổ_chức", "organisation"),
    "year": lambda sample: (f"năm:{year}" for year in sample.labels("year")),
    "years": _years,
    "date": _date,
}
"""Every operator, in the order of the page, with what makes candidates for its example."""

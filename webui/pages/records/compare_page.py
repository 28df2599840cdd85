"""The page that compares documents and provinces by the years of the articles that mention them, on one scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from flask import Response, request
from werkzeug.datastructures import MultiDict

from index.organisations.provinces import all_names
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from search.records.directive_lookup import directives_called
from webui.http.addresses import search_address, site_path, with_pairs, with_parameters
from webui.http.entity_tags import tagged, unchanged
from webui.http.language import Language
from webui.http.parameters import MAX_VALUE, SEARCH_PARAMETERS, clean, read_parameters
from webui.pages.page_layout import lang_parameter, page, page_language

MAX_SERIES = 8
_COMPARED = tuple(one for one in SEARCH_PARAMETERS if one.name in ("directive", "province"))


@dataclass(frozen=True, slots=True)
class Cell:
    """The articles of one year: `height` is percent of the most of any year and row, `href` leads to them."""

    year: int
    count: int
    height: float
    href: str


@dataclass(frozen=True, slots=True)
class Series:
    """A row of the comparison: a document, a province, or a document in a province; `told` says it in words.

    `without` is the address of the comparison without it, empty where it is one of a document and a province.
    """

    label: str
    total: int
    told: str
    cells: tuple[Cell, ...]
    without: str


def compare_address(directives: tuple[str, ...], provinces: tuple[str, ...], lang: str) -> str:
    """Return the address of a comparison."""
    pairs = [("directive", id) for id in directives] + [("province", name) for name in provinces]
    return with_parameters(with_pairs(site_path("/compare"), pairs), lang=lang)


def compare_page(engine: SearchEngine, given: MultiDict[str, str]) -> Response:
    """Return the page of the comparison that the parameters ask for; `add` is a document as somebody typed it."""
    values, _ = read_parameters(given, _COMPARED, strict=False)
    directives: tuple[str, ...] = values.get("directive", ())
    provinces: tuple[str, ...] = values.get("province", ())
    lang, text = lang_parameter(), page_language()
    typed = clean(given.get("add", ""))[:MAX_VALUE].strip()
    generation, parts = engine.status().generation, ("compare", repr((directives, provinces)), typed, lang)
    if same := unchanged(request, generation, *parts):
        return same
    called = directives_called(engine, typed) if typed else ()
    if len(called) == 1:
        directives = tuple(dict.fromkeys((*directives, called[0].id)))
    unknown = tuple(id for id in directives if engine.directive(id, size=1) is None)
    directives = tuple(id for id in directives if id not in unknown)
    wanted = list(product(directives or ("",), provinces or ("",))) if directives or provinces else []
    series = _series(engine, wanted[:MAX_SERIES], text, lang)
    response = page(
        "compare.html",
        lambda code: compare_address(directives, provinces, code),
        series=series,
        directives=directives,
        provinces=provinces,
        names=[name for name in all_names() if name not in provinces],
        typed=typed if len(called) != 1 else "",
        unknown=(*unknown, typed) if typed and not called else unknown,
        candidates=[
            (hit.title, compare_address((*directives, hit.id), provinces, lang)) for hit in called if len(called) > 1
        ],
        cut=len(wanted) > MAX_SERIES,
        limit=MAX_SERIES,
    )
    return tagged(response, generation, *parts)


def _series(engine: SearchEngine, wanted: list[tuple[str, str]], text: Language, lang: str) -> list[Series]:
    """Return a row for each document and province, all over the same years and on the same scale."""
    asked = [
        SearchRequest(kind="article", copies="all", size=1, directive=(id,) * bool(id), province=(name,) * bool(name))
        for id, name in wanted
    ]
    found = [engine.search(one) for one in asked]
    counts = [{int(c.value): c.count for c in answer.facets.get("year", ()) if c.value.isdigit()} for answer in found]
    years = [year for counted in counts for year in counted]
    most = max((count for counted in counts for count in counted.values()), default=0)
    rows = []
    for (id, name), one, answer, counted in zip(wanted, asked, found, counts, strict=True):
        known = {count.value: count.label for count in answer.facets.get("directive", ())}
        label = ", ".join(filter(None, (known.get(id) or _name(engine, id), name)))
        cells = tuple(
            Cell(
                year,
                counted.get(year, 0),
                round(100 * counted.get(year, 0) / most, 2),
                search_address("/", replace(one, from_=str(year), to=str(year), size=10), lang),
            )
            for year in range(min(years, default=0), max(years, default=-1) + 1)
        )
        ids, names = tuple(dict.fromkeys(i for i, _ in wanted if i)), tuple(dict.fromkeys(n for _, n in wanted if n))
        alone = not (ids and names)
        without = compare_address(tuple(i for i in ids if i != id), tuple(n for n in names if n != name), lang)
        told = _told(label, answer.total, counted, text)
        rows.append(Series(label, answer.total, told, cells, without if alone else ""))
    return rows


def _name(engine: SearchEngine, id: str) -> str:
    found = engine.directive(id, size=1) if id else None
    return found.name if found else id


def _told(label: str, total: int, counted: dict[int, int], text: Language) -> str:
    if not counted:
        return text.t("compare.none", name=label)
    first, last = str(min(counted)), str(max(counted))
    if first == last:
        return text.t("compare.told_one", name=label, count=total, year=first)
    most = str(max(counted, key=lambda year: (counted[year], year)))
    return text.t("compare.told", name=label, count=total, first=first, last=last, most=most)

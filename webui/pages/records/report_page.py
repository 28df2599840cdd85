"""The page on which a report on a directive is put together: a preview, what may be chosen, and its files.

All that is chosen stands in the address, so that a report can be sent to a colleague as a link.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from search.interface.answers import FacetCount
from search.interface.engine import SearchEngine
from search.interface.reports import DirectiveReport
from search.interface.request import SearchRequest
from webui.api.report_routes import report_response
from webui.http.addresses import FORMATS, Format, passage_path, record_path, with_parameters
from webui.http.entity_tags import tagged, unchanged
from webui.http.language import Language
from webui.http.parameters import REPORT_COLUMNS
from webui.http.public_address import public_address
from webui.pages.navigation import pager
from webui.pages.page_layout import error_page, lang_parameter, page, page_language
from webui.reports.choice import ReportChoice, read_choice, report_address
from webui.reports.table import report_table, row_cells, row_key

_SIZE = 100  # rows on a page of the preview


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as the page shows it: its number, empty where it is left out, its texts by column, and where it stands."""

    key: str
    number: str
    cells: dict[str, str]
    href: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A value by which the report may be narrowed, with how many articles cite the directive under it."""

    value: str
    label: str
    count: int
    chosen: bool


def report_page(engine: SearchEngine, id: str, given: MultiDict[str, str]) -> Response:
    """Return the page of the report on the directive with this id, or the one that says that there is none."""
    choice, number = _choice(given)
    lang = lang_parameter()
    generation, parts = engine.status().generation, ("report page", id, repr(choice), str(number), public_address())
    if same := unchanged(request, generation, *parts):
        return same
    report = engine.report(id, choice.asked, choice.unsettled)
    if report is None:
        return error_page(404)
    text = page_language()
    rows = _rows(report, choice, text)
    facets = engine.search(SearchRequest(kind="article", directive=(id,), size=1, copies="all")).facets
    pages = max(1, -(-len(rows) // _SIZE))
    number = min(number, pages)
    shown = rows[(number - 1) * _SIZE : number * _SIZE]
    on_page = {row.key for row in shown}
    response = page(
        "report.html",
        lambda code: report_address(id, replace(choice, lang=code or "vi"), page=number),
        id=id,
        report=report,
        choice=choice,
        typed={"from": text.typed_date(choice.asked.from_), "to": text.typed_date(choice.asked.to)},
        table=report_table(report, choice, text, public_address()),
        rows=shown,
        elsewhere=[key for key in choice.without if key not in on_page],
        offered={
            name: _offered(facets.get(name, ()), choice.asked.values(name)) for name in ("province", "source")
        },
        years=sorted(count.value for count in facets.get("year", ())),
        columns=REPORT_COLUMNS,
        action=report_address(id, ReportChoice()),
        by_query="?" in record_path("directive", id),
        formats=[(format, report_address(id, ReportChoice(), format).partition("?")[0]) for format in FORMATS],
        directive=with_parameters(record_path("directive", id), lang=lang),
        pager=pager(
            number, _SIZE, len(rows), pages, lambda number: report_address(id, choice, page=number)
        ),
    )
    return tagged(response, generation, *parts)


def saved_report(engine: SearchEngine, id: str, given: MultiDict[str, str], format: Format) -> Response:
    """Return the file that the page's form asks for; unlike the API it passes over what cannot be used."""
    if engine.directive(id) is None:
        abort(404)
    return report_response(engine, id, _choice(given)[0], format)


def _choice(given: MultiDict[str, str]) -> tuple[ReportChoice, int]:
    choice, _ = read_choice(given, strict=False)
    number = given.get("page", "")
    return choice, int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 6 and int(number) else 1


def _rows(report: DirectiveReport, choice: ReportChoice, text: Language) -> list[PreviewRow]:
    rows, number = [], 0
    lang = lang_parameter()
    for row in report.rows:
        key = row_key(row)
        number += key not in choice.without
        shown = "" if key in choice.without else text.number(number)
        rows.append(PreviewRow(key, shown, row_cells(row, text, ""), passage_path(row.article, row.place, lang)))
    return rows


def _offered(counts: tuple[FacetCount, ...], chosen: tuple[str, ...]) -> list[Offered]:
    """Return the values to choose from, those that are chosen first even where nothing carries them."""
    known = {count.value for count in counts}
    unknown = [Offered(value, value, 0, True) for value in chosen if value not in known]
    named = [Offered(one.value, one.label or one.value, one.count, one.value in chosen) for one in counts if one.value]
    return unknown + sorted(named, key=lambda one: not one.chosen)

"""Shows of a directive what no other record has: years and provinces that lead to articles, reports on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from index.organisations.provinces import successor_of
from search.interface.records import DirectiveView
from search.interface.request import SearchRequest
from webui.http.addresses import FORMATS, search_address
from webui.http.language import DEFAULT
from webui.http.public_address import origin
from webui.pages.charts.province_map import province_map
from webui.pages.charts.year_chart import year_chart
from webui.pages.page_layout import page_language, preview
from webui.pages.records.compare_page import compare_address
from webui.pages.records.linked_data import directive_data, script
from webui.reports.choice import ReportChoice, report_address
from webui.reports.table import told_counts

_MOST_TOLD = 5  # provinces that the sentence over the map names


def directive_parts(view: DirectiveView, lang: str) -> dict[str, Any]:
    """Return the values of the template; `lang` is what links carry to keep the language."""
    text, choice = page_language(), ReportChoice(lang=lang or DEFAULT)
    facts = ". ".join(filter(None, (view.title, view.issuer, text.date(view.date))))

    def link(**narrowed: Any) -> str:
        return search_address("/", SearchRequest(kind="article", directive=(view.id,), **narrowed), lang)

    def report_from(*provinces: str) -> str:
        return report_address(view.id, replace(choice, asked=SearchRequest(province=provinces, copies="all")))

    provinces = province_map(view.by_province, report_from)

    return {
        "shown": preview(view.name, facts or view.name),
        "linked_data": script(directive_data(view, origin())),
        "reports": [
            (text.t(f"report.{format}"), report_address(view.id, choice, format, "/api/v1")) for format in FORMATS
        ],
        "report_with_unsettled": report_address(view.id, replace(choice, unsettled=True)),
        "report": report_address(view.id, choice),
        "report_from": report_from,
        "map": provinces,
        "told": told_counts(provinces.told[:_MOST_TOLD], text),
        "now_part_of": lambda name: successor if (successor := successor_of(name)) != name else "",
        "compare": compare_address((view.id,), (), lang),
        "years": year_chart(view.by_year, lambda start, end: link(from_=start, to=end)),
        "from_province": lambda province: link(province=(province,)),
        "citing": link(),
    }

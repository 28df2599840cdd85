"""The report on a directive over HTTP, as Word, Excel and CSV."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.http.addresses import FORMATS, Format
from webui.http.entity_tags import tagged, unchanged
from webui.http.language import DEFAULT, language
from webui.http.parameters import REPORT_PARAMETERS, read_parameters
from webui.http.problems import problem_response, refusal
from webui.http.public_address import public_address
from webui.http.record_id import id_in_query
from webui.reports.csv_file import report_csv
from webui.reports.excel_file import report_xlsx
from webui.reports.table import report_table
from webui.reports.word_file import report_docx

_PREFIX = "/api/v1/directives"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as it is saved."""

    name: str
    content: bytes


def report_file(
    engine: SearchEngine, id: str, asked: SearchRequest, format: Format, lang: str, base: str
) -> ReportFile:
    """Return the report as a file. Raises KeyError where there is no such directive; otherwise as the engine does.

    `base` is the service's public address without a slash at the end, empty where it has none.
    """
    report = engine.report(id, asked)
    if report is None:
        raise KeyError(id)
    text = language(lang or DEFAULT)
    table = report_table(report, asked, text, base)
    published = engine.status().published
    if format == "csv":
        content = report_csv(table)
    elif format == "xlsx":
        content = report_xlsx(table, text.t("report.sheet"), text.t("report.about"), published)
    else:
        content = report_docx(table, text.t("report.page"), text.code, published)
    return ReportFile(f"{table.name}.{format}", content)


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes of the reports, answering from `engine`."""
    reports = Blueprint("reports", __name__, url_prefix=_PREFIX)

    @reports.get("/<anything:id>/report.<any(docx, xlsx, csv):format>")
    def report(id: str, format: Format) -> Response:
        return _report(id, request.args, format)

    @reports.get("/report.<any(docx, xlsx, csv):format>")
    def report_by_query(format: Format) -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        id, given, refused = id_in_query()
        return refused or _report(id, given, format)

    def _report(id: str, given: MultiDict[str, str], format: Format) -> Response:
        values, faults = read_parameters(given, REPORT_PARAMETERS, strict=True)
        if faults:
            return refusal(faults)
        lang = values.pop("lang", DEFAULT)
        asked = SearchRequest(**values)
        generation, parts = engine.status().generation, ("report", id, format, lang, public_address(), repr(asked))
        if same := unchanged(request, generation, *parts):
            return same
        try:
            file = report_file(engine, id, asked, format, lang, public_address())
        except KeyError:
            return problem_response(404, f"There is no directive with the id “{id}” in the index.")
        response = Response(file.content, content_type=FORMATS[format])
        response.headers.set("Content-Disposition", "attachment", filename=file.name)
        return tagged(response, generation, *parts)

    return reports

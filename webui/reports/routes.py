"""The report on a directive over HTTP, as CSV and as a Word document."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.http.addresses import Format
from webui.http.entity_tags import tagged, unchanged
from webui.http.language import DEFAULT, language
from webui.http.parameters import REPORT_PARAMETERS, read_parameters
from webui.http.problems import problem_response, refusal
from webui.http.public_address import origin
from webui.http.record_id import id_in_query
from webui.reports.csv_file import report_csv
from webui.reports.table import report_table
from webui.reports.word_file import report_docx

_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PREFIX = "/api/v1/directives"


def report_file(engine: SearchEngine, id: str, asked: SearchRequest, format: Format, lang: str, base: str) -> bytes:
    """Return the report as a file. Raises KeyError where there is no such directive; otherwise as the engine does.

    `base` is the service's address without a slash at the end.
    """
    report = engine.report(id, asked)
    if report is None:
        raise KeyError(id)
    text = language(lang or DEFAULT)
    table = report_table(report, asked, text, base)
    if format == "csv":
        return report_csv(table)
    return report_docx(table, text.t("report.page"), text.code, engine.status().published)


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes of the reports, answering from `engine`."""
    reports = Blueprint("reports", __name__, url_prefix=_PREFIX)

    @reports.get("/<anything:id>/report.<any(csv, docx):format>")
    def report(id: str, format: Format) -> Response:
        return _report(id, request.args, format)

    @reports.get("/report.<any(csv, docx):format>")
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
        generation, parts = engine.status().generation, ("report", id, format, lang, origin(), repr(asked))
        if same := unchanged(request, generation, *parts):
            return same
        try:
            content = report_file(engine, id, asked, format, lang, origin())
        except KeyError:
            return problem_response(404, f"There is no directive with the id “{id}” in the index.")
        response = Response(content, content_type=_TYPES[format])
        response.headers.set("Content-Disposition", "attachment", filename=f"report.{format}")
        return tagged(response, generation, *parts)

    return reports

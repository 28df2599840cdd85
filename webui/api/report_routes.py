"""Routes the report on a directive as Word, Excel and CSV."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from search.interface.engine import SearchEngine
from webui.api.answers import PREFIX
from webui.api.route_descriptions import operation
from webui.http.addresses import FORMATS, Format
from webui.http.entity_tags import tagged, unchanged
from webui.http.parameters import REPORT_PARAMETERS
from webui.http.problems import checked, problem_response
from webui.http.public_address import public_address
from webui.http.record_id import id_in_query
from webui.reports.choice import ReportChoice, read_choice
from webui.reports.file import report_file


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes of the reports, answering from `engine`."""
    reports = Blueprint("reports", __name__, url_prefix=f"{PREFIX}/directives")

    described = partial(
        operation,
        "What the articles say of carrying out a directive, as {format}",
        REPORT_PARAMETERS,
        files=tuple(FORMATS.items()),
        file="The report as a file.",
    )

    @reports.get("/<anything:id>/report.<any(docx, xlsx, csv):format>")
    @described(name="report{format}")
    def report(id: str, format: Format) -> Response:
        return _report(format, id, request.args)

    @reports.get("/report.<any(docx, xlsx, csv):format>")
    @described(name="report{format}ByQuery", id="required")
    def report_by_query(format: Format) -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        return _report(format, *id_in_query())

    def _report(format: Format, id: str, given: MultiDict[str, str]) -> Response:
        return report_response(engine, id, checked(read_choice(given, strict=True)), format)

    return reports


def report_response(engine: SearchEngine, id: str, choice: ReportChoice, format: Format) -> Response:
    """Return the report as a file to save, or the problem that there is no such directive."""
    generation, parts = engine.status().generation, ("report", id, format, public_address(), repr(choice))
    if same := unchanged(request, generation, *parts):
        return same
    try:
        name, content = report_file(engine, id, choice, format, public_address())
    except KeyError:
        return problem_response(404, f"There is no directive with the id “{id}” in the index.")
    response = Response(content, content_type=FORMATS[format])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return tagged(response, generation, *parts)

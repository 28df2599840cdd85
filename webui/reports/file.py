"""The report on a directive as a file, in the format that is asked for."""

from __future__ import annotations

from search.interface.engine import SearchEngine
from webui.http.addresses import Format
from webui.http.language import Language, language
from webui.reports.choice import ReportChoice
from webui.reports.csv_file import report_csv
from webui.reports.table import ReportTable, report_table


def report_file(
    engine: SearchEngine, id: str, choice: ReportChoice, format: Format, base: str
) -> tuple[str, bytes]:
    """Return the name and the content of the report as a file.

    Raises KeyError where there is no such directive; otherwise as the engine does.

    `base` is the service's public address without a slash at the end, empty where it has none.
    """
    report = engine.report(id, choice.asked, choice.unsettled)
    if report is None:
        raise KeyError(id)
    text = language(choice.lang)
    table = report_table(report, choice, text, base)
    return f"{table.name}.{format}", table_file(table, format, text, engine.status().published)


def table_file(table: ReportTable, format: Format, text: Language, published: str) -> bytes:
    """Return a table as a file, with the words of a language; `published` is when the index was made."""
    if format == "csv":
        return report_csv(table)
    if format == "xlsx":
        from webui.reports.excel_file import report_xlsx  # loads slowly: every start of the service would wait

        return report_xlsx(table, table.table_heading, text.t("report.about"), published)
    from webui.reports.word_file import report_docx

    return report_docx(table, text.t("report.page"), text.code, published)

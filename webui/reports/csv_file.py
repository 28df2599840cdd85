"""The report on a directive as CSV (RFC 4180) that a spreadsheet opens rightly, UTF-8 with a mark that says so."""

from __future__ import annotations

import csv
import io
import re

from webui.reports.table import ReportTable

# Where a cell that would be computed begins, whether lines are parted at `,` or, as in Vietnam's spreadsheets, at `;`.
_FORMULA = re.compile(r"(^|[;\n\r])(?=[\s\"]*[=+\-@]|[\t\r])")


def report_csv(table: ReportTable) -> bytes:
    """Return the table's heads and rows. A cell that a spreadsheet would compute gets an apostrophe before it.

    See OWASP, “CSV Injection”: a page that is harvested may begin a sentence with `=HYPERLINK(…)`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([_harmless(cell) for cell in row] for row in (table.heads, *table.rows))
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return _FORMULA.sub(r"\1'", cell)

"""Tables as CSV (RFC 4180) that a spreadsheet opens rightly and computes nothing of, UTF-8 with a mark that says so."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from webui.reports.table import ReportTable

MARK = "\ufeff"
"""Before the first line it says to a spreadsheet that the file is UTF-8."""

# Where a cell that would be computed begins, whether lines are parted at `,` or, as in Vietnam's spreadsheets, at `;`.
_FORMULA = re.compile(r"(^|[;\n\r])(?=[\s\"]*[=+\-@]|[\t\r])")


def report_csv(table: ReportTable) -> bytes:
    """Return the table's heads and rows."""
    return (MARK + csv_lines((table.heads, *table.rows))).encode("utf-8")


def csv_lines(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as lines. A cell that a spreadsheet would compute gets an apostrophe before it.

    See OWASP, “CSV Injection”: a page that is harvested may begin a sentence with `=HYPERLINK(…)`.
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_FORMULA.sub(r"\1'", cell) for cell in row] for row in rows)
    return out.getvalue()

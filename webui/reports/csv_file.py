"""The report on a directive as CSV (RFC 4180) that a spreadsheet opens rightly, UTF-8 with a mark that says so."""

from __future__ import annotations

import csv
import io

from webui.reports.table import ReportTable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_csv(table: ReportTable) -> bytes:
    """Return the table's heads and rows. A cell that a spreadsheet would compute gets an apostrophe before it.

    See OWASP, “CSV Injection”: a page that is harvested may begin a sentence with `=HYPERLINK(…)`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([_harmless(cell) for cell in row] for row in (table.heads, *table.rows))
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

"""The choice of what stands in the report on a directive, as its address says it: rows, columns, language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from search.interface.request import SearchRequest
from webui.http.addresses import Format, record_path, search_parameters, with_pairs
from webui.http.language import DEFAULT
from webui.http.parameters import REPORT_COLUMNS, REPORT_PARAMETERS, Fault, read_parameters

_EVERYTHING = SearchRequest(copies="all")


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """The filters of a report, its columns in their order, and the keys of the rows that are left out.

    Of `asked` the dates, what articles are narrowed by, and `copies` count. `unsettled` adds the passages whose
    document is not settled, and the column that marks them.
    """

    asked: SearchRequest = _EVERYTHING
    columns: tuple[str, ...] = REPORT_COLUMNS
    without: tuple[str, ...] = ()
    lang: str = DEFAULT
    unsettled: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that are shown: behind the passage, whether it is settled, where that is asked for."""
        if not self.unsettled:
            return self.columns
        behind = sum(column in self.columns for column in REPORT_COLUMNS[: REPORT_COLUMNS.index("passage") + 1])
        return (*self.columns[:behind], "settled", *self.columns[behind:])


def read_choice(given: MultiDict[str, str], *, strict: bool) -> tuple[ReportChoice, list[Fault]]:
    """Return what the parameters choose, and their faults; faulty ones keep the default."""
    values, faults = read_parameters(given, REPORT_PARAMETERS, strict=strict)
    chosen = values.pop("column", REPORT_COLUMNS)
    return ReportChoice(
        columns=tuple(column for column in REPORT_COLUMNS if column in chosen),
        without=values.pop("without", ()),
        lang=values.pop("lang", DEFAULT),
        unsettled=values.pop("unsettled", "0") == "1",
        asked=SearchRequest(**{"copies": "all", **values}),
    ), faults


def report_address(id: str, choice: ReportChoice, format: Format | None = None, prefix: str = "", page: int = 1) -> str:
    """Return the address of a directive's report: its page, or a file of it; what is default is left out.

    `prefix` is that of the API (`/api/v1`). An id that cannot stand in a path goes into the query.
    """
    path, ending = record_path("directive", id, prefix), f"/report.{format}" if format else "/report"
    # Of copies the search folds by default and a report does not.
    pairs = [(n, v) for n, v in search_parameters(replace(choice.asked, copies="fold")) if n != "page"]
    pairs += [("copies", "fold")] if choice.asked.copies == "fold" else []
    pairs += [("column", column) for column in choice.columns if choice.columns != REPORT_COLUMNS]
    pairs += [("unsettled", "1")] if choice.unsettled else []
    pairs += [("without", key) for key in choice.without]
    pairs += [("page", str(page))] if page > 1 else []
    pairs += [("lang", choice.lang)] if choice.lang != DEFAULT else []
    if "?" in path:
        path, pairs = path.partition("?")[0], [("id", id), *pairs]
    return with_pairs(path + ending, pairs)

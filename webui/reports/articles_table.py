"""A report on chosen articles: a row for each, with what it says, whom it names and which documents it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from search.interface.records import ArticleRecord
from webui.http.addresses import link_to, record_path
from webui.http.language import Language
from webui.http.xml_text import fit
from webui.reports.table import ReportTable, called, numbered, told_counts, union_of

_COLUMNS = ("number", "date", "union", "article", "passage", "who", "directives", "link")
_HEADS = {"who": "article.people", "directives": "article.directives"}  # as on the page of an article
_LONGEST = 600  # characters of an article's beginning


def articles_table(records: Sequence[ArticleRecord], text: Language, base: str) -> ReportTable:
    """Return the table of the articles, in their order, in characters that any file can hold.

    `base` is the service's public address, for articles that have none of their own; empty: those have no link.
    """
    return ReportTable(
        name=text.t("basket.report_file"),
        heading=text.t("basket.report_heading"),
        table_heading=text.t("basket.report_table"),
        notes=tuple(map(fit, _notes(records, text))),
        columns=_COLUMNS,
        heads=tuple(text.t(_HEADS.get(column, f"report.{column}")) for column in _COLUMNS),
        rows=numbered((_cells(one, text, base) for one in records), _COLUMNS),
    )


def _notes(records: Sequence[ArticleRecord], text: Language) -> Iterator[str]:
    days = [one.date for one in records if one.date]
    yield text.t("basket.report_count", count=len(records))
    if days:
        yield text.t("report.period", first=text.date(min(days)), last=text.date(max(days)))
        years = sorted(Counter(day[:4] for day in days).items())
        yield text.t("basket.report_years", counts=told_counts(years, text))
    if provinces := Counter(one.province for one in records if one.province):
        yield text.t("basket.report_provinces", counts=told_counts(provinces.most_common(), text))
    if directives := Counter(d.label for one in records for d in one.directives if d.id):
        yield text.t("basket.report_directives", counts=told_counts(directives.most_common(), text))


def _cells(record: ArticleRecord, text: Language, base: str) -> dict[str, str]:
    cells = {
        "date": text.date(record.date) if record.date else text.t("report.undated"),
        "union": union_of(record.source, record.province),
        "article": record.title or record.id,
        "passage": _beginning(record.lead or record.text),
        "who": "; ".join(map(called, record.people)),
        "directives": "; ".join(one.label for one in record.directives),
        "link": link_to(record.url, base, record_path("article", record.id)),
    }
    return {column: fit(cell) for column, cell in cells.items()}


def _beginning(said: str) -> str:
    """Return the beginning of an article, up to the end of a sentence where one lies in reach."""
    line = " ".join(said[: 4 * _LONGEST].split())
    if len(line) <= _LONGEST:
        return line
    cut = line[:_LONGEST]
    ends = [found.end() for found in re.finditer(r"[.!?…](?= )", cut)]
    return cut[: ends[-1]] if ends and ends[-1] > _LONGEST // 3 else f"{cut.rpartition(' ')[0]} …"

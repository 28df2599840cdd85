"""The report on a directive as the cells that people read, the same for every format of file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from search.interface.records import DirectiveReport, ReportPerson, ReportRow
from search.interface.request import SearchRequest
from webui.http.addresses import record_path, web_address
from webui.http.language import Language
from webui.http.xml_text import fit

COLUMNS = ("number", "date", "union", "who", "how", "passage", "article", "link")


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A heading, what stands under it, the heads of the columns, and a row of texts for each passage.

    The columns are those of COLUMNS; the last one is an address. `name` is fit for a file's name, without suffix.
    """

    name: str
    heading: str
    table_heading: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_table(report: DirectiveReport, asked: SearchRequest, text: Language, base: str) -> ReportTable:
    """Return the table of a report, in characters that any file can hold.

    `base` is the service's public address, for articles that have none of their own; empty: those have no link.
    """
    return ReportTable(
        name=f"{text.t('report.file')}-{re.sub(r'[^0-9A-Za-z]+', '-', report.id).strip('-')}",
        heading=fit(text.t("report.heading", name=report.name)),
        table_heading=text.t("report.passages"),
        notes=tuple(map(fit, _notes(report, asked, text))),
        heads=tuple(text.t(f"report.{column}") for column in COLUMNS),
        rows=tuple(tuple(map(fit, _row(number, row, text, base))) for number, row in enumerate(report.rows, 1)),
    )


def _notes(report: DirectiveReport, asked: SearchRequest, text: Language) -> Iterator[str]:
    if report.title and report.title != report.name:
        yield report.title
    date = text.date(report.date)
    if report.issuer and date:
        yield text.t("report.issued", issuer=report.issuer, date=date)
    elif report.issuer or date:
        key = "report.issued_by" if report.issuer else "report.issued_on"
        yield text.t(key, issuer=report.issuer, date=date)
    if len(report.dates) > 1:
        told = (text.t("report.times", date=text.date(value), count=count) for value, count in report.dates)
        yield text.t("report.conflict", dates=", ".join(told))
    narrowed = [value for _, value in asked.given]
    narrowed += [text.t(f"filter.{end}", date=text.date(day)) for end, day in _period(asked) if day]
    if narrowed:
        yield text.t("report.narrowed", filters=", ".join(narrowed))
    articles = len({row.article for row in report.rows})
    yield text.t("report.rows", count=len(report.rows), articles=articles) if articles else text.t("report.none")
    yield from _counts(report.rows, text)


def _counts(rows: tuple[ReportRow, ...], text: Language) -> Iterator[str]:
    """Return the period of the passages, how many there are of each year and province, and how many have no date."""
    days = [row.date for row in rows if row.date]
    if not rows:
        return
    if days:
        yield text.t("report.period", first=text.date(min(days)), last=text.date(max(days)))
        years = Counter(day[:4] for day in days)
        told = "; ".join(f"{year}: {text.number(years[year])}" for year in sorted(years))
        yield text.t("report.by_year", counts=told)
    provinces = Counter(row.province for row in rows if row.province)
    if provinces:
        most = sorted(provinces, key=lambda name: (-provinces[name], name))
        told = "; ".join(f"{name}: {text.number(provinces[name])}" for name in most)
        yield text.t("report.by_province", counts=told)
    if undated := len(rows) - len(days):
        yield text.t("report.without_date", count=undated)


def _period(asked: SearchRequest) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("from", asked.from_), ("to", asked.to)


def _row(number: int, row: ReportRow, text: Language, base: str) -> tuple[str, ...]:
    union = row.source
    if row.province and row.province not in union:
        union = f"{union} ({row.province})" if union else row.province
    verbs = list(dict.fromkeys(person.verb for person in row.people if person.verb))
    return (
        str(number),
        text.date(row.date) if row.date else text.t("report.undated"),
        union,
        "; ".join(_called(person) for person in row.people),
        ", ".join(verbs) or text.t("report.named"),
        row.passage,
        row.title or row.article,
        web_address(row.url) or (base + record_path("article", row.article) if base else ""),
    )


def _called(person: ReportPerson) -> str:
    name = f"{person.honorific} {person.name}".strip()
    return f"{name}, {', '.join(person.roles)}" if person.roles else name

"""The report on a directive as the cells that people read, the same for every format of file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from search.interface.records import PersonInArticle
from search.interface.reports import DirectiveReport, ReportPerson, ReportRow
from webui.http.addresses import link_to, passage_path
from webui.http.language import Language
from webui.http.xml_text import fit
from webui.reports.choice import ReportChoice


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A heading, what stands under it, the heads of the columns, and a row of texts for each passage.

    The columns are `number`, then those that were chosen; that of `link` holds addresses. `name` is fit for a file's
    name, without suffix.
    """

    name: str
    heading: str
    table_heading: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_table(report: DirectiveReport, choice: ReportChoice, text: Language, base: str) -> ReportTable:
    """Return the table of a report, in characters that any file can hold, without the rows that are left out.

    `base` is the service's public address, for articles that have none of their own; empty: those have no link.
    """
    rows = tuple(row for row in report.rows if row_key(row) not in choice.without)
    columns = ("number", *choice.shown)
    return ReportTable(
        name=f"{text.t('report.file')}-{re.sub(r'[^0-9A-Za-z]+', '-', report.id).strip('-')}",
        heading=fit(text.t("report.heading", name=report.name)),
        table_heading=text.t("report.passages"),
        notes=tuple(map(fit, _notes(report, rows, choice, text))),
        columns=columns,
        heads=tuple(text.t(f"report.{column}") for column in columns),
        rows=numbered((row_cells(row, text, base) for row in rows), columns),
    )


def row_key(row: ReportRow) -> str:
    """Return the name by which a row is left out: the same as long as its article and the passage's place are."""
    said = f"{row.article}\x1f{row.place.part}\x1f{row.place.item}\x1f{row.place.start}"
    return base64.b32encode(hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=5).digest()).decode().lower()


def _notes(report: DirectiveReport, rows: tuple[ReportRow, ...], choice: ReportChoice, text: Language) -> Iterator[str]:
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
    asked = choice.asked
    narrowed = [value for _, value in asked.given]
    period = (("from", asked.from_), ("to", asked.to))
    narrowed += [text.t(f"filter.{end}", date=text.date(day)) for end, day in period if day]
    if narrowed:
        yield text.t("report.narrowed", filters=", ".join(narrowed))
    if asked.copies == "fold":
        yield text.t("report.folded")
    articles = len({row.article for row in rows})
    yield text.t("report.rows", count=len(rows), articles=articles) if articles else text.t("report.none")
    if left_out := len(report.rows) - len(rows):
        yield text.t("report.left_out", count=left_out)
    if open_ones := sum(not row.settled for row in rows):
        yield text.t("report.not_settled", count=open_ones)
    yield from _counts(rows, text)


def _counts(rows: tuple[ReportRow, ...], text: Language) -> Iterator[str]:
    """Return the period of the passages, how many there are of each year and province, and how many have no date."""
    days = [row.date for row in rows if row.date]
    if not rows:
        return
    if days:
        yield text.t("report.period", first=text.date(min(days)), last=text.date(max(days)))
        years = Counter(day[:4] for day in days)
        yield text.t("report.by_year", counts=told_counts(sorted(years.items()), text))
    if provinces := Counter(row.province for row in rows if row.province):
        most = sorted(provinces.items(), key=lambda one: (-one[1], one[0]))
        yield text.t("report.by_province", counts=told_counts(most, text))
    if undated := len(rows) - len(days):
        yield text.t("report.without_date", count=undated)


def row_cells(row: ReportRow, text: Language, base: str) -> dict[str, str]:
    """Return the texts of a row by column; see `report_table` for `base`."""
    union = union_of(row.source, row.province)
    if elsewhere := dict.fromkeys(copy.source for copy in row.copies if copy.source and copy.source != row.source):
        union = f"{union}. {text.t('copies.also')} {', '.join(elsewhere)}"
    verbs = list(dict.fromkeys(person.verb for person in row.people if person.verb))
    cells = {
        "date": text.date(row.date) if row.date else text.t("report.undated"),
        "union": union,
        "who": "; ".join(map(called, row.people)),
        "how": ", ".join(verbs) or text.t("report.named"),
        "passage": row.passage,
        "settled": text.t("report.sure" if row.settled else "report.unsure"),
        "article": row.title or row.article,
        "link": link_to(row.url, base, passage_path(row.article, row.place)),
    }
    return {column: fit(cell) for column, cell in cells.items()}


def union_of(source: str, province: str) -> str:
    """Return who published an article, and of which province where the name does not say it."""
    if not province or province in source:
        return source
    return f"{source} ({province})" if source else province


def called(person: ReportPerson | PersonInArticle) -> str:
    """Return a person's title, name and offices."""
    return ", ".join([f"{person.honorific} {person.name}".strip(), *person.roles])


def told_counts(counts: Iterable[tuple[str, int]], text: Language) -> str:
    """Return values with how often each is there, on one line."""
    return "; ".join(f"{value}: {text.number(count)}" for value, count in counts)


def numbered(cells: Iterable[Mapping[str, str]], columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return rows of some columns, with their numbers from 1 on."""
    rows = ({"number": str(number), **one} for number, one in enumerate(cells, 1))
    return tuple(tuple(row[column] for column in columns) for row in rows)


def moment(published: str) -> datetime:
    """Return the time that stands in a file: when the index was made (ISO 8601), so that its bytes stay the same."""
    return datetime.fromisoformat(published) if published else datetime(1980, 1, 1, tzinfo=UTC)

"""Routes the basket: the chosen articles as a page, as a report, as a table and as citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Response, request

from search.interface.engine import SearchEngine
from search.interface.records import ArticleRecord
from webui.api.citations import CITATION_FORMATS, CitationFormat, citation
from webui.http.addresses import FORMATS, link_to, record_path, site_path, with_pairs, with_parameters
from webui.http.language import Language
from webui.http.parameters import MAX_VALUES, clean
from webui.http.public_address import origin, public_address
from webui.http.xml_text import fit
from webui.pages.page_layout import lang_parameter, page, page_language
from webui.reports.articles_table import articles_table
from webui.reports.csv_file import MARK, csv_lines
from webui.reports.file import table_file

_PATH = "/basket"
_FILES = ("report.docx", "report.xlsx", "list.csv", "citations.txt", "citations.bib", "citations.ris")
_COLUMNS = ("number", "id", "title", "date", "source", "province", "author", "link")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The articles that an address names, in its order, and how many of its ids the index has no article of."""

    records: tuple[ArticleRecord, ...]
    missing: int

    def address(self, path: str, lang: str) -> str:
        """Return an address that names the same articles."""
        return with_pairs(with_parameters(site_path(path), lang=lang), [("id", one.id) for one in self.records])


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes, with articles of `engine`."""
    pages = Blueprint("basket", __name__)

    @pages.get(_PATH)
    def basket() -> Response:
        chosen, text, lang = _chosen(engine), page_language(), lang_parameter()
        return page(
            "basket.html",
            lambda lang: chosen.address(_PATH, lang),
            chosen=[
                (one, with_parameters(record_path("article", one.id), lang=lang), citation(one, "txt", text, origin()))
                for one in chosen.records
            ],
            missing=chosen.missing,
            most=MAX_VALUES,
            files={name: chosen.address(f"{_PATH}/{name}", lang) for name in _FILES},
        )

    @pages.get(f"{_PATH}/list.csv")
    def basket_list() -> Response:
        text = page_language()
        heads = [text.t(f"export.{column}") for column in _COLUMNS]
        rows = [_row(number, one, text) for number, one in enumerate(_chosen(engine).records, 1)]
        return _file(MARK + csv_lines([heads, *rows]), FORMATS["csv"], f"{text.t('basket.file')}.csv")

    @pages.get(f"{_PATH}/report.<any(docx, xlsx):format>")
    def basket_report(format: Literal["docx", "xlsx"]) -> Response:
        text = page_language()
        table = articles_table(_chosen(engine).records, text, public_address())
        content = table_file(table, format, text, engine.status().published)
        return _file(content, FORMATS[format], f"{table.name}.{format}")

    @pages.get(f"{_PATH}/citations.<any(txt, bib, ris):format>")
    def basket_citations(format: CitationFormat) -> Response:
        text = page_language()
        cited = (citation(one, format, text, origin()).strip("\r\n") for one in _chosen(engine).records)
        name = f"{text.t('basket.citations_file')}.{format}"
        return _file("".join(f"{one}\n\n" for one in cited), CITATION_FORMATS[format], name)

    return pages


def _chosen(engine: SearchEngine) -> _Chosen:
    ids = list(dict.fromkeys(clean(id) for id in request.args.getlist("id") if id))[:MAX_VALUES]
    records = tuple(record for id in ids if (record := engine.article(id)) is not None)
    return _Chosen(records, len(ids) - len(records))


def _row(number: int, record: ArticleRecord, text: Language) -> list[str]:
    link = link_to(record.url, public_address(), record_path("article", record.id))
    day = text.typed_date(record.date) if record.date else ""
    title = record.title or record.id
    cells = (str(number), record.id, title, day, record.source, record.province, record.author, link)
    return [fit(cell) for cell in cells]


def _file(content: str | bytes, content_type: str, name: str) -> Response:
    encoded = content.encode("utf-8", "replace") if isinstance(content, str) else content
    response = Response(encoded, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response

"""Routes how to cite an article: as a sentence, as BibTeX and as RIS, for programs that keep references."""

from __future__ import annotations

import re
from functools import partial
from typing import Literal

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from index.analysis.normalise import fold
from search.interface.engine import SearchEngine
from search.interface.records import ArticleRecord
from webui.api.answers import PREFIX
from webui.api.route_descriptions import operation
from webui.http.addresses import record_path, web_address
from webui.http.entity_tags import tagged, unchanged
from webui.http.language import Language, language
from webui.http.parameters import CITATION_PARAMETERS, read_parameters
from webui.http.problems import checked, problem_response
from webui.http.public_address import origin
from webui.http.record_id import id_in_query
from webui.http.xml_text import fit

CitationFormat = Literal["txt", "bib", "ris"]
CITATION_FORMATS: dict[CitationFormat, str] = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
# Letters that BibTeX reads as commands, and how they are written as letters.
_BIBTEX = {letter: f"\\{letter}" for letter in "#$%&_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"}
_BIBTEX |= {"^": r"\textasciicircum{}"}


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes of citations, answering from `engine`."""
    citations = Blueprint("citations", __name__, url_prefix=f"{PREFIX}/articles")
    described = partial(
        operation,
        "How to cite an article, as {format}",
        CITATION_PARAMETERS,
        files=tuple(CITATION_FORMATS.items()),
        file="The citation.",
    )

    @citations.get("/<anything:id>/citation.<any(txt, bib, ris):format>")
    @described(name="citation{format}")
    def cited(id: str, format: CitationFormat) -> Response:
        return _citation(format, id, request.args)

    @citations.get("/citation.<any(txt, bib, ris):format>")
    @described(name="citation{format}ByQuery", id="required")
    def cited_by_query(format: CitationFormat) -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        return _citation(format, *id_in_query())

    def _citation(format: CitationFormat, id: str, given: MultiDict[str, str]) -> Response:
        lang: str = checked(read_parameters(given, CITATION_PARAMETERS, strict=True)).get("lang", "")
        generation, parts = engine.status().generation, ("citation", id, format, lang, origin())
        if same := unchanged(request, generation, *parts):
            return same
        record = engine.article(id)
        if record is None:
            return problem_response(404, f"There is no article with the id “{id}” in the index.")
        response = Response(citation(record, format, language(lang), origin()), content_type=CITATION_FORMATS[format])
        if format != "txt":
            name = re.sub(r"[^0-9A-Za-z]+", "-", record.id).strip("-")[:80] or "article"
            response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{format}")
        return tagged(response, generation, *parts)

    return citations


def citation(record: ArticleRecord, format: CitationFormat, text: Language, base: str) -> str:
    """Return how to cite an article: author, title, source, date, and where it was published, else where it is here.

    `base` is where the service is reached.
    """
    address = web_address(record.url) or base + record_path("article", record.id)
    told = {"author": record.author, "title": record.title or record.id, "source": record.source, "date": record.date}
    told = {name: " ".join(fit(value).split()) for name, value in told.items()}
    if format == "bib":
        return _bibtex(record, told, address)
    if format == "ris":
        return _ris(told, address)
    date = text.date(told["date"]) if told["date"] else ""
    parts = (told["author"], f"“{told['title']}”", told["source"], date)
    return f"{', '.join(filter(None, parts))}. {address}"


def _bibtex(record: ArticleRecord, told: dict[str, str], address: str) -> str:
    """Return an entry of biblatex, https://ctan.org/pkg/biblatex: `@online`, names in braces as they are written."""
    words = re.findall(r"[a-z0-9]+", fold(told["source"] or told["title"]))[:3]
    key = "-".join([*words, told["date"][:4], *re.findall(r"[a-z0-9]+", fold(record.id))[-2:]])
    fields = {
        "author": told["author"] and f"{{{_in_bibtex(told['author'])}}}",
        "title": f"{{{_in_bibtex(told['title'])}}}",
        "organization": told["source"] and f"{{{_in_bibtex(told['source'])}}}",
        "date": told["date"],
        "langid": "vietnamese",
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{key},", *lines, "}", ""])


def _in_bibtex(value: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in value)


def _ris(told: dict[str, str], address: str) -> str:
    """Return an entry of RIS: a tag of two letters a line, an electronic source."""
    day = told["date"].replace("-", "/")
    tags = (
        ("TY", "ELEC"),
        ("AU", told["author"]),
        ("TI", told["title"]),
        ("PB", told["source"]),
        ("PY", told["date"][:4]),
        ("DA", f"{day}{'/' * (3 - day.count('/'))}" if day else ""),
        ("LA", "vi"),
        ("UR", address),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags if value) + "ER  - \r\n"


def citation_path(id: str, format: CitationFormat) -> str:
    """Return the address of an article's citation; an id that cannot stand in a path goes into the query."""
    path = record_path("article", id, PREFIX)
    folder, asked, rest = path.partition("?")
    return f"{folder}/citation.{format}{asked}{rest}"



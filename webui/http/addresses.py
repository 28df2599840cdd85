"""The address of each page and each answer: one canonical form, so that links and entity tags agree."""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

from search.interface.filters import parameter_filters
from search.interface.lists import ListRequest
from search.interface.records import MentionSpan, PassageView
from search.interface.request import Kind, SearchRequest

Format = Literal["docx", "xlsx", "csv"]
FORMATS: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""Formats of a directive's report, each with its content type."""

ExportFormat = Literal["csv", "xlsx", "jsonl"]
EXPORT_FORMATS: dict[ExportFormat, str] = {
    "csv": FORMATS["csv"],
    "xlsx": FORMATS["xlsx"],
    "jsonl": "application/jsonl; charset=utf-8",
}
"""Formats of a file of all hits of a search, each with its content type."""

REPORT_COLUMNS = ("date", "union", "who", "how", "passage", "article", "link")
"""Columns of a report, in this order; a number stands before them."""

EMBEDDED = "/embed"
"""The page of a search for frames of other sites."""

_KEPT = 8_192  # paths kept made: an answer has some forty, of records that other answers have too
_DEFAULTS = SearchRequest()
_PLAIN_IN_PATH = "/@:,;=+!$*'()"
_FOLDERS: dict[Kind, str] = {
    "article": "articles",
    "directive": "directives",
    "speaker": "speakers",
    "organisation": "organisations",
}


BELOW: ContextVar[str] = ContextVar("BELOW", default="")
"""The path below which this request's service is reached, `/tracuu`; see `webui.http.public_address`."""


def site_path(path: str) -> str:
    """Return a path of the service as browsers ask for it: below that of the public address, where it has one.

    All addresses of this module are made by it. Outside of a request, as on the command line, the path stays.
    """
    return BELOW.get() + path


def record_path(kind: Kind, id: str, prefix: str = "") -> str:
    """Return the path of a record's page, or under `prefix` (`/api/v1`) of its JSON.

    An id may hold anything. Where it would not survive as a path (browsers and proxies resolve `..` and merge
    `//`, even percent-encoded), it goes into the query: `../x` → `/articles?id=..%2Fx`.
    """
    return site_path(prefix + _place(kind, id))


@lru_cache(_KEPT)
def _place(kind: Kind, id: str) -> str:
    if any(segment in ("", ".", "..") for segment in id.split("/")):
        return f"/{_FOLDERS[kind]}?{urlencode({'id': id}, quote_via=quote, safe='', errors='replace')}"
    return f"/{_FOLDERS[kind]}/{quote(id, safe=_PLAIN_IN_PATH, errors='replace')}"


def passage_path(article: str, place: MentionSpan | PassageView, lang: str = "") -> str:
    """Return the address of a passage: the article's page with an anchor that stands in it."""
    page = with_parameters(record_path("article", article), lang=lang)
    return f"{page}#{anchor(place.part, place.item, place.start)}"


def anchor(part: str, item: int, start: int) -> str:
    """Return the name of a place in an article's page: `body-120`, in the second attached file `attachment1-0`."""
    return f"{part}{item or ''}-{start}"


def with_parameters(path: str, **parameters: str) -> str:
    """Return `path` with the non-empty `parameters` added to its query."""
    given = {name: value for name, value in parameters.items() if value}
    if not given:
        return path
    return path + ("&" if "?" in path else "?") + urlencode(given, errors="replace")


def search_parameters(request: SearchRequest) -> list[tuple[str, str]]:
    """Return the parameters that say `request`, in one fixed order, defaults left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in (
        ("q", request.q),
        ("kind", request.kind),
        ("from", request.from_),
        ("to", request.to),
        *((one.name, request.values(one.name)) for one in parameter_filters()),
        ("copies", request.copies),
        ("match", request.match),
        ("sort", request.sort),
        ("size", request.size),
        ("page", request.page),
        ("explain", "1" if request.explain else ""),
        ("facets", "" if request.facets else "0"),
        ("exact", "1" if request.exact else ""),
    ):
        if isinstance(value, tuple):
            pairs += [(name, one) for one in value]
        elif value and value != getattr(_DEFAULTS, name, ""):
            pairs.append((name, str(value)))
    return pairs


def search_address(path: str, request: SearchRequest, lang: str = "") -> str:
    """Return `path` with the query that says `request`; `lang` is added where it is not empty."""
    pairs, path = search_parameters(request) + ([("lang", lang)] if lang else []), site_path(path)
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path


def list_address(request: ListRequest, prefix: str = "", lang: str = "") -> str:
    """Return the address of a list's page, or under `prefix` (`/api/v1`) of its JSON; defaults are left out."""
    default = ListRequest(kind=request.kind)
    pairs = [
        (name, str(getattr(request, field)))
        for name, field in (
            ("q", "q"),
            ("type", "type"),
            ("issuer", "issuer"),
            ("letter", "letter"),
            ("from", "from_"),
            ("to", "to"),
            ("sort", "sort"),
            ("size", "size"),
            ("page", "page"),
        )
        if getattr(request, field) != getattr(default, field)
    ]
    pairs += [("lang", lang)] if lang else []
    path = site_path(f"{prefix}/{_FOLDERS[request.kind]}")
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path


def web_address(url: str) -> str:
    """Return `url` where it leads to the web, else nothing: a document may say `javascript:…`.

    Control characters, which documents hold and no file of XML may, come back percent-encoded.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return "".join(letter if letter.isprintable() else quote(letter, errors="replace") for letter in url)

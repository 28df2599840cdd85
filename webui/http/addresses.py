"""The address of each page and each answer: one canonical form, so that links and entity tags agree."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

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
    return with_pairs(path, [(name, value) for name, value in parameters.items() if value])


def with_pairs(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return `path` with parameters, of which some may be repeated, added to its query."""
    if not pairs:
        return path
    return path + ("&" if "?" in path else "?") + urlencode(pairs, errors="replace")


def search_parameters(request: SearchRequest) -> list[tuple[str, str]]:
    """Return the parameters that say `request`, in one fixed order, defaults left out."""
    pairs = _said(request, _DEFAULTS, ("q", "kind", "from_", "to"))
    pairs += request.given
    return pairs + _said(
        request, _DEFAULTS, ("copies", "match", "sort", "size", "page", "explain", "facets", "exact")
    )


def _said(request: object, default: object, fields: Sequence[str]) -> list[tuple[str, str]]:
    """Return the parameters for those fields of a request that differ from a default one; a truth is 0 or 1."""
    values = {name: getattr(request, name) for name in fields if getattr(request, name) != getattr(default, name)}
    return [
        (name.rstrip("_"), str(int(value) if isinstance(value, bool) else value)) for name, value in values.items()
    ]


def search_address(path: str, request: SearchRequest, lang: str = "") -> str:
    """Return `path` with the query that says `request`; `lang` is added where it is not empty."""
    return with_parameters(with_pairs(site_path(path), search_parameters(request)), lang=lang)


def list_address(request: ListRequest, prefix: str = "", lang: str = "") -> str:
    """Return the address of a list's page, or under `prefix` (`/api/v1`) of its JSON; defaults are left out."""
    said = ("q", "type", "issuer", "letter", "from_", "to", "sort", "size", "page")
    path = with_pairs(site_path(f"{prefix}/{_FOLDERS[request.kind]}"), _said(request, ListRequest(request.kind), said))
    return with_parameters(path, lang=lang)


def link_to(url: str, base: str, path: str) -> str:
    """Return where a document was published, else its page here: below the public address `base`, if there is one."""
    return web_address(url) or (base + path if base else "")


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

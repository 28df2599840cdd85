"""From what a web server answered to articles: pages, and the office files among them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.documents import Article, Note, Rejection
from index.sources.encodings.encoding import Undecodable
from index.sources.exports.http_content import HTML, media_type, text_of_body
from index.sources.fields.addresses import identity_of, normal_address
from index.sources.fields.article_fields import LONGEST_TEXT, Place, too_large
from index.sources.fields.article_from_lines import article_at
from index.sources.fields.furniture import is_paragraph
from index.sources.files.walk import SourceFile
from index.sources.formats.html.html_lines import linked_lines_of
from index.sources.formats.html.html_page import page_of_tree, tree_of
from index.sources.formats.html.layouts import has_several
from index.sources.given import Given
from index.sources.registry import read_file
from index.table import rows

_FILES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_MOST_LINKED = 0.6  # of the characters of a page; one with more of them is a list


@dataclass(frozen=True, slots=True)
class Response:
    """A server's answer: the address requested, the type that it states, the body unpacked."""

    address: str
    type: str
    body: bytes


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {row[0].lower(): row[1] for row in rows(__package__, "page_kinds.tsv")}


def shows_article(tree: Any, rules: str = "") -> bool:
    """Tell whether a page shows one article, rather than the beginnings of several or none.

    The content system's own word on `<body>` counts first, then several bodies on one page, then what it reads as.
    """
    body = tree if tree.tag == "body" else tree.find(".//body")
    classes = (body.get("class") or "").lower().split() if body is not None else []
    kinds = {_kinds()[name] for name in classes if name in _kinds()}
    if len(kinds) == 1:
        return kinds == {"one"}
    if has_several(tree, rules):
        return False
    lines = linked_lines_of(tree)
    linked = sum(len(line.text) for line in lines if line.href)
    own = any(is_paragraph(line.text) and not line.href for line in lines)
    return own and linked <= _MOST_LINKED * sum(len(line.text) for line in lines)


def _of_page(response: Response, place: Place, address: str) -> Iterator[Article | Rejection | Note]:
    try:
        text = text_of_body(response.body, response.type)
    except Undecodable as error:
        yield Rejection(place.origin, "undecodable", str(error))
        return
    tree = tree_of(text)
    if tree is None or not shows_article(tree, place.given.rules):
        return
    page = page_of_tree(tree, text, place.given.rules)
    if page is not None:
        known = replace(page.known, id=place.id, url=address)
        yield article_at(replace(page, known=known), place)


def _of_file(response: Response, place: Place, address: str, suffix: str) -> Iterator[Article | Rejection | Note]:
    with tempfile.TemporaryDirectory(prefix="tracuu-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(response.body)
        for item in read_file(SourceFile(path, place.id, given=place.given)):
            item = replace(item, origin=place.origin)
            yield (
                replace(item, url=address, source=item.source or place.given.name)
                if isinstance(item, Article)
                else item
            )


def is_document(response: Response) -> bool:
    """Tell whether what a server sent is a page or an office file, by its type."""
    kind = media_type(response.type)
    return kind in HTML or kind in _FILES


def documents_of(response: Response, origin: str, given: Given) -> Iterator[Article | Rejection | Note]:
    """Return the article of a page or office file that a server sent; nothing for lists, pictures and all the rest."""
    address = normal_address(response.address)
    kind = media_type(response.type)
    place = Place(origin, identity_of(address, given.rules), given=given)
    if not place.id:
        return
    if kind in HTML:
        if len(response.body) > LONGEST_TEXT:
            yield too_large(origin)
        else:
            yield from _of_page(response, place, address)
    elif kind in _FILES:
        yield from _of_file(response, place, address, _FILES[kind])

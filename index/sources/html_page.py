"""HTML: a page of a site, or the fragment that a content system stores of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index.documents import Article, Rejection
from index.sources.furniture import cut_furniture
from index.sources.html_lines import lines_of_element
from index.sources.page import Page, article_of_page
from index.sources.records import clean, empty, has_letters, one_line
from index.sources.table import rows
from index.sources.walk import SourceFile
from index.sources.whole_file import text_of

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")  # lxml refuses decoded text that names an encoding
_WHOLE_PAGE = re.compile(r"<(?:html|body|frameset)\b", re.IGNORECASE)
_LEAST = 200  # characters; a redirecting page says less, an article more


@dataclass(frozen=True, slots=True)
class _Known:
    """What the head of a page tells."""

    title: str = ""
    date: str = ""
    author: str = ""
    site: str = ""
    url: str = ""


def _tree(text: str) -> Any:
    """Return the parsed page, None where there is nothing to parse."""
    text = _DECLARATION.sub("", text).replace("\0", "")
    try:
        return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError):  # no element in it
        return None


def _container(tree: Any) -> Any:
    """Return the element that holds the article by the table of layouts, None where none is known."""
    for kind, name, _ in rows("containers.tsv"):
        if kind == "attribute":
            attribute, _, value = name.partition("=")
            found = tree.xpath("//*[@*[name()=$attribute]=$value]", attribute=attribute, value=value)
        else:
            found = tree.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), $word)]", word=f" {name} ")
        best = max(found, key=lambda element: len(element.text_content()), default=None)
        if best is not None and has_letters(best.text_content()):
            return best
    return None


def _letters(line: str) -> str:
    return "".join(character for character in line if character.isalnum())


def _extracted(tree: Any, everything: Sequence[str], title: str) -> list[str]:
    """Return the lines of the article in a page of unknown layout: from the first to the last that trafilatura takes.

    What stands between them (captions, table rows, the head of a list of other news) it drops or rewrites. The
    lines between headline and article come too: a date line stands there.
    """
    import trafilatura  # slow to load; folders of other formats need not wait for it

    body = trafilatura.extract(tree, output_format="txt", include_comments=False, favor_recall=True) or ""
    taken = {_letters(line) for line in clean(body).splitlines()}
    at = [number for number, line in enumerate(everything) if _letters(line) in taken]
    if not at:
        return list(everything)
    heads = [number for number, line in enumerate(everything[: at[0]]) if line.casefold() == title.casefold()]
    return list(everything[heads[-1] if heads else at[0] : at[-1] + 1])


def _known(tree: Any) -> _Known:
    from trafilatura.metadata import extract_metadata

    # Not the extensive search: it takes any date in the text for the date of the page
    found = extract_metadata(tree, extensive=False)
    if found is None:
        return _Known()
    values = (found.title, found.date, found.author, found.sitename, found.url)
    return _Known(*(one_line(clean(value or "")) for value in values))


def _is_redirect(tree: Any, lines: Sequence[str]) -> bool:
    refresh = any("refresh" in (meta.get("http-equiv") or "").lower() for meta in tree.iter("meta"))
    frames = tree.find(".//frameset") is not None
    return frames or (refresh and sum(map(len, lines)) < _LEAST)


def _without_title(lines: list[str], title: str) -> list[str]:
    """Return the lines below the headline, where a page repeats it above the article."""
    for at, line in enumerate(lines[:6]):
        if line.casefold() == title.casefold():
            return lines[at + 1 :] or lines
    return lines


def _page(tree: Any, everything: list[str]) -> Page:
    known = _known(tree)
    container = _container(tree)
    lines = lines_of_element(container) if container is not None else _extracted(tree, everything, known.title)
    article = Article(
        id="",
        title=known.title,
        text="",
        date=known.date,
        author=known.author,
        source=known.site,
        url=known.url if known.url.startswith("http") else "",
        related=cut_furniture(everything).related,  # the extractors leave these lists out, as they should
    )
    return Page(tuple(clean(line) for line in _without_title(lines, known.title)), article)


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the page. Frames and redirects, which hold none, are told as empty.

    A fragment without `<html>` or `<body>` is all article; of a page the element that its layout is known by, else
    what trafilatura takes for the article.
    """
    text = text_of(source_file.path)
    tree = _tree(text)
    everything = [clean(line) for line in lines_of_element(tree)] if tree is not None else []
    if tree is None or not everything or _is_redirect(tree, everything):
        yield empty(str(source_file.path))
    elif _WHOLE_PAGE.search(text):
        yield article_of_page(_page(tree, everything), source_file)
    else:
        yield article_of_page(Page(tuple(everything), Article("", "", "")), source_file)

"""HTML: a page of a site, or the fragment that a content system stores of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index.documents import Article, Rejection
from index.sources.encodings.misread_unicode import as_meant
from index.sources.fields.article_fields import clean, empty, one_line
from index.sources.fields.article_from_lines import Page, article_of_page
from index.sources.fields.date_places import is_date_line
from index.sources.fields.furniture import cut_furniture
from index.sources.fields.letters import has_letter_head
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import text_of
from index.sources.formats.html.html_lines import Line, linked_lines_of
from index.sources.formats.html.inserted_links import cut_links
from index.sources.formats.html.layouts import container, drop, fields_of, layout_of
from index.sources.formats.html.picture_titles import title_on_pictures
from index.sources.formats.html.raised_marks import drop_marks

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")  # lxml refuses decoded text that names an encoding
_WHOLE_PAGE = re.compile(r"<(?:html|body|frameset)\b", re.IGNORECASE)
_NOTHING = Article("", "", "")
_LEAST = 200  # characters; a redirecting page says less, an article more


def tree_of(text: str) -> Any:
    """Return the parsed page, None where there is nothing to parse."""
    text = as_meant(_DECLARATION.sub("", text).replace("\0", ""))
    try:
        tree = lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError):  # no element in it
        return None
    drop_marks(tree)
    return tree


def _letters(line: str) -> str:
    return "".join(character for character in line if character.isalnum())


def _extracted(tree: Any, everything: Sequence[Line], title: str) -> list[Line]:
    """Return the lines of the article in a page of unknown layout: from the first to the last that trafilatura takes.

    What stands between them (captions, table rows, the head of a list of other news) it drops or rewrites. The
    lines between headline and article come too: a date line stands there.
    """
    import trafilatura  # slow to load; folders of other formats need not wait for it

    body = trafilatura.extract(tree, output_format="txt", include_comments=False, favor_recall=True) or ""
    taken = {_letters(line) for line in clean(body).splitlines()}
    at = [number for number, line in enumerate(everything) if _letters(line.text) in taken]
    if not at:
        return list(everything)
    heads = [number for number, line in enumerate(everything[: at[0]]) if line.text.casefold() == title.casefold()]
    return list(everything[heads[-1] if heads else at[0] : at[-1] + 1])


def _known(tree: Any) -> Article:
    """Return what the head of a page tells."""
    from trafilatura.metadata import extract_metadata

    # Not the extensive search: it takes any date in the text for the date of the page
    found = extract_metadata(tree, extensive=False)
    if found is None:
        return _NOTHING
    values = (found.title, found.date, found.author, found.sitename, found.url)
    title, date, author, site, url = (one_line(clean(value or "")) for value in values)
    url = url if url.startswith("http") else ""
    return Article("", title, "", date=date, author=author, source=site, url=url)


def _is_redirect(tree: Any, lines: Sequence[str]) -> bool:
    refresh = any("refresh" in (meta.get("http-equiv") or "").lower() for meta in tree.iter("meta"))
    frames = tree.find(".//frameset") is not None
    return frames or (refresh and sum(map(len, lines)) < _LEAST)


def _without_title(lines: Sequence[Line], title: str) -> Sequence[Line]:
    """Return the lines below the headline, where a page repeats it above the article."""
    for at, line in enumerate(lines[:6]):
        if line.text.casefold() == title.casefold():
            return lines[at + 1 :] or lines
    return lines


def _clean_lines(element: Any) -> list[Line]:
    return [Line(clean(line.text), line.href) for line in linked_lines_of(element)]


def _whole_page(tree: Any, everything: Sequence[Line], rules: str) -> Page:
    known = _known(tree)
    layout = layout_of(tree, rules)
    shown = fields_of(tree, layout) if layout else _NOTHING
    title = shown.title or known.title
    body = container(tree, layout) if layout else None
    dropped = drop(body, layout) if layout and body is not None else []
    if body is None and has_letter_head([line.text for line in everything]):
        found = list(everything)  # an extractor takes the head of an official letter for a menu
    else:
        found = _clean_lines(body) if body is not None else _extracted(tree, everything, title)
    own = cut_links(_without_title(found, title))
    listed = cut_furniture([line.text for line in everything]).related  # the extractors leave them out, as they should
    article = replace(
        known,
        title=title,
        date=shown.date or next(filter(is_date_line, dropped), "") or known.date,
        author=shown.author or known.author,
        category=shown.category,
        related=tuple(dict.fromkeys((*own.titles, *listed))),
    )
    return Page(own.lines, article, "" if title else title_on_pictures(tree, own.lines))


def _fragment(tree: Any, everything: Sequence[Line]) -> Page:
    own = cut_links(everything)
    cut = cut_furniture(own.lines)
    related = tuple(dict.fromkeys((*own.titles, *cut.related)))
    return Page(own.lines, Article("", "", "", related=related), title_on_pictures(tree, own.lines))


def page_of_html(text: str, rules: str = "") -> Page | None:
    """Return the article of a page or of a fragment of one, None for what holds none: frames, redirects.

    A fragment without `<html>` or `<body>` is all article; of a page the element that its layout is known by, else
    what trafilatura takes for the article. `rules` names the layout where it is known.
    """
    tree = tree_of(text)
    return None if tree is None else page_of_tree(tree, text, rules)


def page_of_tree(tree: Any, text: str, rules: str = "") -> Page | None:
    """Return the same of a page that is parsed already."""
    everything = _clean_lines(tree)
    if not everything or _is_redirect(tree, [line.text for line in everything]):
        return None
    return _whole_page(tree, everything, rules) if _WHOLE_PAGE.search(text) else _fragment(tree, everything)


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the page."""
    page = page_of_html(text_of(source_file.path), source_file.given.rules)
    yield empty(str(source_file.path)) if page is None else article_of_page(page, source_file)

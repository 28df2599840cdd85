"""Finds article, title, date, author and section of a page of a known layout, by a table of selectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.documents import Article
from index.sources.fields.article_fields import clean, has_letters, one_line
from index.sources.fields.date_formats import normalise_date
from index.sources.fields.furniture import without_label
from index.sources.fields.office_fields import sensible_author
from index.sources.formats.html.html_lines import lines_of_element
from index.table import rows

_PART = re.compile(r"(?P<kind>[.#]?)(?P<name>[\w-]+)|\[(?P<attribute>[\w-]+)=(?P<value>[^\]]+)\]")
_LEAST = 80  # characters of the beginning of an article on a list; old Joomla sets headings in the same kind of table
_LONGEST = 200  # characters of a title, an author or a section


@dataclass(frozen=True, slots=True)
class Layout:
    """A row of `formats/html/layouts.tsv`; selectors as XPath, in their order."""

    name: str
    sign: tuple[str, ...]
    body: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    author: tuple[str, ...]
    category: tuple[str, ...]
    dropped: tuple[str, ...]


def _quoted(text: str) -> str:
    return f"'{text}'" if "'" not in text else f'"{text}"'


def xpath_of(selector: str) -> str:
    """Return the XPath of a selector: `h1.title` → every h1 one of whose class words is `title`."""
    tag, tests = "*", []
    for part in _PART.finditer(selector):
        if part["attribute"]:
            tests.append(f"@*[name()={_quoted(part['attribute'])}]={_quoted(part['value'])}")
        elif part["kind"] == ".":
            tests.append(f"contains(concat(' ', normalize-space(@class), ' '), {_quoted(' ' + part['name'] + ' ')})")
        elif part["kind"] == "#":
            tests.append(f"@id={_quoted(part['name'])}")
        else:
            tag = part["name"]
    return f".//{tag}" + "".join(f"[{test}]" for test in tests)


@lru_cache(maxsize=1)
def _layouts() -> tuple[Layout, ...]:
    return tuple(
        Layout(name, *(tuple(map(xpath_of, filter(None, cell.split("|")))) for cell in cells))
        for name, *cells in rows(__package__, "layouts.tsv")
    )


def _elements(tree: Any, paths: tuple[str, ...]) -> Iterator[Any]:
    for path in paths:
        yield from tree.xpath(path)


def layout_of(tree: Any, rules: str = "") -> Layout | None:
    """Return the layout that `rules` names, else the first whose sign stands on the page, None for none."""
    if rules:
        return next((layout for layout in _layouts() if layout.name == rules), None)
    for layout in _layouts():
        if any(has_letters(element.text_content()) for element in _elements(tree, layout.sign)):
            return layout
    return None


def container(tree: Any, layout: Layout) -> Any:
    """Return the element that holds the article, the longest where several do, None for none."""
    for path in layout.body:
        best = max(tree.xpath(path), key=lambda element: len(element.text_content()), default=None)
        if best is not None and has_letters(best.text_content()):
            return best
    return None


def has_several(tree: Any, rules: str = "") -> bool:
    """Tell whether a page holds the bodies of several articles, none within another."""
    layout = layout_of(tree, rules)
    if layout is None or not layout.body:
        return False
    found = [element for element in tree.xpath(layout.body[0]) if len(one_line(element.text_content())) >= _LEAST]
    inside = set(found)
    return sum(1 for element in found if inside.isdisjoint(element.iterancestors())) > 1


def drop(element: Any, layout: Layout) -> list[str]:
    """Remove from an element what the layout says is no part of an article, and return the lines of that.

    Text that follows a removed part stays.
    """
    lines: list[str] = []
    for part in list(_elements(element, layout.dropped)):
        if part is not element and part.getparent() is not None:
            lines += lines_of_element(part)
            part.drop_tree()
    return lines


def fields_of(tree: Any, layout: Layout) -> Article:
    """Return title, date, author and section as the layout shows them, labels such as `Chuyên mục:` left off."""
    title = next(_texts(tree, layout.title), "")
    dates = (normalise_date(text) for text in _dates(tree, layout.date))
    author = next((sensible_author(without_label(text)) for text in _texts(tree, layout.author)), "")
    category = next((without_label(text) for text in _texts(tree, layout.category)), "")
    return Article("", title, "", date=next(filter(None, dates), ""), author=author, category=category)


def _texts(tree: Any, paths: tuple[str, ...]) -> Iterator[str]:
    for element in _elements(tree, paths):
        text = one_line(clean(element.get("content") or element.text_content()))
        if text and len(text) <= _LONGEST:
            yield text


def _dates(tree: Any, paths: tuple[str, ...]) -> Iterator[str]:
    for element in _elements(tree, paths):
        for one in (element, *element.iter("time")):
            yield one.get("datetime") or one.get("content") or ""
        yield one_line(element.text_content())[-80:]

"""The visible lines of an HTML element: a paragraph, heading, list item or table row each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from index.sources.fields.letter_columns import is_letter_head

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section table tbody tfoot thead tr ul td th",
    )
)
_UNSEEN = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template head title iframe object svg button select option textarea input nav",
    )
)
_CELLS = ("td", "th")
_LONGEST_CELL = 300  # characters; a cell beyond it is a column of a page laid out by tables, not of data


def _is_unseen(element: Any) -> bool:
    if not isinstance(element.tag, str):  # a comment
        return True
    style = "".join((element.get("style") or "").lower().split())
    return element.tag in _UNSEEN or element.get("hidden") is not None or "display:none" in style


def _is_data(row: Any) -> bool:
    """Tell whether a table row holds data, whose cells stay on one line, rather than a page's columns."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    texts = [" ".join("".join(cell.itertext()).split()) for cell in cells]
    return (
        sum(1 for text in texts if text) > 1
        and all(len(text) <= _LONGEST_CELL for text in texts)
        and row.find(".//table") is None
        and not any(map(is_letter_head, texts))
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line, and where it leads if all of it is one link, else ''."""

    text: str
    href: str = ""


class _Lines:
    """Collects pieces of text into lines."""

    def __init__(self) -> None:
        self.done: list[Line] = []
        self._pieces: list[str] = []
        self._hrefs: set[str] = set()
        self._href = ""
        self._data_row: Any = None

    def start(self, element: Any) -> None:
        tag = element.tag
        if tag == "a":
            self._href = element.get("href") or ""
        if self._data_row is None:
            if tag in _BLOCKS:
                self.flush()
            if tag == "tr" and _is_data(element):
                self._data_row = element
        elif tag in _CELLS and element.getprevious() is not None:
            self._pieces.append(" | ")
        elif tag in _BLOCKS:
            self._pieces.append(" ")
        self.add(element.text)

    def end(self, element: Any) -> None:
        if element is self._data_row:
            self._data_row = None
        if self._data_row is None and element.tag in _BLOCKS:
            self.flush()
        elif element.tag in _BLOCKS:
            self._pieces.append(" ")
        if element.tag == "a":
            self._href = ""

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            if not text.isspace():
                self._hrefs.add(self._href)

    def flush(self) -> None:
        line = " ".join("".join(self._pieces).split())
        if line:
            self.done.append(Line(line, next(iter(self._hrefs)) if len(self._hrefs) == 1 else ""))
        self._pieces = []
        self._hrefs = set()


def lines_of_element(root: Any) -> list[str]:
    """Return the lines that a reader sees of an lxml element; white space within them is one space."""
    return [line.text for line in linked_lines_of(root)]


def linked_lines_of(root: Any) -> list[Line]:
    """Return the same lines, each with its link where it is nothing but one."""
    lines = _Lines()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        unseen = _is_unseen(element)
        if event == "start":
            if unseen:
                walk.skip_subtree()
            else:
                lines.start(element)
            continue
        if not unseen:
            lines.end(element)
        if element is not root:
            lines.add(element.tail)
    lines.flush()
    return lines.done

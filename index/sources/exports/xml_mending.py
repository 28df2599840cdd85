"""Mends XML that is no whole XML: control characters, bare `&`, names of HTML, a blank first line, a wrong encoding.

Content systems write exports with print statements; a strict reader refuses all of it for one sign. What stands in
CDATA is left as it is, for nothing has to be escaped there.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from index.sources.encodings.encoding import Undecodable, decode, encoding_of
from index.sources.fields.article_fields import LONGEST_TEXT

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NAMED_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{2,40})")
_AMPERSAND = re.compile(r"&(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,31});|#(?P<number>\d{1,7}|[xX][0-9a-fA-F]{1,6});|)")
_INLINE = re.compile(r"<(/?(?:a|b|i|u|em|strong|span|font|small|sup|sub|br|p|div|img)(?=[\s/>]))", re.IGNORECASE)
_XHTML = re.compile(r"type\s*=\s*[\"']xhtml")
_KNOWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ROOT = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?:rss|feed|RDF))\b[^>]*>")
_OPEN_OR_CLOSE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<close>/?)(?P<name>item|entry)\b[^>]*>", re.DOTALL
)


# Characters of an item that are parsed. What is longer is more than any article may be, with its markup and its
# attributes, and the reader says so of what is left of it too.
_LONGEST_PIECE = 2 * LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class MendedItems:
    """The items of a feed or export, each parsed by itself.

    `cut_off`: the last one has no end and is not among them.
    """

    head: Any
    items: tuple[Any, ...]
    cut_off: bool


def _reference(found: re.Match[str]) -> str:
    """Return a reference as XML knows it; a bare `&` is one that is written `&amp;`."""
    name, number = found["name"], found["number"]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return "" if code > 0x10FFFF or _CONTROLS.match(chr(code)) else found[0]
    if name in _KNOWN:
        return found[0]
    character = html.entities.html5.get(f"{name};") if name else None
    if character:
        return "".join(f"&#{ord(one)};" for one in character)
    return f"&amp;{found[0][1:]}"


def mended_text(data: bytes) -> str:
    """Return XML as text that a parser takes more easily, without its declaration. Raises Undecodable."""
    text = _decoded(data)
    text = _CONTROLS.sub("", text.lstrip("\ufeff"))
    root = _ROOT.search(text)
    start = max(text.rfind("<?xml", 0, root.start() if root else None), text.find("<"))  # behind notices of PHP
    text = _DECLARATION.sub("", text[max(start, 0) :])
    parts = _CDATA.split(text)
    if not _XHTML.search(text):  # `<b>` in a title outside CDATA is text that nobody escaped, and may never be closed
        parts = [part if at % 2 else _INLINE.sub(r"&lt;\1", part) for at, part in enumerate(parts)]
    return "".join(part if at % 2 else _AMPERSAND.sub(_reference, part) for at, part in enumerate(parts))


def _decoded(data: bytes) -> str:
    """Return the text of bytes: UTF-8 whatever they declare where they are that, else by what they read as."""
    if encoding_of(data) == "utf-16":
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return decode(data)
    except Undecodable:
        named = _NAMED_ENCODING.match(data)
        name = named[1].decode("ascii").lower() if named else "utf-8"
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            return data.decode("utf-8", "replace")


def parser() -> Any:
    """Return a parser that goes on after faults, expands no entity and fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True)


def mended_tree(data: bytes) -> Any:
    """Return the tree of what can be read, None for nothing at all. Raises Undecodable."""
    text = mended_text(data)
    if not text.strip():
        return None
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each whole item begins and ends; one without an end goes up to the next one."""
    begins = -1
    for found in _OPEN_OR_CLOSE.finditer(text):
        if not found["name"] or found[0].endswith("/>"):
            continue
        if not found["close"]:
            if begins >= 0:
                yield begins, found.start()
            begins = found.start()
        elif begins >= 0:
            yield begins, found.end()
            begins = -1


def mended_items(data: bytes) -> MendedItems | None:
    """Return the items of a feed or export that is no whole XML, None where it is neither. Raises Undecodable.

    Each item is parsed by itself, so that what is wrong with one costs no other.
    """
    text = mended_text(data)
    root = _ROOT.search(text)
    if root is None:
        return None
    pieces = list(_pieces(text))
    opened, closed = root[0].rstrip("/>") + ">", f"</{root['name']}>"

    def tree(inner: str) -> Any:
        return etree.fromstring(f"{opened}{inner}{closed}".encode("utf-8", "replace"), parser=parser())

    head = tree(text[root.end() : pieces[0][0] if pieces else len(text)])
    pieces = [(start, min(end, start + _LONGEST_PIECE)) for start, end in pieces]
    items = [found[0] for start, end in pieces if (found := tree(text[start:end])) is not None and len(found)]
    rest = text[pieces[-1][1] if pieces else root.end() :]
    return MendedItems(head, tuple(items), closed not in rest)

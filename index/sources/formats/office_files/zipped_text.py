"""ODT, ODP and EPUB: text in XML inside a zip file, read in its order."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import unquote

from lxml import etree

from index.documents import Article, Rejection
from index.sources.fields.article_fields import clean, one_line, one_line_in_columns
from index.sources.fields.article_from_lines import article_of_office_file
from index.sources.fields.letter_columns import is_letter_head
from index.sources.fields.note_marks import is_note_mark
from index.sources.fields.office_fields import sensible_title
from index.sources.files.suffixes import suffix_of
from index.sources.files.walk import SourceFile
from index.sources.files.zip_bounds import Bounds, Damaged, content_of, open_zip
from index.sources.formats.html.html_lines import lines_of_element
from index.sources.formats.html.raised_marks import drop_marks

_BOUNDS = Bounds(members=5_000, total=256 << 20)
_BLANKS = {"s": " ", "tab": "\t"}
_UNSEEN = frozenset({"tracked-changes", "note", "annotation", "sequence-decls", "forms"})


def xml_of(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the parsed member, entities not expanded and nothing fetched. Raises Damaged."""
    try:
        entry = archive.getinfo(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(content_of(archive, entry), parser=parser)
    except (KeyError, etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"its part {name} is missing or damaged; save it again") from error


def local_name(element: Any) -> str:
    """Return the name of an element without its name space, '' for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def properties_of(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Return title and author as the properties of an office file say, '' where they do not. Raises Damaged."""
    name = next((name for name in ("docProps/core.xml", "meta.xml") if name in archive.namelist()), "")
    if not name:
        return "", ""
    tree = xml_of(archive, name)
    return _first(tree, "title"), _first(tree, "creator")


def _first(tree: Any, name: str) -> str:
    return next((element.text or "" for element in tree.iter("{*}" + name)), "")


def _inline(element: Any, raised: frozenset[str]) -> str:
    parts = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name in _BLANKS:
            parts.append(_BLANKS[name])
        elif name == "line-break":
            parts.append("\n")
        elif name and name not in _UNSEEN:
            text = _inline(child, raised)
            if _style(child) not in raised or not is_note_mark(text, "".join(parts)):
                parts.append(text)
        parts.append(child.tail or "")
    return "".join(parts)


def _style(element: Any) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}style-name")), "")


def _raised_styles(tree: Any) -> frozenset[str]:
    """Return the names of the styles whose characters stand above the line."""
    found = set()
    for style in tree.iter("{*}style"):
        name = next((value for key, value in style.attrib.items() if key.endswith("}name")), "")
        positions = [value for part in style for key, value in part.attrib.items() if key.endswith("}text-position")]
        if any(re.match("super|[1-9]", position) for position in positions):
            found.add(name)
    return frozenset(found)


def _blocks(element: Any, raised: frozenset[str]) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name in ("p", "h"):
            yield from _inline(child, raised).splitlines()
        elif name == "table-row":
            cells = [list(_blocks(cell, raised)) for cell in child]
            if any(map(is_letter_head, chain.from_iterable(cells))):
                yield from chain.from_iterable(cells)
            else:
                yield " | ".join(filter(None, (one_line(" ".join(cell)) for cell in cells)))
        elif name and name not in _UNSEEN:
            yield from _blocks(child, raised)


def _open_document(archive: zipfile.ZipFile) -> tuple[list[str], Any]:
    content = xml_of(archive, "content.xml")
    body = next(content.iter("{*}body"), None)
    if body is None:
        raise Damaged("it has no text part; save it again")
    raised = _raised_styles(content)
    if "styles.xml" in archive.namelist():
        raised |= _raised_styles(xml_of(archive, "styles.xml"))
    return list(_blocks(body, raised)), xml_of(archive, "meta.xml") if "meta.xml" in archive.namelist() else body


def _book(archive: zipfile.ZipFile) -> tuple[list[str], Any]:
    roots = [root.get("full-path") for root in xml_of(archive, "META-INF/container.xml").iter("{*}rootfile")]
    if not roots or not roots[0]:
        raise Damaged("it names no book; get a whole copy")
    package = xml_of(archive, roots[0])
    parts = {item.get("id"): item.get("href") or "" for item in package.iter("{*}item")}
    lines: list[str] = []
    for identifier in dict.fromkeys(reference.get("idref") for reference in package.iter("{*}itemref")):
        href = unquote(parts.get(identifier, ""))  # a spine that names a chapter a thousand times shows it once
        name = posixpath.normpath(posixpath.join(posixpath.dirname(roots[0]), href))
        tree = xml_of(archive, name)
        for element in tree.iter():  # the lines of HTML know tags without a name space
            if isinstance(element.tag, str):
                element.tag = local_name(element)
        drop_marks(tree)
        lines += lines_of_element(tree)
    return lines, package


_FORMATS: dict[str, Callable[[zipfile.ZipFile], tuple[list[str], Any]]] = {
    ".odt": _open_document,
    ".odp": _open_document,
    ".epub": _book,
}


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the file, its title and author as its properties name them. Raises Damaged, Exceeds."""
    with open_zip(source_file.path, _BOUNDS) as archive:
        found, properties = _FORMATS[suffix_of(source_file.path.name).lower()](archive)
    title = sensible_title(_first(properties, "title"))
    lines = [line for line in (one_line_in_columns(clean(line)) for line in found) if line]
    yield article_of_office_file(lines, title, _first(properties, "creator"), source_file)

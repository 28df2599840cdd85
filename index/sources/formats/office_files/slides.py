"""Slides (.pptx): the text of each slide in the order they are shown; titles, lists, tables.

By lxml, as all XML in zip files here: python-pptx would bring Pillow, which reads pictures, and nothing here does.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from index.documents import Article, Rejection
from index.sources.encodings.legacy_fonts import Run, text_of_runs
from index.sources.fields.article_fields import clean, one_line
from index.sources.fields.article_from_lines import article_of_office_file
from index.sources.fields.note_marks import without_marks
from index.sources.fields.office_fields import sensible_title
from index.sources.files.walk import SourceFile
from index.sources.files.zip_bounds import Bounds, open_zip
from index.sources.formats.office_files.zipped_text import local_name, properties_of, xml_of

_BOUNDS = Bounds(members=20_000, total=512 << 20)
_SHOW = "ppt/presentation.xml"
_FURNITURE = ("sldNum", "ftr", "dt", "hdr")  # of each slide: number, footer, day
_TITLES = ("title", "ctrTitle")
_NAME_OF_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _slides(archive: zipfile.ZipFile) -> Iterator[Any]:
    """Yield the slides that are shown, in their order."""
    relations = xml_of(archive, "ppt/_rels/presentation.xml.rels")
    targets = {one.get("Id"): one.get("Target") or "" for one in relations.iter("{*}Relationship")}
    for entry in xml_of(archive, _SHOW).iter("{*}sldId"):
        target = targets.get(entry.get(_NAME_OF_RELATION), "")
        slide = xml_of(archive, posixpath.normpath(posixpath.join("ppt", target)).lstrip("/"))
        if slide.get("show") not in ("0", "false"):
            yield slide


def _runs(paragraph: Any) -> Iterator[Run]:
    for part in paragraph:
        name = local_name(part)
        if name in ("r", "fld"):
            font = next((one.get("typeface") or "" for one in part.iter("{*}latin")), "")
            lifted = next((one.get("baseline") or "" for one in part.iter("{*}rPr")), "").strip("%0")
            raised = lifted.isdecimal()  # below the line it is negative
            for text in part.iter("{*}t"):
                yield Run(text.text or "", font, raised)
        elif name == "br":
            yield Run("\n", "")


def _paragraphs(element: Any) -> Iterator[str]:
    for paragraph in element.iter("{*}p"):
        yield from clean(text_of_runs(without_marks(_runs(paragraph)))).splitlines()


def _kind(shape: Any) -> str:
    return next((one.get("type") or "" for one in shape.iter("{*}ph")), "")


def _lines(element: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind of shape and the text of each line of a slide; a row of a table is a line."""
    for child in element:
        name = local_name(child)
        if name == "sp":
            kind = _kind(child)
            if kind not in _FURNITURE:
                yield from ((kind, line) for line in _paragraphs(child))
        elif name == "tr":
            yield "", " | ".join(filter(None, (one_line(" ".join(_paragraphs(cell))) for cell in child)))
        elif name != "Fallback":  # the same once more, for older programs
            yield from _lines(child)


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the file, its title that of its properties or of the first slide.

    What the speaker noted for himself, comments and slides that are hidden are left out. Raises Damaged, Exceeds.
    """
    with open_zip(source_file.path, _BOUNDS) as archive:
        found = [(kind, one_line(line)) for slide in _slides(archive) for kind, line in _lines(slide)]
        named, author = properties_of(archive)
    title = next((line for kind, line in found if kind in _TITLES and line), "") or sensible_title(named)
    yield article_of_office_file([line for _, line in found if line], title, author, source_file)

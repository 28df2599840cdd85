"""Word (.docx, with macros .docm, templates): paragraphs and tables in order, old fonts by run, properties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from index.documents import Article, Rejection
from index.sources.encodings.legacy_fonts import Run, text_of_runs
from index.sources.encodings.misread_unicode import as_meant
from index.sources.fields.article_fields import clean, one_line, one_line_in_columns
from index.sources.fields.article_from_lines import article_of_office_file
from index.sources.fields.letter_columns import is_letter_head
from index.sources.fields.note_marks import without_marks
from index.sources.fields.office_fields import sensible_title
from index.sources.files.walk import SourceFile
from index.sources.files.zip_bounds import Bounds, Damaged, content_of, open_zip

_BOUNDS = Bounds(members=5_000, total=256 << 20)
_LONGEST_CELL = 300  # characters; beyond it a table is layout and its cells are paragraphs
_PASSED_OVER = frozenset(
    {
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:pPr"),
        qn("w:rPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # a text box once more
    }
)
_BLOCKS = (qn("w:p"), qn("w:tbl"))
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_HEADINGS = ("title", "heading 1")
_KINDS = {
    CONTENT_TYPE.WML_DOCUMENT_MAIN: DocumentPart,
    "application/vnd.ms-word.document.macroEnabled.main+xml": DocumentPart,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": DocumentPart,
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": DocumentPart,
}
"""Types that python-docx is to take for a document: those with macros, which are not looked at, and templates."""


class _Fonts:
    """Fonts of runs: a run's own, else that of its style, of the paragraph's style, of the document."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = self._named(root.find(qn("w:docDefaults")))
        self._paragraph = next(
            (
                i
                for i, s in self._styles.items()
                if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) == "1"
            ),
            "",
        )

    @staticmethod
    def _named(element: Any) -> str:
        fonts = element.find(f".//{qn('w:rFonts')}") if element is not None else None
        if fonts is None:
            return ""
        return fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or ""

    def _of_style(self, identifier: str) -> str:
        for _ in range(12):  # styles may name each other in a circle
            style = self._styles.get(identifier)
            if style is None:
                return ""
            if name := self._named(style):
                return name
            based = style.find(qn("w:basedOn"))
            identifier = based.get(qn("w:val")) if based is not None else ""
        return ""

    def of(self, run: Any, paragraph: Any) -> str:
        own = run.find(qn("w:rPr"))
        run_style = own.find(qn("w:rStyle")) if own is not None else None
        return (
            self._named(own)
            or (self._of_style(run_style.get(qn("w:val"))) if run_style is not None else "")
            or self._of_style(style_of(paragraph) or self._paragraph)
            or self._default
        )

    def name_of(self, identifier: str) -> str:
        """Return the name of a style in lower case, '' for one that has none."""
        style = self._styles.get(identifier)
        found = style.find(qn("w:name")) if style is not None else None
        return (found.get(qn("w:val")) or "").lower() if found is not None else ""

    def is_raised(self, run: Any) -> bool:
        """Tell whether a run stands above the line, by itself or by the style of its characters."""
        own = run.find(qn("w:rPr"))
        if own is None:
            return False
        found = own.find(qn("w:vertAlign"))
        if found is None:
            style = own.find(qn("w:rStyle"))
            named = self._styles.get(style.get(qn("w:val"))) if style is not None else None
            found = named.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") if named is not None else None
        if found is not None:
            return bool(found.get(qn("w:val")) == "superscript")
        lifted = own.find(qn("w:position"))  # half points
        return lifted is not None and (lifted.get(qn("w:val")) or "").isdecimal() and lifted.get(qn("w:val")) != "0"


def style_of(paragraph: Any) -> str:
    """Return the id of a paragraph's style, '' for none."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return (found.get(qn("w:val")) or "") if found is not None else ""


def _runs(element: Any, paragraph: Any, fonts: _Fonts) -> Iterator[Run]:
    for child in element:
        if child.tag in _PASSED_OVER or child.tag in _BLOCKS:
            continue
        if child.tag == qn("w:r"):
            if _is_hidden(child):
                continue
            font, raised = fonts.of(child, paragraph), fonts.is_raised(child)
            for part in child:
                text = part.text or "" if part.tag == qn("w:t") else _SIGNS.get(part.tag, "")
                if text:
                    yield Run(text, font, raised)
        else:
            yield from _runs(child, paragraph, fonts)


def _is_hidden(run: Any) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")


def _boxes(element: Any) -> Iterator[Any]:
    """Return the contents of the text boxes that a paragraph anchors."""
    for child in element:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag not in _PASSED_OVER:
            yield from _boxes(child)


def _row(row: Any, fonts: _Fonts) -> list[str]:
    cells = [list(_lines(cell, fonts)) for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]
    if any(sum(map(len, cell)) > _LONGEST_CELL or any(map(is_letter_head, cell)) for cell in cells):
        return [line for cell in cells for line in cell]
    return [" | ".join(filter(None, (one_line(" ".join(cell)) for cell in cells)))]


def _lines(element: Any, fonts: _Fonts) -> Iterator[str]:
    for child in element:
        if child.tag in _PASSED_OVER:
            continue
        if child.tag == qn("w:p"):
            yield from as_meant(text_of_runs(without_marks(_runs(child, child, fonts)))).splitlines()
            for box in _boxes(child):
                yield from _lines(box, fonts)
        elif child.tag == qn("w:tr"):
            yield from _row(child, fonts)
        else:
            yield from _lines(child, fonts)


def _heading(document: Any, fonts: _Fonts) -> str:
    """Return the first paragraph in a style of titles near the top, '' for none."""
    for paragraph in list(document.element.body.iter(qn("w:p")))[:30]:
        if fonts.name_of(style_of(paragraph)) in _HEADINGS:
            title = one_line(clean(text_of_runs(without_marks(_runs(paragraph, paragraph, fonts)))))
            if title:
                return title
    return ""


def _properties(document: Any) -> tuple[str, str]:
    """Return the title and the author that the document's properties tell; none where these are damaged."""
    try:
        properties = document.core_properties
        return properties.title or "", properties.author or ""
    except AttributeError:  # another element in place of the properties: python-docx takes them for given
        return "", ""


def _loaded(path: Path) -> Any:
    with open_zip(path, _BOUNDS) as archive:
        for entry in archive.infolist():  # python-docx trusts the sizes that the file states
            content_of(archive, entry)
    try:
        PartFactory.part_type_for.update(_KINDS)
        main = Package.open(str(path)).main_document_part
        if not isinstance(main, DocumentPart):
            raise Damaged("it is no Word document; give it the suffix of what it is")
        document = main.document
        body = document.element.body
    except (OpcError, LookupError, ValueError, AttributeError, TypeError, etree.LxmlError) as error:
        # A part, a relation or the text's first element without its name: python-docx takes them for given
        raise Damaged("it is cut off or no Word document; open it in Word and save it again") from error
    if body is None:
        raise Damaged("it has no text part; open it in Word and save it again")
    return document


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the file. The day it was made is no day of publication and is left out.

    Raises Damaged, Exceeds.
    """
    document = _loaded(source_file.path)
    fonts = _Fonts(document)
    lines = [one_line_in_columns(clean(line)) for line in _lines(document.element.body, fonts)]
    told_title, author = _properties(document)
    title = _heading(document, fonts) or sensible_title(told_title)
    yield article_of_office_file([line for line in lines if line], title, author, source_file)

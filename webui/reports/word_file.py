"""A report as a Word document: A4 across, one table whose head is repeated, pages numbered."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from search.deadline import check
from webui.reports.table import ReportTable, moment

# Shares of the width that each column gets.
_WIDTHS = {"number": 1.3, "date": 2.7, "union": 3.6, "who": 4.6, "how": 2.3, "passage": 8.4, "article": 4.5}
_WIDTHS |= {"settled": 2.4, "link": 4.5, "directives": 4.0}
_ACROSS = round(26.7 * 1440 / 2.54)  # twips between the margins of A4 across
_FONT = "Times New Roman"  # what Decree 30/2020/NĐ-CP, annex I, asks of administrative documents
_EPOCH = (1980, 1, 1, 0, 0, 0)


def report_docx(table: ReportTable, page: str, language: str, published: str) -> bytes:
    """Return the document; `page` is the word before a page's number, `language` the BCP 47 tag of its words.

    The same table gives the same bytes: times in the file are `published`, when the index was made (ISO 8601).
    """
    document = Document()
    _set_up(document, table, language, published)
    document.add_heading(table.heading, level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for note in table.notes:
        document.add_paragraph(note).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if table.rows:
        document.add_heading(table.table_heading, level=2).paragraph_format.page_break_before = True
        _add_table(document, table)
    _number_pages(document, page)
    return _packed(document)


def _set_up(document: DocumentType, table: ReportTable, language: str, published: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), _FONT)
    fonts.set(qn("w:cs"), _FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "vi-VN" if language == "vi" else "en-GB")
    style.element.rPr.append(spoken)
    style.paragraph_format.space_after = Pt(4)
    for level, size in ((1, 15), (2, 13)):
        _set_heading(document, level, size)
    properties = document.core_properties
    properties.title, properties.author, properties.language = table.heading, "Tra cứu", language
    properties.created = properties.modified = moment(published)


def _set_heading(document: DocumentType, level: int, size: int) -> None:
    """Give Word's own style of headings, by which it lists them, the look of an administrative document."""
    style = document.styles[f"Heading {level}"]
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), True
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
        fonts.attrib.pop(qn(f"w:{script}Theme" if script != "cs" else "w:cstheme"), None)


def _add_table(document: DocumentType, table: ReportTable) -> None:
    """Add the rows as XML at once: adding cell by cell takes minutes for some thousand rows.

    The address stands behind the title of the article; where that is not shown, it has a column of its own.
    """
    behind = "link" in table.columns and "article" in table.columns
    columns = {column: _WIDTHS[column] for column in table.columns if not (behind and column == "link")}
    widths = {column: round(width / sum(columns.values()) * _ACROSS) for column, width in columns.items()}
    linked = "article" if behind else "link"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths.values())
    added = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>'
    )
    added.append(_row(widths, dict(zip(table.columns, table.heads, strict=True)), head=True))
    links: dict[str, str] = {}
    for row in table.rows:
        check()
        cells = dict(zip(table.columns, row, strict=True))
        address = cells.get("link", "")
        if address and address not in links:
            links[address] = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        added.append(_row(widths, cells, linked=linked, link=links.get(address, "")))
    document.element.body.insert_element_before(added, "w:sectPr")


def _row(
    widths: dict[str, int], cells: dict[str, str], *, head: bool = False, linked: str = "", link: str = ""
) -> etree._Element:
    row = OxmlElement("w:tr")
    properties = etree.SubElement(row, qn("w:trPr"))
    etree.SubElement(properties, qn("w:cantSplit"))
    if head:
        etree.SubElement(properties, qn("w:tblHeader"))
    for column, width in widths.items():
        cell = etree.SubElement(row, qn("w:tc"))
        shape = etree.SubElement(cell, qn("w:tcPr"))
        etree.SubElement(shape, qn("w:tcW"), {qn("w:w"): str(width), qn("w:type"): "dxa"})
        paragraph = etree.SubElement(cell, qn("w:p"))
        holder = paragraph
        if column == linked and link:
            holder = etree.SubElement(paragraph, qn("w:hyperlink"), {qn("r:id"): link})
        _run(holder, cells[column], bold=head, linked=holder is not paragraph)
    return row


def _run(parent: etree._Element, text: str, *, bold: bool, linked: bool) -> None:
    run = etree.SubElement(parent, qn("w:r"))
    look = etree.SubElement(run, qn("w:rPr"))
    if bold:
        etree.SubElement(look, qn("w:b"))
    if linked:
        etree.SubElement(look, qn("w:color"), {qn("w:val"): "0B5069"})
    etree.SubElement(look, qn("w:sz"), {qn("w:val"): "21"})
    if linked:
        etree.SubElement(look, qn("w:u"), {qn("w:val"): "single"})
    etree.SubElement(run, qn("w:t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = text


def _number_pages(document: DocumentType, word: str) -> None:
    paragraph: Paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{word} ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _packed(document: DocumentType) -> bytes:
    """Return the file with the same bytes each time: a package's members carry the time at which they were packed."""
    drawn, packed = io.BytesIO(), io.BytesIO()
    document.save(drawn)
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()

"""The file suffixes that have a reader, and the module of each."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

MODULES: Final = MappingProxyType(
    {
        ".txt": "formats.plain_text",
        ".md": "formats.markdown",
        ".html": "formats.html.html_page",
        ".htm": "formats.html.html_page",
        ".json": "formats.json_file",
        ".jsonl": "formats.json_lines",
        ".jsonl.gz": "formats.json_lines",
        ".csv": "formats.csv_table",
        ".xml": "exports.xml_export",
        ".rss": "exports.xml_export",
        ".atom": "exports.xml_export",
        ".warc": "exports.warc",
        ".warc.gz": "exports.warc",
        ".site": "web.reader",
        ".sql": "exports.joomla_dump",
        ".sql.gz": "exports.joomla_dump",
        ".docx": "formats.office_files.word_document",
        ".docm": "formats.office_files.word_document",
        ".dotx": "formats.office_files.word_document",
        ".dotm": "formats.office_files.word_document",
        ".xlsx": "formats.office_files.workbook",
        ".xlsm": "formats.office_files.workbook",
        ".xls": "formats.office_files.workbook",
        ".ods": "formats.office_files.workbook",
        ".pptx": "formats.office_files.slides",
        ".pptm": "formats.office_files.slides",
        ".ppsx": "formats.office_files.slides",
        ".eml": "formats.mail.internet_mail",
        ".msg": "formats.mail.outlook_mail",
        ".pdf": "formats.pdf.pdf_pages",
        ".rtf": "formats.office_files.rich_text",
        ".odt": "formats.office_files.zipped_text",
        ".odp": "formats.office_files.zipped_text",
        ".epub": "formats.office_files.zipped_text",
        ".doc": "formats.office_files.old_word",
        ".zip": "archives",
        ".tar": "archives",
        ".tar.gz": "archives",
        ".tgz": "archives",
        ".tar.bz2": "archives",
        ".tar.xz": "archives",
    }
)
"""Suffix → module of `index.sources` whose `read` reads it. A further format is a module and a line here."""


WITH_MACROS: Final = frozenset({".docm", ".dotm", ".xlsm", ".pptm"})
"""Suffixes of files that may hold programs beside their text."""


def suffix_of(name: str) -> str:
    """Return the supported suffix that a file name ends in, as written there, or ''; the longest one wins."""
    lowered = name.lower()
    fitting = [suffix for suffix in MODULES if lowered.endswith(suffix) and len(name) > len(suffix)]
    return name[-max(map(len, fitting)) :] if fitting else ""


_TELLING: Final = frozenset(
    {
        "formats.office_files.word_document",
        "formats.office_files.workbook",
        "formats.office_files.slides",
        "formats.pdf.pdf_pages",
        "formats.office_files.rich_text",
        "formats.office_files.zipped_text",
        "formats.office_files.old_word",
        "formats.mail.internet_mail",
        "formats.mail.outlook_mail",
    }
)
_PAGES: Final = frozenset({"formats.html.html_page", "formats.markdown"})


def _module_of(name: str) -> str:
    return MODULES.get(suffix_of(name).lower(), "")


def is_office_file(name: str) -> bool:
    """Tell whether a file is one that offices write and attach: documents of Word, workbooks, slides, PDFs, mail."""
    return _module_of(name) in _TELLING


def is_page(name: str) -> bool:
    """Tell whether a file is a page, which may link to others."""
    return _module_of(name) in _PAGES


def name_of(path: str) -> str:
    """Return what the ids of a file's documents are made of: its path without the suffix, with it for office files.

    Offices keep `bao-cao.docx` beside its `bao-cao.pdf`: `bao-cao.docx` and `bao-cao.pdf` are their ids. It depends on
    the file alone, never on its neighbours, so that a file that comes or goes changes no other's id.
    """
    suffix = suffix_of(path)
    return path if is_office_file(path) or not suffix else path[: -len(suffix)]

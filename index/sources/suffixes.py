"""The file suffixes that have a reader, and the module of each."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

MODULES: Final = MappingProxyType(
    {
        ".txt": "plain_text",
        ".md": "markdown",
        ".html": "html_page",
        ".htm": "html_page",
        ".json": "json_file",
        ".jsonl": "json_lines",
        ".jsonl.gz": "json_lines",
        ".csv": "csv_table",
        ".xml": "xml_export",
        ".rss": "xml_export",
        ".atom": "xml_export",
        ".warc": "warc",
        ".warc.gz": "warc",
        ".site": "web.reader",
        ".sql": "joomla_dump",
        ".sql.gz": "joomla_dump",
        ".docx": "word_document",
        ".pdf": "pdf",
        ".rtf": "rich_text",
        ".odt": "zipped_text",
        ".epub": "zipped_text",
        ".doc": "old_word",
        ".zip": "archive",
        ".tar": "archive",
        ".tar.gz": "archive",
        ".tgz": "archive",
        ".tar.bz2": "archive",
        ".tar.xz": "archive",
    }
)
"""Suffix → module of this package whose `read` reads it. A further format is a module and a line here."""


def suffix_of(name: str) -> str:
    """Return the supported suffix that a file name ends in, as written there, or ''; the longest one wins."""
    lowered = name.lower()
    fitting = [suffix for suffix in MODULES if lowered.endswith(suffix) and len(name) > len(suffix)]
    return name[-max(map(len, fitting)) :] if fitting else ""


_TELLING: Final = frozenset({"word_document", "pdf", "rich_text", "zipped_text", "old_word"})
_PAGES: Final = frozenset({"html_page", "markdown"})


def _module_of(name: str) -> str:
    return MODULES.get(suffix_of(name).lower(), "")


def is_office_file(name: str) -> bool:
    """Tell whether a file is one that offices write and attach: `.docx .pdf .rtf .odt .epub .doc`."""
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

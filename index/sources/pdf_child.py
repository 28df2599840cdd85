"""Run as a program, `pdf_child.py FILE CHARACTERS SECONDS MEMORY`: the pages of a PDF as JSON on standard output.

A process of its own: a crafted file may crash or stall the C++ library that reads it. Imports nothing of the project.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pypdfium2


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows; the caller's clock still holds
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _pages(path: str, most: int) -> dict[str, Any]:
    document = pypdfium2.PdfDocument(path)
    pages: list[str] = []
    length = 0
    for page in document:
        text = page.get_textpage().get_text_range()
        page.close()
        length += len(text)
        if length > most:
            return {"error": "too large"}
        pages.append(text)
    properties = document.get_metadata_dict()
    return {"pages": pages, "title": properties.get("Title", ""), "author": properties.get("Author", "")}


def main(path: str, most: str, seconds: str, memory: str) -> None:
    """Print `{"pages", "title", "author"}`, or `{"error"}` with what the library says."""
    _limit(int(seconds), int(memory))
    try:
        found = _pages(path, int(most))
    except pypdfium2.PdfiumError as error:
        found = {"error": str(error)}
    except MemoryError:
        found = {"error": "memory"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])

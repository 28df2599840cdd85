"""Looks at a page of the browser at several widths, and keeps pictures where TRACUU_SCREENSHOTS names a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_FOLDER = os.environ.get("TRACUU_SCREENSHOTS")  # not by default: a picture of a long page takes seconds


def picture(page: Any, name: str) -> None:
    """Keep a picture of the whole page under a name, if pictures are wanted."""
    if _FOLDER:
        page.screenshot(path=Path(_FOLDER) / f"{name}.png", full_page=True)


def too_wide(page: Any, name: str, widths: Iterable[int]) -> list[int]:
    """Return the widths of the screen, in CSS pixels, at which the page is wider than it."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        picture(page, f"{name}-{width}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return found

"""Gives all documents of a source what its setting says of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Given:
    """`name` is the source of articles that name none, `province` their province unless they state one themselves.

    `rules` names a row of `formats/html/layouts.tsv`, '' where each page is to tell its layout. `site` is the address
    of the site that an export is of (`https://hoi.example/`), for exports that do not say it. `recognised`
    is the folder that keeps what was recognised of scanned pages, None where they are not to be recognised.
    """

    name: str = ""
    province: str = ""
    rules: str = ""
    site: str = ""
    recognised: Path | None = None


NOTHING = Given()

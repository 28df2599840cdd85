"""Links to other articles and tables of contents that a site sets into the body of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.sources.fields.furniture import effect_of, is_paragraph
from index.sources.formats.html.html_lines import Line

_LEAST_WORDS = 4  # of a title; shorter links are buttons and names
_MOST_LINKED = 0.5  # of the characters; a page with more of them is a list, and the links are what it says
# `Công văn số 12.pdf` and the caption of a picture that opens large belong to the article
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip|rar|7z|jpe?g|png|gif|webp|bmp|mp[34])(?:$|[?#])", re.IGNORECASE
)
_NO_PAGE = ("#", "mailto:", "tel:", "javascript:")


@dataclass(frozen=True, slots=True)
class Unlinked:
    """The lines of the article itself, and the titles of others that were linked between them."""

    lines: tuple[str, ...]
    titles: tuple[str, ...]


def _is_inserted(line: Line) -> bool:
    leads_on = bool(line.href) and not line.href.lower().startswith(_NO_PAGE) and not _FILE.search(line.href)
    return leads_on and len(line.text.split()) >= _LEAST_WORDS and effect_of(line.text) is None


def cut_links(lines: Sequence[Line]) -> Unlinked:
    """Return lines without those that are nothing but a link to another page or into a table of contents.

    `Đến thời của cổ phiếu vốn hóa vừa và nhỏ?` between two paragraphs is the title of another article. What stands
    above the first paragraph stays (a headline links to its own page), and a page that is mostly links stays whole.
    """
    first = next((at for at, line in enumerate(lines) if not line.href and is_paragraph(line.text)), len(lines))
    inserted = {at for at, line in enumerate(lines) if at > first and _is_inserted(line)}
    contents = {at for at, line in enumerate(lines) if len(line.href) > 1 and line.href.startswith("#")}
    linked = sum(len(lines[at].text) for at in inserted | contents)
    if linked > _MOST_LINKED * sum(len(line.text) for line in lines):
        return Unlinked(tuple(line.text for line in lines), ())
    kept = tuple(line.text for at, line in enumerate(lines) if at not in inserted and at not in contents)
    return Unlinked(kept, tuple(lines[at].text for at in sorted(inserted)))

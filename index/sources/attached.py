"""Office files that a page links to and that lie below the same given paths: parts of that article, not documents."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from index.documents import Article
from index.sources.fields.article_fields import LONGEST_TEXT
from index.sources.files.suffixes import is_office_file, is_page
from index.sources.files.walk import SourceFile

_LINK = re.compile(
    rb"""href\s*=\s*(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})'|([^\s"'<>]{1,2000}))|\]\(<?([^)<>]{1,2000})""", re.I
)
_MOST = 50  # attachments of one page; a page with more of them is a register, and they are the documents


def links_in(path: Path) -> Iterator[str]:
    """Yield the paths of office files that a page links to, decoded, without host, query and anchor."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LONGEST_TEXT)
    except OSError:  # reading the page itself will say so
        return
    for found in _LINK.finditer(data):
        written = next(group for group in found.groups() if group is not None)
        try:
            link = unquote(urlsplit(html.unescape(written.decode("utf-8", "replace").strip())).path)
        except ValueError:  # `http://[`: no address
            continue
        if is_office_file(link):
            yield link.replace("\\", "/")


def _candidates(link: str, page: SourceFile) -> tuple[str, ...]:
    """Return where a link may lead: beside the page, or below the root where a mirrored site has its folders."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.below), link.lstrip("/")))
    return beside, posixpath.normpath(link.lstrip("/"))


def _read_links(page: SourceFile) -> Iterable[str]:
    return links_in(page.path)


def with_attachments(
    files: Sequence[SourceFile], links_of: Callable[[SourceFile], Iterable[str]] = _read_links
) -> list[SourceFile]:
    """Return the files in their order, pages with the office files attached to them, and these no longer by themselves.

    A link counts only where it leads to one of `files` below the same root: nothing else is read. A file that several
    pages link to is part of each. `links_of` gives what `links_in` does, for whoever knows it already.
    """
    known = {(file.root, file.below): file for file in files if is_office_file(file.path.name)}
    if not known:
        return list(files)
    taken: set[Path] = set()
    result = []
    for file in files:
        if is_page(file.path.name):
            places = (known.get((file.root, place)) for link in links_of(file) for place in _candidates(link, file))
            found = tuple(dict.fromkeys(place for place in places if place is not None))
            if 0 < len(found) <= _MOST:
                taken.update(one.path for one in found)
                file = replace(file, attached=found)
        result.append(file)
    return [file for file in result if file.path not in taken]


def attached_text(article: Article) -> str:
    """Return all that was read of an attached file: its title, where the text does not begin with it, and its text."""
    begins = article.text.startswith(article.title.removesuffix("…"))
    return article.text if begins else f"{article.title}\n{article.text}"

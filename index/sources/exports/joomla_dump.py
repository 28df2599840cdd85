"""A Joomla site as its database gives it out: the published articles of `#__content`, their sections and authors."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.documents import Article, Rejection
from index.sources.encodings.encoding import Undecodable, decode
from index.sources.exports.posts import Post, article_of_post, from_joomla
from index.sources.exports.sql_dump import BrokenDump, Row, rows_of
from index.sources.fields.article_fields import LONGEST_TEXT, Place, too_large
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import open_packed

_PUBLISHED = (b"1", b"2")  # shown, archived; 0 is a draft, -2 the bin
_PUBLIC = (None, b"", b"0", b"1")  # access; 0 until Joomla 1.5


@dataclass(slots=True)
class _Names:
    """What other tables call sections and people, by their numbers."""

    categories: dict[bytes, str] = field(default_factory=dict)
    users: dict[bytes, str] = field(default_factory=dict)


def _is_table(table: str, name: str) -> bool:
    """Tell whether a table is `#__content` under any prefix; `jos_content_rating` and `content_types` are others."""
    return table == name or table.endswith(f"_{name}")


def _text(row: Row, *names: str) -> str:
    """Return the text of the first of these columns that holds any. Raises Undecodable."""
    return next((decode(value) for value in map(row.get, names) if value), "")


def _names(path: Path) -> _Names:
    names = _Names()

    def wanted(table: str) -> bool:
        return _is_table(table, "categories") or _is_table(table, "users")

    with open_packed(path) as stream:
        for table, row in rows_of(stream, wanted):
            number = row.get("id") or b""
            try:
                if _is_table(table, "users"):
                    names.users[number] = _text(row, "name")
                elif row.get("extension") in (None, b"com_content"):
                    names.categories[number] = _text(row, "title", "name")
            except Undecodable:  # the articles themselves will say so
                continue
    return names


def _address(row: Row, site: str) -> str:
    """Return where any Joomla site shows the article, whatever its menus; '' where the site is not known."""
    if not site:
        return ""
    article = f"{_text(row, 'id')}:{_text(row, 'alias')}".rstrip(":")
    return f"{site.rstrip('/')}/index.php?option=com_content&view=article&id={article}"


def _date(row: Row) -> str:
    """Return the time of publication; Joomla keeps UTC, and `0000-00-00 00:00:00` for never."""
    written = (_text(row, name) for name in ("publish_up", "created"))
    return next((f"{when}Z" for when in written if when and not when.startswith("0000")), "")


def _article(row: Row, names: _Names, place: Place) -> Article | Rejection:
    html = from_joomla(_text(row, "introtext") + "\n" + _text(row, "fulltext"))
    if len(html) > LONGEST_TEXT:
        return too_large(place.origin)
    post = Post(
        address=_address(row, place.given.site),
        title=_text(row, "title"),
        html=html,
        date=_date(row),
        author=_text(row, "created_by_alias") or names.users.get(row.get("created_by") or b"", ""),
        category=names.categories.get(row.get("catid") or b"", ""),
    )
    return article_of_post(post, place)


def _is_public(row: Row) -> bool:
    return row.get("state") in _PUBLISHED and row.get("access") in _PUBLIC and "introtext" in row


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the published, public articles of the dump in its order.

    Their ids are the numbers and aliases under the site's name where `site` gives it, else below the file's own.
    """
    origin = str(source_file.path)
    found = False
    try:
        names = _names(source_file.path)
        with open_packed(source_file.path) as stream:
            for _, row in rows_of(stream, lambda table: _is_table(table, "content")):
                found = True
                if not _is_public(row):
                    continue
                number = (row.get("id") or b"").decode("ascii", "replace")
                place = Place(f"{origin}#{number}", f"{source_file.name}#{number}", given=source_file.given)
                try:
                    yield _article(row, names, place)
                except Undecodable as error:
                    yield Rejection(place.origin, "undecodable", f"in this article {error}")
        if not found:
            yield Rejection(origin, "unsupported", "no Joomla articles (table …_content) in it; export the whole site")
    except BrokenDump as error:
        yield Rejection(origin, "broken", str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Rejection(origin, "broken", f"the gzip stream is damaged ({error}); export the site again")

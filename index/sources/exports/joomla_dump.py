"""A Joomla site as its database gives it out: the published articles of `#__content`, their sections and authors."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index.documents import Article, Note, Rejection
from index.sources.encodings.encoding import Undecodable, decode
from index.sources.exports.joomla_visibility import Rules, category_of, visibility_of
from index.sources.exports.posts import Post, article_of_post, from_joomla
from index.sources.exports.sql_dump import BrokenDump, Row, columns_of, rows_of
from index.sources.fields.article_fields import LONGEST_TEXT, Place, too_large
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import open_packed

_SCHEMA = re.compile(r"(?P<table>.+)-schema(?:-[\w-]+)?\.sql(?:\.gz)?", re.IGNORECASE)
_UNNAMED = "nothing names the columns of its articles; export the structure of the tables with their rows"
_OTHER_TABLES = ("categories", "sections", "users", "viewlevels")


@dataclass(slots=True)
class _Names:
    """Names of sections and people in other tables, by their numbers, and the rules on what is shown."""

    categories: dict[bytes, str] = field(default_factory=dict)
    users: dict[bytes, str] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class _Dump:
    """The files of a dump that tell of the articles in one of them, and the columns that these create.

    mydumper writes a folder: `metadata` (which may be lost), a file that creates a table
    (`csdl.jos_content-schema.sql`), others that hold its rows (`csdl.jos_content.00000.sql`).
    """

    others: tuple[Path, ...]
    columns: dict[str, list[str]]
    in_parts: bool


def _dump_of(path: Path) -> _Dump:
    beside = [one for one in sorted(path.parent.iterdir()) if one.name.lower().endswith((".sql", ".sql.gz"))]
    created = {found["table"] for one in beside if (found := _SCHEMA.fullmatch(one.name))}
    if not ((path.parent / "metadata").is_file() or _SCHEMA.fullmatch(path.name) or created & _tables_of(path.name)):
        return _Dump((path,), {}, False)
    columns: dict[str, list[str]] = {}
    for one in beside:
        found = _SCHEMA.fullmatch(one.name)
        if found and any(_is_table(_table_of(found["table"]), name) for name in (*_OTHER_TABLES, "content")):
            with open_packed(one) as stream:
                columns |= columns_of(stream)
    others = [one for one in beside if any(_is_table(_table_of(one.name), name) for name in _OTHER_TABLES)]
    return _Dump((*others, path), columns, True)


def _tables_of(name: str) -> set[str]:
    """Return the tables, with their schema, that a file of rows may be named after: `csdl.jos_content.00000.sql`."""
    return {name[: found.start()] for found in re.finditer(r"\.", name)}


def _table_of(name: str) -> str:
    """Return the table that a file of mydumper is named after: `csdl.jos_content.00000.sql` → `jos_content`."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def _is_table(table: str, name: str) -> bool:
    """Tell whether a table is `#__content` under any prefix; `jos_content_rating` and `content_types` are others."""
    return table == name or table.endswith(f"_{name}")


def _text(row: Row, *names: str) -> str:
    """Return the text of the first of these columns that holds any. Raises Undecodable."""
    return next((decode(value) for value in map(row.get, names) if value), "")


def _names(dump: _Dump) -> _Names:
    names = _Names()

    def wanted(table: str) -> bool:
        return any(_is_table(table, name) for name in _OTHER_TABLES)

    for path in dump.others:
        with open_packed(path) as stream, suppress(BrokenDump):  # the articles themselves will say so
            for table, row in rows_of(stream, wanted, dump.columns):
                with suppress(Undecodable):
                    _note(table, row, names)
    return names


def _note(table: str, row: Row, names: _Names) -> None:
    """Keep what a row of another table says. Raises Undecodable."""
    number = row.get("id") or b""
    if _is_table(table, "viewlevels"):
        names.rules.add_level(row)
    elif _is_table(table, "sections"):
        names.rules.sections[number] = category_of(row)
    elif _is_table(table, "users"):
        names.users[number] = _text(row, "name")
    elif row.get("extension") in (None, b"com_content"):
        names.rules.categories[number] = category_of(row)
        names.categories[number] = _text(row, "title", "name")


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


def read(source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Return the published, public articles of the dump in its order.

    Their ids are the numbers and aliases under the site's name where `site` gives it, else below the file's own.
    """
    origin = str(source_file.path)
    try:
        dump = _dump_of(source_file.path)
        if not dump.in_parts or _is_table(_table_of(source_file.path.name), "content"):
            yield from _articles(source_file, dump)
    except BrokenDump as error:
        yield Rejection(origin, "broken", str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Rejection(origin, "broken", f"the gzip stream is damaged ({error}); export the site again")


def _articles(source_file: SourceFile, dump: _Dump) -> Iterator[Article | Rejection | Note]:
    origin = str(source_file.path)
    now = datetime.now(UTC)
    found, later = False, 0
    names = _names(dump)
    with open_packed(source_file.path) as stream:
        for _, row in rows_of(stream, lambda table: _is_table(table, "content"), dump.columns):
            found = True
            if not row:
                yield Rejection(origin, "broken", _UNNAMED)
                return
            visibility = visibility_of(row, names.rules, now)
            later += visibility == "later"
            if visibility != "shown" or "introtext" not in row:
                continue
            number = (row.get("id") or b"").decode("ascii", "replace")
            place = Place(f"{origin}#{number}", f"{source_file.name}#{number}", given=source_file.given)
            try:
                yield _article(row, names, place)
            except Undecodable as error:
                yield Rejection(place.origin, "undecodable", f"in this article {error}")
    if later:
        yield Note(origin, f"{later} articles of it are to be shown on a later day and are left out until then")
    if not found and not dump.in_parts:
        yield Rejection(origin, "unsupported", "no Joomla articles (table …_content) in it; export the whole site")

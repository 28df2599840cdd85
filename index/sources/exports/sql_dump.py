"""The rows of a dump of MySQL, MariaDB or PostgreSQL, one at a time: what mysqldump, phpMyAdmin, Akeeba, pg_dump write.

Only `CREATE TABLE` (for the names of columns), `INSERT INTO` and `COPY … FROM stdin` are understood; everything else is
passed over.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import BinaryIO

from index.sources.encodings.encoding import encoding_of

_CHUNK = 1 << 18  # bytes
_LONGEST_TOKEN = 64 << 20  # bytes; a string beyond it is no text, and a quote never closed is found out
# `\restrict x` and `\connect x` are commands to psql, of a line each, and are passed over like comments.
# Every alternative ends at the end of what was read rather than fail there: none is tried at every place of a long text
_TOKEN = re.compile(
    rb"""(?P<string>'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+')|(?P<double>"[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+")|(?P<name>`(?:[^`]|``)*+`)"""
    rb"""|(?P<comment>--[ \t][^\n]*+|\#[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|\\[a-z][^\n]*+)"""
    rb"""|(?P<word>[A-Za-z0-9_.+-]++)|(?P<sign>[(),;=])|(?P<space>\s++)|(?P<other>[^\s'`"(),;=A-Za-z0-9_.+-]++)""",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\(.)|''|\"\"", re.DOTALL)
_DATA_ENDS = b"\\."  # the line behind the rows of `COPY`
_COPY_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_COPY_ESCAPES = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"0": b"\0", b"Z": b"\x1a", b"b": b"\b"}

Row = dict[str, bytes | None]
Token = tuple[str, bytes]


class BrokenDump(ValueError):
    """A dump that ends within a statement or holds what is no SQL; the message says so."""


def _unescaped(literal: bytes) -> bytes:
    """Return what a quoted string says; only its own kind of quote is doubled in it."""
    quote = literal[:1]

    def one(found: re.Match[bytes]) -> bytes:
        if found[1]:
            return _ESCAPES.get(found[1], found[1])
        return quote if found[0] == quote * 2 else found[0]

    return _ESCAPED.sub(one, literal[1:-1])


def _reading(stream: BinaryIO) -> Callable[[int], bytes]:
    """Return what reads a dump in UTF-8 without a mark; `mysqldump > file` in PowerShell writes UTF-16."""
    start = stream.read(_CHUNK)
    decoder = codecs.getincrementaldecoder("utf-16")("replace") if encoding_of(start) == "utf-16" else None
    begun = [start.removeprefix(codecs.BOM_UTF8)]

    def read(size: int) -> bytes:
        data = begun.pop() if begun else stream.read(size)
        return data if decoder is None else decoder.decode(data, final=not data).encode()

    return read


def _tokens(stream: BinaryIO) -> Iterator[Token]:
    """Yield kind and bytes of each token; memory holds one of them and a chunk of the file.

    What follows `COPY … FROM stdin;` comes as tokens of the kind `line`, after the last of them one of the kind `end`.
    """
    rest, ended, read = b"", False, _reading(stream)
    statement: list[bytes] = []  # its first word and the last two
    in_data = False
    while not ended:
        chunk = read(max(_CHUNK, len(rest)))  # a token is looked at again as often as it doubles
        ended = not chunk
        rest += chunk
        at = 0
        while True:
            if in_data:
                end = rest.find(b"\n", at)
                if end < 0 and not (ended and rest[at:] == _DATA_ENDS):
                    break
                line, at = rest[at : end if end >= 0 else len(rest)].removesuffix(b"\r"), end + 1 or len(rest)
                in_data = line != _DATA_ENDS
                yield ("line", line) if in_data else ("end", b"")
                continue
            found = _TOKEN.match(rest, at)
            if not found:
                break
            # At the end of what was read a token may go on: `''` in a string, a word, a comment
            if found.end() >= len(rest) - 1 and not ended:
                break
            at = found.end()
            kind = found.lastgroup or ""
            if kind in ("space", "comment"):
                continue
            yield kind, found[0]
            if found[0] != b";" or kind != "sign":
                statement = [*statement[:1], *statement[1:][-1:], found[0].upper()[:8]]
                continue
            if statement[:1] == [b"COPY"] and statement[-2:] == [b"FROM", b"STDIN"]:
                line_end = rest.find(b"\n", at)
                in_data, at = True, line_end + 1 if line_end >= 0 else len(rest)
            statement = []
        rest = rest[at:]
        if len(rest) > _LONGEST_TOKEN:
            raise BrokenDump("a string of it has no end; export the site again")
    if rest.strip() or in_data:
        raise BrokenDump("it is cut off; export the site again")


def _name(token: Token) -> str:
    return token[1].strip(b'`"').decode("utf-8", "replace")


def _value(tokens: list[Token]) -> bytes | None:
    """Return the bytes of a value, None for NULL; `_binary 'x'`, `X'4142'` and `0x4142` are understood."""
    kind, text = tokens[-1] if tokens else ("word", b"NULL")
    if kind in ("string", "double"):
        if len(tokens) > 1 and tokens[-2][1].upper() == b"X":
            kind, text = "word", b"0x" + text[1:-1]
        else:
            return _unescaped(text)
    if kind == "word" and text.upper() == b"NULL":
        return None
    if kind == "word" and text[:2].lower() == b"0x":
        try:
            return bytes.fromhex(text[2:].decode())
        except ValueError:
            return text
    return text


def _columns(tokens: Iterator[Token]) -> list[str]:
    """Return the names of the columns that `CREATE TABLE` lists; ends at the end of the statement."""
    names, depth, fresh = [], 0, False
    for kind, text in tokens:
        if text == b";" and kind == "sign":
            break
        if kind == "sign" and text in b"()":
            depth += 1 if text == b"(" else -1
            fresh = depth == 1 and text == b"("
        elif kind == "sign" and text == b",":
            fresh = depth == 1
        else:
            if fresh and (kind in ("name", "double") or (kind == "word" and text.upper() not in _NO_COLUMN)):
                names.append(_name((kind, text)))
            fresh = False
    return names


def _rows(tokens: Iterator[Token], columns: list[str]) -> Iterator[Row]:
    """Yield the rows after the name of a table in `INSERT INTO`; ends at the end of the statement."""
    listed: list[Token] = []
    values: list[bytes | None] = []
    item: list[Token] = []
    depth, in_values, goes_on = 0, False, False
    for kind, text in tokens:
        if kind == "sign" and text == b";" and depth == 0:
            return
        if kind == "word" and text.upper() == b"SET" and depth == 0 and not in_values:
            yield _assigned(tokens, columns)
            return
        goes_on = kind == "sign" and text == b","
        if in_values and depth == 0 and kind == "word" and text.upper() in (b"ON", b"AS"):  # ON DUPLICATE KEY UPDATE
            _skip(tokens)
            return
        if kind == "word" and text.upper() in (b"VALUES", b"VALUE") and depth == 0:
            in_values = True
            columns = [_name(token) for token in listed] or columns
        elif kind == "sign" and text == b"(":
            depth += 1
        elif not in_values:
            if kind in ("name", "word", "double") and depth == 1:
                listed.append((kind, text))
            depth -= text == b")" and kind == "sign"
        elif kind == "sign" and text in (b",", b")") and depth == 1:
            values.append(_value(item))
            item = []
            if text == b")":
                depth = 0
                yield dict(zip(columns, values, strict=False))
                values = []
        elif depth:
            depth -= kind == "sign" and text == b")"
            item.append((kind, text))
    if depth or goes_on or not in_values:  # the last statement may lack its semicolon
        raise BrokenDump("it is cut off; export the site again")


def _assigned(tokens: Iterator[Token], columns: list[str]) -> Row:
    """Return the row of `INSERT INTO … SET a = 1, b = 'x'`; ends at the end of the statement.

    Without its semicolon the statement is whole where it tells of all columns that are known.
    """
    row: Row = {}
    item: list[Token] = []
    name, depth, ended = "", 0, False
    for kind, text in tokens:
        on_duplicate = kind == "word" and text.upper() in (b"ON", b"AS") and depth == 0 and bool(name and item)
        ended = on_duplicate or (kind == "sign" and text == b";" and depth == 0)
        if on_duplicate:
            _skip(tokens)
        if ended:
            break
        if kind == "sign" and text == b"=" and depth == 0 and not name and item:
            name, item = _name(item[-1]).rpartition(".")[2], []
        elif kind == "sign" and text == b"," and depth == 0 and name and item:
            row[name] = _value(item)
            name, item = "", []
        else:
            depth += (text == b"(") - (text == b")") if kind == "sign" else 0
            item.append((kind, text))
    if name and item:
        row[name] = _value(item)
        item = []
    if item or not row or not (ended or (columns and row.keys() >= set(columns))):
        raise BrokenDump("it is cut off; export the site again")
    return row


def _copied(tokens: Iterator[Token], columns: list[str]) -> Iterator[Row]:
    """Yield the rows of `COPY table (a, b) FROM stdin;`, in the text format of PostgreSQL; ends behind the last one."""
    listed: list[str] = []
    depth = 0
    for kind, text in tokens:
        if kind == "sign" and text in b"()":
            depth += 1 if text == b"(" else -1
        elif depth == 1 and kind in ("word", "double"):
            listed.append(_name((kind, text)))
        elif text == b";" and kind == "sign":
            break
    else:
        raise BrokenDump("it is cut off; export the site again")
    for kind, line in tokens:
        if kind != "line":
            return
        yield dict(zip(listed or columns, map(_copied_value, line.split(b"\t")), strict=False))


def _copied_value(written: bytes) -> bytes | None:
    """Return a value as `COPY` writes it: `\\N` for NULL, `\\t` for a tab, `\\011` and `\\x9` as well."""

    def one(found: re.Match[bytes]) -> bytes:
        if found[3]:
            return _COPY_ESCAPES.get(found[3], found[3])
        return bytes([int(found[1], 8) & 0xFF if found[1] else int(found[2], 16)])

    return None if written == b"\\N" else _COPY_ESCAPED.sub(one, written) if b"\\" in written else written


def _skip(tokens: Iterator[Token]) -> None:
    for kind, text in tokens:
        if kind == "sign" and text == b";":
            return
    raise BrokenDump("it is cut off; export the site again")


def _statements(stream: BinaryIO) -> Iterator[tuple[bytes, str, Iterator[Token]]]:
    """Yield the first word, the table and the tokens behind its name of each statement that is understood.

    Whoever takes one reads its tokens to their end. Raises BrokenDump where the dump is cut off.
    """
    tokens = _tokens(stream)
    for kind, text in tokens:
        statement = text.upper() if kind == "word" else b""
        if statement in (b"CREATE", b"INSERT", b"REPLACE", b"COPY"):
            table, following = _table(tokens)
            if table:
                yield statement, table, following
        elif text != b";" and kind not in _DATA:
            _skip(tokens)


def rows_of(
    stream: BinaryIO, wanted: Callable[[str], bool], known: Mapping[str, list[str]] = MappingProxyType({})
) -> Iterator[tuple[str, Row]]:
    """Yield table and row of every `INSERT INTO` and `COPY` of a wanted table; values as the bytes of the database.

    `known` names the columns of tables that another file creates. Raises BrokenDump where the dump is cut off.
    """
    columns: dict[str, list[str]] = {}
    for statement, table, following in _statements(stream):
        if statement == b"CREATE":
            columns[table] = _columns(following)
        elif wanted(table):
            rows = _copied if statement == b"COPY" else _rows
            for row in rows(following, columns.get(table, known.get(table, []))):
                yield table, row
        else:
            _skip(following)


def columns_of(stream: BinaryIO) -> dict[str, list[str]]:
    """Return the names of the columns of each table that a dump creates. Raises BrokenDump."""
    columns: dict[str, list[str]] = {}
    for statement, table, following in _statements(stream):
        if statement == b"CREATE":
            columns[table] = _columns(following)
        else:
            _skip(following)
    return columns


def _table(tokens: Iterator[Token]) -> tuple[str, Iterator[Token]]:
    """Return the name of the table that a statement is about, without that of its schema, and the tokens behind it.

    '' where the statement names none. `csdl`.`jos_content`, "csdl"."jos_content" and csdl.jos_content are one table.
    Raises BrokenDump.
    """
    for kind, word in tokens:  # INTO, TABLE, IF NOT EXISTS, IGNORE come before the name
        if word == b";" and kind == "sign":
            return "", tokens
        if kind in ("name", "double") or (kind == "word" and word.upper() not in _BEFORE_NAME):
            name = _name((kind, word))
            break
    else:
        raise BrokenDump("it is cut off; export the site again")
    after_dot = name.endswith(".")  # csdl.`jos_content`
    for kind, word in tokens:
        if kind == "word" and word.startswith(b"."):  # `csdl`.jos_content; a dot alone stands between two quoted names
            name, after_dot = _name((kind, word)), word == b"."
        elif after_dot and kind in ("name", "double", "word"):
            name, after_dot = _name((kind, word)), False
        else:
            return name.rpartition(".")[2], chain([(kind, word)], tokens)
    raise BrokenDump("it is cut off; export the site again")


_DATA = ("line", "end")
_BEFORE_NAME = frozenset(
    (b"INTO", b"TABLE", b"IF", b"NOT", b"EXISTS", b"IGNORE", b"TEMPORARY", b"DELAYED", b"LOW_PRIORITY")
)
_NO_COLUMN = frozenset(
    (b"PRIMARY", b"UNIQUE", b"KEY", b"INDEX", b"FULLTEXT", b"SPATIAL", b"CONSTRAINT", b"FOREIGN", b"CHECK", b"PERIOD")
)

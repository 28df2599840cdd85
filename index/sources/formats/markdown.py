"""Reads Markdown with YAML front matter, its marks taken off: what is indexed is what a reader of the page sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.documents import Article, Rejection
from index.sources.encodings.misread_unicode import as_meant
from index.sources.fields.article_fields import Place, article_of
from index.sources.fields.article_from_lines import Page, article_of_page, lines_of
from index.sources.fields.note_marks import is_note_mark
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import text_of

_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_SUP = re.compile(r"<sup\b[^<>]*>([^<>]{1,20})</sup>", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?P<note>:[ \t]*)?")
_TASK = re.compile(r"\[[ xX]\]\s+")
_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>")
_QUOTED = re.compile(r"^(?:[ \t]{0,3}>){9,}", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]]|\n[ \t]*\n")
_DEEPEST = 8  # brackets within brackets that may be links: reading more takes the square of their number
_ASIDE = str.maketrans({"\ue05b": "[", "\ue05d": "]"})  # brackets that are none of a link, while the others are read
_MOST = 2_000  # brackets opened in a paragraph that may be links, for the same reason
_NESTED = 100  # lists within lists; a text with more is taken as it is
_READER = MarkdownIt("commonmark", {"maxNesting": _NESTED}).enable(["table", "strikethrough"]).disable("code")


def _without_idle_brackets(text: str) -> str:
    """Return the text with brackets set aside that have no partner in their paragraph or lie too deep for a link."""
    opened: list[int] = []
    idle: list[int] = []
    count = 0
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
            count += 1
        elif found[0] != "]":
            idle += opened
            opened = []
            count = 0
        elif not opened:
            idle.append(found.start())
        elif len(opened) > _DEEPEST or count > _MOST:
            idle += (opened.pop(), found.start())
        else:
            opened.pop()
    letters = list(text)
    for at in idle + opened:
        letters[at] = "\ue05b" if text[at] == "[" else "\ue05d"
    return "".join(letters)


def _without_comments(text: str) -> str:
    """Return HTML without its comments; one that does not end stays, as text."""
    *closed, rest = text.split("-->")
    return "".join(part.partition("<!--")[0] if "<!--" in part else f"{part}-->" for part in closed) + rest


def _visible(tokens: Sequence[Token]) -> str:
    """Return what a reader sees of the pieces of a paragraph; a break that is asked for is the end of a line."""
    pieces = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            pieces.append(token.content)
        elif token.type == "image":
            pieces.append(_visible(token.children or ()))
        elif token.type == "softbreak":
            pieces.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and _TAG.match(token.content)):
            pieces.append("\n")
    return "".join(pieces)


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield lines: a paragraph, heading, list item or table row each, lines of code and of HTML as they stand."""
    cells: list[str] | None = None
    begins = ""  # the number of the list item that the next paragraph begins
    in_item = False
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield " | ".join(cells)
            cells = None
        elif token.type == "list_item_open":
            begins, in_item = (f"{token.info}{token.markup} " if token.info else ""), True
        elif token.type in ("fence", "code_block"):
            yield from token.content.splitlines()
        elif token.type == "html_block":
            yield from html.unescape(_HTML.sub("", _TAG.sub("\n", _without_comments(token.content)))).splitlines()
        elif token.type == "inline":
            text = _visible(token.children or ())
            if cells is not None:
                cells.append(" ".join(text.split()))
                continue
            yield from (begins + (_TASK.sub("", text, count=1) if in_item and _TASK.match(text) else text)).split("\n")
            begins, in_item = "", False


def _without_marks(text: str) -> str:
    """Return the text without the marks of notes: `<sup>1</sup>`, `[^1]`; a note itself is a paragraph."""

    def kept(found: re.Match[str]) -> str:
        return "" if is_note_mark(found[1], text[max(found.start() - 40, 0) : found.start()]) else found[0]

    text = _SUP.sub(kept, text) if "<sup" in text.lower() else text
    return _FOOTNOTE.sub(lambda found: "\n" if found["note"] else "", text) if "[^" in text else text


def plain(text: str) -> str:
    """Return Markdown as plain text, a paragraph, list item or table row a line."""
    text = _without_marks(_QUOTED.sub(">", text))
    tokens = _READER.parse(_without_idle_brackets(text))
    if any(token.level >= _NESTED - 2 for token in tokens):
        return text
    return "\n".join(line for line in (line.strip() for line in _lines(tokens)) if line).translate(_ASIDE)


def _front_matter(text: str) -> tuple[Mapping[Any, Any], str]:
    """Return front matter and body. Raises ValueError where the YAML is broken or no mapping."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    try:
        fields = yaml.safe_load(found["yaml"]) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date such as 2020-13-45
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}, column {mark.column + 1}" if mark else "its front matter"
        problem = getattr(error, "problem", None) or str(error)
        raise ValueError(f"front matter is not valid YAML at {place}: {problem}; mend it there") from error
    if not isinstance(fields, Mapping):
        raise ValueError('front matter is no list of "key: value" lines; write it so, or remove the --- lines')
    return fields, text[found.end() :]


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the file; its front matter names the same fields as a JSON record."""
    path = source_file.path
    try:
        fields, body = _front_matter(as_meant(text_of(path)))  # YAML refuses control characters
    except UnicodeError:
        raise
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        yield Rejection(str(path), "broken", str(error))
        return
    record = {str(key).lower(): value for key, value in fields.items()}
    if not record.get("category"):
        record["category"] = record.get("categories") or record.get("tags")
    known = article_of({**record, "text": "x"}, Place(str(path), source_file.name))
    if isinstance(known, Rejection):
        yield known
        return
    title = known.title if record.get("title") else ""
    page = Page(lines_of(plain(body)), replace(known, title=title, text="", date_origin=None))
    yield article_of_page(page, source_file)

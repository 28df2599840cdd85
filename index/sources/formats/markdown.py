"""Markdown with YAML front matter, its marks taken off: what is indexed is what a reader of the page sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml

from index.documents import Article, Rejection
from index.sources.fields.article_fields import Place, article_of
from index.sources.fields.article_from_lines import Page, article_of_page, lines_of
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import text_of

_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*=+\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S+")
_LINE_START = re.compile(r"^\s{0,3}(?:>\s?)*(?:#{1,6}\s+)?")
_LINE_MARKS = (
    (re.compile(r"\s+#+\s*$"), ""),  # closing marks of a heading
    (re.compile(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?"), ""),
)
_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^()]*\))*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+|[^>\s@]+@[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^>]*>"), ""),
    (re.compile(r"(\*\*\*|___|\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
)


_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|~>-])")
_ASIDE = 0xE000  # escaped marks stand as private characters until the others are gone
_BACK = {_ASIDE + code: chr(code) for code in range(128)}


def _plain_line(line: str) -> str:
    line = _ESCAPED.sub(lambda found: chr(_ASIDE + ord(found[1])), line)
    line = _LINE_START.sub("", line)
    for pattern, kept in _LINE_MARKS + _INLINE:
        line = pattern.sub(kept, line)
    return html.unescape(line).translate(_BACK).strip()


def _row(line: str) -> str:
    """Return a table row with ` | ` between its cells, as the reader of HTML writes it."""
    return " | ".join(_plain_line(cell) for cell in line.strip().strip("|").split("|"))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield plain paragraphs: lines of a paragraph are joined, lines of lists, tables and code stay lines."""
    open_lines: list[str] = []
    fenced = False
    for line in [*_COMMENT.sub("", text).splitlines(), ""]:
        if _FENCE.match(line):
            fenced = not fenced
            continue
        bare = line.strip()
        alone = fenced or bare.startswith(("#", "|", ">")) or bool(re.match(r"(?:[-*+]|\d+[.)])\s", bare))
        ruled = not fenced and bool(_RULE.match(line) or _TABLE_RULE.match(line) or _DEFINITION.match(line))
        if (alone or ruled or not bare) and open_lines:
            yield _plain_line(" ".join(open_lines))
            open_lines = []
        if ruled or not bare:
            continue
        if fenced:
            yield bare
        elif bare.startswith("|"):
            yield _row(bare)
        elif alone:
            yield _plain_line(line)
        else:
            open_lines.append(bare)
            if line.endswith(("  ", "\\")):  # a hard line break
                yield _plain_line(" ".join(open_lines).rstrip("\\"))
                open_lines = []


def plain(text: str) -> str:
    """Return Markdown as plain text, a paragraph, list item or table row a line."""
    return "\n".join(line for line in _paragraphs(text) if line)


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
        fields, body = _front_matter(text_of(path))
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

"""Cuts what a page shows around an article (share links, other news, page foot) by a table of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal, cast

from index.analysis.normalise import fold_word
from index.table import rows

Effect = Literal["line", "list", "end", "comments"]

_LONGEST_MARKER = 120  # characters; what is longer is a sentence that happens to begin so
_LONGEST_LINK = 5  # words
_LONGEST_TITLE = 250
_PARAGRAPH = 100  # characters that end like a sentence; titles are shorter and end without a stop
_SENTENCE = 6  # words before one full stop: no title of a list
_MARK = re.compile(
    r"^(?:icon\s+|[•·●▪■◦»›→►▶✓+*–-]+\s*|>+\s*)"
)  # Joomla prints `icon` for the alternative text of a bullet
_NUMBERS = re.compile(r"[\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*$")
_FULL_STOP = re.compile(r"[^.\s][.][\"”’)]*$")


@dataclass(frozen=True, slots=True)
class Cut:
    """The lines of the body, and the titles of other news that were listed with it."""

    body: tuple[str, ...]
    related: tuple[str, ...]


def _key(line: str) -> str:
    return " ".join(fold_word(word) for word in re.findall(r"\w+|[>»›/©+:]", line))


@lru_cache(maxsize=1)
def _markers() -> tuple[dict[str, Effect], tuple[tuple[str, Effect], ...]]:
    table = [(_key(words), match, cast(Effect, effect)) for words, match, effect in rows(__package__, "furniture.tsv")]
    whole = {key: effect for key, match, effect in table if match == "whole"}
    return whole, tuple((key, effect) for key, match, effect in table if match == "start")


def _is_row_of_links(words: list[str], whole: dict[str, Effect]) -> bool:
    """Tell whether a line is nothing but links of single-line furniture: `In trang | Gửi email`, `Tweet Share`."""
    at = 0
    while at < len(words):
        lengths = range(min(len(words) - at, _LONGEST_LINK), 0, -1)
        step = next((n for n in lengths if whole.get(" ".join(words[at : at + n])) == "line"), 0)
        if not step:
            return False
        at += step
    return True


def effect_of(line: str) -> Effect | None:
    """Return what a line of furniture does, None for a line of text."""
    return None if len(line) > _LONGEST_MARKER else _effect_of_short(line)


@lru_cache(maxsize=10_000)  # the menus of a site are those of all its pages
def _effect_of_short(line: str) -> Effect | None:
    whole, starts = _markers()
    key = _key(_MARK.sub("", line.strip()))
    words = " ".join(_NUMBERS.sub(" ", key).split())  # `Lượt xem: 1.234`, `» Bình luận (0)`
    if key in whole or words in whole:
        return whole.get(key) or whole[words]
    if words and _is_row_of_links(words.split(), whole):
        return "line"
    return next((effect for start, effect in starts if key == start or key.startswith(start + " ")), None)


_LABEL = re.compile(
    r"^(?:(?:được\s+)?(?:viết|đăng|tạo)\s+bởi|người (?:viết|đăng)|tác giả|chuyên mục|danh mục|mục|thể loại|"
    r"written by|posted by|author|category|by)\s*:?\s+",
    re.IGNORECASE,
)


def without_label(text: str) -> str:
    """Return what stands after a label of a content system: `Viết bởi Lê Thị Hoa` → `Lê Thị Hoa`."""
    return _LABEL.sub("", text).strip()


def is_paragraph(line: str) -> bool:
    """Tell whether a line is a paragraph of an article: long, and ended like a sentence."""
    return len(line) >= _PARAGRAPH and _SENTENCE_END.search(line) is not None and effect_of(line) is None


def _is_sentence(line: str) -> bool:
    """Tell whether a line is a sentence, however short: words, and one full stop. `…` and `?` end titles as well."""
    return len(line.split()) >= _SENTENCE and _FULL_STOP.search(line) is not None and _MARK.match(line) is None


def _listed(lines: Sequence[str], at: int) -> int:
    """Return how many lines from `at` on, which follow the head of a list, belong to it."""
    marked = at < len(lines) and _MARK.match(lines[at]) is not None
    count = 0
    for line in map(lines.__getitem__, range(at, len(lines))):
        if effect_of(line) is not None or len(line) > _LONGEST_TITLE:
            break
        if (marked and not _MARK.match(line)) or (not marked and is_paragraph(line)):
            break
        count += 1
    return count


def cut_furniture(lines: Sequence[str]) -> Cut:
    """Return the lines that are body, and the titles listed under `Các tin khác` and its like.

    A head of a list with a sentence right under it heads none: only that line goes. A list in the middle of an
    article loses only its own lines; one with no paragraph after it ends the article, so that the names and addresses
    below it, which no table can know, go too. Nothing is cut before the first
    paragraph but single lines: a report may be called "Tin nổi bật".
    """
    body: list[str] = []
    related: list[str] = []
    at = 0
    last: int | None = None  # paragraph; looked for once, or a page of nothing but furniture takes the square of it
    while at < len(lines):
        line = lines[at]
        effect = effect_of(line)
        at += 1
        if effect is None:
            body.append(line)
            continue
        if last is None:
            last = next((one for one in range(len(lines) - 1, -1, -1) if is_paragraph(lines[one])), -1)
        if effect == "list":
            if at < len(lines) and _is_sentence(lines[at]):
                continue
            count = _listed(lines, at)
            related += [title for title in (_MARK.sub("", item).strip() for item in lines[at : at + count]) if title]
            at += count
            if body and last < at:
                related += _later_lists(lines, at)
                break
        elif body and (effect == "comments" or (effect == "end" and last < at)):
            break
    return Cut(tuple(body), tuple(dict.fromkeys(related)))


def _later_lists(lines: Sequence[str], at: int) -> list[str]:
    """Return the titles of further lists after the end of an article: `Các tin mới hơn`, then `Các tin cũ hơn`."""
    titles: list[str] = []
    for after, line in enumerate(islice(lines, at, None), start=at + 1):
        if effect_of(line) == "list":
            titles += [_MARK.sub("", item).strip() for item in lines[after : after + _listed(lines, after)]]
    return titles

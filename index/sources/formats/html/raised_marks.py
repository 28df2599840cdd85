"""Drops the marks of notes from a page: raised digits behind a word, and links in brackets to a note below."""

from __future__ import annotations

import re
from typing import Any

from index.sources.fields.note_marks import is_note_mark

_RAISED_STYLE = re.compile(
    r"vertical-align\s*:\s*(?:super|text-top|[1-9])|position\s*:\s*relative.*(?<![-\w])(?:top\s*:\s*-|bottom\s*:\s*[.\d])",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^#.{0,20}(?:ftn|fn|note|cite|ref|edn|chu-?thich|ghichu)", re.IGNORECASE)
_MARK_CLASSES = (
    "footnote-ref", "footnote_ref", "footnoteref", "msofootnotereference", "footnote-reference", "reference"
)  # fmt: skip
_BLOCKS = frozenset(re.findall(r"\w+", "p div li td th h1 h2 h3 h4 h5 h6 blockquote dd dt body article tr table ul"))


def _is_candidate(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag == "sup" or _RAISED_STYLE.search(element.get("style") or ""):
        return True
    if element.tag == "a":
        return bool(_NOTE.match(element.get("href") or ""))
    return any(name in _MARK_CLASSES for name in (element.get("class") or "").lower().split())


def _before(element: Any) -> str:
    """Return what stands before an element in its block."""
    while element is not None:
        sibling = element.getprevious()
        if sibling is None:
            element = element.getparent()
            if element is None or element.text or element.tag in _BLOCKS:
                return "" if element is None else element.text or ""
            continue
        if sibling.tail:
            return str(sibling.tail)
        if isinstance(sibling.tag, str):
            if sibling.tag == "br" or sibling.tag in _BLOCKS:
                return ""
            if text := "".join(sibling.itertext()):
                return text
        element = sibling
    return ""


def _remove(element: Any) -> None:
    """Remove an element; the text behind it stays."""
    parent, sibling = element.getparent(), element.getprevious()
    if element.tail:
        if sibling is not None:
            sibling.tail = (sibling.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def drop_marks(tree: Any) -> None:
    """Remove the marks of notes from a tree."""
    for element in [one for one in tree.iter() if _is_candidate(one)]:
        text = "".join(element.itertext())
        if len(text) > 20 or element.getparent() is None:
            continue
        before = _before(element)
        if before.strip() and is_note_mark(text, before):
            _remove(element)

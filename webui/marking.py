"""Original text with its matched passages in <mark>, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Spans = Iterable[tuple[int, int]]


def marked(text: str, highlights: Spans, offset: int = 0) -> Markup:
    """Return `text` escaped, with each [start, end) span of `highlights` inside <mark>.

    `offset` is where `text` begins in the longer text that the spans count from. Spans that overlap or reach
    outside are clipped: a wrong span may cost a mark, never a letter.
    """
    pieces: list[Markup] = []
    at = 0
    for start, end in sorted(highlights):
        first, last = max(start - offset, at), min(end - offset, len(text))
        if first >= last:
            continue
        pieces += [escape(text[at:first]), Markup("<mark>"), escape(text[first:last]), Markup("</mark>")]
        at = last
    pieces.append(escape(text[at:]))
    return Markup("").join(pieces)


def paragraphs(text: str, highlights: Spans) -> list[Markup]:
    """Return the paragraphs of an article's text, marked; empty lines are left out."""
    spans = sorted(highlights)
    shown: list[Markup] = []
    offset = 0
    for line in text.split("\n"):
        end = offset + len(line)
        if line.strip():
            shown.append(marked(line, [s for s in spans if s[1] > offset and s[0] < end], offset))
        offset = end + 1
    return shown

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
    for start, end in _joined(text, ((s - offset, e - offset) for s, e in highlights)):
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    pieces.append(escape(text[at:]))
    return Markup("").join(pieces)


def _joined(text: str, spans: Spans) -> list[tuple[int, int]]:
    """Return the spans within `text` in order; neighbours with one space between are one: `phản biện`."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        start, end = max(start, 0), min(end, len(text))
        if start >= end:
            continue
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start] == " "):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def excerpt(text: str, highlights: Spans) -> Markup:
    """Return a passage, marked, with an ellipsis on the side where it begins or ends within a sentence."""
    before = Markup("… ") if text[:1].islower() else Markup("")
    after = Markup(" …") if text[-1:].isalnum() or text[-1:] in (",", ";", "-") else Markup("")
    return before + marked(text, highlights) + after


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

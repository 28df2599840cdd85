"""Original text with its matched passages in <mark> and its mentions as links, everything escaped."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from markupsafe import Markup, escape

from search.deadline import check

Spans = Iterable[tuple[int, int]]
_START, _AT = attrgetter("start"), attrgetter("at")
_PLACE = Markup('<span class="place" id="{}"></span>')
_WITHIN = (" ", "&", "-", "/")  # what stands between words that are read as one


@dataclass(frozen=True, slots=True)
class Link:
    """A passage that leads somewhere; `hint` stands on a small card while it is pointed at."""

    start: int
    end: int
    href: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a text that an address can lead to, by its name."""

    at: int
    name: str


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
    """Return the spans within `text` in order; neighbours with one sign between are one: `phản biện`, `KH&CN`."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        start, end = max(start, 0), min(end, len(text))
        if start >= end:
            continue
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start] in _WITHIN):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def excerpt(text: str, highlights: Spans) -> Markup:
    """Return a passage, marked, with an ellipsis on the side where it begins or ends within a sentence."""
    before = Markup("… ") if text[:1].islower() else Markup("")
    after = Markup(" …") if text[-1:].isalnum() or text[-1:] in (",", ";", "-") else Markup("")
    return before + marked(text, highlights) + after


def linked(
    text: str, highlights: Spans, links: Iterable[Link], offset: int = 0, places: Iterable[Place] = ()
) -> Markup:
    """Return `text` as `marked` does, with each passage of `links` inside <a>; of the same address only the first.

    A page of forty equal links is no help to anybody, least of all to those who go through them by keyboard. At each
    of `places`, in order, stands an empty element that an address can lead to.
    """
    spans = _apart(highlights)
    named = deque((place.at - offset, place.name) for place in places)

    def shown(start: int, end: int) -> Markup:
        """Return a stretch of the text with its marks and the places in it."""
        pieces: list[Markup] = []
        while named and named[0][0] < end:
            at, name = named.popleft()
            at = max(at, start)
            pieces += [_marked_within(text, spans, offset, start, at), _PLACE.format(name)]
            start = at
        return Markup("").join([*pieces, _marked_within(text, spans, offset, start, end)])

    pieces: list[Markup] = []
    seen: set[str] = set()
    at = 0
    for link in sorted(links, key=lambda one: (one.start, -one.end)):
        start, end = link.start - offset, link.end - offset
        if start < at or end > len(text) or start >= end or link.href in seen:
            continue
        seen.add(link.href)
        opened = Markup('<a class="mention" href="{}" data-card="{}">').format(link.href, link.hint)
        pieces += [shown(at, start), opened, shown(start, end), Markup("</a>")]
        at = end
    return Markup("").join([*pieces, shown(at, len(text))])


def _marked_within(text: str, spans: list[tuple[int, int]], offset: int, start: int, end: int) -> Markup:
    return marked(text[start:end], _within(spans, offset + start, offset + end), offset + start)


def paragraphs(
    text: str, highlights: Spans, links: Sequence[Link] = (), places: Sequence[Place] = ()
) -> list[Markup]:
    """Return the paragraphs of an article's text, marked and linked, with places; empty lines are left out."""
    spans, ordered = _apart(highlights), sorted(links, key=_START)
    named = sorted(places, key=_AT)
    shown: list[Markup] = []
    offset = 0
    for line in text.split("\n"):
        check()
        end = offset + len(line)
        if line.strip():
            first = bisect_left(ordered, offset, key=_START)
            begun = ordered[first : bisect_left(ordered, end, lo=first, key=_START)]
            inside = [link for link in begun if link.end <= end]
            here = named[bisect_left(named, offset, key=_AT) : bisect_left(named, end, key=_AT)]
            shown.append(linked(line, _within(spans, offset, end), inside, offset, here))
        offset = end + 1
    return shown


def _apart(spans: Spans) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one, so that their ends are in order, too."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif start < end:
            apart.append((start, end))
    return apart


def _within(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return those of the spans, which are apart, that reach into a passage."""
    first = bisect_right(spans, start, key=itemgetter(1))
    return spans[first : bisect_left(spans, end, lo=first, key=itemgetter(0))]

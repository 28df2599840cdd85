"""All hits of a search one after the other, of one index and up to a limit, as rows of texts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.deadline import NEVER, until
from search.interface.answers import Hit, SearchResponse
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.http.addresses import link_to, record_path
from webui.http.language import Language
from webui.http.parameters import EXPORT_LIMIT
from webui.http.xml_text import fit

COLUMNS = ("number", "kind", "id", "title", "date", "source", "province", "author", "match", "passage", "link")
_BATCH = 100  # hits asked for at once: the first of them come after some tenths of a second


@dataclass(frozen=True, slots=True)
class FoundRows:
    """The hits of a search in the order of its pages; `first` is the answer that they begin with.

    `hits` may be gone through once. There are `count` of them, fewer than `total` where the limit cuts them.
    """

    first: SearchResponse
    hits: Iterator[Hit]

    @property
    def total(self) -> int:
        """Number of the hits that paging leads to."""
        return self.first.reachable

    @property
    def count(self) -> int:
        """Number of the hits here."""
        return min(self.total, EXPORT_LIMIT)

    @property
    def is_cut(self) -> bool:
        """True where hits are missing behind the last one."""
        return self.count < self.total


def found_rows(engine: SearchEngine, asked: SearchRequest, seconds: float) -> FoundRows:
    """Return the hits of a search from its first page on, whatever page of which size was asked for.

    Each further batch of hits may take `seconds` (0: any time), else OutOfTime ends the iteration. Raises as
    `SearchEngine.search` does.
    """
    pinned = engine.pinned()
    asked = replace(asked, page=1, size=_BATCH, facets=False)
    first = pinned.search(asked)

    def hits() -> Iterator[Hit]:
        yield from first.hits
        for page in range(2, -(-min(first.reachable, EXPORT_LIMIT) // _BATCH) + 1):
            with until(time.monotonic() + seconds if seconds else NEVER):
                found = pinned.search(replace(asked, page=page)).hits
            yield from found

    return FoundRows(first, hits())


def row_of(number: int, hit: Hit, found: FoundRows, text: Language, base: str) -> tuple[str, ...]:
    """Return the cells of COLUMNS for the hit at place `number`, counted from 1, in characters that any file can hold.

    `base` is the service's public address, for hits that have none of their own; empty: those have no link.
    """
    how = "" if "note_long_question" in found.first.query.notes else "all" if number <= found.first.total else "some"
    cells = (
        str(number),
        text.t(f"kind.{hit.kind}"),
        hit.id,
        hit.title or hit.id,
        text.typed_date(hit.date) if hit.date else "",
        hit.source,
        hit.province,
        hit.author,
        how and text.t(f"export_match.{how}"),
        " […] ".join(snippet.text for snippet in hit.snippets),
        link_to(hit.source_url, base, record_path(hit.kind, hit.id)),
    )
    return tuple(map(fit, cells))

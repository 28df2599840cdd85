"""Controls of a list's page: alphabet, filters that are on, paging. All are plain links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.interface.answers import FacetCount
from search.interface.lists import ListRequest, RecordList
from webui.http.addresses import list_address
from webui.http.language import Language
from webui.pages.navigation import Choice, Pager, pager


@dataclass(frozen=True, slots=True)
class ListView:
    """Everything about one page of a list that is not a row. `unfiltered` is the whole list in the same order."""

    letters: tuple[Choice, ...]
    types: tuple[Choice, ...]
    issuers: tuple[Choice, ...]
    filtered: bool
    unfiltered: str
    pager: Pager


def list_view(asked: ListRequest, found: RecordList, text: Language, lang: str) -> ListView:
    """Return the view of one page; `lang` is what links carry to keep the language, empty for the default one."""

    def to(request: ListRequest) -> str:
        return list_address(request, lang=lang)

    def choices(counts: tuple[FacetCount, ...], field: str) -> tuple[Choice, ...]:
        chosen = getattr(asked, field)
        offered = [c for c in counts if c.value != chosen]
        shown = [Choice(c.label, to(_with(asked, field, c.value)), count=c.count) for c in offered]
        if chosen:
            shown.insert(0, Choice(chosen, to(_with(asked, field, "")), current=True))
        return tuple(shown)

    def letter(counted: FacetCount) -> Choice:
        on = counted.value == asked.letter
        return Choice(counted.value, to(_with(asked, "letter", "" if on else counted.value)), on, counted.count)

    whole = ListRequest(kind=asked.kind, sort=asked.sort, size=asked.size)
    pages = max(1, -(-found.total // asked.size))
    return ListView(
        letters=tuple(map(letter, found.letters)),
        types=choices(found.types, "type"),
        issuers=choices(found.issuers, "issuer"),
        filtered=replace(asked, page=1) != whole,
        unfiltered=to(whole),
        pager=pager(asked.page, asked.size, found.total, pages, lambda number: to(replace(asked, page=number))),
    )


def _with(asked: ListRequest, field: str, value: str) -> ListRequest:
    changed: dict[str, str] = {field: value}
    return replace(asked, page=1, **changed)  # type: ignore[arg-type]

"""Finds what a query asks about as a whole: an organisation by any of its names, or the holders of an office."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from search.embedded.arrays.office_terms import Holder
from search.embedded.open_generation import OpenGeneration
from search.embedded.selection import Selection, filtered, holds
from search.interface.request import SearchRequest
from search.query.role_questions import asked_office
from search.query.tree import Query, has_beginning, leaves

_DIRECT = 3.0  # times the best score that these are raised by: they stand before what is only called so
_MOST = 20  # people attested in one office that stand before all others


@dataclass(frozen=True, slots=True)
class AskedDirectly:
    """The records that a query asks about: the people attested in an office, likeliest first, or one organisation."""

    holders: tuple[Holder, ...] = ()
    organisation: int | None = None


def asked_directly(opened: OpenGeneration, query: Query) -> AskedDirectly:
    """Return what a query asks about as a whole; nothing for one with fields, excluded words or beginnings of words."""
    if has_beginning(query) or any(excluded or leaf.field for leaf, excluded in leaves(query.root)):
        return AskedDirectly()
    names = opened.organisations
    if id := names.identify(query.text):
        return AskedDirectly(organisation=opened.snapshot.document(f"organisation:{id}"))
    office = asked_office(query.text, names)
    if office is None:
        return AskedDirectly()
    known = names.table.get(office.organisation)
    later = (known.successor, known.to) if known and known.successor and known.to else ("", "")
    return AskedDirectly(tuple(opened.roles.attested(office, *later)[:_MOST]))


def with_asked(opened: OpenGeneration, asked: AskedDirectly, selection: Selection, request: SearchRequest) -> Selection:
    """Return a selection with what is asked about, and with the articles of an organisation and about it."""
    snapshot = opened.snapshot
    found = np.zeros(snapshot.size, np.bool_)
    shares = {holder.person: _DIRECT - place / _MOST for place, holder in enumerate(asked.holders)}
    found[[holder.person for holder in asked.holders]] = True
    mentions = selection.mentions
    if asked.organisation is not None:
        articles = opened.links["organisation"].articles_of(asked.organisation)
        found[asked.organisation] = found[articles] = True
        shares[asked.organisation] = _DIRECT
        mentions = np.zeros(snapshot.size, np.float32) if mentions is None else mentions.copy()
        mentions[articles] += 1
    if not found.any():
        return selection
    every = selection.every | (found & filtered(opened, selection.matcher, request))
    mask = every if request.kind == "all" else every & holds(snapshot.kind, (request.kind,))
    named = selection.named | {record: share for record, share in shares.items() if mask[record]}
    return replace(
        selection, every=every, mask=mask, loose=selection.loose & ~mask, named=named, mentions=mentions
    )

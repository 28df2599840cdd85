"""Finds what a query asks about as a whole: an organisation by any of its names, or the holders of an office."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from search.embedded.arrays.office_terms import Holder
from search.embedded.open_generation import OpenGeneration
from search.embedded.selection import Selection, filtered, holds
from search.interface.request import SearchRequest
from search.query.questions.role_questions import MOST_HOLDERS, asked_about, share_above
from search.query.tree import Query


@dataclass(frozen=True, slots=True)
class AskedDirectly:
    """The records that a query asks about: the people attested in an office, likeliest first, or one organisation."""

    holders: tuple[Holder, ...] = ()
    organisation: int | None = None


def asked_directly(opened: OpenGeneration, query: Query) -> AskedDirectly:
    """Return what a query asks about as a whole; nothing for one with fields, excluded words or beginnings of words."""
    asked = asked_about(query, opened.organisations)
    if asked.organisation:
        return AskedDirectly(organisation=opened.snapshot.document(f"organisation:{asked.organisation}"))
    if asked.office is None:
        return AskedDirectly()
    return AskedDirectly(tuple(opened.roles.attested(asked.office, *asked.later)[:MOST_HOLDERS]))


def with_asked(opened: OpenGeneration, asked: AskedDirectly, selection: Selection, request: SearchRequest) -> Selection:
    """Return a selection with what is asked about, and with the articles of an organisation and about it."""
    snapshot = opened.snapshot
    found = np.zeros(snapshot.size, np.bool_)
    shares = {holder.person: share_above(place) for place, holder in enumerate(asked.holders)}
    found[[holder.person for holder in asked.holders]] = True
    mentions = selection.mentions
    if asked.organisation is not None:
        articles = opened.links["organisation"].articles_of(asked.organisation)
        found[asked.organisation] = found[articles] = True
        shares[asked.organisation] = share_above()
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

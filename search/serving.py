"""One generation ready to answer: all that is read or worked out once for it."""

from __future__ import annotations

from functools import partial

from index.analysis.segment import Segmenter
from index.store import Generation
from search.abbreviations import Abbreviations
from search.copies import Copies
from search.expansion import expand
from search.links import read_links
from search.lists import Listing
from search.matching import Matcher
from search.parameters import Parameters
from search.parse import parse
from search.query import Between, Query
from search.ranking import Ranker
from search.repair import Repairer
from search.roles import Roles
from search.similar import Similar
from search.snapshot import Snapshot
from search.suggest import Suggester


class Serving:
    """What belongs to one generation, open for searches.

    Nothing in it refers back to it, so that its files are closed in the moment when the last request that began on it
    ends, and not when Python's garbage collector comes round.
    """

    def __init__(
        self,
        generation: Generation,
        segmenter: Segmenter | None,
        parameters: Parameters,
        abbreviations: Abbreviations,
    ) -> None:
        self.generation = generation
        self.abbreviations = abbreviations
        self.name = f"{generation.name}+{abbreviations.mark}" if abbreviations.mark else generation.name
        self.snapshot = Snapshot(generation)
        self.ranker = Ranker(self.snapshot, segmenter, parameters)
        self.read = partial(_read, abbreviations if parameters.other_forms else None)
        self.repairer = Repairer(self.snapshot, self.read)
        self.links = {kind: read_links(self.snapshot, kind) for kind in ("directive", "speaker")}
        self.listings = {kind: Listing(self.snapshot, links, kind) for kind, links in self.links.items()}
        self.roles = Roles(self.snapshot)
        self.copies = Copies(self.snapshot)
        self.similar = Similar(self.snapshot, self.ranker.impacts, self.links, self.copies)
        self.suggester = Suggester(self.snapshot, self.links)

    def matcher(self, when: Between | None = None, strict: bool = False) -> Matcher:
        """Return what evaluates one query; see `Matcher` for `when` and `strict`."""
        return Matcher(self.snapshot, self.links, self.roles, when, strict)


def _read(abbreviations: Abbreviations | None, text: str) -> Query:
    """Return what a typed text asks for, in all forms that the abbreviations give it."""
    query = parse(text)
    return query if abbreviations is None else expand(query, abbreviations)

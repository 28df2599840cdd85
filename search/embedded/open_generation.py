"""One generation ready to answer: all that is read or worked out once for it."""

from __future__ import annotations

from functools import partial

from index.analysis.segmentation.segment import Segmenter
from index.generations.store import Generation
from index.resolve.office_table import names_in
from search.embedded.arrays.copy_groups import Copies
from search.embedded.arrays.mention_links import read_links, read_organisation_links
from search.embedded.arrays.office_terms import Roles, role_lines_in
from search.embedded.arrays.snapshot import Snapshot
from search.embedded.lexicon.generation_lexicon import GenerationLexicon
from search.embedded.lexicon.suggest import Suggester
from search.embedded.matching.matcher import Matcher
from search.embedded.matching.not_found import NumberedDirectives
from search.embedded.ranking.ranker import Ranker
from search.embedded.ranking.weights import Parameters
from search.embedded.record_lists import Listing
from search.embedded.similar_articles import Similar
from search.embedded.stored_arrays import StoredArrays
from search.interface.lists import ListedKind
from search.query.other_forms.abbreviations import Abbreviations
from search.query.other_forms.expansion import read_query
from search.query.tree import Between
from search.repair.repairer import Repairer

_LISTED: tuple[ListedKind, ...] = ("directive", "speaker", "organisation")


class OpenGeneration:
    """One generation with all that belongs to it, open for searches.

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
        self.read = partial(read_query, abbreviations if parameters.other_forms else None)
        self.repairer = Repairer(GenerationLexicon(self.snapshot), self.read)
        cited = {kind: read_links(self.snapshot, kind) for kind in ("directive", "speaker")}
        self.links = cited | {"organisation": read_organisation_links(self.snapshot)}
        self.organisations = names_in(generation.path)
        self.stored = StoredArrays(self.snapshot, self.links)
        self.listings = {kind: Listing(self.snapshot, self.links[kind], kind) for kind in _LISTED}
        self.roles = Roles(self.snapshot.size, partial(role_lines_in, self.snapshot))
        self.numbered = NumberedDirectives(self.snapshot)
        self.copies = Copies(self.snapshot)
        self.similar = Similar(self.snapshot, self.ranker.impacts, cited, self.copies)
        self.suggester = Suggester(self.snapshot, self.links)

    def matcher(self, when: Between | None = None, strict: bool = False) -> Matcher:
        """Return what evaluates one query; see `Matcher` for `when` and `strict`."""
        return Matcher(self.snapshot, self.links, self.roles, when, strict)

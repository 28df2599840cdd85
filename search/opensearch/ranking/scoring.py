"""Writes the clauses by which the cluster scores documents, so that the best are among those that are fetched.

Those are then scored again by our own code, which reads how close the words stand; the cluster only has to bring the
right ones, in nearly the right order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.analysis.normalise import fold_word
from index.analysis.tokens import folded, pairs
from search.embedded.arrays.word_prefixes import words_beginning
from search.embedded.ranking.ranker import Ranker
from search.embedded.ranking.standalone_words import spellings
from search.embedded.ranking.synonym_scores import own_terms
from search.embedded.ranking.weights import Parameters
from search.opensearch.asked.asking import Asking, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import all_of, among, any_of, beginning, holding, indexed
from search.opensearch.ranking.fetched import ALONE, Fetched
from search.opensearch.ranking.impacts import RANKED, CollectionImpacts, count_forms, standing_together
from search.query.query_words import QueryWords, read_query_words
from search.query.tree import SAME, Query, included_leaves, parted

Clause = dict[str, Any]

_REACHED = 0.6  # share of what the terms are worth at most that the best document reaches, about
_BEGUN = 20  # of the most frequent words that begin as was typed, by which documents are told apart
_OFTEN = 2.0  # weight of these together
_SYNONYM = 0.7  # share of the most that a form is worth, for occurring


def scoring(
    opened: OpenIndex, asking: Asking, query: Query, mentioned: Sequence[frozenset[str]]
) -> list[Clause]:
    """Return clauses whose scores add up to nearly that of our own ranking before the closer reading."""
    p = opened.parameters
    fetched = Fetched([], opened.tokens, opened.words.frequent)
    impacts = CollectionImpacts(opened, asking, fetched, p)
    words = read_query_words(query, p.question)
    ranker = Ranker(fetched, None, p, impacts)
    terms = ranker.terms(words)
    worth = {term: weight * impacts.worth(impacts.count(term)) for term, weight in terms.items()}
    best = max(_REACHED * sum(worth.values()), 1.0)
    by_weight: dict[tuple[str, float], list[str]] = {}
    for (tier, term), weight in terms.items():
        by_weight.setdefault((tier, weight), []).append(indexed(term))
    clauses = [_combined(tier, said, weight, p) for (tier, weight), said in by_weight.items()]
    for leaf in included_leaves(query):
        if begun := parted(leaf)[1]:
            clauses += _begun(opened, asking, begun, impacts)
    for expansion in query.expanded:
        highest = impacts.worth(count_forms(asking, expansion))
        own = own_terms(list(expansion.words), terms)
        value = sum(weight * min(impacts.worth(impacts.count(term)), highest) for term, weight in own.items())
        for also in expansion.also:  # our own ranking will ask for these: better now, with all else
            for pair in pairs(folded(list(also.words))):
                impacts.count(("pair", pair))
            variant = words.with_form(expansion.words, also.words)
            if variant is not None and also.weight >= SAME:
                for tier, term in ranker.terms(variant):
                    impacts.count((tier, term))
        clauses += [
            _constant(standing_together(also.words, also.written), _SYNONYM * also.weight * value)
            for also in expansion.also
        ]
    clauses += [_constant(among("mentions", keys), p.named * best) for keys in mentioned]
    return clauses + _short(words, p, best)


def _begun(opened: OpenIndex, asking: Asking, text: str, impacts: CollectionImpacts) -> list[Clause]:
    """Return what words are worth that begin as was typed: by how often they occur, and the word itself as much."""
    p = opened.parameters
    fields = [f"{name}_fold" for name in RANKED]
    found = beginning(opened.words, text, fields)
    worth = impacts.worth(asking.count(found, 1))
    terms = [term for _, term in words_beginning(opened.words, text, fields)][:_BEGUN]
    often = _combined("fold", list(dict.fromkeys(terms)), _OFTEN / max(len(terms), 1), p)
    return [_constant(found, worth), often, _constant(holding(fields, fold_word(text)), worth)]


def _short(words: QueryWords, p: Parameters, best: float) -> list[Clause]:
    """Return what the words of a short query are worth as typed, all of them, and on their own."""
    clauses = []
    meaning = words.meaning
    accented = {words.typed[n] for n in meaning if words.accented(n)}
    if len(words.typed) <= p.meant:
        fields = [f"{name}_word" for name in RANKED]
        clauses += [_constant(holding(fields, word), p.exact * best / len(accented)) for word in sorted(accented)]
    if 2 <= len(meaning) <= len(words.typed) <= p.meant:
        every = all_of([holding([f"{name}_fold" for name in RANKED], words.folds[n]) for n in meaning])
        clauses.append(_constant(every, p.complete * best))
    if len(words.typed) == 1:
        word, fold = words.typed[0], words.folds[0]
        said = (word,) if word != fold else spellings(fold)
        alone: Filter = any_of([among("title_compound", said), among("body_compound", said)])
        clauses.append(_constant(alone, p.alone * best, ALONE))
    return clauses


def _combined(tier: str, terms: Sequence[str], weight: float, p: Parameters) -> Clause:
    """Return BM25F over the fields of a tier."""
    fields = [f"title_{tier}^{p.title:g}", f"body_{tier}"]
    if tier in ("word", "fold"):
        fields += [f"author_{tier}", f"source_{tier}"]
    return {"combined_fields": {"query": " ".join(terms), "fields": fields, "boost": weight * (p.k1 + 1)}}


def _constant(found: Filter, boost: float, name: str = "") -> Clause:
    clause: Clause = {"filter": found, "boost": max(boost, 1e-6)}
    return {"constant_score": {**clause, "_name": name} if name else clause}

"""Scores how well a document answers: BM25F over the tiers of a text, then a closer reading of the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from index.analysis.normalise import fold_word, nfc, strip_accents
from index.analysis.segmentation.segment import Segmenter
from index.analysis.tiers import compounds
from index.analysis.tokens import pairs
from search.embedded.arrays.document_arrays import DocumentArrays
from search.embedded.arrays.snapshot import Docs, Mask, among
from search.embedded.arrays.word_prefixes import beginning_frequencies
from search.embedded.ranking.bm25f import Impact, Impacts, Ranked, Scores, Term, idf
from search.embedded.ranking.proximity import Closeness, Features, Places, closeness
from search.embedded.ranking.standalone_words import standing_alone
from search.embedded.ranking.synonym_scores import Gain, gain
from search.embedded.ranking.weights import DEFAULT, Parameters
from search.query.query_words import QueryWords, read_query_words
from search.query.tree import SAME, Query, included_leaves, parted


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scores of one query over all documents of the snapshot, and the named parts that they are made of."""

    scores: Scores  # (documents,)
    impacts: dict[Term, Impact] = field(default_factory=dict)  # of each term, in units of score
    bonuses: dict[int, dict[str, float]] = field(default_factory=dict)  # parts of single documents, in units of score
    words: QueryWords | None = None  # the query as the ranking read it
    full_passage: float = 0.0  # what a passage with all of the query is worth, in units of score
    documents: Docs = field(default_factory=lambda: np.empty(0, np.int64))  # (c,): those that were ranked, rising
    shares: dict[str, Scores] = field(default_factory=dict)  # parts that any of them may have, (c,), in units of `best`
    best: float = 0.0  # the best score by tiers

    def add(self, name: str, document: int, value: float) -> None:
        """Raise the score of a document by a named part."""
        self.scores[document] += value
        self.tell(name, document, value)

    def tell(self, name: str, document: int, value: float) -> None:
        """Name a part of the score that a document has."""
        self.bonuses.setdefault(document, {})[name] = float(value)

    def part(self, name: str, document: int) -> float:
        """Return what a named part adds to the score of a document, 0 where it has none."""
        bonus = self.bonuses.get(document, {}).get(name, 0.0)
        row = int(self.documents.searchsorted(document)) if name in self.shares else len(self.documents)
        if row == len(self.documents) or self.documents[row] != document:
            return bonus
        return self.best * float(self.shares[name][row]) + bonus

    def explain(self, document: int) -> tuple[str, ...]:
        """Return what a document's score is made of, the largest first: `pair khoa hoc 3.21`, `passage 1.90`."""
        parts = {f"{tier} {term}": impact.at(document) for (tier, term), impact in self.impacts.items()}
        parts |= {name: self.part(name, document) for name in self.shares}
        parts |= self.bonuses.get(document, {})
        ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
        return tuple(f"{name} {value:.2f}" for name, value in ordered if value > 0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The finds of a query's terms in all documents: the score by tiers is the sum of the impacts."""

    terms: dict[Term, float]  # with their weights
    impacts: dict[Term, Impact]  # of the terms, of beginnings of words and of other forms
    gains: tuple[Gain, ...]  # by other forms of what was typed

    def narrowed(self, mask: Mask) -> Evidence:
        """Return the same of the documents in a mask alone."""
        impacts = {term: impact.narrowed(mask) for term, impact in self.impacts.items()}
        return Evidence(self.terms, impacts, tuple(one.narrowed(mask) for one in self.gains))


class Ranker:
    """Scores documents of one snapshot. Threads may share it."""

    def __init__(
        self,
        snapshot: DocumentArrays,
        segmenter: Segmenter | None,
        parameters: Parameters = DEFAULT,
        impacts: Impacts | None = None,
    ) -> None:
        """Take what is ranked; `impacts` where it is part of a larger collection, whose counts tell a word's worth."""
        self._snapshot = snapshot
        self._segmenter = segmenter
        self._parameters = parameters
        self.impacts = impacts or Impacts(snapshot, parameters)

    def rank_each(self, query: Query, masks: Sequence[Mask], mentions: Scores | None = None) -> list[Ranking]:
        """Return the scores of a query and their parts for each mask by itself, no document in two of them.

        Documents outside a mask have 0. What the terms find is looked up for all of them together, and the best of all
        are read together. `mentions` tells for each document how many of the records it mentions that the query names.
        """
        words = read_query_words(query, self._parameters.question)
        every = masks[0] if len(masks) == 1 else np.logical_or.reduce(masks)
        ranked = [Ranked(mask) for mask in masks]
        asked = ranked[0].documents if len(masks) == 1 else every.nonzero()[0]
        evidence = self._evidence(query, words, every, asked)
        narrowed = [evidence.narrowed(mask) for mask in masks] if len(masks) > 1 else [evidence]
        rankings = [self._by_tiers(words, one, of, mentions) for one, of in zip(narrowed, ranked, strict=True)]
        read = [self._best(one.documents, one.scores[one.documents]) for one in rankings]
        documents = np.sort(np.concatenate(read))
        if len(documents):
            close = self._close_reading(words, evidence, documents)
            for ranking, mine in zip(rankings, read, strict=True):
                for document, parts in _bonuses(mine, close, documents.searchsorted(mine), ranking.best).items():
                    ranking.scores[document] += np.float32(sum(parts.values()))
                    ranking.bonuses[document] = parts
        return rankings

    def _by_tiers(self, words: QueryWords, evidence: Evidence, ranked: Ranked, mentions: Scores | None) -> Ranking:
        """Return the ranking of documents, of which alone `evidence` is, as far as no places are read.

        Arrays have a row for each of these c documents.
        """
        found = np.zeros(len(ranked), np.float32)
        for impact in evidence.impacts.values():
            impact.add_to_some(found, ranked)
        scores = np.zeros(self._snapshot.size, np.float32)
        best = float(found.max(initial=0.0))
        full_passage = best * self._parameters.passage
        if best <= 0:
            return Ranking(scores, evidence.impacts, words=words, full_passage=full_passage, best=best)
        shares = self._shares(words, evidence, ranked, mentions)
        if shares:
            found += np.float32(best) * sum(shares.values())
        scores[ranked.documents] = found
        return Ranking(scores, evidence.impacts, {}, words, full_passage, ranked.documents, shares, best)

    def _evidence(self, query: Query, words: QueryWords, mask: Mask, ranked: Docs) -> Evidence:
        """Return what the terms of a query find in the documents of a mask, which are those `ranked`."""
        terms = self.terms(words)
        impacts = {term: self.impacts.of(*term, mask, ranked).times(weight) for term, weight in terms.items()}
        for leaf in included_leaves(query):
            if begun := parted(leaf)[1]:
                impacts |= {term: impact.narrowed(mask) for term, impact in self._beginning(begun).items()}
        gains = tuple(gain(expansion, terms, impacts, self.impacts, mask) for expansion in query.expanded)
        also = {("also", gained.expansion.typed): Impact(gained.docs, gained.scores) for gained in gains}
        return Evidence(terms, impacts | also, gains)

    def _shares(
        self, words: QueryWords, evidence: Evidence, ranked: Ranked, mentions: Scores | None
    ) -> dict[str, Scores]:
        """Return the parts that some document may have, (c,) each, as shares of the best score by tiers."""
        shares = {
            "accents as typed": self._exact(words, evidence, ranked),
            "word of its own": self._alone(words, ranked),
            "all words": self._complete(words, evidence, ranked),
        }
        if mentions is not None:
            shares["mentions"] = mentions.take(ranked.documents) * np.float32(self._parameters.named)
        return {name: share for name, share in shares.items() if share is not None}

    def terms(self, words: QueryWords) -> dict[Term, float]:
        """Return the weighted terms by which a query ranks.

        Every word has the weight of the two tiers `word` and `fold` together. Where its accents were typed, `word`
        has its own; where they were not, that goes to `fold`, as far as the documents write the word with accents.
        """
        p = self._parameters
        weights: dict[Term, float] = {}

        def add(tier: str, term: str, weight: float) -> None:
            if weight > 0:
                weights[tier, term] = weights.get((tier, term), 0.0) + weight

        exact = self._exactness(words)
        for word, fold, importance, share in zip(words.typed, words.folds, words.importance, exact, strict=True):
            add("fold", fold, (p.fold + p.word * (1 - share)) * importance)
            add("word", word, p.word * share * importance)
        for n, pair in enumerate(pairs(words.folds)):
            add("pair", pair, p.pair * min(words.importance[n : n + 2]))
        if words.definition:
            add("pair", words.definition, p.pair * p.definition)
        for whole in words.wholes:
            add("pair", whole, p.pair)
        if self._segmenter and p.compound and words.has_accents:
            for compound in compounds(words.text, self._segmenter):
                add("compound", compound, p.compound)
        return weights

    def _exactness(self, words: QueryWords) -> list[float]:
        """Return for each word how sure it is that its accents were typed, from 0 to 1.

        In `đăng vu minh` the user left accents out of vu and minh; in `khoa học` khoa has none. Which of the two is
        told by the share of the documents with the folded word that have it without accents.
        """
        if not words.has_accents:
            return [0.0] * len(words.typed)
        return [
            1.0 if words.accented(n) else self._share(word, words.folds[n]) for n, word in enumerate(words.typed)
        ]

    def _share(self, word: str, fold: str) -> float:
        every = self.impacts.count(("fold", fold))
        return self.impacts.count(("word", word)) / every if every else 0.0

    def _exact(self, words: QueryWords, evidence: Evidence, ranked: Ranked) -> Scores | None:
        """Return what each document gets for having the words of a short query with the accents typed; None for none.

        Another form of a word (`Hội đồng nhân dân` of `HĐND`) counts as the word in those accents, by its weight.
        """
        p = self._parameters
        accented = {words.typed[n] for n in words.meaning if words.accented(n)}
        if len(words.typed) > p.meant or not accented:
            return None
        held = np.zeros(len(ranked), np.uint8)
        for word in accented:
            if ("word", word) in evidence.impacts:
                held += evidence.impacts["word", word].held(ranked)
        exact = held * np.float32(p.exact / len(accented))
        for other in evidence.gains:
            share = np.float32(p.exact * len(accented & set(other.expansion.words)) / len(accented))
            rows = ranked.rows.take(other.docs)
            exact[rows] = np.maximum(exact[rows], share * other.weights)
        return exact

    def _alone(self, words: QueryWords, ranked: Ranked) -> Scores | None:
        """Return what each document gets for having the one word asked for as a word of its own; None for none."""
        if len(words.typed) != 1 or not self._parameters.alone:
            return None
        found = standing_alone(self._snapshot, words.typed[0], words.folds[0]).take(ranked.documents)
        return found * np.float32(self._parameters.alone)

    def _complete(self, words: QueryWords, evidence: Evidence, ranked: Ranked) -> Scores | None:
        """Return what each document gets for having all words of a short query, or other forms; None for none."""
        p = self._parameters
        if not 2 <= len(words.meaning) <= len(words.typed) <= p.meant or not p.complete:
            return None
        found = np.ones(len(ranked), np.bool_)
        for n in words.meaning:
            holds = evidence.impacts["fold", words.folds[n]].held(ranked)
            for other in evidence.gains:
                if words.typed[n] in other.expansion.words:
                    for _, docs in other.forms:
                        holds[ranked.rows.take(docs)] = True
            found &= holds
        return found * np.float32(p.complete)

    def _beginning(self, text: str) -> dict[Term, Impact]:
        """Return what documents get for words that begin as `text` does: all such words count as one term.

        As much again goes to those that have the word itself, and those that have the accents typed.
        """
        p = self._parameters
        weights = {"title": p.title, "body": 1.0, "author": p.side, "source": p.side}
        folds = {f"{name}_fold": weight for name, weight in weights.items()}
        docs, often = beginning_frequencies(self._snapshot, text, folds, self.impacts.norm)
        value = np.float32(self.impacts.worth(self.impacts.holding_beginning(text, list(folds), len(docs))))
        parts = {("begins", text): Impact(docs, value * often / (often + np.float32(p.k1)))}
        whole, _ = self.impacts.of("fold", fold_word(text)).sparse()
        parts["is", text] = Impact(whole, np.full(len(whole), value, np.float32))
        if strip_accents(nfc(text)) != nfc(text):
            exact, _ = beginning_frequencies(
                self._snapshot, text, {f"{name}_word": weight for name, weight in weights.items()}, self.impacts.norm
            )
            parts["begins as typed", text] = Impact(exact, np.full(len(exact), value, np.float32))
        return parts

    def _best(self, ranked: Docs, found: Scores) -> Docs:
        """Return the articles to be read, rising: the best, of equal ones those with the first ids."""
        read = (found > 0) & (self._snapshot.kind.codes.take(ranked) == self._snapshot.kind.code("article"))
        most, kept = self._parameters.read, read.nonzero()[0]
        scores = found.take(kept)
        if most and len(kept) > most:
            enough = (scores >= np.partition(scores, -most)[-most]).nonzero()[0]
            kept, scores = kept[enough], scores[enough]
        numbers = ranked.take(kept)
        ordered = np.lexsort((self._snapshot.order[numbers], -scores))
        return np.sort(numbers[ordered[:most]])

    def _close_reading(self, words: QueryWords, evidence: Evidence, documents: Docs) -> Closeness:
        """Return how close articles come to a query, weighted, in the words typed or the form that comes closest."""
        read = Places(self._snapshot, documents)
        found = self._closeness(read, self._features(words, evidence.terms))
        for gained in evidence.gains:
            for synonym, holders in gained.forms:
                rows = among(holders, documents).nonzero()[0] if synonym.weight >= SAME else holders[:0]
                variant = words.with_form(gained.expansion.words, synonym.words) if len(rows) else None
                if variant is None:
                    continue
                other = self._closeness(read.narrowed(rows), self._features(variant, self.terms(variant)))
                if len(words.typed) == 1:  # a word is no phrase, though what it stands for is one
                    other = replace(other, phrase=np.zeros(len(rows)))
                _raise(found, rows, other, synonym.weight)
        return found

    def _closeness(self, read: Places, features: Features) -> Closeness:
        """Return how close articles come to a query, in shares of the best score by tiers."""
        p = self._parameters
        close = closeness(read, features, p.width)
        return Closeness(
            passage=p.passage * close.passage,
            title=p.cover * close.title,
            phrase=p.phrase * close.phrase,
            whole_title=p.whole_title * close.whole_title,
        )

    def _features(self, words: QueryWords, terms: dict[Term, float]) -> Features:
        """Return the features of a query: its words with the accents typed, and its neighbours."""

        def worth(tier: str, term: str, importance: float) -> float:
            count = self.impacts.count((tier, term)) if (tier, term) in terms else 0
            return importance * idf(count, self.impacts.articles) if count else 0.0

        features = Features(folds=frozenset(words.folds))
        numbers: dict[tuple[str, str], int] = {}
        for n, share in enumerate(self._exactness(words)):
            word, fold = words.typed[n], words.folds[n]
            term = (fold, word if share > 0.5 else "")
            if term not in numbers:
                numbers[term] = len(features.words)
                features.words.append(term)
                features.worth.append(worth("word" if term[1] else "fold", term[1] or fold, words.importance[n]))
            features.sequence.append(numbers[term])
        for n, pair in enumerate(pairs(words.folds)):
            both = features.sequence[n], features.sequence[n + 1]
            if both not in features.pairs:
                features.pairs[both] = len(features.worth)
                features.worth.append(worth("pair", pair, min(words.importance[n : n + 2])))
        return features


_CLOSE = {"passage": "passage", "title": "title", "phrase": "phrase", "whole title": "whole_title"}
"""Names of the parts that close reading gives → arrays of Closeness."""


def _raise(closeness: Closeness, rows: Docs, other: Closeness, weight: float) -> None:
    """Raise some rows of a closeness, in place, to what they have in another form, which is worth `weight` of it."""
    for array in _CLOSE.values():
        mine = getattr(closeness, array)
        mine[rows] = np.maximum(mine[rows], weight * getattr(other, array))


def _bonuses(documents: Docs, close: Closeness, rows: Docs, best: float) -> dict[int, dict[str, float]]:
    """Return the parts that close reading gives some documents, in units of score; `rows` are theirs in `close`."""
    columns = [(best * getattr(close, array)[rows]).tolist() for array in _CLOSE.values()]
    parts = zip(*columns, strict=True)
    return {n: dict(zip(_CLOSE, row, strict=True)) for n, row in zip(documents.tolist(), parts, strict=True)}

"""Scores how well a document answers: BM25F over the tiers of a text, then a closer reading of the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.analysis.normalise import fold_word, nfc, strip_accents
from index.analysis.segment import Segmenter
from index.analysis.tiers import compounds
from index.analysis.tokens import pairs
from search.embedded.arrays.snapshot import Docs, Mask, Snapshot
from search.embedded.arrays.word_prefixes import beginning_frequencies
from search.embedded.ranking.bm25f import Impact, Impacts, Scores, Term, idf
from search.embedded.ranking.proximity import Reader, Sought
from search.embedded.ranking.standalone_words import standing_alone
from search.embedded.ranking.synonym_scores import Gain, gain
from search.embedded.ranking.weights import DEFAULT, Parameters
from search.query.query_words import Asked, asked
from search.query.tree import SAME, Prefix, Query, query_words


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scores of one query, one for each document of the snapshot, and what they are made of.

    `asked` is the query as the ranking read it, `full_passage` what a passage with all of it is worth. `shares` are
    parts that any document may have, as shares of `best`, the best score by tiers; `bonuses` those of single documents.
    """

    scores: Scores
    impacts: dict[Term, Impact] = field(default_factory=dict)
    bonuses: dict[int, dict[str, float]] = field(default_factory=dict)
    asked: Asked | None = None
    full_passage: float = 0.0
    shares: dict[str, Scores] = field(default_factory=dict)
    best: float = 0.0

    def add(self, name: str, document: int, value: float) -> None:
        """Raise the score of a document by a named part."""
        self.scores[document] += value
        self.tell(name, document, value)

    def tell(self, name: str, document: int, value: float) -> None:
        """Name a part of the score that a document has."""
        self.bonuses.setdefault(document, {})[name] = float(value)

    def part(self, name: str, document: int) -> float:
        """Return what a named part adds to the score of a document, 0 where it has none."""
        share = self.best * float(self.shares[name][document]) if name in self.shares else 0.0
        return share + self.bonuses.get(document, {}).get(name, 0.0)

    def explain(self, document: int) -> tuple[str, ...]:
        """Return what a document's score is made of, the largest first: `pair khoa hoc 3.21`, `passage 1.90`."""
        parts = {f"{tier} {term}": impact.at(document) for (tier, term), impact in self.impacts.items()}
        parts |= {name: self.part(name, document) for name in self.shares}
        parts |= self.bonuses.get(document, {})
        ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
        return tuple(f"{name} {value:.2f}" for name, value in ordered if value > 0)


class Ranker:
    """Scores documents of one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, segmenter: Segmenter | None, parameters: Parameters = DEFAULT) -> None:
        self._snapshot = snapshot
        self._segmenter = segmenter
        self._parameters = parameters
        self._reader = Reader(snapshot)
        self.impacts = Impacts(snapshot, parameters)

    def scores(self, query: Query, mask: Mask | None = None) -> Scores:
        """Return a score for each document of the snapshot, 0 where no term of the query occurs."""
        return self.rank(query, mask).scores

    def rank(self, query: Query, mask: Mask | None = None, mentions: Scores | None = None) -> Ranking:
        """Return the scores of a query and their parts, those of live documents or of `mask`; 0 for all others.

        `mentions` tells for each document how many of the records it mentions that the query names.
        """
        mask = self._snapshot.live if mask is None else mask
        wanted = self.asked(query)
        scores = np.zeros(self._snapshot.size, np.float32)
        terms = self.terms(wanted)
        impacts = {term: self.impacts.of(*term, mask).times(weight) for term, weight in terms.items()}
        for leaf in query_words(query):
            if isinstance(leaf, Prefix):
                impacts |= self._beginning(leaf.text)
        for impact in impacts.values():
            impact.add_to(scores)
        gains = [gain(e, terms, impacts, self.impacts, mask) for e in query.expanded]
        for other in gains:
            impacts["also", other.expansion.typed] = also = Impact(other.docs, other.scores)
            also.add_to(scores)
        scores *= mask
        best = float(scores.max(initial=0.0))
        bonuses: dict[int, dict[str, float]] = {}
        every_share: dict[str, Scores] = {}
        if best > 0:
            exact, alone = self._exact(wanted, impacts, gains), self._alone(wanted)
            complete = self._complete(wanted, impacts, gains)
            raised = exact + alone + complete
            if mentions is not None:
                mentions = mentions * np.float32(self._parameters.named)
                raised += mentions
            scores += np.float32(best) * raised * mask
            every_share = {"accents as typed": exact, "word of its own": alone, "all words": complete}
            if mentions is not None:
                every_share["mentions"] = mentions
            sought = self._sought(wanted, terms)
            documents = self._best(scores)
            shares = self._closeness(documents, sought)
            for other in gains:
                self._read_other_forms(wanted, other, documents, shares)
            for document, close in zip(documents.tolist(), shares, strict=True):
                parts = {name: best * share for name, share in close.items()}
                scores[document] += np.float32(sum(parts.values()))
                bonuses[document] = parts
        return Ranking(scores, impacts, bonuses, wanted, best * self._parameters.passage, every_share, best)

    def asked(self, query: Query) -> Asked:
        """Return the words of a query as the ranking reads them."""
        return asked(query, self._parameters.question)

    def terms(self, wanted: Asked) -> dict[Term, float]:
        """Return the weighted terms by which a query ranks.

        Every word has the weight of the two tiers `word` and `fold` together. Where its accents were typed, `word`
        has its own; where they were not, that goes to `fold`, as far as the documents write the word with accents.
        """
        p = self._parameters
        weights: dict[Term, float] = {}

        def add(tier: str, term: str, weight: float) -> None:
            if weight > 0:
                weights[tier, term] = weights.get((tier, term), 0.0) + weight

        exact = self._exactness(wanted)
        for word, fold, importance, share in zip(wanted.words, wanted.folds, wanted.importance, exact, strict=True):
            add("fold", fold, (p.fold + p.word * (1 - share)) * importance)
            add("word", word, p.word * share * importance)
        for n, pair in enumerate(pairs(wanted.folds)):
            add("pair", pair, p.pair * min(wanted.importance[n : n + 2]))
        if wanted.definition:
            add("pair", wanted.definition, p.pair * p.definition)
        for date in wanted.dates:
            add("pair", date, p.pair)
        if self._segmenter and p.compound and wanted.has_accents:
            for compound in compounds(wanted.text, self._segmenter):
                add("compound", compound, p.compound)
        return weights

    def _exactness(self, wanted: Asked) -> list[float]:
        """Return for each word how sure it is that its accents were typed, from 0 to 1.

        In `đăng vu minh` the user left accents out of vu and minh; in `khoa học` khoa has none. Which of the two is
        told by the share of the documents with the folded word that have it without accents.
        """
        if not wanted.has_accents:
            return [0.0] * len(wanted.words)
        return [
            1.0 if wanted.accented(n) else self._share(word, wanted.folds[n]) for n, word in enumerate(wanted.words)
        ]

    def _share(self, word: str, fold: str) -> float:
        every = self.impacts.count(("fold", fold))
        return self.impacts.count(("word", word)) / every if every else 0.0

    def _exact(self, wanted: Asked, impacts: dict[Term, Impact], gains: Sequence[Gain]) -> Scores:
        """Return what each document gets for having the words of a short query with the accents typed.

        Another form of a word (`Hội đồng nhân dân` of `HĐND`) counts as the word in those accents, by its weight.
        """
        p = self._parameters
        size = self._snapshot.size
        meaning = [n for n, importance in enumerate(wanted.importance) if importance == 1.0]
        words = {wanted.words[n] for n in meaning if wanted.accented(n)}
        if len(wanted.words) > p.meant or not words:
            return np.zeros(size, np.float32)
        held = np.zeros(size, np.uint8)
        for word in words:
            if ("word", word) in impacts:
                held += impacts["word", word].mask(size)
        exact = held * np.float32(p.exact / len(words))
        for other in gains:
            share = np.float32(p.exact * len(words & set(other.expansion.words)) / len(words))
            exact[other.docs] = np.maximum(exact[other.docs], share * other.weights)
        return exact

    def _alone(self, wanted: Asked) -> Scores:
        """Return what each document gets for having the one word asked for as a word of its own."""
        if len(wanted.words) != 1 or not self._parameters.alone:
            return np.zeros(self._snapshot.size, np.float32)
        found = standing_alone(self._snapshot, wanted.words[0], wanted.folds[0])
        return found * np.float32(self._parameters.alone)

    def _complete(self, wanted: Asked, impacts: dict[Term, Impact], gains: Sequence[Gain]) -> Scores:
        """Return what each document gets for having all words of a short query, or other forms of them."""
        p = self._parameters
        meaning = [n for n, importance in enumerate(wanted.importance) if importance == 1.0]
        found = np.ones(self._snapshot.size, np.bool_)
        if not 2 <= len(meaning) <= len(wanted.words) <= p.meant or not p.complete:
            return np.zeros(self._snapshot.size, np.float32)
        for n in meaning:
            holds = impacts["fold", wanted.folds[n]].mask(len(found))
            for other in gains:
                if wanted.words[n] in other.expansion.words:
                    for _, docs in other.forms:
                        holds[docs] = True
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
        value = np.float32(self.impacts.worth(len(docs)))
        parts = {("begins", text): Impact(docs, value * often / (often + np.float32(p.k1)))}
        whole, _ = self.impacts.of("fold", fold_word(text)).sparse()
        parts["is", text] = Impact(whole, np.full(len(whole), value, np.float32))
        if strip_accents(nfc(text)) != nfc(text):
            exact, _ = beginning_frequencies(
                self._snapshot, text, {f"{name}_word": weight for name, weight in weights.items()}, self.impacts.norm
            )
            parts["begins as typed", text] = Impact(exact, np.full(len(exact), value, np.float32))
        return parts

    def _best(self, scores: Scores) -> Docs:
        """Return the articles to be read, rising: the best, of equal ones those with the first ids."""
        numbers = np.flatnonzero(scores > 0)
        numbers = numbers[self._snapshot.kind.codes.take(numbers) == self._snapshot.kind.code("article")]
        most = self._parameters.read
        if most and len(numbers) > most:
            least = np.partition(scores[numbers], -most)[-most]
            numbers = numbers[scores[numbers] >= least]
        ranked = np.lexsort((self._snapshot.order[numbers], -scores[numbers]))
        return np.sort(numbers[ranked[:most]])

    def _closeness(self, documents: Docs, sought: Sought) -> list[dict[str, float]]:
        p = self._parameters
        close = self._reader.closeness(documents, sought, p.width)
        parts = {
            "passage": p.passage * close.passage,
            "title": p.cover * close.title,
            "phrase": p.phrase * close.phrase,
            "whole title": p.whole_title * close.whole_title,
        }
        return [{name: float(values[n]) for name, values in parts.items()} for n in range(len(documents))]

    def _read_other_forms(self, wanted: Asked, other: Gain, documents: Docs, shares: list[dict[str, float]]) -> None:
        """Raise the shares of documents that come closer to the query in another form, which is worth less."""
        for synonym, holders in other.forms:
            variant = wanted.said(other.expansion.words, synonym.words)
            which = np.flatnonzero(np.isin(documents, holders, assume_unique=True))
            if synonym.weight < SAME or variant is None or not len(which):
                continue
            sought = self._sought(variant, self.terms(variant))
            for n, close in zip(which.tolist(), self._closeness(documents[which], sought), strict=True):
                if len(wanted.words) == 1:  # a word is no phrase, though what it stands for is one
                    close["phrase"] = 0.0
                shares[n] = {name: max(share, synonym.weight * close[name]) for name, share in shares[n].items()}

    def _sought(self, wanted: Asked, terms: dict[Term, float]) -> Sought:
        """Return what to look for in texts: words with the accents typed, and neighbours of the query."""

        def worth(tier: str, term: str, importance: float) -> float:
            count = self.impacts.count((tier, term)) if (tier, term) in terms else 0
            return importance * idf(count, self.impacts.articles) if count else 0.0

        sought = Sought(folds=frozenset(wanted.folds))
        numbers: dict[tuple[str, str], int] = {}
        for n, share in enumerate(self._exactness(wanted)):
            word, fold = wanted.words[n], wanted.folds[n]
            term = (fold, word if share > 0.5 else "")
            if term not in numbers:
                numbers[term] = len(sought.words)
                sought.words.append(term)
                sought.worth.append(worth("word" if term[1] else "fold", term[1] or fold, wanted.importance[n]))
            sought.sequence.append(numbers[term])
        for n, pair in enumerate(pairs(wanted.folds)):
            both = sought.sequence[n], sought.sequence[n + 1]
            if both not in sought.pairs:
                sought.pairs[both] = len(sought.worth)
                sought.worth.append(worth("pair", pair, min(wanted.importance[n : n + 2])))
        return sought

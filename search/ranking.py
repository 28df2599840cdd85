"""How well a document answers: BM25F over the tiers of a text, then a closer reading of the best.

BM25F: Robertson, Zaragoza, Taylor, Simple BM25 Extension to Multiple Weighted Fields (CIKM 2004): frequencies of a
term in the fields of a document are normalised by each field's length, weighted, added, and saturated once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import fold_word, nfc, strip_accents
from index.analysis.segment import Segmenter
from index.analysis.tiers import compounds
from index.analysis.tokens import pairs
from search.alone import standing_alone
from search.asked import Asked, asked
from search.close_reading import Reader, Sought
from search.expanded_scores import Gain, gain
from search.kept import Kept
from search.prefixes import beginning_frequencies
from search.query import SAME, Phrase, Prefix, Query, Word, leaves
from search.snapshot import Docs, Mask, Snapshot

_KEPT = 3_000_000  # impacts kept in memory, 8 bytes each, for terms asked for again

Scores = NDArray[np.float32]
Term = tuple[str, str]
"""A tier and a term of it: `("pair", "khoa hoc")`."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights of the ranking; one setting for every collection (`docs/ranking.md` has the measurements).

    The first group is BM25F's: `k1` saturation, `b` length normalisation, `title` and `side` (author, source) the
    weight of a word there against one in the body.

    The second gives each tier's weight; `question` is the importance of words that only ask, `definition` the weight
    of the pair `X là` where it is asked what X is; `mend` has queries repaired before they are ranked
    (`search.repair`), `other_forms` has abbreviations and what they stand for looked for beside what was typed.

    The third are shares of the best score by tiers, added to the `read` best documents: `passage` for the best window
    of `width` words, `cover` for a title that the query says, `phrase` and `whole_title` for a query that stands
    there word for word. `exact` goes, in queries of up to `meant` words, to documents that have the words with the
    accents typed: it outweighs all the others, so that đang and đặng come after every đảng. `alone` goes, in queries
    of one word, to documents that have it as a word of its own: `hội` before hội viên; `complete`, in queries of two to
    `meant` words, to those that have all of them, in one form or another.
    """

    k1: float = 1.2
    b: float = 0.75
    title: float = 2.0
    side: float = 1.0

    word: float = 1.0
    fold: float = 1.0
    pair: float = 1.0
    compound: float = 0.0
    question: float = 0.2
    definition: float = 3.0
    mend: bool = True
    other_forms: bool = True

    read: int = 30
    width: int = 60
    passage: float = 0.7
    cover: float = 0.4
    phrase: float = 1.0
    whole_title: float = 2.0
    exact: float = 5.0
    meant: int = 3
    alone: float = 2.0
    complete: float = 2.5


DEFAULT = Parameters()


def idf(documents: int, size: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)), never negative (Lucene's form of Robertson and Sparck Jones)."""
    return math.log(1 + (max(size - documents, 0) + 0.5) / (documents + 0.5))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scores of one query, one for each document of the snapshot, and what they are made of.

    `asked` is the query as the ranking read it, `full_passage` what a passage with all of it is worth.
    """

    scores: Scores
    impacts: dict[Term, tuple[Docs, Scores]] = field(default_factory=dict)
    bonuses: dict[int, dict[str, float]] = field(default_factory=dict)
    asked: Asked | None = None
    full_passage: float = 0.0

    def explain(self, document: int) -> tuple[str, ...]:
        """Return what a document's score is made of, the largest first: `pair khoa hoc 3.21`, `passage 1.90`."""
        parts: dict[str, float] = {}
        for (tier, term), (docs, values) in self.impacts.items():
            place = int(np.searchsorted(docs, document))
            if place < len(docs) and docs[place] == document:
                parts[f"{tier} {term}"] = float(values[place])
        parts |= self.bonuses.get(document, {})
        ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
        return tuple(f"{name} {value:.2f}" for name, value in ordered if value > 0)


def _added(docs: Docs, values: Scores, others: Docs, more: Scores) -> tuple[Docs, Scores]:
    """Return the sum of two sparse arrays; quick where the second is much the shorter: titles beside bodies."""
    if not len(docs):
        return others, more
    at = np.searchsorted(docs, others)
    known = docs[np.minimum(at, len(docs) - 1)] == others
    values[at[known]] += more[known]
    if known.all():
        return docs, values
    new = ~known
    return np.insert(docs, at[new], others[new]), np.insert(values, at[new], more[new])


class Ranker:
    """Scores documents of one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, segmenter: Segmenter | None, parameters: Parameters = DEFAULT) -> None:
        self._snapshot = snapshot
        self._segmenter = segmenter
        self._parameters = parameters
        self._articles = max(int(np.count_nonzero(snapshot.live)), 1)
        self._norms: dict[str, Scores] = {}
        self._reader = Reader(snapshot)
        self._impacts: Kept[Term] = Kept(_KEPT)

    def _norm(self, field: str) -> Scores:
        """Return 1 / (1 - b + b · length / mean length) of each document in a field."""
        known = self._norms.get(field)
        if known is None:
            lengths = self._snapshot.lengths(field)
            mean = max(float(lengths.sum()) / self._articles, 1e-9)
            known = (1.0 / (1 - self._parameters.b + self._parameters.b * lengths / mean)).astype(np.float32)
            self._norms[field] = known
        return known

    def impact(self, tier: str, term: str) -> tuple[Docs, Scores]:
        """Return (documents, score contributions) of one term of a tier, over title, body, author and source."""
        return self._impacts.take((tier, term), self._impact)

    def _impact(self, key: Term) -> tuple[Docs, Scores]:
        (tier, term), p = key, self._parameters
        weights = {"body": 1.0, "title": p.title}
        if tier in ("word", "fold"):
            weights |= {"author": p.side, "source": p.side}
        docs, frequency = np.empty(0, np.int32), np.empty(0, np.float32)
        for name, weight in weights.items():
            others, freqs = self._snapshot.postings(f"{name}_{tier}", term)
            if len(others):
                more = freqs * np.float32(weight) * self._norm(f"{name}_{tier}")[others]
                docs, frequency = _added(docs, frequency, others, more)
        value = np.float32(self._worth(len(docs)))
        return docs, value * frequency / (frequency + np.float32(p.k1))

    def saturation(self, tier: str, term: str) -> tuple[Docs, Scores]:
        """Return (documents, f / (f + k1)) of one term of a tier, f its length-normalised frequency."""
        docs, values = self.impact(tier, term)
        return docs, values / np.float32(self._worth(len(docs)))

    def _worth(self, documents: int) -> float:
        """Return what a term of so many documents adds to one that is full of it."""
        return idf(documents, self._articles) * (self._parameters.k1 + 1)

    def scores(self, query: Query, mask: Mask | None = None) -> Scores:
        """Return a score for each document of the snapshot, 0 where no term of the query occurs."""
        return self.rank(query, mask).scores

    def rank(self, query: Query, mask: Mask | None = None) -> Ranking:
        """Return the scores of a query and their parts; only documents in `mask` are read closely."""
        wanted = self.asked(query)
        scores = np.zeros(self._snapshot.size, np.float32)
        impacts: dict[Term, tuple[Docs, Scores]] = {}
        terms = self.terms(wanted)
        for (tier, term), weight in terms.items():
            docs, values = self.impact(tier, term)
            impacts[tier, term] = docs, np.float32(weight) * values
            scores[docs] += impacts[tier, term][1]
        for leaf in query_words(query):
            if isinstance(leaf, Prefix):
                impacts |= self._beginning(leaf.text)
        for begun in impacts.keys() - terms.keys():
            docs, values = impacts[begun]
            scores[docs] += values
        gains = [gain(e, terms, impacts, self.saturation, self._worth, len(scores)) for e in query.expanded]
        for other in gains:
            impacts["also", other.expansion.typed] = other.docs, other.scores
            scores[other.docs] += other.scores
        best = float(scores.max(initial=0.0))
        bonuses: dict[int, dict[str, float]] = {}
        if best > 0:
            exact = self._exact(wanted, impacts, gains)
            scores += np.float32(best) * exact
            alone, complete = self._alone(wanted), self._complete(wanted, gains)
            scores += np.float32(best) * (alone + complete)
            sought = self._sought(wanted, impacts)
            documents = self._best(scores, mask)
            shares = self._closeness(documents, sought)
            for other in gains:
                self._read_other_forms(wanted, other, documents, shares)
            for document, close in zip(documents.tolist(), shares, strict=True):
                parts = {name: best * share for name, share in close.items()}
                scores[document] += np.float32(sum(parts.values()))
                parts["accents as typed"] = best * float(exact[document])
                parts["word of its own"] = best * float(alone[document])
                parts["all words"] = best * float(complete[document])
                bonuses[document] = parts
        return Ranking(scores, impacts, bonuses, wanted, best * self._parameters.passage)

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
        plain = len(self._snapshot.postings("body_word", word)[0])
        every = len(self._snapshot.postings("body_fold", fold)[0])
        return plain / every if every else 0.0

    def _exact(self, wanted: Asked, impacts: dict[Term, tuple[Docs, Scores]], gains: Sequence[Gain]) -> Scores:
        """Return what each document gets for having the words of a short query with the accents typed.

        Another form of a word (`Hội đồng nhân dân` of `HĐND`) counts as the word in those accents, by its weight.
        """
        p = self._parameters
        exact = np.zeros(self._snapshot.size, np.float32)
        meaning = [n for n, importance in enumerate(wanted.importance) if importance == 1.0]
        words = {wanted.words[n] for n in meaning if wanted.accented(n)}
        if len(wanted.words) <= p.meant and words:
            for word in words:
                if ("word", word) in impacts:
                    exact[impacts["word", word][0]] += np.float32(p.exact / len(words))
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

    def _complete(self, wanted: Asked, gains: Sequence[Gain]) -> Scores:
        """Return what each document gets for having all words of a short query, or other forms of them."""
        p = self._parameters
        meaning = [n for n, importance in enumerate(wanted.importance) if importance == 1.0]
        found = np.ones(self._snapshot.size, np.bool_)
        if not 2 <= len(meaning) <= len(wanted.words) <= p.meant or not p.complete:
            return np.zeros(self._snapshot.size, np.float32)
        for n in meaning:
            holds = np.zeros(self._snapshot.size, np.bool_)
            holds[self.impact("fold", wanted.folds[n])[0]] = True
            for other in gains:
                if wanted.words[n] in other.expansion.words:
                    for _, docs in other.forms:
                        holds[docs] = True
            found &= holds
        return found * np.float32(p.complete)

    def _beginning(self, text: str) -> dict[Term, tuple[Docs, Scores]]:
        """Return what documents get for words that begin as `text` does: all such words count as one term.

        As much again goes to those that have the word itself, and those that have the accents typed.
        """
        p = self._parameters
        weights = {"title": p.title, "body": 1.0, "author": p.side, "source": p.side}
        folds = {f"{name}_fold": weight for name, weight in weights.items()}
        docs, often = beginning_frequencies(self._snapshot, text, folds, self._norm)
        value = np.float32(self._worth(len(docs)))
        parts = {("begins", text): (docs, value * often / (often + np.float32(p.k1)))}
        whole, _ = self.impact("fold", fold_word(text))
        parts["is", text] = whole, np.full(len(whole), value, np.float32)
        if strip_accents(nfc(text)) != nfc(text):
            exact, _ = beginning_frequencies(
                self._snapshot, text, {f"{name}_word": weight for name, weight in weights.items()}, self._norm
            )
            parts["begins as typed", text] = exact, np.full(len(exact), value, np.float32)
        return parts

    def _best(self, scores: Scores, mask: Mask | None) -> Docs:
        """Return the articles to be read, rising: the best of the mask, of equal ones those with the first ids."""
        article = self._snapshot.kind.code("article")
        read = (scores > 0) & (self._snapshot.kind.codes == article)
        numbers = np.flatnonzero(read if mask is None else read & mask)
        most = self._parameters.read
        if most and len(numbers) > most:
            least = np.partition(scores[numbers], -most)[-most]
            numbers = numbers[scores[numbers] >= least]
        ranked = np.lexsort((self._snapshot.order[numbers], -scores[numbers]))
        return np.sort(numbers[ranked[:most]]).astype(np.int32)

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
            impacts = {term: self.impact(*term) for term in self.terms(variant)}
            for n, close in zip(
                which.tolist(), self._closeness(documents[which], self._sought(variant, impacts)), strict=True
            ):
                if len(wanted.words) == 1:  # a word is no phrase, though what it stands for is one
                    close["phrase"] = 0.0
                shares[n] = {name: max(share, synonym.weight * close[name]) for name, share in shares[n].items()}

    def _sought(self, wanted: Asked, impacts: dict[Term, tuple[Docs, Scores]]) -> Sought:
        """Return what to look for in texts: words with the accents typed, and neighbours of the query."""

        def worth(tier: str, term: str, importance: float) -> float:
            known = impacts.get((tier, term))
            return importance * idf(len(known[0]), self._articles) if known and len(known[0]) else 0.0

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


def query_words(query: Query) -> list[Word | Phrase | Prefix]:
    """Return the leaves of a query that a hit may show: those not excluded."""
    return [leaf for leaf, excluded in leaves(query.root) if not excluded]

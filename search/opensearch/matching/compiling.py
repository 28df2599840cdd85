"""Compiles a query tree to filters of the cluster: which documents answer. See `embedded/matching/matcher.py`.

Both engines hold to the same rules: matching is by folded words, in all forms; of words typed one after another a
document must hold so much, by what each is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.analysis.normalise import nfc
from index.analysis.partial_dates import first_day, last_day
from index.analysis.tokens import WORD, folded, pairs, words
from search.embedded.arrays.word_prefixes import folds_of
from search.embedded.matching import rules
from search.embedded.ranking.bm25f import idf
from search.interface.filters import Filter as Row
from search.interface.filters import filter_named
from search.opensearch.asked.asking import Asking, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import (
    NONE,
    RECORDS,
    all_of,
    among,
    any_of,
    beginning,
    fetching,
    holding,
    indexed,
    side_by_side,
    without,
    worth_at_least,
)
from search.query.tree import Alternatives, And, Bag, Between, Node, Not, Or, Phrase, Prefix, Word

_WITHOUT_PAIRS = tuple(name for name in rules.DEFAULT_FIELDS if name not in rules.WITH_PAIRS)
_MOST_RECORDS = 10_000  # records that words of a field may name
_MANY = 1_000_000  # guessed of how many documents hold something, before it is known


class Matching:
    """Compiles the trees of one search. Filters that are counted are counted by `asking`."""

    def __init__(self, opened: OpenIndex, asking: Asking, when: Between | None = None, strict: bool = False) -> None:
        """Take what belongs to the index; see `Matcher` for `when` and `strict`."""
        self._opened = opened
        self._asking = asking
        self._when = when or Between("", "")
        self._strict = strict
        self.nearly_all = False
        self.is_long = False

    def answers(self, node: Node | None) -> Filter:
        """Return what finds the documents that hold all of what a tree asks, or the most that any hold."""
        was, self._strict = self._strict, True
        found = self.mask(node)
        self._strict = was
        return found

    def mask(self, node: Node | None) -> Filter:
        """Return what finds the documents that match; all of them for None."""
        match node:
            case None:
                return RECORDS
            case Word() | Phrase() | Prefix() if (one := filter_named(node.field)) and one.value != "words":
                return self._of_value(node, one)
            case Word(text, field):
                return self._word(text, field)
            case Phrase(text, field, _, begins, written):
                found = self._phrase(text, field, begins)
                said = words(nfc(text)) if written else []
                return all_of([found, *(holding(rules.fields_of(field, "word"), word) for word in said)])
            case Prefix(text, field):
                return beginning(self._opened.words, text, rules.fields_of(field, "fold"))
            case Between(start, end):
                return self.between(start, end)
            case Not(child):
                return without(RECORDS, self.mask(child))
            case And(children):
                return all_of([self.mask(child) for child in children])
            case Or(children):
                return any_of([self.mask(child) for child in children])
            case Bag(wanted, required):
                return self._bag(wanted, required)
            case Alternatives(typed, also):
                return any_of([self.mask(typed), *(self.mask(phrase) for phrase in also)])

    def written(self, text: str, field: str) -> Filter:
        """Return what finds the documents whose field holds each accented word of a text with just these accents."""
        return all_of([holding([f"{field}_word"], word) for word in rules.accented(text)])

    def between(self, start: str, end: str) -> Filter:
        """Return what finds what may be dated between two dates, both included, and who held an office then."""
        first, last = first_day(start) if start else 0, last_day(end) if end else 99_999_999
        dated = [{"range": {"last_day": {"gte": max(first, 1)}}}, {"range": {"first_day": {"lte": last}}}]
        held: Filter = {"range": {"held": {"gte": first, "lte": last, "relation": "intersects"}}}
        return any_of([all_of(dated), held])

    def _of_value(self, node: Word | Phrase | Prefix, one: Row) -> Filter:
        """Return what finds the documents by a field whose values are no words of a text."""
        match one.value:
            case "record":
                return self._mentioning(node, one.name)
            case "office":
                return among("key", self._opened.office_holders(self._asking, node.text, self._when))
            case "place":
                return self._in_province(node.text)
            case "column":
                return self._saying(one, node)
        raise ValueError(f"{one.name}:{node.text} is no leaf of a tree: a {one.value} has a node of its own")

    def _saying(self, one: Row, node: Word | Phrase | Prefix) -> Filter:
        """Return what finds the documents whose value in a column has the words side by side, in any accents."""
        values = self._opened.values(self._asking, one.column)
        return among(one.column, [values[n] for n in rules.places_saying(values, node)])

    def _mentioning(self, node: Word | Phrase | Prefix, kind: str) -> Filter:
        """Return what finds the articles that mention a record of a kind which the node names, and the record."""
        named = any_of([self.mask(replace(node, field=field)) for field in ("name", "about")])
        body = fetching(all_of([{"term": {"kind": kind}}, named]), _MOST_RECORDS, ["key"])
        keys = [hit["_source"]["key"] for hit in self._asking.hits(body)]
        return any_of([among("key", keys), among("mentions", keys)])

    def _in_province(self, text: str) -> Filter:
        """Return what finds the documents of the provinces that a text names, in any accents."""
        return among("province", rules.provinces_called(text, self._opened.values(self._asking, "province")))

    def _word(self, text: str, field: str) -> Filter:
        folds = folded(words(text))
        return holding(rules.fields_of(field, "fold"), folds[0]) if folds else NONE

    def _phrase(self, text: str, field: str, begins: bool) -> Filter:
        text = nfc(text)
        folds = folded(words(text))
        if len(folds) == 1:
            found = [self._word(text, field)]
        else:
            lasts = sorted(folds_of(WORD.findall(text)[-1])) if begins else folds[-1:]
            fields: tuple[str, ...] = (field,) if field else rules.DEFAULT_FIELDS
            found = []
            if not field and len(folds) == 2 and not begins:
                found, fields = [holding(rules.PAIRS, f"{folds[0]} {folds[1]}")], _WITHOUT_PAIRS
            found += [_standing(name, [*folds[:-1], last], begins) for name in fields for last in lasts]
        if whole := rules.whole_of(text):
            names = (field,) if field else ("title", "body")
            found.append(holding([f"{name}_pair" for name in names], whole))
        return any_of(found)

    def count(self, node: Node, found: Filter) -> int:
        """Return how many documents a node finds; words of no field are known without asking."""
        if found == NONE:
            return 0
        if isinstance(node, Word) and not node.field:
            return self._opened.words.anywhere(folded(words(node.text))[0])
        return self._asking.count(found, _MANY)

    def _bag(self, wanted: tuple[Node, ...], required: tuple[Node, ...]) -> Filter:
        allowed = all_of([self.mask(one) for one in required])
        if not wanted:
            return allowed
        distinct = list(dict.fromkeys(wanted))
        masks = [self.mask(one) for one in distinct]
        counts = [self.count(node, mask) for node, mask in zip(distinct, masks, strict=True)]
        if self._strict and (nearly := self._nearly_all(distinct, masks, counts, allowed)) != NONE:
            return nearly
        share = min(1.0, rules.WORDS_MEANT / len(distinct)) ** 2
        shares = [relaxed * share for relaxed in rules.RELAXED]
        return self._first_enough(masks, counts, shares, rules.ENOUGH, allowed)[0]

    def _first_enough(
        self, filters: Sequence[Filter], counts: Sequence[int], shares: Sequence[float], enough: int, allowed: Filter
    ) -> tuple[Filter, float]:
        """Return the filter of the first share that enough documents reach, and the share; the last where none does."""
        size = self._opened.size
        worth = [idf(count, size) for count in counts]
        levels = [all_of([worth_at_least(filters, worth, share), allowed]) for share in shares]
        held = [
            self._asking.count(found, _MANY, nearly_sure=True) if _most(counts, worth, share) >= enough else 0
            for found, share in zip(levels[:-1], shares, strict=False)
        ]
        at = next((at for at, count in enumerate(held) if count >= enough), len(levels) - 1)
        return levels[at], shares[at]

    def _nearly_all(
        self, wanted: Sequence[Node], masks: Sequence[Filter], counts: Sequence[int], allowed: Filter
    ) -> Filter:
        """Return what finds the documents that hold all of what is wanted, or the most that some hold."""
        said = rules.wanted_words(wanted)
        needed = [not asks for asks in said.asks]
        written = [
            holding(rules.WRITTEN, word) if word != plain else mask
            for word, plain, mask in zip(said.written, said.folds, masks, strict=True)
        ]
        parts: list[tuple[Filter, int]] = []
        for n in said.neighbours:
            one, other = said.folds[n : n + 2]
            pair = holding(rules.PAIRS, f"{one} {other}")
            both = all_of([written[n], written[n + 1]])
            held = self._asking.count(all_of([pair, both]), 1), self._asking.count(both, 1)
            if rules.is_one_form(wanted, n) or held[0] > rules.FIRM * held[1]:
                also = [self.mask(p) for node in wanted[n : n + 2] if isinstance(node, Alternatives) for p in node.also]
                beside = [all_of([holding([name], one), holding([name], other)]) for name in rules.SHORT]
                part = any_of([pair, *also, *beside])
                parts.append((part, self._asking.count(part, _MANY)))
                needed[n] = needed[n + 1] = False
        parts += [(mask, count) for mask, count, alone in zip(masks, counts, needed, strict=True) if alone]
        known = [(part, count) for part, count in parts if count]
        if not known:
            return NONE
        self.is_long = said.are_sentence(needed)
        filters, held_by = zip(*known, strict=True)
        found, least = self._first_enough(filters, held_by, rules.NEARLY_ALL, said.enough, allowed)
        self.nearly_all = least < 1 or len(known) < len(parts)
        return found if self._asking.count(found, _MANY, nearly_sure=True) else NONE


def _most(counts: Sequence[int], worth: Sequence[float], share: float) -> float:
    """Return how many documents can hold what is worth a share of all, at most, where so many hold each part."""
    if share >= 1:
        return min(counts)
    held = sum(count * value for count, value in zip(counts, worth, strict=True))
    return held / (share * sum(worth) * (1 - 1e-5))


def _standing(field: str, folds: Sequence[str], begins: bool) -> Filter:
    """Return what finds the documents in whose field words stand side by side."""
    if field in rules.WITH_PAIRS and len(folds) == 2 and not begins:
        return {"term": {f"{field}_pair": indexed(pairs(list(folds))[0])}}
    return side_by_side(f"{field}_fold", folds, begins)

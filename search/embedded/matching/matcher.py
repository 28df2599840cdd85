"""Matches a query tree against documents, as masks over a snapshot. Matching is by folded words, in all forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import nfc
from index.analysis.partial_dates import first_day, last_day
from index.analysis.tokens import WORD, folded, pairs, words
from search.deadline import check
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.office_terms import Roles, role_lines_in
from search.embedded.arrays.snapshot import Column, Docs, Mask, Snapshot, among, in_all, in_any
from search.embedded.arrays.word_prefixes import MAX_EXPANSIONS, folds_of, words_beginning
from search.embedded.matching import rules
from search.embedded.ranking.bm25f import idf
from search.interface.filters import Filter, filter_named
from search.query.tree import Alternatives, And, Bag, Between, Node, Not, Or, Phrase, Prefix, Word

_BITS = 16  # things looked for that go into one code


class Matcher:
    """Evaluates trees over one snapshot; keeps what it computed for the length of one search."""

    def __init__(
        self,
        snapshot: Snapshot,
        links: Mapping[str, Links] | None = None,
        roles: Roles | None = None,
        when: Between | None = None,
        strict: bool = False,
    ) -> None:
        """Take what belongs to the generation; `when` is the period in which roles asked for must have been held.

        `strict` wants all of the words typed, those that belong together side by side, as far as documents hold them.
        """
        self._snapshot = snapshot
        self._links = links or {}
        self._roles = roles or Roles(snapshot.size, partial(role_lines_in, snapshot))
        self._when = when or Between("", "")
        self._strict = strict
        self.nearly_all = False
        """Tell whether no document holds all of the words, so that those answer that hold the most."""
        self.is_long = False
        """Tell whether the words are so many that they make whole sentences, which hardly any document holds whole."""
        self._found: dict[Word | Phrase | Prefix, Mask] = {}  # a question is asked twice: what answers, what is near
        self._alternatives: dict[tuple[Phrase, ...], Mask] = {}  # the same for each word of a long form

    def answers(self, node: Node | None) -> Mask:
        """Return the live documents that hold all of what a tree asks, or the most that any hold; see `nearly_all`."""
        was, self._strict = self._strict, True
        found = self.mask(node)
        self._strict = was
        return found

    def mask(self, node: Node | None) -> Mask:
        """Return the live documents that match; all of them for None."""
        check()
        match node:
            case None:
                return self._snapshot.live.copy()
            case Word() | Phrase() | Prefix() if (one := filter_named(node.field)) and one.value != "words":
                return self._of_value(node, one)
            case Word() | Phrase() | Prefix():
                return self._standing(node)
            case Between(start, end):
                return self.between(start, end)
            case Not(child):
                return self._snapshot.live & ~self.mask(child)
            case And(children):
                return _all([self.mask(c) for c in children])
            case Or(children):
                return _any([self.mask(c) for c in children])
            case Bag(wanted, required):
                return self._bag(wanted, required)
            case Alternatives(typed, also):
                return self.mask(typed) | self._any_of(also)

    def _standing(self, node: Word | Phrase | Prefix) -> Mask:
        """Return the documents in whose texts a leaf stands."""
        known = self._found.get(node)
        if known is None:
            match node:
                case Word(text, field):
                    known = self._word(text, field)
                case Phrase(text, field, _, begins, written):
                    known = self._phrase(text, field, begins)
                    for word in words(nfc(text)) if written and known.any() else ():
                        known &= self._terms(rules.fields_of(field, "word"), word)
                case Prefix(text, field):
                    known = self._prefix(text, field)
            self._found[node] = known
        return known

    def _of_value(self, node: Word | Phrase | Prefix, one: Filter) -> Mask:
        """Return the documents that a field finds whose values are no words of a text."""
        match one.value:
            case "record":
                return self._mentioning(node, one.name)
            case "office":
                return self._roles.holders(node.text, self._when.start, self._when.end)
            case "place":
                return self._in_province(node.text)
            case "column":
                return self._saying(self._snapshot.columns[one.name], node)
        raise ValueError(f"{one.name}:{node.text} is no leaf of a tree: a {one.value} has a node of its own")

    def _saying(self, column: Column, node: Word | Phrase | Prefix) -> Mask:
        """Return the documents whose value in a column has the words of a node side by side, in any accents."""
        return np.isin(column.codes, rules.places_saying(column.values, node)) & self._snapshot.live

    def _mentioning(self, node: Word | Phrase | Prefix, kind: str) -> Mask:
        """Return the articles that mention a record of this kind which the node names, and the record itself."""
        snapshot = self._snapshot
        code = snapshot.kind.code(kind)
        found = self._none()
        if code is None or kind not in self._links:
            return found
        named = self.mask(replace(node, field="name")) | self.mask(replace(node, field="about"))
        for record in np.flatnonzero(named & (snapshot.kind.codes == code)):
            check()
            found[record] = True
            found[self._links[kind].articles_of(int(record))] = True
        return found

    def written(self, text: str, field: str) -> Mask:
        """Return the documents whose `field` holds each accented word of `text` with just these accents."""
        return _all([self._snapshot.live, *(self._terms([f"{field}_word"], word) for word in rules.accented(text))])

    def _in_province(self, text: str) -> Mask:
        """Return the documents of the provinces that `text` names, in any accents."""
        province = self._snapshot.province
        named = rules.provinces_called(text, province.values[1:])
        codes = [code for name in named if (code := province.code(name)) is not None]
        return np.isin(province.codes, codes) & self._snapshot.live

    def _any_of(self, phrases: tuple[Phrase, ...]) -> Mask:
        known = self._alternatives.get(phrases)
        if known is None:
            known = self._alternatives[phrases] = _any([self._none(), *(self.mask(phrase) for phrase in phrases)])
        return known

    def _none(self) -> Mask:
        return np.zeros(self._snapshot.size, np.bool_)

    def _terms(self, fields: list[str], term: str) -> Mask:
        found = self._none()
        for field in fields:
            self._snapshot.mark(found, field, term)
        return found

    def _word(self, text: str, field: str) -> Mask:
        folds = folded(words(text))
        return self._terms(rules.fields_of(field, "fold"), folds[0]) if folds else self._none()

    def _phrase(self, text: str, field: str, begins: bool) -> Mask:
        text = nfc(text)
        folds = folded(words(text))
        if len(folds) == 1:
            found = self._word(text, field)
        else:
            found = self._none()
            for name in (field,) if field else rules.DEFAULT_FIELDS:
                found[self._phrase_in(name, folds, folds_of(WORD.findall(text)[-1]) if begins else ())] = True
        if whole := rules.whole_of(text):
            for name in (field,) if field else ("title", "body"):
                found[self._snapshot.holders(f"{name}_pair", whole)] = True
        return found

    def _phrase_in(self, field: str, folds: list[str], beginnings: Collection[str]) -> Docs:
        """Return the documents in whose `field` the words stand side by side.

        Where there are `beginnings`, the last word may be any that begins so.
        """
        snapshot = self._snapshot
        has_pairs = field in rules.WITH_PAIRS
        *whole, last = pairs(folds) if has_pairs else folds
        tier = f"{field}_{'pair' if has_pairs else 'fold'}"
        lists = [snapshot.holders(tier, term) for term in set(whole)]
        ends = [last]
        if beginnings:
            before = f"{folds[-2]} " if has_pairs else ""
            ends = self._begun(tier, [f"{before}{beginning}" for beginning in beginnings])
        lists.append(in_any([snapshot.holders(tier, term) for term in ends]))
        candidates = in_all(lists)
        if len(candidates) == 0 or (has_pairs and len(folds) == 2):
            return candidates  # two words side by side are a pair, and that is all there is to see
        last_words = self._begun(f"{field}_fold", beginnings) if beginnings else folds[-1:]
        begins: NDArray[np.int64] | None = None  # which candidate and place the phrase may begin at, as one number
        for offset, terms in enumerate([*([fold_] for fold_ in folds[:-1]), last_words]):
            here = [which << 32 | at for which, at in (snapshot.places(f"{field}_fold", t, candidates) for t in terms)]
            standing = in_any(here) - offset
            begins = standing if begins is None else begins[among(standing, begins)]
        return candidates[np.unique(begins >> 32)] if begins is not None else candidates[:0]

    def _begun(self, name: str, beginnings: Iterable[str]) -> list[str]:
        """Return the terms of an index field that begin so, the most frequent ones."""
        every = (self._snapshot.frequent((name, beginning, MAX_EXPANSIONS)) for beginning in beginnings)
        return list(dict.fromkeys(term for rows in every for term, _ in rows))

    def _prefix(self, text: str, field: str) -> Mask:
        found = self._none()
        for name, term in words_beginning(self._snapshot, text, rules.fields_of(field, "fold")):
            found[self._snapshot.holders(name, term)] = True
        return found

    def between(self, start: str, end: str) -> Mask:
        """Return the dated documents that may lie between two dates, both included, and who held an office then."""
        snapshot = self._snapshot
        found = snapshot.live & (snapshot.last_day > 0)
        if start:
            found &= snapshot.last_day >= first_day(start)
        if end:
            found &= snapshot.first_day <= last_day(end)
        return found | self._roles.holders("", start, end)

    def _bag(self, wanted: tuple[Node, ...], required: tuple[Node, ...]) -> Mask:
        allowed = _all([self._snapshot.live, *(self.mask(r) for r in required)])
        if not wanted:
            return allowed
        distinct = list(dict.fromkeys(wanted))
        masks = [self.mask(w) for w in distinct]
        if self._strict and (nearly := self._nearly_all(distinct, masks, allowed)).any():
            return nearly
        share = min(1.0, rules.WORDS_MEANT / len(distinct)) ** 2
        held = self._held(masks)
        for relaxed in rules.RELAXED:
            found = held.at_least(relaxed * share) & allowed
            if np.count_nonzero(found) >= rules.ENOUGH:
                break
        return found

    def _held(self, masks: Sequence[Mask]) -> _Held:
        return _Held(masks, [idf(int(np.count_nonzero(mask)), self._snapshot.size) for mask in masks])

    def _nearly_all(self, wanted: Sequence[Node], masks: Sequence[Mask], allowed: Mask) -> Mask:
        """Return the documents that hold all of what is `wanted`, or the most that some hold; words that ask aside."""
        said = rules.wanted_words(wanted)
        needed = [not asks for asks in said.asks]
        written = [  # phản and biện share few documents, where phan and bien share half of all
            self._terms(rules.WRITTEN, word) if word != fold else mask
            for word, fold, mask in zip(said.written, said.folds, masks, strict=True)
        ]
        parts = []
        for n in said.neighbours:
            one, other = said.folds[n : n + 2]
            pair = self._terms(rules.PAIRS, f"{one} {other}")
            both = written[n] & written[n + 1]
            if rules.is_one_form(wanted, n) or np.count_nonzero(pair & both) > rules.FIRM * np.count_nonzero(both):
                also = [self._any_of(node.also) for node in wanted[n : n + 2] if isinstance(node, Alternatives)]
                beside = [self._terms([name], one) & self._terms([name], other) for name in rules.SHORT]
                parts.append(_any([pair, *also, *beside]))
                needed[n] = needed[n + 1] = False
        parts += [mask for mask, alone in zip(masks, needed, strict=True) if alone]
        known = [part for part in parts if part.any()]
        if not known:
            return self._none()
        held = self._held(known)
        self.is_long = said.are_sentence(needed)
        for least in rules.NEARLY_ALL:
            found = held.at_least(least) & allowed
            if np.count_nonzero(found) >= said.enough:
                break
        self.nearly_all = least < 1 or len(known) < len(parts)
        return found


Codes = NDArray[np.unsignedinteger[Any]]


class _Held:
    """The things that each document holds: a bit for each, with a table of what each combination is worth.

    Adding up what each thing is worth, document by document, would take ten times as long.
    """

    def __init__(self, masks: Sequence[Mask], worth: Sequence[float]) -> None:
        self._masks = masks
        self._total = sum(worth)
        self._tables: list[NDArray[np.float64]] = []
        for first in range(0, len(masks), _BITS):
            table = np.zeros(1)
            for value in worth[first : first + _BITS]:
                table = np.concatenate([table, table + value])
            self._tables.append(table)
        self._known_codes: list[Codes] = []

    def _codes(self) -> list[Codes]:
        """Return the combination that each document holds, of each so many things by themselves."""
        if not self._known_codes:
            for first in range(0, len(self._masks), _BITS):
                masks = self._masks[first : first + _BITS]
                codes: Codes = np.zeros(len(masks[0]), np.uint8 if len(masks) <= 8 else np.uint16)
                for mask in reversed(masks):  # the first in the lowest bit
                    codes += codes  # quicker than to shift the mask
                    codes |= mask.view(np.uint8)
                self._known_codes.append(codes)
        return self._known_codes

    def at_least(self, share: float) -> Mask:
        """Return the documents that hold something, worth at least a share of all."""
        least = share * self._total * (1 - 1e-9)  # a word that nearly every document holds is worth next to nothing
        if len(self._tables) == 1:
            enough = self._tables[0] >= least
            enough[0] = False
            if np.count_nonzero(enough) == 1:  # all of it, since more is worth more
                return _all(self._masks)
            return np.asarray(enough.take(self._codes()[0]), np.bool_)
        held = sum(table.take(codes) for table, codes in zip(self._tables, self._codes(), strict=True))
        return np.asarray((held >= least) & _any([codes > 0 for codes in self._codes()]), np.bool_)


def _all(masks: Sequence[Mask]) -> Mask:
    """Return a new mask of what is in all of some masks, at least one; `reduce` would copy them side by side first."""
    found = masks[0].copy()
    for mask in masks[1:]:
        found &= mask
    return found


def _any(masks: Sequence[Mask]) -> Mask:
    """Return a new mask of what is in any of some masks, at least one."""
    found = masks[0].copy()
    for mask in masks[1:]:
        found |= mask
    return found

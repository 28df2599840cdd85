"""Matches a query tree against documents, as masks over a snapshot. Matching is by folded words, in all forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import fold, nfc
from index.analysis.partial_dates import first_day, last_day
from index.analysis.tokens import WORD, folded, pairs, words
from index.analysis.wholes_in_text import wholes_in
from index.organisations.provinces import provinces
from search.deadline import check
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.office_terms import Roles, role_lines_in
from search.embedded.arrays.snapshot import Column, Docs, Mask, Snapshot, among, in_all, in_any
from search.embedded.arrays.word_prefixes import MAX_EXPANSIONS, folds_of, words_beginning
from search.embedded.ranking.bm25f import idf
from search.interface.filters import Filter, filter_named
from search.query.province_filter import meant_by
from search.query.questions.question_words import asking
from search.query.tree import Alternatives, And, Bag, Between, Node, Not, Or, Phrase, Prefix, Word

DEFAULT_FIELDS = ("title", "body", "author", "source", "name", "about")
WITH_PAIRS = ("title", "body", "name")
SHORT = ("author_fold", "source_fold")  # without pairs: both words in one are as good

# How much of what was asked (sum of idf) a document must hold to count as a hit. Up to three words are meant to be
# found all; of a question of twenty, half of whose words only ask, a document that answers may hold two or three:
# the share falls with the square of the number of words. Relaxed until a page is full.
WORDS_MEANT = 3
RELAXED = (1.0, 0.5, 0.0)
ENOUGH = 10

# What answers holds all of what was asked, or the most that some hold. Words that often stand side by side (`phản
# biện`, `Hà Giang`) must do so in it.
NEARLY_ALL = (1.0, 0.9, 0.75, 0.6, 0.45, 0.3)
SOME = 5  # of a long question: one long document may hold everything and be about nothing of it
# Words that do not ask, without some that do or beside them: more make whole sentences. So do as many, for the order
# alone, unless nothing asks and each stands firmly beside another: `phản biện xã hội Hà Giang` are key words.
LONG, LONG_QUESTION = 6, 4
FIRM = 0.05  # share of the documents with two words in which they stand side by side; by chance it is 0.01 to 0.03
_BITS = 16  # things looked for that go into one code


def _fields(field: str, tier: str) -> list[str]:
    names = (field,) if field else DEFAULT_FIELDS
    return [f"{name}_{tier}" for name in names]


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
                        known &= self._terms(_fields(field, "word"), word)
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
        typed = folded(words(nfc(node.text)))
        if not typed:
            return self._none()
        said = f" {' '.join(typed)}" + ("" if isinstance(node, Prefix) else " ")
        codes = [n for n, value in enumerate(column.values) if said in f" {' '.join(folded(words(value)))} "]
        return np.isin(column.codes, codes) & self._snapshot.live

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
        accented = [word for word in words(nfc(text)) if word != fold(word)]
        return _all([self._snapshot.live, *(self._terms([f"{field}_word"], word) for word in accented)])

    def _in_province(self, text: str) -> Mask:
        """Return the documents of the provinces that `text` names, in any accents; see `provinces.meant_by`."""
        folds = folded(words(nfc(text)))
        known = (*self._snapshot.province.values[1:], *provinces())
        named = {name for value in known if folded(words(value)) == folds for name in meant_by(value)}
        codes = [code for name in named if (code := self._snapshot.province.code(name)) is not None]
        return np.isin(self._snapshot.province.codes, codes) & self._snapshot.live

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
        return self._terms(_fields(field, "fold"), folds[0]) if folds else self._none()

    def _phrase(self, text: str, field: str, begins: bool) -> Mask:
        text = nfc(text)
        folds = folded(words(text))
        if len(folds) == 1:
            found = self._word(text, field)
        else:
            found = self._none()
            for name in (field,) if field else DEFAULT_FIELDS:
                found[self._phrase_in(name, folds, folds_of(WORD.findall(text)[-1]) if begins else ())] = True
        wholes = list(wholes_in(text))
        if len(wholes) == 1 and not _words_outside(text, wholes[0][0], wholes[0][1]):
            for name in (field,) if field else ("title", "body"):
                found[self._snapshot.holders(f"{name}_pair", wholes[0][2])] = True
        return found

    def _phrase_in(self, field: str, folds: list[str], beginnings: Collection[str]) -> Docs:
        """Return the documents in whose `field` the words stand side by side.

        Where there are `beginnings`, the last word may be any that begins so.
        """
        snapshot = self._snapshot
        has_pairs = field in WITH_PAIRS
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
        for name, term in words_beginning(self._snapshot, text, _fields(field, "fold")):
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
        share = min(1.0, WORDS_MEANT / len(distinct)) ** 2
        held = self._held(masks)
        for relaxed in RELAXED:
            found = held.at_least(relaxed * share) & allowed
            if np.count_nonzero(found) >= ENOUGH:
                break
        return found

    def _held(self, masks: Sequence[Mask]) -> _Held:
        return _Held(masks, [idf(int(np.count_nonzero(mask)), self._snapshot.size) for mask in masks])

    def _nearly_all(self, wanted: Sequence[Node], masks: Sequence[Mask], allowed: Mask) -> Mask:
        """Return the documents that hold all of what is `wanted`, or the most that some hold; words that ask aside."""
        typed = [node.typed if isinstance(node, Alternatives) else node for node in wanted]
        said = [words(node.text) if isinstance(node, Word) and not node.field else [] for node in typed]
        single = [found[0] if len(found) == 1 else "" for found in said]
        folds = folded(single)
        asks = asking(single, folds)
        needed = [not only_asks for only_asks in asks]
        needs = sum(needed)
        written = [  # phản and biện share few documents, where phan and bien share half of all
            self._terms([f"{name}_word" for name in WITH_PAIRS], word) if word != fold else mask
            for word, fold, mask in zip(single, folds, masks, strict=True)
        ]
        parts = []
        for n in range(len(wanted) - 1):
            if not (folds[n] and folds[n + 1]) or asks[n] or asks[n + 1]:
                continue
            pair = self._terms([f"{name}_pair" for name in WITH_PAIRS], f"{folds[n]} {folds[n + 1]}")
            both = written[n] & written[n + 1]
            if is_one_form(wanted, n) or np.count_nonzero(pair & both) > FIRM * np.count_nonzero(both):
                also = [self._any_of(node.also) for node in wanted[n : n + 2] if isinstance(node, Alternatives)]
                beside = [self._terms([name], folds[n]) & self._terms([name], folds[n + 1]) for name in SHORT]
                parts.append(_any([pair, *also, *beside]))
                needed[n] = needed[n + 1] = False
        parts += [mask for mask, alone in zip(masks, needed, strict=True) if alone]
        known = [part for part in parts if part.any()]
        if not known:
            return self._none()
        held = self._held(known)
        enough = SOME if needs > longest_of(asks) else 1
        self.is_long = is_sentence(needs, asks, needed)
        for least in NEARLY_ALL:
            found = held.at_least(least) & allowed
            if np.count_nonzero(found) >= enough:
                break
        self.nearly_all = least < 1 or len(known) < len(parts)
        return found


def is_one_form(wanted: Sequence[Node], at: int) -> bool:
    """Tell whether two words are all of one form: `Đắc Lắc`; parts of `phản biện xã hội` may be said apart."""
    around = [node.also if isinstance(node, Alternatives) else () for node in wanted[max(at - 1, 0) : at + 3]]
    also = around[min(at, 1)]
    return bool(also) and around.count(also) == 2 and around[min(at, 1) + 1] == also


def longest_of(asks: Collection[bool]) -> int:
    """Return how many words that do not ask key words may have; `asks` tells of each word whether it asks."""
    return LONG_QUESTION if any(asks) else LONG


def is_sentence(needs: int, asks: Collection[bool], alone: Collection[bool]) -> bool:
    """Tell whether a query is read as whole sentences: `needs` of its words do not ask, those `alone` are no pair."""
    longest = longest_of(asks)
    return needs > longest or (needs == longest and any([*asks, *alone]))


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


def _words_outside(text: str, start: int, end: int) -> bool:
    return bool(words(text[:start]) or words(text[end:]))

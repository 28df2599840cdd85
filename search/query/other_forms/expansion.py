"""Other forms of what was typed, put into the tree of a query: abbreviations, their long forms, older provinces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import islice, product

from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from index.analysis.syllables import is_folded_syllable
from index.analysis.tokens import WORD, words
from search.query.lexemes import code_symbols
from search.query.other_forms.abbreviations import Abbreviations, Entry
from search.query.parse import parse
from search.query.tree import SAME, Alternatives, And, Bag, Expansion, Node, Or, Phrase, Query, Synonym, Word

_FIELDS = ("", "title", "body", "author", "source", "role")  # those whose texts have short forms
_MOST_EXPANDED = 12  # forms of one query that are expanded, each costs some look-ups; further ones stand as typed
_MOST_PHRASES = 12  # phrases that stand for one typed in quotes
_CODE = re.compile(r"[\d.@:]")  # 42/2010/QĐ-UBND, vusta.vn: parts of codes and addresses stand for themselves
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_NUMBERED = re.compile(r"([^\W\d_]+)(-?)(\d{1,4})")
_LETTERS = 6  # of what a number may follow apart: covid 19
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAIN = re.compile(r"[1-9]\d{4,14}")  # four digits are a year, or written without a dot


@dataclass(frozen=True, slots=True)
class _Typed:
    """Words of a query, each as typed, canonical, and without accents."""

    raw: list[str]
    words: list[str]
    folds: list[str]


def other_numbers(text: str) -> tuple[str, ...]:
    """Return other ways to write a number; nothing for other words.

    A whole number with or without its dots, `1.000.000` and `1000000`; letters and a number with or without a hyphen,
    `Covid19` and `Covid-19`, `F16` and `F-16`; not of what is no numbered thing, `km2` and `CO2`.
    """
    if _DOTTED.fullmatch(text):
        return (re.sub(r"\D", "", text),)
    if _PLAIN.fullmatch(text):
        return (f"{int(text):,}".replace(",", "."),)
    numbered = _NUMBERED.fullmatch(text)
    if numbered and fold(numbered[1] + numbered[3]) not in _formulas():
        return (f"{numbered[1]}{'' if numbered[2] else ' '}{numbered[3]}",)
    return ()


@cache
def _formulas() -> frozenset[str]:
    """Return units and formulas whose digit is raised or lowered: of km2 nobody writes km-2."""
    return frozenset(resources.files(__package__).joinpath("whole_formulas.txt").read_text(encoding="utf-8").split())


def _numbered_apart(letters: str, number: str) -> str:
    """Return letters and a number typed apart as they are written together: `covid 19` → covid19; '' for others.

    Ordinary syllables (`tháng 6`), types and issuers of documents (`NQ 57`), years and what has a unit are others.
    """
    plain = fold(letters)
    ordinary = is_folded_syllable(plain) and not letters.isupper()
    known = ordinary or plain in code_symbols() or plain + number in _formulas()
    fits = letters.isalpha() and len(letters) <= _LETTERS and number.isdecimal() and not _YEAR.fullmatch(number)
    return f"{letters}{number}" if fits and not known and len(number) <= len("1234") else ""


def _typed(text: str) -> _Typed:
    raw = WORD.findall(nfc(text))
    return _Typed(raw, [canonical_word(word) for word in raw], [fold_word(word) for word in raw])


def read_query(table: Abbreviations | None, text: str) -> Query:
    """Return what a typed text asks for, in all forms that a table gives it; without one, as typed."""
    query = parse(text)
    return query if table is None else expand(query, table)


def expand(query: Query, table: Abbreviations) -> Query:
    """Return the query with other forms beside those typed, and what they are in `expanded`.

    What is excluded, a prefix, the number of a directive and an address are left as typed; in quotes only what means
    just the same is added.
    """
    if query.root is None:
        return query
    writer = _Writer(table, query.text)
    root = writer.node(query.root)
    return replace(query, root=root, expanded=tuple(writer.expanded)) if writer.expanded else query


class _Writer:
    """Rewrites one tree, and keeps what it added."""

    def __init__(self, table: Abbreviations, text: str) -> None:
        self._table = table
        raw = WORD.findall(nfc(text))
        self._shouted = len(raw) > 1 and not any(word.islower() or word.istitle() for word in raw)
        self.expanded: list[Expansion] = []

    def node(self, node: Node) -> Node:
        match node:
            case Bag(wanted, required):
                return Bag(self._run(wanted), tuple(self.node(child) for child in required))
            case And(children):
                return And(self._run(children))
            case Or(children):
                return Or(tuple(self.node(child) for child in children))
            case Word() | Phrase(quoted=False, begins=False) if node.field in _FIELDS:
                return self._run((node,))[0]
            case Phrase(text, field, begins=False) if field in _FIELDS:
                return self._phrase(node, self._variants(text))
        return node

    def _run(self, children: Sequence[Node]) -> tuple[Node, ...]:
        """Return nodes that stand side by side in a query, each form among them with its other forms."""
        done: list[Node] = []
        while len(done) < len(children):
            span = self._words_from(children, len(done))
            if not span:
                done.append(self.node(children[len(done)]))
                continue
            done += self._opened(span)
        return tuple(done)

    def _words_from(self, children: Sequence[Node], start: int) -> list[Word | Phrase]:
        """Return the words and unquoted phrases of one field that follow each other from a place on."""
        span: list[Word | Phrase] = []
        for child in children[start:]:
            if not isinstance(child, Word | Phrase) or (
                isinstance(child, Phrase) and (child.quoted or child.begins)
            ):
                break
            if child.field not in _FIELDS or (span and child.field != span[0].field):
                break
            span.append(child)
        return span

    def _opened(self, span: Sequence[Word | Phrase]) -> list[Node]:
        pieces = [_typed(child.text) for child in span]
        text = _typed(" ".join(child.text for child in span))
        begins: dict[int, int] = {}  # which child begins at a word
        at = 0
        for number, piece in enumerate(pieces):
            begins.setdefault(at, number)
            at += len(piece.raw)
        begins[at] = len(span)
        done: list[Node] = []
        at = 0
        while len(done) < len(span):
            number = len(done)
            found = self._entry(at, text)
            end = begins.get(at + len(found.form.folds)) if found else None
            if found and end is not None:
                if end == number + 1:
                    found = replace(found, also=(*self._numbers(span[number].text), *found.also))
                field = span[number].field
                also = tuple(Phrase(s.text, field, written=s.written) for s in found.also if s.answers)
                done += [Alternatives(child, also) if also else child for child in span[number:end]]
                typed = " ".join(child.text for child in span[number:end])
                self._add(typed, text.words[at : at + len(found.form.folds)], found.also)
                at += len(found.form.folds)
                continue
            child = span[number]
            together = self._together(pieces[number : number + 2])
            if together:
                both = span[number : number + 2]
                form = Synonym(together, tuple(words(together)), SAME)
                self._add(" ".join(one.text for one in both), text.words[at : at + 2], (form,))
                done += [Alternatives(one, (Phrase(together, one.field),)) for one in both]
                at += 2
                continue
            if len(self.expanded) < _MOST_EXPANDED and (numbers := self._numbers(child.text)):
                self._add(child.text, pieces[number].words, numbers)
                done.append(self._phrase(child, [form.text for form in numbers]))
                at += len(pieces[number].raw)
                continue
            parts = self._variants(child.text) if isinstance(child, Phrase) and not _CODE.search(child.text) else []
            done.append(self._phrase(child, parts))
            at += len(pieces[number].raw)
        return done

    @staticmethod
    def _numbers(text: str) -> tuple[Synonym, ...]:
        return tuple(Synonym(form, tuple(words(form)), SAME) for form in other_numbers(text))

    def _together(self, pieces: Sequence[_Typed]) -> str:
        """Return what two words are when written together; '' where that is nothing."""
        if len(self.expanded) >= _MOST_EXPANDED or [len(piece.raw) for piece in pieces] != [1, 1]:
            return ""
        return _numbered_apart(pieces[0].raw[0], pieces[1].raw[0])

    def _entry(self, at: int, text: _Typed) -> Entry | None:
        """Return the longest known form at a place."""
        if at >= len(text.raw) or len(self.expanded) >= _MOST_EXPANDED:
            return None
        return self._table.at(at, text.raw, text.words, text.folds, self._shouted)

    def _variants(self, text: str) -> list[str]:
        """Return the other ways to write a phrase in which known forms stand; none where none does."""
        typed = _typed(text)
        pieces: list[list[str]] = []
        at = 0
        while at < len(typed.raw):
            found = self._entry(at, typed)
            same = tuple(s for s in found.also if s.weight >= SAME and s.answers) if found else ()
            length = len(found.form.folds) if found and same else 1
            written = " ".join(typed.raw[at : at + length])
            if same:
                self._add(written, typed.words[at : at + length], same)
            pieces.append([written, *(synonym.text for synonym in same)])
            at += length
        return [" ".join(parts) for parts in islice(product(*pieces), 1, _MOST_PHRASES + 1)]

    def _phrase(self, node: Word | Phrase, variants: Sequence[str]) -> Node:
        return Alternatives(node, tuple(Phrase(text, node.field) for text in variants)) if variants else node

    def _add(self, typed: str, words: Sequence[str], also: tuple[Synonym, ...]) -> None:
        if tuple(words) not in {known.words for known in self.expanded}:
            self.expanded.append(Expansion(typed.strip(".,;:?!()[]"), tuple(words), also))

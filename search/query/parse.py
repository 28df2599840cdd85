"""Parses what the user typed into a Query. Words never fail: what is not an operator is a word.

words "a phrase" -not AND OR NOT VÀ HOẶC KHÔNG (groups) pre* field:value tiêu_đề:"…" năm:2015..2018
"""

from __future__ import annotations

import re

from index.analysis.normalise import fold, nfc, without_unseen
from index.analysis.tokens import WORD
from index.analysis.wholes_in_text import telephones_in
from search.interface.filters import filter_named
from search.query.date_ranges import parse_date
from search.query.lexemes import Lexeme, field_names, lex
from search.query.tree import And, Bag, Between, Node, Not, Or, Phrase, Prefix, Query, Word

MAX_WORDS = 256  # words beyond these are not looked at; the longest question of a person has some sixty
MAX_CHARACTERS = 10_000  # text beyond these is not looked at: `(a)()(a…` of 100 KB took 8 s to read
MAX_DEPTH = 20  # brackets nested deeper are words
MAX_PREFIXES = 8  # each may expand to many terms

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "〝": '"', "〞": '"', "＂": '"'}
    | {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "－": "-"}
    | {"（": "(", "）": ")", "：": ":", "＊": "*", "＆": "&", "／": "/", "．": "."}
)
_BEGINS = re.compile(r"[^\W_]\*\s*$")  # a phrase whose last word is starred
class _Parser:
    """Recursive descent over the lexemes; never fails, skips what makes no sense where it stands."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._prefixes = 0
        self.notes: list[str] = []

    def _peek(self) -> Lexeme | None:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else None

    def _is_operator(self, *names: str) -> bool:
        lexeme = self._peek()
        return lexeme is not None and lexeme.kind == "operator" and lexeme.text in names

    def disjunction(self, depth: int) -> Node | None:
        children = [self.conjunction(depth)]
        while self._is_operator("or"):
            self._at += 1
            children.append(self.conjunction(depth))
        kept = tuple(_strict(c) if len(children) > 1 else c for c in children if c)
        return Or(kept) if len(kept) > 1 else (kept[0] if kept else None)

    def conjunction(self, depth: int) -> Node | None:
        children = [self.run(depth)]
        while self._is_operator("and"):
            self._at += 1
            children.append(self.run(depth))
        kept = [c for c in children if c]
        if len(kept) > 1:
            return And(tuple(_strict(c) for c in kept))
        return kept[0] if kept else None

    def run(self, depth: int) -> Node | None:
        wanted: list[Node] = []
        required: list[Node] = []
        while (lexeme := self._peek()) is not None:
            if lexeme.kind == "close":
                if depth:
                    break
                self._at += 1
                continue
            if self._is_operator("and", "or"):
                if wanted or required or self._at + 1 >= len(self._lexemes):
                    break
                self._at += 1  # an operator with nothing before it
                continue
            node = self.unit(depth)
            if node is None:
                continue
            (wanted if _is_wish(node) else required).append(node)
        if len(wanted) + len(required) == 1:
            return (wanted + required)[0]
        return Bag(tuple(wanted), tuple(required)) if wanted or required else None

    def unit(self, depth: int) -> Node | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind == "close" or self._is_operator("and", "or"):
            return None
        if lexeme.kind == "minus" or self._is_operator("not"):
            self._at += 1
            child = self.unit(depth + 1) if depth < MAX_DEPTH else None
            return Not(_strict(child)) if child else None
        if lexeme.kind == "open":
            self._at += 1
            if depth >= MAX_DEPTH:
                return None
            node = self.disjunction(depth + 1)
            closing = self._peek()
            if closing is not None and closing.kind == "close":
                self._at += 1
            return node
        if lexeme.kind == "field":
            self._at += 1
            return self.fielded(field_names()[fold(lexeme.text)], depth)
        return self.leaf("")

    def fielded(self, field: str, depth: int) -> Node | None:
        lexeme = self._peek()
        if lexeme is None:
            return None
        if (known := filter_named(field)) and known.value == "period":
            self._at += 1
            between = _between(lexeme.text)
            if between is None:
                self.notes.append("note_bad_date")
                return Word(lexeme.text) if WORD.search(lexeme.text) else None
            return between
        if lexeme.kind == "open":
            group = self.unit(depth)
            return _in_field(group, field) if group else None
        return self.leaf(field)

    def leaf(self, field: str) -> Node | None:
        lexeme = self._peek()
        if lexeme is None:
            return None
        self._at += 1
        match lexeme.kind:
            case "phrase" if _BEGINS.search(lexeme.text):
                return self._beginning(lexeme.text.rstrip("* "), field, quoted=True)
            case "phrase" if WORD.search(lexeme.text):
                return Phrase(lexeme.text, field)
            case "prefix":
                return self._beginning(lexeme.text, field, quoted=False)
            case "code":
                return Phrase(lexeme.text, field, quoted=False)
            case "word":
                return _one_or_several(lexeme.text, field)
        return None

    def _beginning(self, text: str, field: str, quoted: bool) -> Node:
        """Return what stands before a star: of so many words each begins others, of the rest it is the word itself."""
        several = len(WORD.findall(text)) > 1
        if self._prefixes == MAX_PREFIXES:
            return Phrase(text, field) if quoted else _one_or_several(text, field)
        self._prefixes += 1
        return Phrase(text, field, quoted, begins=True) if several else Prefix(text, field)


def _one_or_several(text: str, field: str) -> Word | Phrase:
    """Return the words of one piece of a query; a telephone number is written in more than one way."""
    several = len(WORD.findall(text)) > 1 or (text[-1].isdigit() and any(telephones_in(text)))
    return Phrase(text, field, quoted=False) if several else Word(text, field)


def _is_wish(node: Node) -> bool:
    """Tell whether a document may do without the node: plain words and unquoted codes, as in a typed question."""
    if isinstance(node, Phrase):
        return not (node.quoted or node.begins or node.field)
    return isinstance(node, Word) and not node.field


def _strict(node: Node) -> Node:
    """Return the node with bags read as `all of these`: inside AND, OR, NOT nothing is optional."""
    if isinstance(node, Bag):
        children = tuple(_strict(c) for c in (*node.wanted, *node.required))
        return children[0] if len(children) == 1 else And(children)
    return node


def _in_field(node: Node, field: str) -> Node:
    match node:
        case Word(text) | Prefix(text):
            return type(node)(text, field)
        case Phrase(text, _, quoted, begins):
            return Phrase(text, field, quoted, begins)
        case And(children):
            return And(tuple(_in_field(c, field) for c in children))
        case Or(children):
            return Or(tuple(_in_field(c, field) for c in children))
        case Not(child):
            return Not(_in_field(child, field))
        case Bag(wanted, required):
            return And(tuple(_in_field(c, field) for c in (*wanted, *required)))
    return node


def _between(text: str) -> Between | None:
    """Read `2015`, `16/10/2020`, `2015..2018`, `2015-2018`, `..2018`, `2015..` as a range of dates."""
    if (whole := parse_date(text)) is not None:
        return Between(whole, whole)
    parts = text.split("..") if ".." in text else re.split(r"(?<=^\d{4})-(?=\d{4}$)", text)
    if len(parts) != 2 or not any(parts):
        return None
    ends = [parse_date(p) if p else "" for p in parts]
    if None in ends:
        return None
    start, end = (e or "" for e in ends)
    return Between(end, start) if start and end and start > end else Between(start, end)


def parse(text: str) -> Query:
    """Return the query that `text` means. Never raises: any text gives a query, an empty one without a root."""
    clean = nfc(_CONTROL.sub(" ", without_unseen(text[:MAX_CHARACTERS]))).translate(_QUOTES).strip()
    lexemes = lex(clean)
    notes = []
    if len(lexemes) > MAX_WORDS or len(text) > MAX_CHARACTERS:
        lexemes = lexemes[:MAX_WORDS]
        notes.append("note_too_many_words")
    parser = _Parser(lexemes)
    root = parser.disjunction(0)
    return Query(text=clean, root=root, notes=tuple(notes + parser.notes))

"""What the user typed → a Query. Words never fail: what is not an operator is a word.

words "a phrase" -not AND OR NOT VÀ HOẶC KHÔNG (groups) pre* field:value tiêu_đề:"…" năm:2015..2018
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from index.analysis.normalise import fold, nfc
from index.analysis.tokens import WORD
from search.interface.filters import filter_named, filters
from search.query.date_ranges import parse_date
from search.query.tree import And, Bag, Between, Node, Not, Or, Phrase, Prefix, Query, Word

MAX_WORDS = 256  # words beyond these are not looked at; the longest question of a person has some sixty
MAX_CHARACTERS = 10_000  # text beyond these is not looked at: `(a)()(a…` of 100 KB took 8 s to read
MAX_DEPTH = 20  # brackets nested deeper are words
MAX_PREFIXES = 8  # each may expand to many terms

_OPERATORS = {"AND": "and", "VÀ": "and", "OR": "or", "HOẶC": "or", "NOT": "not", "KHÔNG": "not"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "〝": '"', "〞": '"', "＂": '"'}
    | {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "－": "-"}
    | {"（": "(", "）": ")", "：": ":", "＊": "*", "＆": "&", "／": "/", "．": "."}
)
_LEXEME = re.compile(
    r"""(?P<space>\s+)
      | (?P<open>\() | (?P<close>\))
      | (?P<minus>(?<!\S)-(?=[^\s-]))
      | (?P<field>[^\W\d][\w]*):(?=[^\s:/)])
      | "(?P<phrase>[^"]*)"
      | (?P<word>[^\s()"]+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=1)
def field_names() -> dict[str, str]:
    """Return the field that each name means, names folded: `tieu_de` → `title`."""
    return {fold(prefix): one.name for one in filters() for prefix in one.prefixes}


@lru_cache(maxsize=1)
def _code_symbols() -> frozenset[str]:
    table = resources.files(__package__).joinpath("code_symbols.txt").read_text(encoding="utf-8")
    return frozenset(fold(line) for line in table.split() if line)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str


def _lex(text: str) -> list[_Lexeme]:
    """Cut the text into lexemes; a quote without its partner is dropped, so that the words behind it are words."""
    lexemes = []
    for found in _LEXEME.finditer(text):
        kind = found.lastgroup or "other"
        if kind == "field" and fold(found["field"]) not in field_names():
            lexemes += _lex_word(found["field"])
        elif kind == "word":
            lexemes += _lex_word(found["word"])
        elif kind in ("open", "close", "minus", "field", "phrase"):
            lexemes.append(_Lexeme(kind, found[kind]))
    return lexemes


def _lex_word(written: str) -> list[_Lexeme]:
    if written in _OPERATORS:
        return [_Lexeme("operator", _OPERATORS[written])]
    if not WORD.search(written):
        return []
    if re.fullmatch(r"[^\W_][^\s*]*\*", written) and len(WORD.findall(written)) == 1:
        return [_Lexeme("prefix", written.rstrip("*"))]
    return [_Lexeme("word", written)]


def _join_codes(lexemes: list[_Lexeme]) -> list[_Lexeme]:
    """Join words that together write a document number: `42 CT TW` and `42 -CT / TW` become `42 CT TW` as one.

    Only a number followed by a known symbol of a type or issuer, so that `42 người` stays two words.
    """
    joined: list[_Lexeme] = []
    for lexeme in lexemes:
        last = joined[-1] if joined else None
        if lexeme.kind == "word" and last and last.kind in ("word", "code"):
            parts = [fold(w) for w in WORD.findall(lexeme.text)]
            begun = [fold(w) for w in WORD.findall(last.text)]
            if (
                begun[0].isdigit()
                and all(p in _code_symbols() for p in parts)
                and all(p.isdigit() or p in _code_symbols() for p in begun)
            ):
                joined[-1] = _Lexeme("code", f"{last.text} {lexeme.text}")
                continue
        joined.append(lexeme)
    return joined


class _Parser:
    """Recursive descent over the lexemes; never fails, skips what makes no sense where it stands."""

    def __init__(self, lexemes: list[_Lexeme]) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._prefixes = 0
        self.notes: list[str] = []

    def _peek(self) -> _Lexeme | None:
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
                return self._word_again(lexeme)
            return between
        if lexeme.kind == "open":
            group = self.unit(depth)
            return _in_field(group, field) if group else None
        return self.leaf(field)

    def _word_again(self, lexeme: _Lexeme) -> Node | None:
        return Word(lexeme.text) if WORD.search(lexeme.text) else None

    def leaf(self, field: str) -> Node | None:
        lexeme = self._peek()
        if lexeme is None:
            return None
        self._at += 1
        match lexeme.kind:
            case "phrase" if WORD.search(lexeme.text):
                return Phrase(lexeme.text, field)
            case "prefix" if self._prefixes < MAX_PREFIXES:
                self._prefixes += 1
                return Prefix(lexeme.text, field)
            case "code":
                return Phrase(lexeme.text, field, quoted=False)
            case "word" | "prefix":
                several = len(WORD.findall(lexeme.text)) > 1
                return Phrase(lexeme.text, field, quoted=False) if several else Word(lexeme.text, field)
        return None


def _is_wish(node: Node) -> bool:
    """Tell whether a document may do without the node: plain words and unquoted codes, as in a typed question."""
    return (isinstance(node, Word) or (isinstance(node, Phrase) and not node.quoted)) and not node.field


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
        case Phrase(text, _, quoted):
            return Phrase(text, field, quoted)
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
    clean = nfc(_CONTROL.sub(" ", text[:MAX_CHARACTERS])).translate(_QUOTES).strip()
    lexemes = _join_codes(_lex(clean))
    notes = []
    if len(lexemes) > MAX_WORDS or len(text) > MAX_CHARACTERS:
        lexemes = lexemes[:MAX_WORDS]
        notes.append("note_too_many_words")
    parser = _Parser(lexemes)
    root = parser.disjunction(0)
    return Query(text=clean, root=root, notes=tuple(notes + parser.notes))


def word_runs(text: str) -> list[tuple[bool, list[tuple[int, int]]]]:
    """Return the words of a query's text in runs that stand side by side, as [start, end) places.

    A run says first whether it is plain: words of phrases, of fields, excluded ones and codes are not. Operators and
    prefixes stand in no run.
    """
    runs: list[tuple[bool, list[tuple[int, int]]]] = []
    plain, held, open_groups = True, False, 0  # held: what comes next belongs to a field or a minus
    for found in _LEXEME.finditer(text):
        kind = found.lastgroup or "other"
        place = found.start(kind)
        if kind == "open" and (held or open_groups):
            open_groups += 1
        elif kind == "close" and open_groups:
            open_groups -= 1
        if kind == "field" and fold(found["field"]) not in field_names():
            kind = "word"
            written = found["field"]
        else:
            written = found[kind]
        words_ = [(place + w.start(), place + w.end()) for w in WORD.finditer(written)]
        is_plain = kind == "word" and not held and not open_groups and len(words_) == 1
        is_word = kind in ("word", "phrase") and written not in _OPERATORS and not written.endswith("*")
        if words_ and is_word:
            if runs and is_plain and plain:
                runs[-1][1].extend(words_)
            else:
                runs.append((is_plain, words_))
            plain = is_plain
        elif kind != "space":
            plain = False
        held = kind in ("minus", "field") or (held and kind == "space")
    return runs


def is_operator(written: str) -> bool:
    """Tell whether a word, written so, joins or excludes others."""
    return written in _OPERATORS

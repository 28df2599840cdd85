"""Cuts a typed query into its pieces: words, phrases, fields, brackets, operators; and tells where its words stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from index.analysis.normalise import fold
from index.analysis.tokens import WORD
from index.analysis.wholes_in_text import telephones_in
from search.interface.filters import filters
from search.query.operators import OPERATORS, operators

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
def code_symbols() -> frozenset[str]:
    """Return the symbols of types and issuers in numbers of documents, folded: `ct`, `ttg`."""
    table = resources.files(__package__).joinpath("code_symbols.txt").read_text(encoding="utf-8")
    return frozenset(fold(line) for line in table.split() if line)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: `kind` is word, code, phrase, prefix, field, open, close, minus or operator."""

    kind: str
    text: str


def lex(text: str) -> list[Lexeme]:
    """Cut the text into lexemes; a quote without its partner is dropped, so that the words behind it are words.

    A document's number and a telephone number are one, however they are parted.
    """
    text = _telephones_joined(text)
    lexemes: list[Lexeme] = []
    joining = _operator_places(text)
    for found in _LEXEME.finditer(text):
        kind = _kind(found)
        if kind == "word" and found.start() in joining:
            lexemes.append(Lexeme("operator", OPERATORS[found["word"]]))
        elif kind == "word":
            lexemes += _lex_word(found["word"] or found["field"])
        elif kind in ("open", "close", "minus", "field", "phrase"):
            lexemes.append(Lexeme(kind, found[kind]))
    return _with_codes(lexemes)


def _kind(found: re.Match[str]) -> str:
    """Return what a piece of a query is; a field that is none is a word."""
    kind = found.lastgroup or "other"
    return "word" if kind == "field" and fold(found["field"]) not in field_names() else kind


def _operator_places(text: str) -> set[int]:
    """Return where the words of a query begin that join or exclude others."""
    pieces = [(_kind(found), found) for found in _LEXEME.finditer(text)]
    words_ = [found for kind, found in pieces if kind == "word"]
    starred = any(found.group().endswith("*") for found in words_)
    built = starred or any(kind in ("open", "minus", "field", "phrase") for kind, _ in pieces)
    are = operators([found["word"] or "" for found in words_], built)
    return {found.start() for found, is_one in zip(words_, are, strict=True) if is_one}


def _lex_word(written: str) -> list[Lexeme]:
    if not WORD.search(written):
        return []
    if re.fullmatch(r"[^\W_][^\s*]*\*", written):
        return [Lexeme("prefix", written.rstrip("*"))]
    return [Lexeme("word", written)]


def _telephones_joined(text: str) -> str:
    """Return a query with each telephone number as one word, however it is grouped: `(024) 3943 2206`."""
    for start, end, _ in sorted(telephones_in(text), reverse=True):
        groups = ".".join(re.findall(r"\d+", text[start:end]))
        text = f"{text[:start]}{'+' * text[start:end].startswith(('+', '(+'))}{groups}{text[end:]}"
    return text


def _begins_with_digit(text: str) -> bool:
    found = WORD.search(text)
    return found is not None and found[0][0].isdigit()


def _with_codes(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Join words that together write a document number: `42 CT TW` and `42 -CT / TW` become `42 CT TW` as one.

    Only a number followed by a known symbol of a type or issuer, so that `42 người` stays two words.
    """
    joined: list[Lexeme] = []
    for lexeme in lexemes:
        last = joined[-1] if joined else None
        if lexeme.kind == "word" and last and last.kind in ("word", "code") and _begins_with_digit(last.text):
            parts = [fold(w) for w in WORD.findall(lexeme.text)]
            begun = [fold(w) for w in WORD.findall(last.text)]
            if (
                begun[0].isdigit()
                and all(p in code_symbols() for p in parts)
                and all(p.isdigit() or p in code_symbols() for p in begun)
            ):
                joined[-1] = Lexeme("code", f"{last.text} {lexeme.text}")
                continue
        joined.append(lexeme)
    return joined


def word_runs(text: str) -> list[tuple[bool, list[tuple[int, int]]]]:
    """Return the words of a query's text in runs that stand side by side, as [start, end) places.

    A run says first whether it is plain: words of phrases, of fields, excluded ones and codes are not. Operators and
    prefixes stand in no run.
    """
    runs: list[tuple[bool, list[tuple[int, int]]]] = []
    joining = _operator_places(text)
    plain, held, open_groups = True, False, 0  # held: what comes next belongs to a field or a minus
    for found in _LEXEME.finditer(text):
        kind = _kind(found)
        written = found.group(found.lastgroup or 0)
        place = found.start(found.lastgroup or 0)
        if kind == "open" and (held or open_groups):
            open_groups += 1
        elif kind == "close" and open_groups:
            open_groups -= 1
        words_ = [(place + w.start(), place + w.end()) for w in WORD.finditer(written)]
        is_plain = kind == "word" and not held and not open_groups and len(words_) == 1
        is_word = kind in ("word", "phrase") and found.start() not in joining and not written.endswith("*")
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

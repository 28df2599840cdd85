"""The tables of document types, issuing organs, their symbols, names and words, read once and indexed for look-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

from index.analysis.normalise import fold, slug
from index.extract.alternation import alternation
from index.table import records

Strength = Literal["noun", "verb", "common", "weak"]
Family = Literal["party", "state", "either"]
Extent = Literal["whole", "place", "open", "title"]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A row of `types.tsv`; `identity` is the type whose sequence of numbers it shares."""

    name: str
    abbreviations: tuple[str, ...]
    strength: Strength
    identity: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A row of `symbols.tsv`: an issuer's symbol as written in document numbers."""

    written: str
    family: Family
    alone: bool
    term: bool
    issuer: str
    issues: tuple[str, ...]
    local: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables; keys of the mappings are folded (`quyet dinh`, `qd`, `ubnd`)."""

    types: dict[str, DocumentType]
    abbreviations: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    """Folded abbreviation → pairs of its written form and the types it stands for."""
    symbols: dict[str, Symbol]
    organs: dict[str, tuple[Extent, str]]
    """Folded name → how far the name goes, and the name with its accents."""
    names: dict[str, tuple[str, ...]]
    """Folded type → folded names of documents known by that name."""
    short_names: dict[str, tuple[str, ...]]
    """Folded type → folded short forms of such names: `kh&cn`."""
    whole_names: dict[tuple[str, str], str]
    """(folded type, `parts_of` a name, or those of a short form without blanks) → the folded words of the name."""
    words: dict[str, frozenset[str]]
    terms: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """(organ, Roman numeral) → first and last day, ISO."""


def _one_of(value: str, allowed: tuple[Any, ...], otherwise: str) -> Any:
    return value if value in allowed else otherwise


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _abbreviations(types: dict[str, DocumentType]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    written: dict[str, dict[str, list[str]]] = {}
    for kind in types.values():
        for short in kind.abbreviations:
            written.setdefault(fold(short), {}).setdefault(short, []).append(kind.name)
    return {short: tuple((form, tuple(names)) for form, names in forms.items()) for short, forms in written.items()}


def _name_variants(name: str) -> Iterator[str]:
    """Yield `name` and the ways newspapers shorten it: `thi đua, khen thưởng` → `thi dua khen thuong`."""
    folded = fold(name)
    yield folded
    yield folded.replace(",", "")
    yield folded.replace(" va ", ", ")
    yield folded.replace(", ", " va ")
    yield folded.replace(" va ", " - ")
    yield folded.replace(" va ", " & ")


def parts_of(words: str) -> str:
    """Return folded words without `và`: the same for all ways to join the parts of a name (`KH&CN`, `KH và CN`)."""
    return " ".join(word for word in words.split() if word != "va")


def _longest_first(names: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(sorted(found, key=len, reverse=True)) for kind, found in names.items() if found}


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Return the shipped tables; the files are read at the first call."""
    types = {}
    for row in records(__package__, "types.tsv"):
        strength = _one_of(row["strength"], get_args(Strength), "common")
        kind = DocumentType(row["type"], tuple(row["abbreviations"].split()), strength, row["identity"] or row["type"])
        types[fold(kind.name)] = kind
    symbols: dict[str, Symbol] = {}
    for row in records(__package__, "symbols.tsv"):
        family = _one_of(row["family"], get_args(Family), "either")
        symbol = Symbol(
            row["symbol"],
            family,
            alone=row["alone"] != "no",
            term=row["alone"] == "term",
            issuer=row["issuer"],
            issues=_parts(row["issues"]),
            local=row["scope"] == "local",
        )
        symbols.setdefault(fold(symbol.written), symbol)
    organs: dict[str, tuple[Extent, str]] = {}
    for row in records(__package__, "issuers.tsv"):
        extent = _one_of(row["extent"], get_args(Extent), "whole")
        for name in (row["name"], *_parts(row["aliases"])):
            organs.setdefault(fold(name), (extent, name))
    for symbol in symbols.values():
        for name in _parts(symbol.issuer):
            organs.setdefault(fold(name), ("place" if symbol.local else "whole", name))
    names: dict[str, set[str]] = {}
    shorts: dict[str, set[str]] = {}
    whole: dict[tuple[str, str], str] = {}
    for row in records(__package__, "names.tsv"):
        owner, short = fold(row["type"]), _parts(row["short"])
        names.setdefault(owner, set()).update(_name_variants(row["name"]))
        shorts.setdefault(owner, set()).update(map(fold, short))
        name, *forms = (slug(form).replace("-", " ") for form in (row["name"], *short))
        for parts in (parts_of(name), *(parts_of(form).replace(" ", "") for form in forms)):
            whole.setdefault((owner, parts), name)
    words: dict[str, frozenset[str]] = {}
    for row in records(__package__, "words.tsv"):
        words[row["kind"]] = words.get(row["kind"], frozenset()) | frozenset(_parts(row["words"]))
    terms = {(row["organ"], row["term"]): (row["from"], row["to"]) for row in records(__package__, "terms.tsv")}
    return Tables(
        types,
        _abbreviations(types),
        symbols,
        organs,
        _longest_first(names),
        _longest_first(shorts),
        whole,
        words,
        terms,
    )


@lru_cache(maxsize=8192)
def type_named(found: str) -> DocumentType:
    """Return the type of which `found` is the folded name, its blanks lost or doubled: `nghiquyet`."""
    squeezed = "".join(found.split())
    return next(row for key, row in tables().types.items() if key.replace(" ", "") == squeezed)


@lru_cache(maxsize=8192)
def organ_named(found: str) -> tuple[Extent, str]:
    """Return how far the name of organ `found` (folded, its blanks lost or doubled) goes, and its accented form."""
    squeezed = "".join(found.split())
    return next(row for key, row in tables().organs.items() if key.replace(" ", "") == squeezed)


@lru_cache(maxsize=16)
def word_pattern(kind: str, accented: bool) -> re.Pattern[str]:
    """Return the pattern of the words of one kind in `words.tsv`, to match against `View.words`."""
    phrases = [phrase if accented else fold(phrase) for phrase in tables().words[kind]]
    return re.compile(rf"(?:{alternation(phrases)})(?!\w)")

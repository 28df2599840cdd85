"""Names in a query what the index does not have: a document that no article cites, a person whom none names.

Said only where nothing speaks against it: a document of another date or symbol may be the one that is meant where
either leaves these open, and a name or number that stands in any text is there, whoever bears it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.documents import DirectiveMention
from index.extract.directives.find import find_directives
from index.extract.people.find import find_people
from index.resolve.directives.registry import KnownDocument, load_registry
from search.embedded.arrays.document_arrays import DocumentArrays
from search.embedded.arrays.snapshot import in_all
from search.interface.answers import NearRecord, NotFound
from search.query.name_shape import name_within
from search.query.named_after import is_named_after
from search.query.tree import Phrase, Query, is_plain, leaves

Stands = Callable[[Phrase], bool]
"""Tells whether a phrase stands in any document."""

_NEAREST = 5  # records told beside what is missing
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A directive of the index: its document, folded type, the words of its number, and its date as far as known."""

    document: int
    type: tuple[str, ...]
    number: tuple[str, ...]
    day: str


class NumberedDirectives:
    """The directives of one generation whose label has a number behind the type. Threads may share it."""

    def __init__(self, snapshot: DocumentArrays) -> None:
        self._snapshot = snapshot

    @cached_property
    def _known(self) -> dict[tuple[str, ...], dict[str, list[_Numbered]]]:
        known: dict[tuple[str, ...], dict[str, list[_Numbered]]] = {}
        for one in _numbered(self._snapshot):
            known.setdefault(one.type, {}).setdefault(one.number[0], []).append(one)
        return known

    def of(self, type_: tuple[str, ...]) -> dict[str, list[_Numbered]]:
        """Return those of a type by the first word of their number; the labels of all are read the first time."""
        return self._known.get(type_, {})


def not_found(
    query: Query, stands: Stands, snapshot: DocumentArrays, directives: NumberedDirectives
) -> tuple[NotFound, ...]:
    """Return the documents and people that a query names and the index has not, in the order of the query.

    Nothing for queries with fields, quotes, excluded words or beginnings of words: these are asked for as they stand.
    """
    if not is_plain(query) or any(isinstance(leaf, Phrase) and leaf.quoted for leaf, _ in leaves(query.root)):
        return ()
    text = nfc(query.text)
    numbers = _directives(text, stands, snapshot, directives) if _DIGITS.search(text) else ()
    return (*numbers, *_people(text, stands, snapshot))


def _directives(
    text: str, stands: Stands, snapshot: DocumentArrays, directives: NumberedDirectives
) -> Iterator[NotFound]:
    for mention in find_directives(text):
        if mention.kind != "numbered" or not mention.number:
            continue
        number, same = _leading_zeros_off(_folds(mention.number)), directives.of(_folds(mention.type))
        day = mention.date or _year(number)
        if any(_may_be(one, number, day) for one in same.get(number[0], ())) or _stands(mention, stands):
            continue
        registered = _registered(mention)
        every = chain.from_iterable(same.values())
        near = sorted(every, key=lambda one: (_apart(one, number), one.day, one.document))[:_NEAREST]
        told = [
            NearRecord("directive", snapshot.identifier(one.document), snapshot.label(one.document), one.day)
            for one in near
        ]
        title, date, issuer = (registered.title, registered.date, registered.issuer) if registered else ("", "", "")
        yield NotFound("directive", mention.text, title, date, issuer, tuple(told))


def _numbered(snapshot: DocumentArrays) -> Iterator[_Numbered]:
    """Yield the directives of the index whose label has a number behind the type."""
    code = snapshot.kind.code("directive")
    for document in np.flatnonzero((snapshot.kind.codes == code) & snapshot.live).tolist() if code is not None else ():
        label = _folds(snapshot.label(document))
        first = next((n for n, word in enumerate(label) if word[0].isdigit()), None)
        if first is None:
            continue
        type_ = tuple(word for word in label[:first] if word != "so")
        number = _leading_zeros_off(label[first:])
        yield _Numbered(document, type_, number, snapshot.day(document) or _year(number))


def _folds(text: str) -> tuple[str, ...]:
    return tuple(folded(words(nfc(text))))


def _leading_zeros_off(number: tuple[str, ...]) -> tuple[str, ...]:
    return number[0].lstrip("0") or "0", *number[1:]


def _year(number: Sequence[str]) -> str:
    """Return the year that a number carries: 2018 of `27/2018/TT-BKHCN`."""
    return next((part for part in number[1:2] if len(part) == len("2018") and part.isdecimal()), "")


def _may_be(one: _Numbered, number: tuple[str, ...], day: str) -> bool:
    """Tell whether a directive may be the one of a number and a date, each as far as said."""
    length = min(len(one.number), len(number))
    dates = min(len(one.day), len(day))
    return one.number[:length] == number[:length] and one.day[:dates] == day[:dates]


def _stands(mention: DirectiveMention, stands: Stands) -> bool:
    """Tell whether the number stands in a text as it was typed, or the type with a bare one."""
    number = _folds(mention.number or "")
    said = " ".join(number)
    if len(number) > 1 and not mention.date:
        return stands(Phrase(said))
    types = " ".join(_folds(mention.type))
    return not mention.date and any(stands(Phrase(form)) for form in (f"{types} {said}", f"{types} so {said}"))


def _apart(one: _Numbered, number: tuple[str, ...]) -> tuple[bool, bool, int]:
    """Return how far a directive is from a number: the same count first, then the same series, then the next counts."""
    counts = [int(found[0]) if (found := _DIGITS.match(part[0])) else 0 for part in (one.number, number)]
    rest = min(len(one.number), len(number))
    return one.number[0] != number[0], one.number[1:rest] != number[1:rest], abs(counts[0] - counts[1])


def _registered(mention: DirectiveMention) -> KnownDocument | None:
    """Return the one known document that a mention can mean, None where there is none or more than one."""
    registry = load_registry()
    found = registry.with_key(mention.key) if mention.key else registry.counted(mention.type, mention.number or "")
    day = mention.date or ""
    kept = [one for one in found if one.date[: len(day)] == day[: len(one.date)]]
    return kept[0] if len(kept) == 1 else None


def _people(text: str, stands: Stands, snapshot: DocumentArrays) -> Iterator[NotFound]:
    names = dict.fromkeys(" ".join(one.name.split()) for one in find_people(text))
    if not names and (shaped := name_within(text)):
        names = {shaped: None}
    written = words(text)
    folds = folded(written)
    for name in names:
        said = _folds(name)
        at = next((n for n in range(len(folds)) if tuple(folds[n : n + len(said)]) == said), 0)
        if len(said) < 2 or is_named_after(written, folds, at, at + len(said)) or stands(Phrase(name)):
            continue
        yield NotFound("speaker", name, nearest=tuple(_alike(said, snapshot)))


def _alike(said: tuple[str, ...], snapshot: DocumentArrays) -> Iterator[NearRecord]:
    """Yield people with the same surname and given name and as many syllables: Nguyễn Văn An for Nguyễn Thế An."""
    code = snapshot.kind.code("speaker")
    held = in_all([snapshot.holders("name_fold", said[at]) for at in (0, -1)])
    for document in held[snapshot.kind.codes[held] == code].tolist()[: _NEAREST * 10]:
        name = _folds(snapshot.label(document))
        if len(name) == len(said) and (name[0], name[-1]) == (said[0], said[-1]):
            yield NearRecord("speaker", snapshot.identifier(document), snapshot.label(document))

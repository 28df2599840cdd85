"""Tells whether a name within a query is that of something else: `chiến dịch Hồ Chí Minh`, `đường Trần Hưng Đạo`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.analysis.tokens import folded, words
from index.extract.people.tables import bearers, office_names, titles_and_address
from index.organisations.provinces import province_of_place

# Units and institutions that an office before them heads: Chủ tịch thành phố `Nguyễn Văn A` is a person.
_HEADED = frozenset(
    (
        *("thanh pho", "tp", "tinh", "huyen", "quan", "xa", "phuong", "thi xa", "thi tran", "truong", "dai hoc"),
        *("hoc vien", "benh vien", "cong ty", "tap doan", "ngan hang", "bao", "dai", "bao tang", "quy"),
    )
)


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Words that call something after the name behind them, but not directly behind one of `guards` (folded)."""

    words: tuple[str, ...]
    folds: tuple[str, ...]
    guards: tuple[tuple[str, ...], ...]


@cache
def _bearers() -> dict[str, list[_Bearer]]:
    """Return the bearers by their last folded word, the longest first."""
    own = resources.files(__package__).joinpath("named_after.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[_Bearer]] = {}
    for written, guards in (*bearers(), *((line, ()) for line in own)):
        said = words(written)
        guarded = tuple(tuple(folded(words(guard))) for guard in guards)
        one = _Bearer(tuple(said), tuple(folded(said)), guarded)
        found.setdefault(one.folds[-1], []).append(one)
    return {last: sorted(ones, key=lambda one: -len(one.folds)) for last, ones in found.items()}


@cache
def _said_of_people() -> frozenset[str]:
    """Return the folded words that stand before a person's name: unaccented, tướng and tượng are one."""
    return frozenset(" ".join(folded(words(word))) for word in (*titles_and_address(), *office_names()))


@cache
def _offices() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(folded(words(name))) for name in office_names())


def is_named_after(written: Sequence[str], folds: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the words from `start` to `end`, a person's name, call something else by what stands before them.

    `written` are the canonical words of a query, `folds` the same without accents. An office earlier in the query makes
    a person of the name behind what the office heads, unless it is a province's.
    """
    for bearer in _standing_before(written, folds, start):
        headed = " ".join(bearer.folds) in _HEADED and _has_office(folds[: start - len(bearer.folds)])
        return not headed or bool(province_of_place(" ".join(written[start:end])))
    return False


def _standing_before(written: Sequence[str], folds: Sequence[str], start: int) -> Iterator[_Bearer]:
    for bearer in _bearers().get(folds[start - 1], ()) if start else ():
        at = start - len(bearer.folds)
        if at < 0 or tuple(folds[at:start]) != bearer.folds:
            continue
        typed = written[at:start]
        exact = tuple(typed) == bearer.words
        bare = list(typed) == list(folds[at:start]) and " ".join(bearer.folds) not in _said_of_people()
        guarded = any(tuple(folds[max(at - len(guard), 0) : at]) == guard for guard in bearer.guards)
        if (exact or bare) and not guarded:
            yield bearer


def _has_office(folds: Sequence[str]) -> bool:
    spans = ((a, b) for a in range(len(folds)) for b in range(a + 1, len(folds) + 1))
    return any(tuple(folds[a:b]) in _offices() for a, b in spans)

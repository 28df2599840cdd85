"""Finds the words of a query that only ask: `bao nhiêu`, `là gì`, `ở đâu`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.analysis.tokens import folded, words

_IS = "la"  # là, folded


@dataclass(frozen=True, slots=True)
class _Expression:
    """An expression that asks; see the head of the table for what `where` says."""

    words: list[str]
    folds: list[str]
    where: str
    defines: bool

    def stands_at(self, start: int, written: list[str], folds: list[str], accents: bool) -> bool:
        end = start + len(self.folds)
        if folds[start:end] != self.folds or (self.where == "last" and end != len(folds)):
            return False
        if self.where == "accented" and not accents:
            return False
        pieces = zip(written[start:end], self.words, self.folds, strict=True)
        return all(typed in (word, fold) for typed, word, fold in pieces)  # `nào` and nao, not `não`


@cache
def _expressions() -> dict[str, list[_Expression]]:
    """Return the expressions of the table by their first folded word."""
    table = resources.files(__package__).joinpath("question_words.tsv").read_text(encoding="utf-8")
    expressions: dict[str, list[_Expression]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            text, where, sort = line.split("\t")
            canonical = words(text)
            folds = folded(canonical)
            expressions.setdefault(folds[0], []).append(_Expression(canonical, folds, where, sort == "definition"))
    return expressions


def _found(written: list[str], folds: list[str]) -> Iterator[tuple[int, _Expression]]:
    """Yield the expressions that stand in a query, each with the place where it begins."""
    accents = written != folds
    for start, fold in enumerate(folds):
        for expression in _expressions().get(fold, ()):
            if expression.stands_at(start, written, folds, accents):
                yield start, expression


def asking(written: list[str], folds: list[str]) -> list[bool]:
    """Tell for each word of a query, canonical and folded, whether it belongs to an expression that asks."""
    asks = [False] * len(folds)
    for start, expression in _found(written, folds):
        asks[start : start + len(expression.folds)] = [True] * len(expression.folds)
    return asks


def definition(written: list[str], folds: list[str]) -> str:
    """Return the folded pair by which a text defines what a query wants defined, empty where it wants something else.

    `học kỳ là gì`, `thế nào là học kỳ` and `định nghĩa của học kỳ` are all answered by `học kỳ là …`: `ky la`. What is
    to be defined ends before an asking là, else with the last word that does not ask.
    """
    if not any(expression.defines for _, expression in _found(written, folds)):
        return ""
    asks = asking(written, folds)
    meaning = [n for n, only_asks in enumerate(asks) if not only_asks]
    before = [n for n in meaning if n + 1 < len(folds) and asks[n + 1] and folds[n + 1] == _IS]
    last = (before or meaning)[-1:]
    return f"{folds[last[0]]} {_IS}" if last else ""

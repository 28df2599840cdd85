"""Which words of a query only ask: `bao nhiêu`, `là gì`, `ở đâu`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.analysis.tokens import folded, words


@dataclass(frozen=True, slots=True)
class _Expression:
    """An expression that asks; see the head of the table for what `where` says."""

    words: list[str]
    folds: list[str]
    where: str

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
            text, where = line.split("\t")
            canonical = words(text)
            folds = folded(canonical)
            expressions.setdefault(folds[0], []).append(_Expression(canonical, folds, where))
    return expressions


def asking(written: list[str], folds: list[str]) -> list[bool]:
    """Tell for each word of a query, canonical and folded, whether it belongs to an expression that asks."""
    accents = written != folds
    asks = [False] * len(folds)
    for start, fold in enumerate(folds):
        for expression in _expressions().get(fold, ()):
            if expression.stands_at(start, written, folds, accents):
                asks[start : start + len(expression.folds)] = [True] * len(expression.folds)
    return asks

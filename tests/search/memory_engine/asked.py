"""What repair and records ask of an index, answered from documents in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from rapidfuzz.distance import OSA

from index.analysis.normalise import fold_word, nfc
from index.analysis.syllables import accented_forms
from index.analysis.tokens import WORD
from search.interface.answers import FacetCount
from search.records.stored import Mention, RecordKind, Spread, identifier
from search.typing import letters_apart
from tests.search.memory_engine.documents import Document

_COUNTED = ("title", "body", "name")


class MemoryLexicon:
    """A `search.repair.lexicon.Lexicon`."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents.values()
        self.size = max(len(documents), 1)

    @cached_property
    def _folds(self) -> Counter[str]:
        return Counter(w for d in self._documents for name in _COUNTED for w in {*d.folds.get(name, "").split()})

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(w for d in self._documents for name in _COUNTED for w in {*d.written.get(name, [])})

    @cached_property
    def _others(self) -> set[str]:
        return {word for d in self._documents for text in d.folds.values() for word in text.split()}

    def holds(self, fold: str) -> bool:
        return fold in self._others

    def writes(self, word: str) -> bool:
        return word in self._words

    def frequency(self, fold: str) -> int:
        return self._folds[fold]

    def near(self, fold: str, furthest: int) -> list[tuple[str, int, int]]:
        apart = {word: OSA.distance(fold, word) for word in self._folds if word.isascii() and word.isalpha()}
        return [(word, n, self._folds[word]) for word, n in apart.items() if 0 < n <= furthest and len(word) > 1]

    def together(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        texts = [d.folds.get(name, "") for d in self._documents for name in _COUNTED]
        return [sum(f" {one} {other} " in text for text in texts) for one, other in pairs]

    def hold_together(self, folds: Sequence[str]) -> bool:
        texts = [d.folds.get("title", "") + d.folds.get("body", "") for d in self._documents]
        return any(all(f" {fold} " in text for fold in folds) for text in texts)

    def fitting(self, fold: str, typed: str, beside: Sequence[str]) -> str:
        among = [d for d in self._documents if all(self._says(d, pair) for pair in beside)]
        counts = {form: sum(any(form in w for w in d.written.values()) for d in among) for form in accented_forms(fold)}
        known = {form: count for form, count in counts.items() if count}
        return min(known, key=lambda form: (letters_apart(typed, form), -known[form], form), default=fold)

    def is_named(self, folds: Sequence[str]) -> bool:
        return len(folds) > 1 and any(f" {' '.join(folds)} " in d.folds.get("name", "") for d in self._documents)

    def restored(self, folds: Sequence[str]) -> str | None:
        counts: Counter[str] = Counter()
        for document in self._documents:
            said = WORD.findall(nfc(document.label))
            plain = [fold_word(word) for word in said]
            ends = [(n, n + len(folds)) for n in range(len(said)) if plain[n : n + len(folds)] == list(folds)]
            counts.update(" ".join(said[start:end]) for start, end in ends)
        return counts.most_common(1)[0][0] if len(folds) > 1 and counts else None

    def are_written(self, words: Sequence[str], beside: Sequence[str]) -> bool:
        held = [d for d in self._documents if all(self._says(d, pair) for pair in beside)]
        return any(all(any(word in w for w in d.written.values()) for word in words) for d in held)

    @staticmethod
    def _says(document: Document, pair: str) -> bool:
        return any(f" {pair} " in text for text in document.folds.values())


class MemoryRecords:
    """A `search.records.stored.StoredRecords`."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def _known(self, keys: Collection[str]) -> dict[str, Document]:
        return {key: self._documents[key] for key in keys if key in self._documents}

    def records(self, keys: Collection[str]) -> dict[str, bytes]:
        return {key: document.record for key, document in self._known(keys).items()}

    def labels(self, keys: Collection[str]) -> dict[str, str]:
        return {key: document.label for key, document in self._known(keys).items()}

    def days(self, keys: Collection[str]) -> dict[str, int]:
        dates = {key: self._documents[key].date if key in self._documents else "" for key in keys}
        return {key: int(date.replace("-", "").ljust(8, "0")) if date else 0 for key, date in dates.items()}

    def sharing(self, mentions: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
        return {(a, b): tuple(d.key for d in self._naming(a) if b in d.buckets) for a, b in mentions}

    def _naming(self, article: str) -> list[Document]:
        return [document for document in self._documents.values() if article in document.mentions]

    def mentioned_in(self, articles: Collection[str], kinds: Sequence[RecordKind]) -> dict[str, list[list[Mention]]]:
        return {a: [self._mentioned(identifier(a), kind) for kind in kinds] for a in self._known(articles)}

    def _mentioned(self, article: str, kind: str) -> list[Mention]:
        return [(d.key, d.label, len(d.mentions)) for d in self._naming(article) if d.kind == kind]

    def beside(self, key: str, kind: RecordKind, most: int) -> tuple[tuple[str, int], ...]:
        mentions = self._documents[key].mentions
        counts = {d.key: len(mentions & d.mentions) for d in self._documents.values() if d.kind == kind}
        return tuple(sorted(((k, n) for k, n in counts.items() if n), key=lambda one: (-one[1], one[0]))[:most])

    def in_common(self, key: str, others: Collection[str]) -> dict[str, int]:
        return {o: len(self._documents[key].mentions & d.mentions) for o, d in self._known(others).items()}

    def spread(self, key: str) -> Spread:
        articles = [self._documents[f"article:{id}"] for id in self._documents[key].mentions]
        years = Counter(one.date[:4] for one in articles if one.date)
        places = Counter(one.values["province"] for one in articles if one.values["province"])
        return Spread(
            len(articles),
            tuple(FacetCount(year, years[year], year) for year in sorted(years, reverse=True)),
            tuple(FacetCount(name, n, name) for name, n in sorted(places.items(), key=lambda one: (-one[1], one[0]))),
        )

"""The records of an index as documents with words, and which of them match a tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import log
from pathlib import Path

from index.analysis.normalise import nfc
from index.analysis.partial_dates import first_day, last_day
from index.analysis.tokens import folded, words
from index.analysis.wholes_in_text import wholes_in
from index.findings.article_findings import StoredArticle, searched_text
from index.generations.store import Store
from index.memory.decoders import decoded
from index.organisations.names import OrganisationNames
from index.organisations.provinces import provinces
from index.records.record_fields import role_lines
from index.records.shapes import DirectiveRecord, PersonRecord, directive_name, stored_article
from index.resolve.office_table import names_in
from search.interface.filters import filter_named, parameter_filters
from search.interface.request import SearchRequest
from search.query.province_filter import meant_by
from search.query.tree import Alternatives, And, Bag, Between, Node, Not, Or, Phrase, Prefix, Word, parted, period

_RELAXED = (1.0, 0.5, 0.0)  # shares of what was asked that a document must hold; the next where few do
_ENOUGH = 10
_WORDS_MEANT = 3


@dataclass(frozen=True)
class Document:
    """A record and its texts by field; `mentions` are the articles that a directive or person is mentioned in."""

    key: str
    record: bytes
    label: str
    date: str
    texts: Mapping[str, str]
    values: Mapping[str, str]
    mentions: frozenset[str] = frozenset()
    buckets: frozenset[str] = frozenset()
    roles: str = ""

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @cached_property
    def written(self) -> dict[str, list[str]]:
        """The canonical words of each field."""
        return {name: words(nfc(text)) for name, text in self.texts.items()}

    @cached_property
    def folds(self) -> dict[str, str]:
        """The folded words of each field, each between spaces."""
        return {name: f" {' '.join(folded(said))} " for name, said in self.written.items()}

    @cached_property
    def wholes(self) -> frozenset[str]:
        """The dates and telephone numbers that its texts state."""
        return frozenset(term for text in self.texts.values() for _, _, term in wholes_in(nfc(text)))


@lru_cache(maxsize=1)
def _names() -> OrganisationNames:
    return names_in(Path())


def documents_of(data: Path) -> dict[str, Document]:
    """Return the documents of the live generation of a data folder, by key."""
    generation = Store(data).current()
    assert generation is not None
    reader = generation.open().reader()
    try:
        buckets: dict[int, set[str]] = {number: set() for number in reader.all_doc_ids()}
        for term in reader.field_terms("bucket"):
            for number in reader.postings("bucket", term).all_ids():
                buckets[number].add(term)
        for key in reader.field_terms("key"):
            if key.startswith("organisation:"):  # this engine answers for the three kinds that articles name themselves
                for number in reader.postings("key", key).all_ids():
                    buckets.pop(number, None)
        every = [(_document(reader.stored_fields(number)["record"]), held) for number, held in buckets.items()]
    finally:
        reader.close()
    return {document.key: replace(document, buckets=frozenset(held)) for document, held in every}


def _document(record: bytes) -> Document:
    if record.startswith(b'{"article"'):
        return _of_article(record, stored_article(record))
    if record.startswith(b'{"directive"'):
        found = decoded(record, DirectiveRecord)
        one = found.directive
        about = ". ".join((one.title, one.issuer, *(text for text, _ in one.variants)))
        names = f"{directive_name(one)}. {one.type} {one.number}"
        mentions = frozenset(passage.article for passage in found.passages)
        texts = {"name": names, "about": about}
        return Document(f"directive:{one.id}", record, directive_name(one), one.date, texts, {}, mentions)
    person = decoded(record, PersonRecord).person
    about = ". ".join((*(text for text, _ in person.honorifics[:1]), *(role.text for role in person.roles)))
    texts = {"name": ". ".join(text for text, _ in person.variants), "about": about}
    mentions = frozenset(person.articles)
    roles = role_lines(person, _names())
    return Document(f"speaker:{person.id}", record, person.name, "", texts, {}, mentions, roles=roles)


def _of_article(record: bytes, stored: StoredArticle) -> Document:
    one = stored.article
    texts = {"title": one.title, "body": searched_text(one), "author": one.author, "source": one.source}
    values = {"source": one.source, "province": one.province, "category": one.category}
    return Document(f"article:{one.id}", record, one.title, one.date, texts, values)


class Matching:
    """Evaluates one tree over documents."""

    def __init__(self, documents: Mapping[str, Document], root: Node | None) -> None:
        self._documents = documents
        self._when = period(root) or Between("", "")
        self.found = self._keys(root)

    def _keys(self, node: Node | None) -> frozenset[str]:
        match node:
            case None:
                return frozenset(self._documents)
            case Word() | Phrase() | Prefix():
                return self._leaf(node)
            case Between(start, end):
                return self.between(start, end)
            case Not(child):
                return frozenset(self._documents) - self._keys(child)
            case And(children):
                return frozenset.intersection(*map(self._keys, children))
            case Or(children):
                return frozenset.union(*map(self._keys, children))
            case Alternatives(typed, also):
                return self._keys(typed).union(*map(self._keys, also))
            case Bag(wanted, required):
                return self._bag(list(dict.fromkeys(wanted)), required)

    def _leaf(self, node: Word | Phrase | Prefix) -> frozenset[str]:
        one = filter_named(node.field)
        said = " ".join(folded(words(nfc(node.text))))
        match one.value if one else "words":
            case "record":
                return self._mentioning(self._named(node))
            case "office":
                return self._holding(said)
            case "place":
                places = [*provinces(), *(d.values.get("province", "") for d in self._documents.values())]
                meant = {name for p in places if " ".join(folded(words(p))) == said for name in meant_by(p)}
                return self._where(lambda document: document.values.get("province") in meant)
            case "column":
                return self._where(lambda document: f" {said} " in _folded_value(document, node.field))
        wanted = f" {said}" if parted(node)[1] else f" {said} "
        wholes = {term for _, _, term in wholes_in(nfc(node.text))} if isinstance(node, Phrase) else set()

        def holds(document: Document) -> bool:
            fields = [document.folds.get(node.field, "")] if node.field else document.folds.values()
            return bool(said) and (any(wanted in text for text in fields) or bool(wholes and wholes <= document.wholes))

        return self._where(holds)

    def _named(self, node: Word | Phrase | Prefix) -> set[str]:
        found = self._keys(replace(node, field="name")) | self._keys(replace(node, field="about"))
        return {key for key in found if key.startswith(f"{node.field}:")}

    def _mentioning(self, records: Iterable[str]) -> frozenset[str]:
        known = [self._documents[key] for key in records if key in self._documents]
        articles = {f"article:{id}" for record in known for id in record.mentions}
        return frozenset(articles | {record.key for record in known})

    def _where(self, holds: object) -> frozenset[str]:
        assert callable(holds)
        return frozenset(key for key, document in self._documents.items() if holds(document))

    def _holding(self, said: str, start: str = "", end: str = "") -> frozenset[str]:
        start, end = start or self._when.start, end or self._when.end

        def held(line: str) -> bool:
            text, *_, first, last, former = line.split("\t")
            begins = first_day(first) if first and not former else 0
            late = bool(end) and begins > last_day(end)
            return not late and (not start or (last_day(last) if last else 0) >= first_day(start)) and said in text

        return self._where(lambda document: any(map(held, document.roles.splitlines())))

    def between(self, start: str, end: str) -> frozenset[str]:
        """Return what may be dated between two days, and who held an office then."""

        def dated(document: Document) -> bool:
            if not document.date:
                return False
            early = bool(start) and last_day(document.date) < first_day(start)
            return not early and (not end or first_day(document.date) <= last_day(end))

        return self._where(dated) | self._holding("", start, end)

    def _bag(self, wanted: list[Node], required: Collection[Node]) -> frozenset[str]:
        allowed = frozenset(self._documents).intersection(*map(self._keys, required))
        found = [self._keys(node) for node in wanted]
        if not found:
            return allowed
        size = len(self._documents)
        worth = [log(1 + (size - len(keys) + 0.5) / (len(keys) + 0.5)) for keys in found]
        share = min(1.0, _WORDS_MEANT / len(found)) ** 2
        held = {key: sum(w for w, keys in zip(worth, found, strict=True) if key in keys) for key in allowed}
        some = frozenset[str]().union(*found) & allowed
        kept: frozenset[str] = frozenset()
        for relaxed in _RELAXED:
            kept = frozenset(key for key in some if held[key] >= relaxed * share * sum(worth) * (1 - 1e-9))
            if len(kept) >= _ENOUGH:
                break
        return kept

    def passing(self, request: SearchRequest) -> frozenset[str]:
        """Return what passes the filters of a request but the kind."""
        kept = frozenset(self._documents)
        if request.from_ or request.to:
            kept &= self.between(request.from_, request.to)
        for one in parameter_filters():
            values = request.values(one.name)
            if values and one.value == "record":
                kept &= self._mentioning(f"{one.name}:{value}" for value in values)
            elif values:
                meant = {name for v in values for name in (meant_by(v) if one.value == "place" else (v,))}
                kept &= {key for key in kept if self._documents[key].values.get(one.name) in meant}
        return kept


def _folded_value(document: Document, column: str) -> str:
    return f" {' '.join(folded(words(document.values.get(column, ''))))} "

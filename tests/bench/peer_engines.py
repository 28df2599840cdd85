"""Other engines over the same ready tokens in two fields, set up as their documentation advises for speed."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from whoosh import fields, query
from whoosh.filedb.filestore import FileStorage

from index.analysis.tokens import folded, pairs
from index.columnar import ColumnarWriter
from index.generations.schema import Terms
from index.generations.store import Store
from search.embedded.arrays.office_terms import Roles, role_lines_in
from search.embedded.arrays.snapshot import Snapshot
from search.embedded.matching.matcher import Matcher
from search.embedded.ranking.ranker import Ranker
from search.embedded.selection import page_of
from search.interface.request import SearchRequest
from search.query.tree import And, Node, Or, Phrase, Query, Word

FIELDS = ("title", "body")
Document = tuple[list[str], list[str]]
Ways = dict[str, Callable[[list[str]], Any]]
"""Ways to ask: `OR`, `AND`, `phrase`; each takes terms and gives the ten best."""


class Peer(Protocol):
    """Indexes documents in a folder and returns how to ask them."""

    def __call__(self, documents: Sequence[Document], folder: Path) -> Ways: ...


def columnar(documents: Sequence[Document], folder: Path) -> Ways:
    """This project's codec, for the time that indexing takes; `served` answers."""
    index = FileStorage(str(folder)).create_index(fields.Schema(**{name: Terms(positions=True) for name in FIELDS}))
    writer = ColumnarWriter(index)
    for title, body in documents:
        writer.add_document(title=title, body=body)
    writer.commit()
    return {}


def served(documents: Sequence[Document], folder: Path) -> Ways:
    """This project as it serves: matching by folded words, ranking by all tiers, the 30 best read closely.

    Of a whole answer only correction, facets and hits are left out.
    """
    store = Store(folder)
    with store.writing():
        build = store.begin(None)
        columns = dict.fromkeys(("digest_column", "origin_column", "day", "source_name", "province", "category"), b"")
        with build.writer() as writer:
            for number, (title, body) in enumerate(documents):
                tiers = {f"{name}_word": words for name, words in zip(FIELDS, (title, body), strict=True)}
                tiers |= {f"{name}_fold": folded(tiers[f"{name}_word"]) for name in FIELDS}
                tiers |= {f"{name}_pair": pairs(tiers[f"{name}_fold"]) for name in FIELDS}
                key = {"key": f"article:{number:09}", "kind": "article", "label": " ".join(title).encode()}
                writer.add_document(**key, **columns, **tiers, signature=b"", record=b"{}")
            writer.commit()
        snapshot = Snapshot(build.publish({"article": len(documents)}))
    ranker, nothing = Ranker(snapshot, None), np.zeros(snapshot.size, np.bool_)
    roles = Roles(snapshot.size, partial(role_lines_in, snapshot))

    def ask(tree: Callable[[list[str]], Node]) -> Callable[[list[str]], Any]:
        def best(terms: list[str]) -> Any:
            query = Query(" ".join(terms), tree(terms))
            mask = Matcher(snapshot, roles=roles).mask(query.root)
            (ranking,) = ranker.rank_each(query, [mask])
            return page_of(snapshot, mask, nothing, ranking.scores, SearchRequest(query.text))

        return best

    return {
        "OR": ask(lambda terms: Or(tuple(map(Word, terms)))),
        "AND": ask(lambda terms: And(tuple(map(Word, terms)))),
        "phrase": ask(lambda terms: Phrase(" ".join(terms))),
    }


def whoosh(documents: Sequence[Document], folder: Path) -> Ways:
    """Whoosh with its own codec; one segment, as its batch indexing page advises."""
    index = FileStorage(str(folder)).create_index(fields.Schema(**{name: Terms(positions=True) for name in FIELDS}))
    writer = index.writer(limitmb=256)
    for title, body in documents:
        writer.add_document(title=title, body=body)
    writer.commit()
    searcher = index.searcher()

    def per_field(kind: Callable[[list[Any]], Any]) -> Callable[[list[str]], Any]:
        def ask(terms: list[str]) -> Any:
            return searcher.search(kind([query.Or([query.Term(name, t) for name in FIELDS]) for t in terms]), limit=10)

        return ask

    def phrase(terms: list[str]) -> Any:
        return searcher.search(query.Or([query.Phrase(name, terms) for name in FIELDS]), limit=10)

    return {"OR": per_field(query.Or), "AND": per_field(query.And), "phrase": phrase}


def fts5(documents: Sequence[Document], folder: Path) -> Ways:
    """SQLite's FTS5, contentless, one transaction, merged by `optimize`."""
    table = sqlite3.connect(folder / "fts5.db", check_same_thread=False)
    table.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;")
    table.execute(
        "CREATE VIRTUAL TABLE t USING fts5(title, body, content='', tokenize=\"unicode61 remove_diacritics 0\")"
    )
    rows = ((" ".join(title), " ".join(body)) for title, body in documents)
    table.executemany("INSERT INTO t(title, body) VALUES (?, ?)", rows)
    table.execute("INSERT INTO t(t) VALUES ('optimize')")
    table.commit()

    def ask(how: Callable[[list[str]], str]) -> Callable[[list[str]], Any]:
        return lambda terms: table.execute(
            "SELECT rowid, rank FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", (how(terms),)
        ).fetchall()

    return {
        "OR": ask(lambda terms: " OR ".join(f'"{t}"' for t in terms)),
        "AND": ask(lambda terms: " AND ".join(f'"{t}"' for t in terms)),
        "phrase": ask(lambda terms: '"' + " ".join(terms) + '"'),
    }


def tantivy(documents: Sequence[Document], folder: Path) -> Ways:
    """tantivy, one thread, merged to one segment."""
    import tantivy as t

    builder = t.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="position")
    schema = builder.build()
    index = t.Index(schema, path=str(folder))
    writer = index.writer(heap_size=512_000_000, num_threads=1)
    for title, body in documents:
        writer.add_document(t.Document(title=" ".join(title), body=" ".join(body)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def term(word: str) -> list[Any]:
        return [t.Query.term_query(schema, name, word, "position") for name in FIELDS]

    def either(parts: Sequence[Any]) -> Any:
        return t.Query.boolean_query([(t.Occur.Should, part) for part in parts])

    def ask(made: Callable[[list[str]], Any]) -> Callable[[list[str]], Any]:
        return lambda terms: searcher.search(made(terms), 10, count=False).hits

    return {
        "OR": ask(lambda terms: either([part for word in terms for part in term(word)])),
        "AND": ask(lambda terms: t.Query.boolean_query([(t.Occur.Must, either(term(w))) for w in terms])),
        "phrase": ask(lambda terms: either([t.Query.phrase_query(schema, name, list(terms)) for name in FIELDS])),
    }


def bm25s(documents: Sequence[Document], folder: Path) -> Ways:
    """bm25s with numba: one field (title and body together), OR only; that is all it does."""
    import bm25s as b

    retriever = b.BM25(backend="numba")
    retriever.index([title + body for title, body in documents], show_progress=False)
    retriever.activate_numba_scorer()

    def ask(terms: list[str]) -> Any:
        return retriever.retrieve([terms], k=min(10, len(documents)), show_progress=False, n_threads=0)

    ask(documents[0][1][:2])
    return {"OR": ask}


def installed(name: str) -> bool:
    """Tell whether a package is there, without loading it."""
    return importlib.util.find_spec(name) is not None


def peers() -> tuple[dict[str, Peer], list[str]]:
    """Return the engines by name, this project's first, and a sentence for each that is not installed."""
    found: dict[str, Peer] = {"columnar": columnar}
    missing = []
    for name, needs, peer in (
        ("tantivy", ("tantivy",), tantivy),
        ("FTS5", (), fts5),
        ("bm25s", ("bm25s", "numba"), bm25s),
        ("Whoosh", (), whoosh),
    ):
        absent = [package for package in needs if not installed(package)]
        if absent:
            missing.append(f"{name} is left out: {', '.join(absent)} is not installed (pip install '.[bench]')")
        else:
            found[name] = peer
    return found, missing

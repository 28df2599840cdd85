"""What the live index holds, read from its columns without touching texts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
import whoosh.index

from index.analysis.tiers import ANALYSER
from index.documents import Article


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One live article: its document number, its content digest (16 bytes) and the file it came from."""

    docnum: int
    digest: bytes
    origin: str


def article_digest(article: Article) -> bytes:
    """Return 16 bytes that change when anything of the article that is indexed or shown changes.

    The origin is left out: a file that was only moved under the same id is unchanged. The analyser's version is
    in it, so that a document is analysed anew when analysis changed.
    """
    value = msgspec.to_builtins(article)
    del value["origin"]
    content = msgspec.json.encode(value, order="deterministic")
    return hashlib.blake2b(content, digest_size=16, key=ANALYSER.encode()).digest()


def leaf_readers(reader: Any) -> list[tuple[Any, int]]:
    """Return (reader, first document number) of each segment; an index without documents has none."""
    return [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]


def read_catalogue(index: whoosh.index.Index) -> dict[str, CatalogueEntry]:
    """Return the live articles by id. Costs about 100 bytes of memory an article."""
    catalogue: dict[str, CatalogueEntry] = {}
    with index.reader() as reader:
        for leaf, base in leaf_readers(reader):
            kind, key, digest, origin = (
                leaf.column_reader(name) for name in ("kind", "key", "digest_column", "origin_column")
            )
            for docnum in range(leaf.doc_count_all()):
                if leaf.is_deleted(docnum) or kind[docnum] != "article":
                    continue
                identifier = key[docnum].removeprefix("article:")
                catalogue[identifier] = CatalogueEntry(base + docnum, digest[docnum], origin[docnum].decode())
    return catalogue

"""Prints what `tracuu extract` finds: the directives and people of each document, with offsets into its text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.documents import Article, Note, Rejection
from index.extract.directives.find import find_directives
from index.extract.people.find import find_people
from index.resolve.directives.buckets import bucket_of
from index.resolve.directives.registry import load_registry
from index.sources import Unchanged, read_paths, with_attachments
from index.sources.isolated import read_isolated


def extracted(path: Path) -> Iterator[dict[str, Any] | Rejection | Note]:
    """Yield what is found in each document of a file or folder, or why it could not be read.

    Offsets count characters of the record's text in Unicode form NFC. Raises SourceError for a path that is not
    there.
    """
    for file in with_attachments(list(read_paths([path]))):
        for reading in read_isolated(file):
            item = reading.item
            if isinstance(item, Article):
                yield _found(item)
            elif not isinstance(item, Unchanged):
                yield item


def _found(article: Article) -> dict[str, Any]:
    registry = load_registry()
    return {
        "id": article.id,
        "directives": [
            {
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "type": mention.type,
                "number": mention.number,
                "date": mention.date,
                "issuer": mention.issuer,
                "key": bucket_of(mention, registry),
            }
            for mention in find_directives(article.text, article.date)
        ],
        "people": [
            {
                "name": person.name,
                "honorific": person.honorific,
                "roles": person.roles,
                "speaks": person.speaks,
                "mentions": person.mentions,
            }
            for person in find_people(article.text, article.author)
        ],
    }

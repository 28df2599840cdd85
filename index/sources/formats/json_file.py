"""A JSON file: one record, or a list of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.documents import Article, Rejection
from index.sources.encodings.encoding import decode
from index.sources.fields.article_fields import Place, article_of
from index.sources.files.walk import SourceFile
from index.sources.formats.json_lines import parsed

_LARGEST_FILE = 128 << 20  # bytes; the format must be read whole, which takes six times its size in memory


def _record(value: Any, place: Place) -> Article | Rejection:
    if isinstance(value, dict):
        return article_of(value, place)
    return Rejection(place.origin, "broken", 'no object here; write {"id": …, "title": …, "text": …}')


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the record of the file, or each of its list, told apart as `file:1`, `file:2`…"""
    path = source_file.path
    with path.open("rb") as stream:
        data = stream.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        yield Rejection(str(path), "too large", "a .json file is read whole; write its records as .jsonl, one a line")
        return
    if not data.strip():
        yield Rejection(str(path), "empty", "the file holds nothing; fill it or remove it")
        return
    text = decode(data)
    try:
        value = parsed(text)
    except ValueError as error:
        yield Rejection(str(path), "broken", str(error))
        return
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield _record(item, Place(f"{path}:{number}", f"{source_file.name}#{number}", given=source_file.given))
    else:
        yield _record(value, Place(str(path), source_file.name, source_file.name, source_file.given))

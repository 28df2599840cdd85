"""Segments joined a few terms at a time hold what one segment written at once holds."""

from __future__ import annotations

import random

import numpy as np
import pytest
from whoosh import fields
from whoosh.analysis import StandardAnalyzer
from whoosh.filedb.filestore import FileStorage, RamStorage

from index.columnar import ColumnarWriter, segment_arrays, verify
from index.columnar.postings import joining
from index.columnar.postings.runs import CHAPTER
from index.generations.schema import Terms

WORDS = [f"từ{n}" for n in range(40)] + ["khoa_học", "khoa_học_và_kỹ_thuật", "khoa_học_xã_hội"]


def schema():
    return fields.Schema(
        key=fields.ID(unique=True),
        body=Terms(positions=True),
        pair=Terms(positions=False),
        placed=fields.TEXT(analyzer=StandardAnalyzer(minsize=1), chars=True, field_boost=2.0),
        boosted=fields.TEXT(phrase=False),
    )


def texts(count, seed=7):
    chance = random.Random(seed)
    return [[chance.choice(WORDS) for _ in range(chance.randint(1, 30))] for _ in range(count)]


def add(writer, number, words):
    writer.add_document(
        key=f"d{number}",
        body=words,
        pair=sorted(set(words)),
        placed=" ".join(words),
        boosted=" ".join(words),
        _boosted_boost=1 + number % 3,
    )


def written(storage, documents, segments):
    """Return an index of the documents, in so many segments."""
    index = storage.create_index(schema())
    for part in np.array_split(np.arange(len(documents)), segments):
        writer = ColumnarWriter(index)
        for number in part.tolist():
            add(writer, number, documents[number])
        writer.commit(merge=False)
    return index


def join(index, storage):
    whole = storage.create_index(schema(), indexname="WHOLE")
    writer = ColumnarWriter(whole)
    with index.reader() as reader:
        writer.add_segments([leaf for leaf, _ in reader.leaf_readers()])
        writer.commit()
    verify(whole)
    (segment,) = segment_arrays(whole.reader())
    return segment


def contents(segment):
    """Return all that the postings of a segment say, term by term."""
    found = {}
    for name in segment.fields():
        field = segment.field(name)
        for number, term in enumerate(field.terms):
            offsets, streams = field.places(number)
            found[name, term] = (
                field.documents(number).tolist(),
                field.frequencies(number).tolist(),
                field.weights(number).tolist(),
                offsets.tolist(),
                {stream: values.tolist() for stream, values in streams.items()},
            )
    return found


@pytest.fixture(params=[(65_536, 1_000_000), (3, 50)], ids=["at once", "a few at a time"])
def steps(request, monkeypatch):
    monkeypatch.setattr(joining, "_TERMS", request.param[0])
    monkeypatch.setattr(joining, "_ROWS", request.param[1])


@pytest.mark.parametrize("segments", [1, 2, 7])
def test_joined_is_as_written_at_once(steps, tmp_path, segments):
    documents = texts(60)
    (whole,) = segment_arrays(written(RamStorage(), documents, 1).reader())
    storage = FileStorage(str(tmp_path))
    joined = join(written(storage, documents, segments), storage)
    assert contents(joined) == contents(whole)
    left = {path.suffix for path in tmp_path.iterdir()}
    assert left <= {".postings", ".documents", ".toc", ""}, "what was set aside is gone"


def test_deleted_documents_and_their_words_are_left_out(steps):
    documents = texts(60)
    documents[3].append("chỉ_ở_đây")
    storage = RamStorage()
    index = written(storage, documents, 3)
    gone = {3, 4, 5, 25, 59}
    writer = index.writer()
    for number in gone:
        writer.delete_by_term("key", f"d{number}")
    writer.commit(merge=False)
    joined = join(index, storage)
    expected = RamStorage().create_index(schema())
    writer = ColumnarWriter(expected)
    for number, words in enumerate(documents):
        if number not in gone:
            add(writer, number, words)
    writer.commit()
    (whole,) = segment_arrays(expected.reader())
    assert contents(joined) == contents(whole)
    assert ("body", "chỉ_ở_đây".encode()) not in contents(joined)


def test_documents_of_several_chapters():
    storage = RamStorage()
    index = storage.create_index(fields.Schema(body=Terms(positions=True)))
    sizes = (CHAPTER - 10, 30, CHAPTER + 5)
    for size in sizes:
        writer = ColumnarWriter(index)
        for number in range(size):
            writer.add_document(body=["chung", "lẻ" if number % 2 else "chẵn", "chung"])
        writer.commit(merge=False)
    whole = storage.create_index(index.schema, indexname="WHOLE")
    writer = ColumnarWriter(whole)
    with index.reader() as reader:
        writer.add_segments([leaf for leaf, _ in reader.leaf_readers()])
        writer.commit()
    (segment,) = segment_arrays(whole.reader())
    assert segment.size == sum(sizes)
    odd = [n % 2 for size in sizes for n in range(size)]
    assert segment.postings("body", "lẻ")[0].tolist() == [n for n, is_odd in enumerate(odd) if is_odd]
    documents, frequencies = segment.postings("body", "chung")
    assert documents.tolist() == list(range(sum(sizes))) and set(frequencies.tolist()) == {2}
    which, where = segment.places("body", "chung", np.array([0, CHAPTER, 2 * CHAPTER]))
    assert list(zip(which.tolist(), where.tolist(), strict=True)) == [(0, 0), (0, 2), (1, 0), (1, 2), (2, 0), (2, 2)]
    field = segment.field("body")
    assert field is not None
    some = [("chung", [0, CHAPTER, 2 * CHAPTER]), ("lẻ", [0, CHAPTER])]
    asked = [(segment.term_id("body", term), np.array(rows)) for term, rows in some]
    counts, places = field.places_at(asked)
    assert counts.tolist() == [2, 2, 2, 1, 1] and places.tolist() == [0, 2, 0, 2, 0, 2, 1, 1]
    mask = np.zeros(segment.size, np.bool_)
    field.mark(segment.term_id("body", "lẻ"), mask)
    assert mask.tolist() == [bool(is_odd) for is_odd in odd]


def test_nothing_is_joined_behind_documents():
    storage = RamStorage()
    index = written(storage, texts(5), 1)
    writer = ColumnarWriter(storage.create_index(schema(), indexname="WHOLE"))
    add(writer, 0, ["a"])
    with index.reader() as reader, pytest.raises(ValueError, match="1 documents were added before"):
        writer.add_segments([leaf for leaf, _ in reader.leaf_readers()])
    writer.cancel()

"""Segments as arrays: what is read back is what was added, whichever way it was added."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.writing import SegmentWriter

from index.columnar import ColumnarCodec, ColumnarWriter, Postings, segment_arrays, verify
from index.columnar.array_file import ArrayFileWriter, open_array_file
from index.columnar.postings.field_postings import FieldPostings
from index.columnar.postings.numbered import Numbered, NumberedPairs
from index.columnar.postings.postings_file import FieldReader


class Tokens(fields.FieldType):
    """A field of ready terms, as the service has them."""

    indexed = True
    vector = None
    unique = False

    def __init__(self, positions):
        self.analyzer = None
        self.format = formats.Positions() if positions else formats.Frequency()
        self.scorable = True
        self.stored = self.spelling = self.sortable = False
        self.column_type = None

    def tokens(self, value):
        return value

    def to_bytes(self, value):
        return value if isinstance(value, bytes) else value.encode()

    def from_bytes(self, bs):
        return bs.decode()


def schema():
    return fields.Schema(
        key=fields.ID(unique=True, stored=True, sortable=True),
        placed=Tokens(positions=True),
        counted=Tokens(positions=False),
        kind=fields.COLUMN(columns.RefBytesColumn()),
        year=fields.COLUMN(columns.NumericColumn("i", default=-1)),
        good=fields.COLUMN(columns.BitColumn()),
    )


@pytest.fixture
def index(tmp_path):
    return FileStorage(str(tmp_path)).create_index(schema())


def add(index, texts, **commit):
    writer = ColumnarWriter(index)
    for n, words in enumerate(texts):
        writer.add_document(key=f"d{n}", placed=words, counted=words)
    writer.commit(**commit)


def read(segment, field, term):
    documents, frequencies = segment.postings(field, term)
    return dict(zip(documents.tolist(), frequencies.tolist(), strict=True))


words_ = st.lists(st.sampled_from(["hội", "khoa", "học", "việt", "nam", "khoá", "a", "zz"]), max_size=12)


@settings(max_examples=60)
@given(st.lists(words_, min_size=1, max_size=8))
def test_postings_and_positions_are_those_of_the_texts(texts):
    index = RamStorage().create_index(schema())
    add(index, texts)
    (segment,) = segment_arrays(index.reader())
    assert segment.size == len(texts)
    assert segment.lengths("placed").tolist() == [len(t) for t in texts]
    assert list(segment.terms("placed") or []) == sorted({w.encode() for t in texts for w in t})
    for word in {w for t in texts for w in t}:
        expected = {n: c for n, t in enumerate(texts) if (c := Counter(t)[word])}
        assert read(segment, "placed", word) == read(segment, "counted", word) == expected
        offsets, positions = segment.positions("placed", word)
        pieces = [positions[a:b].tolist() for a, b in pairwise(offsets)]
        assert pieces == [[i for i, w in enumerate(t) if w == word] for t in texts if word in t]
        for some in (range(len(texts)), range(0, len(texts), 2), range(0)):  # those that lack the word give nothing
            which, where = segment.places("placed", word, np.array(some, np.uint32))
            asked = [texts[n] for n in some]
            expected = [(k, i) for k, text in enumerate(asked) for i, w in enumerate(text) if w == word]
            assert list(zip(which.tolist(), where.tolist(), strict=True)) == expected


def test_what_is_not_there_is_empty(index):
    add(index, [["hội"]])
    (segment,) = segment_arrays(index.reader())
    assert segment.term_id("placed", "khoa") == segment.term_id("nowhere", "hội") == -1
    assert [a.tolist() for a in segment.postings("placed", "khoa")] == [[], []]
    assert [a.tolist() for a in segment.positions("placed", "khoa")] == [[0], []]
    assert segment.lengths("nowhere").tolist() == [0]
    assert segment.column("year") is None
    assert segment.terms("nowhere") is None


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [(b"kh", [b"kh", b"kha", b"kh\xff"]), (b"", None), (b"z", []), (b"kh\xff", [b"kh\xff"]), (b"\xff", [b"\xff\xff"])],
)
def test_terms_of_a_prefix_are_a_range(index, prefix, expected):
    terms = [b"a", b"kh", b"kha", b"kh\xff", b"ki", b"\xff\xff"]
    writer = ColumnarWriter(index)
    writer.add_document(key="d", counted=terms)
    writer.commit()
    (segment,) = segment_arrays(index.reader())
    dictionary = segment.terms("counted")
    assert [dictionary[n] for n in dictionary.prefixed(prefix)] == (terms if expected is None else expected)


def test_frequencies_of_any_size_come_back(index):
    counts = [1, 2, 14, 15, 16, 254, 255, 256, 70_000]
    add(index, [["a"] * n + ["b"] for n in counts])
    (segment,) = segment_arrays(index.reader())
    assert segment.postings("placed", "a")[1].tolist() == counts
    assert segment.postings("counted", "a")[1].tolist() == counts
    assert segment.positions("placed", "b")[1].tolist() == counts
    for rows in ([0], [3, 8], [2, 4, 5, 6], list(range(9))):  # those that stand apart among them
        found = segment.field("placed").counts_at(segment.term_id("placed", "a"), np.array(rows))
        assert found.tolist() == [counts[row] for row in rows]


@pytest.mark.parametrize("way", ["tokens", "batch", "arrays", "singly"])
def test_more_documents_than_a_chapter_holds(way):
    """65,536 documents share 16-bit numbers; those after them begin anew."""
    chance = random.Random(4)
    documents = sorted({65_535, 65_536, 131_072, *chance.sample(range(200_000), 500)})
    counts = [1 + n % 3 for n in documents]
    collection = FieldPostings(("positions",))
    if way == "tokens":
        for n, count in zip(documents, counts, strict=True):
            collection.add_tokens(n, ["x"] * count)
    elif way == "batch":
        lengths = np.zeros(documents[-1] + 1, np.int64)
        lengths[documents] = counts
        collection.add_token_numbers(0, np.full(sum(counts), collection.number("x"), np.uint32), lengths)
    elif way == "singly":
        for n, count in zip(documents, counts, strict=True):
            collection.add_posting(b"x", n, count, count, [list(range(count))])
    else:
        positions = np.concatenate([np.arange(c, dtype=np.uint32) for c in counts])
        numbers = np.full(len(documents), collection.number("x"), np.uint32)
        rows = Postings(
            numbers, np.array(documents, np.uint32), np.array(counts, np.uint32), None, {"positions": positions}
        )
        collection.add_postings(rows.take(np.array(chance.sample(range(len(rows)), len(rows)))))
    storage = RamStorage()
    writer = ArrayFileWriter(storage.create_file("x"))
    notes = collection.write(writer, "f")
    writer.close()
    assert notes["chapters"] == [0, 1, 2, 3]
    field = FieldReader(open_array_file(storage, "x"), "f", notes)
    assert field.documents(0).tolist() == documents
    assert field.frequencies(0).tolist() == counts
    some = np.arange(0, len(counts), 2)
    assert field.counts_at(0, some).tolist() == [counts[row] for row in some]
    offsets, streams = field.places(0)
    assert offsets.tolist() == np.append(0, np.cumsum(counts)).tolist()
    assert streams["positions"].tolist() == [i for c in counts for i in range(c)]
    assert np.concatenate([part.documents for part in field.everything()]).tolist() == documents


def test_runs_of_many_sizes_are_joined(monkeypatch):
    monkeypatch.setattr("index.columnar.postings.field_postings._TOKENS_IN_A_RUN", 7)
    chance = random.Random(8)
    texts = [chance.choices(["hội", "khoa", "học", "b", "c"], k=chance.randint(0, 9)) for _ in range(60)]
    index = RamStorage().create_index(schema())
    add(index, texts)
    (segment,) = segment_arrays(index.reader())
    for word in ("hội", "khoa", "học", "b", "c"):
        assert read(segment, "placed", word) == {n: c for n, t in enumerate(texts) if (c := Counter(t)[word])}
        _, positions = segment.positions("placed", word)
        assert positions.tolist() == [i for t in texts for i, w in enumerate(t) if w == word]


@settings(max_examples=40)
@given(st.lists(st.lists(words_, min_size=1, max_size=4), min_size=1, max_size=3))
def test_a_batch_of_tokens_is_what_its_documents_are_singly(batches):
    single, batched = (RamStorage().create_index(schema()) for _ in range(2))
    add(single, [words for batch in batches for words in batch])
    writer = ColumnarWriter(batched)
    for batch in batches:
        first, terms = writer.docnum, sorted({w for words in batch for w in words})
        numbers = np.array([terms.index(w) for words in batch for w in words], np.int64)
        for _ in batch:
            writer.add_document(key=f"d{writer.docnum}")
        for field in ("placed", "counted"):
            writer.add_tokens(field, terms, numbers, np.array([len(words) for words in batch]), first)
    writer.commit()
    ours, theirs = (segment_arrays(index.reader())[0] for index in (batched, single))
    for field in ("placed", "counted"):
        assert ours.lengths(field).tolist() == theirs.lengths(field).tolist()
        assert list(ours.terms(field) or []) == list(theirs.terms(field) or [])
        for term in theirs.terms(field) or []:
            assert read(ours, field, term) == read(theirs, field, term)
    for term in theirs.terms("placed") or []:
        assert ours.positions("placed", term)[1].tolist() == theirs.positions("placed", term)[1].tolist()


def _written(streams, add):
    collection, storage = FieldPostings(streams), RamStorage()
    add(collection)
    writer = ArrayFileWriter(storage.create_file("x"))
    collection.write(writer, "f")
    writer.close()
    return storage.open_file("x").read()


@pytest.mark.parametrize("run", [5, 4_000_000])
@settings(max_examples=40)
@given(
    st.lists(st.tuples(words_, st.sampled_from([(), ("2010-04-16",), ("+84", "zz")])), max_size=9),
    st.lists(st.sampled_from(["numbers", "numbers", "others", "strings", "postings"]), min_size=9, max_size=9),
)
def test_terms_as_numbers_give_what_they_give_as_strings(run, texts, ways):
    """Pairs as well, also where a collection begins with numbers, and strings or single postings follow."""
    forms = ["zz", "a", "nam", "việt", "khoá", "học", "khoa", "hội"]
    lists = [forms, forms[::-1]]

    def number(words, which):
        return Numbered(lists[which], np.array([lists[which].index(word) for word in words], np.uint32))

    def add(collection, pairs, as_numbers):
        for n, ((words, others), way) in enumerate(zip(texts, ways, strict=False)):
            joined = [f"{a} {b}" for a, b in pairwise(words)] + [*others] if pairs else words
            halves = number(words, way == "others")
            assert list(NumberedPairs(halves, others) if pairs else halves) == joined
            if as_numbers and way == "postings":
                for term, count in Counter(joined).items():
                    places = [[at for at, one in enumerate(joined) if one == term]]
                    collection.add_posting(term.encode(), n, count, count, places if collection.streams else [])
            elif as_numbers and way != "strings":
                collection.add_tokens(n, NumberedPairs(halves, others) if pairs else halves)
            else:
                collection.add_tokens(n, joined)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.columnar.postings.field_postings._TOKENS_IN_A_RUN", run)
        for streams, pairs in (((), True), (("positions",), False), (("positions",), True)):
            one, other = (_written(streams, partial(add, pairs=pairs, as_numbers=numbers)) for numbers in (False, True))
            assert one == other


def test_a_field_of_ids_and_one_of_words_take_what_whoosh_takes(index):
    """A list of ids and an accented id come back, a value that is no text is refused, as Whoosh's own writer does."""
    writer = ColumnarWriter(index)
    writer.add_document(key="số 1", year=2010)
    writer.add_document(key=["a", "b"], placed=["hội"])
    writer.add_document(key=None, good=True)
    with pytest.raises(ValueError, match="7"):
        writer.add_document(key=7)
    writer.cancel()
    other = ColumnarWriter(index)
    other.add_document(key="số 1", year=2010)
    other.add_document(key=["a", "b"], placed=["hội"], _stored_key="a và b")
    with pytest.raises(fields.UnknownFieldError, match="nothing"):
        other.add_document(nothing="x")
    other.commit()
    with index.searcher() as searcher:
        assert [searcher.stored_fields(n)["key"] for n in range(2)] == ["số 1", "a và b"]
        assert [searcher.document_number(key=key) for key in ("số 1", "b")] == [0, 1]


def test_arrays_and_tokens_may_be_mixed(index):
    writer = ColumnarWriter(index)
    writer.add_document(key="d0", counted=["a", "b"])
    writer.add_document(key="d1")
    rows = Postings(np.array([1, 0], np.uint32), np.array([1, 1], np.uint32), np.array([3, 1], np.uint32), None, {})
    writer.add_postings("counted", [b"a", b"c"], rows)
    writer.add_lengths("counted", 1, np.array([4], np.uint32))
    writer.add_document(key="d2", counted=["c"])
    writer.commit()
    (segment,) = segment_arrays(index.reader())
    assert read(segment, "counted", "a") == {0: 1, 1: 1}
    assert read(segment, "counted", "c") == {1: 3, 2: 1}
    assert segment.lengths("counted").tolist() == [2, 4, 1]


def test_postings_of_documents_that_were_not_added_are_refused(index):
    writer = ColumnarWriter(index)
    rows = Postings(np.zeros(1, np.uint32), np.zeros(1, np.uint32), np.ones(1, np.uint32), None, {})
    with pytest.raises(ValueError, match="document 0"):
        writer.add_postings("counted", [b"a"], rows)
    writer.cancel()


def test_columns_hold_codes_and_numbers(index):
    writer = ColumnarWriter(index)
    for kind, year, good in ((b"hue", 2005, True), (b"an", None, False), (b"hue", -3, None)):
        given_ = {"kind": kind, "year": year, "good": good}
        writer.add_document(key="x", **{k: v for k, v in given_.items() if v is not None})
    writer.commit()
    (segment,) = segment_arrays(index.reader())
    kind = segment.column("kind")
    assert list(kind.values) == [b"an", b"hue"]
    assert np.bincount(kind.codes).tolist() == [1, 2], "facets are counted by counting codes"
    assert segment.column("good").numbers.tolist() == [True, False, False]
    assert segment.column("year").numbers.tolist() == [2005, -1, -3]


def test_deleted_documents_are_marked_then_merged_away(index):
    add(index, [["a"], ["b"], ["a", "b"]])
    writer = ColumnarWriter(index)
    writer.delete_by_term("key", "d0")
    writer.commit(merge=False)
    (segment,) = segment_arrays(index.reader())
    assert segment.live.tolist() == [False, True, True]
    assert read(segment, "placed", "a") == {0: 1, 2: 1}
    ColumnarWriter(index).commit(optimize=True)
    (segment,) = segment_arrays(index.reader())
    assert segment.live.all() and segment.size == 2
    assert read(segment, "placed", "a") == {1: 1}
    assert list(segment.terms("counted")) == [b"a", b"b"]


def test_a_term_only_of_deleted_documents_vanishes(index):
    add(index, [["a", "lost"], ["b"]])
    writer = ColumnarWriter(index)
    writer.delete_by_term("key", "d0")
    writer.commit(optimize=True)
    (segment,) = segment_arrays(index.reader())
    assert list(segment.terms("placed")) == [b"b"]


def test_segments_of_both_codecs_live_in_one_index(index):
    add(index, [["a"]])
    stock = SegmentWriter(index)
    stock.add_document(key="s")
    stock.commit(merge=False)
    with pytest.raises(TypeError, match="not a segment of the columnar codec"):
        segment_arrays(index.reader())
    ColumnarWriter(index).commit(optimize=True)
    (segment,) = segment_arrays(index.reader())
    assert [segment.stored(n)["key"] for n in range(2)] == ["d0", "s"]
    verify(index)


def test_a_removed_field_is_left_behind_when_merging(index):
    add(index, [["a"]])
    index.remove_field("counted")
    ColumnarWriter(index).commit(optimize=True)
    (segment,) = segment_arrays(index.reader())
    assert segment.fields() == ["key", "placed"]


def test_arrays_outlive_their_reader_and_their_file(index):
    add(index, [["a", "a"]])
    reader = index.reader()
    (segment,) = segment_arrays(reader)
    reader.close()
    ColumnarWriter(index).commit(optimize=True)
    documents, frequencies = segment.postings("placed", "a")
    assert (documents.tolist(), frequencies.tolist()) == ([0], [2])
    assert segment.stored(0) == {"key": "d0"}


def test_mapped_arrays_cannot_be_written(index):
    add(index, [["a"]])
    (segment,) = segment_arrays(index.reader())
    with pytest.raises(ValueError, match="read-only"):
        segment.column("key").codes[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        segment.live[0] = False


def test_a_cancelled_writer_leaves_no_file(index, tmp_path):
    add(index, [["a"]])
    before = sorted(path.name for path in tmp_path.iterdir())
    writer = ColumnarWriter(index)
    writer.add_document(key="x", placed=["b"])
    writer.cancel()
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    ColumnarWriter(index).cancel()  # the lock is free again


def test_an_empty_commit_leaves_an_empty_index(index):
    ColumnarWriter(index).commit()
    assert segment_arrays(index.reader()) == []
    assert index.doc_count() == 0


def test_vectors_and_foreign_formats_are_refused(tmp_path):
    with_vector = fields.Schema(text=fields.TEXT(vector=True))
    writer = FileStorage(str(tmp_path)).create_index(with_vector).writer(codec=ColumnarCodec())
    with pytest.raises(NotImplementedError, match="term vectors"):
        writer.add_document(text="hội")
    writer.cancel()

    class Foreign(formats.Format):
        pass

    with pytest.raises(NotImplementedError, match="Foreign"):
        ColumnarCodec().field_writer(RamStorage(), None).field("x", Foreign())


@settings(max_examples=30)
@given(st.lists(st.lists(words_, min_size=1, max_size=4), min_size=1, max_size=4), st.booleans())
def test_joined_segments_hold_what_the_segments_held(batches, deleted):
    storage = RamStorage()
    index = storage.create_index(schema())
    for number, texts in enumerate(batches):
        writer = ColumnarWriter(index)
        for n, words in enumerate(texts):
            writer.add_document(key=f"{number}-{n}", placed=words, counted=words, year=n, kind=b"a" if n else b"")
        writer.commit(merge=False)
    if deleted:
        writer = index.writer()
        writer.delete_by_term("key", "0-0")
        writer.commit(merge=False)
    kept = [(f"{b}-{n}", t) for b, texts in enumerate(batches) for n, t in enumerate(texts)]
    kept = kept[deleted:]
    assume(kept)
    joined = storage.create_index(schema(), indexname="JOINED")
    writer = ColumnarWriter(joined)
    with index.reader() as reader:
        writer.add_segments([leaf for leaf, _ in reader.leaf_readers()])
        writer.commit()
    (segment,) = segment_arrays(joined.reader()) or (None,)
    assert [segment.stored(n)["key"] for n in range(segment.size)] == [key for key, _ in kept]
    assert segment.lengths("placed").tolist() == [len(t) for _, t in kept]
    assert segment.column("year").numbers.tolist() == [int(key.split("-")[1]) for key, _ in kept]
    for word in {w for _, t in kept for w in t}:
        expected = {n: c for n, (_, t) in enumerate(kept) if (c := Counter(t)[word])}
        assert read(segment, "placed", word) == read(segment, "counted", word) == expected
        which, where = segment.places("placed", word, np.arange(segment.size))
        places = [(n, i) for n, (_, t) in enumerate(kept) for i, w in enumerate(t) if w == word]
        assert list(zip(which.tolist(), where.tolist(), strict=True)) == places
    verify(joined)

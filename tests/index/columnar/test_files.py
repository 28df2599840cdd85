"""The files of a segment: what they store, and that damage is seen."""

from __future__ import annotations

import bisect
import datetime
import operator
import pickle
import random
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.filedb.filestore import FileStorage, RamStorage

from index.columnar import ColumnarCodec, ColumnarWriter, CorruptFile, compression, segment_arrays, verify
from index.columnar.array_file import ArrayFile, ArrayFileWriter, open_array_file
from index.columnar.postings.document_lists import DocumentLists, listed, write_lists
from index.columnar.postings.layered_numbers import Frequencies, Positions, write_frequencies, write_positions
from index.columnar.postings.small_numbers import Runs, SmallNumbers, write_small
from index.columnar.postings.terms import Terms, write_terms
from index.columnar.stored import StoredReader, StoredWriter


def write(fill):
    storage = RamStorage()
    writer = ArrayFileWriter(storage.create_file("x"))
    fill(writer)
    writer.close()
    return storage


def test_arrays_and_notes_come_back():
    arrays = {
        "a": np.arange(5, dtype=np.uint16),
        "none": np.zeros(0, np.float32),
        "f": np.array([1.5, -2.0], np.float32),
        "big": np.array([1, 2], ">i8"),
        "truth": np.array([True, False]),
    }

    def fill(writer):
        writer.notes["who"] = ["a", 1]
        for name, array in arrays.items():
            writer.add(name, array)

    file = open_array_file(write(fill), "x")
    file.verify()
    assert file.notes == {"who": ["a", 1]}
    assert file.names() == list(arrays)
    for name, array in arrays.items():
        assert file[name].tolist() == array.tolist()
    assert file["a"].dtype == np.uint16
    assert file.get("b") is None


def test_a_name_is_used_once():
    writer = ArrayFileWriter(RamStorage().create_file("x"))
    writer.add("a", np.zeros(1))
    with pytest.raises(ValueError, match="'a'"):
        writer.add("a", np.zeros(1))


@pytest.fixture
def data():
    def fill(writer):
        writer.add("a", np.arange(1000, dtype=np.uint32))
        writer.add("b", np.arange(10, dtype=np.uint8))

    return bytes(write(fill).files["x"])


@pytest.mark.parametrize("cut", [0, 5, 20, 2000, -1])
def test_a_file_cut_short_does_not_open(data, cut):
    with pytest.raises(CorruptFile, match="rebuild"):
        ArrayFile(data[:cut], "x")


def test_every_damaged_byte_is_seen(data):
    for at in range(0, len(data), 97):
        damaged = bytearray(data)
        damaged[at] ^= 0x40
        padding = 8 <= at < 64 or 4064 <= at < 4096  # between arrays: never read
        try:
            ArrayFile(bytes(damaged), "x").verify()
            seen = False
        except CorruptFile:
            seen = True
        assert seen or padding, at


def test_damage_names_the_file_and_the_array(tmp_path):
    schema = fields.Schema(key=fields.ID(stored=True), text=fields.TEXT)
    index = FileStorage(str(tmp_path)).create_index(schema)
    writer = ColumnarWriter(index)
    for n in range(200):
        writer.add_document(key=f"d{n}", text=f"hội khoa học w{n}")
    writer.commit()
    verify(index)
    path = next(tmp_path.glob("*.postings"))
    whole = bytearray(path.read_bytes())
    whole[open_array_file(index.storage, path.name)._directory.arrays["1.terms.bytes"].at] ^= 1
    path.write_bytes(whole)
    with pytest.raises(CorruptFile, match=r"\.postings: checksum of '1\.terms\.bytes' differs"):
        verify(index)
    path.write_bytes(whole[:-3])
    with pytest.raises(CorruptFile, match=path.name):
        index.reader()


def test_no_file_of_the_codec_is_unpickled(tmp_path, monkeypatch):
    """Whoosh's table of contents is a pickle; nothing else that is read need be."""
    schema = fields.Schema(key=fields.ID(stored=True, sortable=True), text=fields.TEXT(stored=True))
    index = FileStorage(str(tmp_path)).create_index(schema)
    writer = index.writer(codec=ColumnarCodec())
    writer.add_document(key="d", text="hội khoa học hội")
    writer.commit()
    segments = index._segments()

    def refuse(*_, **__):
        raise AssertionError("unpickled")

    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "load", refuse)
    monkeypatch.setattr("whoosh.formats.loads", refuse)
    reader = index._reader(index.storage, schema, segments, 1)
    assert reader.stored_fields(0) == {"key": "d", "text": "hội khoa học hội"}
    (arrays,) = segment_arrays(reader)
    assert arrays.positions("text", "hội")[1].tolist() == [0, 3]
    assert reader.postings("text", "hội").value_as("positions") == [0, 3]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.datetimes()
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(st.text(), values, max_size=3), max_size=6), st.sampled_from([0, 1]))
def test_stored_fields_come_back_with_their_types(documents, compression):
    def fill(writer):
        stored = StoredWriter(compression)
        for document in documents:
            stored.add(document)
        stored.write(writer)

    reader = StoredReader(open_array_file(write(fill), "x"))
    for n in reversed(range(len(documents))):
        found = reader.fields(n)
        assert found == documents[n]
        assert {k: type(v) for k, v in found.items()} == {k: type(v) for k, v in documents[n].items()}


def test_stored_fields_of_any_size_come_back():
    sizes = [0, 10, 20_000, 0, 0, 5, 16_384, 9_000, 9_000, 0]
    documents = [{"t": "x" * n} if n else {} for n in sizes]

    def fill(writer):
        stored = StoredWriter(1)
        for document in documents:
            stored.add(document)
        stored.write(writer)

    reader = StoredReader(open_array_file(write(fill), "x"))
    assert [reader.fields(n) for n in range(len(sizes))] == documents


def letters(count):
    """Documents alike, as those of an office are, some 3,000 bytes each."""
    chance = random.Random(count)
    said = [f"Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh {n} tổ chức hội thảo" for n in range(50)]
    return [{"t": " ".join(chance.sample(said, 30)) + str(n)} for n in range(count)]


def stored(documents, dictionary):
    def fill(writer):
        writing = StoredWriter(6, dictionary)
        for document in documents:
            writing.add(document)
        writing.write(writer)

    return StoredReader(open_array_file(write(fill), "x"))


@pytest.fixture
def zstandard(monkeypatch):
    monkeypatch.setattr(compression, "TRAINED_ON", 100_000)
    monkeypatch.setattr("index.columnar.stored.TRAINED_ON", 100_000)
    return pytest.importorskip("zstandard")


@pytest.mark.usefixtures("zstandard")
def test_a_dictionary_is_learnt_once_and_kept_through_merges():
    one, other = compression.Dictionary(), compression.Dictionary()
    groups = [(letters(60), one), (letters(5), one), (letters(61), other), (letters(7), None)]
    readers = [stored(documents, dictionary) for documents, dictionary in groups]
    assert [len(reader.dictionaries) for reader in readers] == [1, 1, 1, 0]
    assert readers[0].dictionaries == readers[1].dictionaries != readers[2].dictionaries

    def merge(writer):
        merging = StoredWriter(6)
        for reader in readers:
            assert merging.add_all(reader)
        merging.write(writer)

    merged = StoredReader(open_array_file(write(merge), "x"))
    documents = [document for group, _ in groups for document in group]
    assert [merged.fields(n) for n in range(len(documents))] == documents
    assert len(merged.dictionaries) == 2


@pytest.mark.usefixtures("zstandard")
def test_documents_from_which_nothing_can_be_learnt_are_stored():
    documents = [{"t": "a"}] * 40_000
    reader = stored(documents, compression.Dictionary())
    assert reader.fields(0) == reader.fields(39_999) == {"t": "a"}


def test_without_zstandard_zlib_is_written_and_the_other_told(monkeypatch):
    documents = letters(40)
    before = stored(documents, None)
    monkeypatch.setattr(compression, "zstandard", None)
    reader = stored(documents, None)
    assert reader.kind == "zlib" and [reader.fields(n) for n in range(40)] == documents
    if before.kind == "zstd":
        with pytest.raises(CorruptFile, match="the package zstandard is not installed"):
            compression.Decompressor("x", "zstd", {})


def test_a_value_that_cannot_be_stored_says_so():
    with pytest.raises(TypeError, match="complex"):
        StoredWriter(1).add({"x": 1j})


@given(st.sets(st.binary(max_size=5)))
def test_terms_are_found_by_bytes(terms):
    ordered = sorted(terms)
    dictionary = Terms(open_array_file(write(lambda w: write_terms(w, "t", ordered)), "x"), "t", len(ordered))
    assert len(dictionary) == len(ordered)
    assert list(dictionary) == ordered == [dictionary[n] for n in range(len(ordered))]
    for n, term in enumerate(ordered):
        assert dictionary.find(term) == n
        assert dictionary.find(term + b"\0") == (n + 1 if term + b"\0" in terms else -1)
        assert [dictionary[i] for i in dictionary.prefixed(term[:1])] == [t for t in ordered if t.startswith(term[:1])]


stems = st.sampled_from([b"", b"khoa", b"khoa hoc", b"khoa hoc va ky thuat", b"\0" * 9])


@settings(max_examples=60)
@given(
    st.sets(st.builds(operator.add, stems, st.binary(max_size=2)), max_size=200),
    st.builds(operator.add, stems, st.binary(max_size=3)),
)
def test_a_look_up_finds_what_a_list_would(terms, sought):
    ordered = sorted(terms)
    dictionary = Terms(open_array_file(write(lambda w: write_terms(w, "t", ordered)), "x"), "t", len(ordered))
    for term in (sought, sought[:-1], *ordered):
        assert dictionary.position(term) == bisect.bisect_left(ordered, term)
        assert dictionary.find(term) == (ordered.index(term) if term in terms else -1)


def test_checksums_are_crc32(data):
    """The figure is the plain CRC-32 of the array's bytes, so that other tools can check it."""
    file = ArrayFile(data, "x")
    crc = zlib.crc32(np.arange(1000, dtype="<u4").tobytes())
    assert file._directory.arrays["a"].crc == crc


def test_a_day_is_not_taken_for_a_moment():
    def fill(writer):
        stored = StoredWriter(0)
        stored.add({"d": datetime.date(2020, 10, 16), "t": datetime.datetime(2020, 10, 16, tzinfo=datetime.UTC)})
        stored.write(writer)

    found = StoredReader(open_array_file(write(fill), "x")).fields(0)
    assert found["d"] == datetime.date(2020, 10, 16) and not isinstance(found["d"], datetime.datetime)
    assert found["t"].tzinfo is not None


@given(
    st.lists(st.sampled_from([0, 1, 1, 1, 2, 3, 4, 14, 15, 16, 254, 255, 256, 70_000]), max_size=40),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_small_numbers_come_back_whole_and_in_part(numbers, start, stop):
    file = open_array_file(write(lambda w: write_small(w, "n", np.array(numbers, np.int64))), "x")
    stop = min(stop, len(numbers))
    start = min(start, stop)
    assert SmallNumbers(file, "n").between(start, stop).tolist() == numbers[start:stop]
    assert SmallNumbers(file, "n").listed(start, stop) == numbers[start:stop]
    assert SmallNumbers(file, "n").offsets(len(numbers)).tolist() == [sum(numbers[:i]) for i in range(len(numbers) + 1)]


@given(
    st.lists(st.sampled_from([1] * 9 + [2, 3, 5, 17, 300]), min_size=1, max_size=60),
    st.integers(1, 99),
    st.sets(st.integers(0, 5_939), min_size=1, max_size=9),
)
def test_frequencies_and_positions_come_back_whole_and_in_part(some, times, asked):
    numbers = np.array(some * times)  # of more than 2,048, those above one are counted in several stretches
    asked = np.array(sorted(place % len(numbers) for place in asked))

    def fill(writer):
        write_frequencies(writer, "f", numbers)
        write_positions(writer, "p", numbers * 7)

    file = open_array_file(write(fill), "x")
    frequencies, positions = Frequencies(file, "f"), Positions(file, "p")
    for start, stop in ((0, len(numbers)), (int(asked[0]), int(asked[-1])), (len(numbers), len(numbers))):
        assert frequencies.between(start, stop, np.uint32).tolist() == numbers[start:stop].tolist()
        assert positions.between(start, stop).tolist() == (numbers[start:stop] * 7).tolist()
    assert frequencies.at(asked, np.float32).tolist() == numbers[asked].tolist()
    assert positions.at(asked).tolist() == (numbers[asked] * 7).tolist()


@given(st.lists(st.sets(st.integers(0, 2_000), min_size=1), min_size=1, max_size=8), st.sets(st.integers(0, 60)))
def test_lists_of_documents_come_back(lists, filled):
    for step in filled:  # terms that many documents hold, listed by bits, halves and bytes, beside those that few hold
        lists.insert(step % (len(lists) + 1), {*range(step, 900, step + 1), *range(1_800, 2_000, step + 1)})
    counts = np.array([len(documents) for documents in lists])
    numbers = np.concatenate([np.array(sorted(documents), np.uint16) for documents in lists])
    size = int(numbers.max()) + 1

    def fill(writer):
        write_small(writer, "counts", counts)
        write_lists(writer, "f", size, listed(numbers, counts, size))

    file = open_array_file(write(fill), "x")
    found = DocumentLists(file, "f", Runs(SmallNumbers(file, "counts"), len(lists)))
    assert [found.of(term).tolist() for term in range(len(lists))] == [sorted(documents) for documents in lists]
    for term, documents in enumerate(lists):
        mask = np.zeros(size, np.bool_)
        mask[0] = True  # marked already
        found.mark(term, mask)
        assert mask.nonzero()[0].tolist() == sorted({0} | documents)
    size = len(lists)
    for first, last in ((0, size), (1, size), (0, size - 1), (size // 2, size), (size, size)):
        wanted = [document for documents in lists[first:last] for document in sorted(documents)]
        assert found.between(first, last).tolist() == wanted

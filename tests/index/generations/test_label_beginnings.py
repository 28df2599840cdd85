"""Labels sorted by their words, from each word on."""

from __future__ import annotations

from index.generations.label_beginnings import Beginnings
from index.generations.store import Store, verify
from index.reindexing.reindex import reindex
from webui.cli.progress import Silent


def beginnings(data):
    """Return (what begins there up to the end of the label, whether it is the whole label) in order."""
    held = Beginnings(Store(data).current().path)
    text = bytes(held.text).decode()
    return [(text[start : text.index("\n", start)], held.label_at(start)[1]) for start in held.starts]


def test_each_word_of_each_label(index_of):
    data = index_of({"title": "Hội nghị Đảng", "text": "a"}, {"title": "…", "text": "b"}, {"title": "Hội", "text": "c"})
    assert beginnings(data) == [
        ("dang", False),
        ("hoi", True),
        ("hoi nghi dang", True),
        ("nghi dang", False),
    ]


def test_an_incremental_run_leaves_the_generation_before_it_as_it_was(tmp_path, write_records):
    store = Store(tmp_path / "data")
    reindex([write_records({"id": "a", "title": "Một", "text": "x"})], store.data, Silent(), jobs=1)
    before = store.current()
    reindex([write_records({"id": "b", "title": "Hai ba", "text": "x"})], store.data, Silent(), jobs=1)
    assert verify(before) == []
    assert verify(store.current()) == []
    assert [text for text, _ in beginnings(store.data)] == ["ba", "hai ba"]

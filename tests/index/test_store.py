"""Generations on disk: published whole or not at all."""

from pathlib import Path

import pytest

from index.reindex import reindex
from index.store import Locked, OutdatedIndex, Store, StoreError, verify
from webui.progress import Silent


@pytest.fixture
def store(index_of) -> Store:
    return Store(index_of("phản biện xã hội"))


def test_a_published_generation_is_what_its_manifest_says(store: Store) -> None:
    live = store.current()
    assert live is not None
    assert live.manifest.counts["article"] == 1
    assert verify(live) == []


def test_an_altered_a_missing_and_a_foreign_file_are_told(store: Store) -> None:
    live = store.current()
    assert live is not None
    altered, missing = sorted(live.manifest.files)[:2]
    content = bytearray((live.path / altered).read_bytes())
    content[len(content) // 2] ^= 1
    (live.path / altered).write_bytes(bytes(content))
    (live.path / missing).unlink()
    (live.path / "foreign").write_text("x")
    told = " ".join(verify(live))
    assert altered in told and missing in told and "foreign" in told


def test_a_build_that_was_not_published_is_not_seen_and_is_cleared_away(store: Store) -> None:
    before = store.current()
    with store.writing():
        leftover = store.begin(before).path
    assert store.current() == before
    assert leftover.is_dir()
    with store.writing():
        assert not leftover.exists()


def test_a_second_writer_is_refused(store: Store) -> None:
    with store.writing(), pytest.raises(Locked, match="another reindex"), Store(store.data).writing():
        pass


def test_building_on_a_generation_leaves_its_files_as_they_are(index_of, tmp_path: Path, write_records) -> None:
    store = Store(index_of("một", "hai"))
    old = store.current()
    assert old is not None
    path = write_records({"id": "d0", "title": "Bài 0", "text": "một"}, {"id": "mới", "title": "Mới", "text": "ba"})
    reindex([path], store.data, Silent(), jobs=1)
    assert store.current() != old
    assert verify(old) == []


def test_old_generations_are_pruned_but_the_one_just_behind(index_of, write_records) -> None:
    store = Store(index_of("không"))
    for n in range(4):
        reindex([write_records({"id": "d0", "title": "Bài", "text": f"lần {n}"})], store.data, Silent(), jobs=1)
    names = sorted(p.name for p in store.generations.iterdir())
    assert names == ["g000004", "g000005"]


def test_another_version_of_the_format_is_refused_with_the_command_that_mends_it(store: Store) -> None:
    live = store.current()
    assert live is not None
    manifest = live.path / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 9'))
    with pytest.raises(OutdatedIndex, match="tracuu reindex --full"):
        store.current()


def test_a_data_folder_without_manifest_says_what_to_do(store: Store) -> None:
    live = store.current()
    assert live is not None
    (live.path / "manifest.json").unlink()
    with pytest.raises(StoreError, match="tracuu reindex --full"):
        store.current()


def test_no_index_is_no_error(tmp_path: Path) -> None:
    assert Store(tmp_path).current() is None
    assert Store(tmp_path).stamp() is None

"""Generations on disk: published whole or not at all."""

import hashlib
from pathlib import Path

import pytest

from index.generations.array_checks import inspect
from index.generations.store import Locked, OutdatedIndex, Store, StoreError, verify
from index.reindexing.reindex import reindex
from webui.cli.progress import Silent


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
    store.current_file.write_text(f"{live.name} {hashlib.sha256(manifest.read_bytes()).hexdigest()}")
    with pytest.raises(OutdatedIndex, match="tracuu reindex --full"):
        store.current()


def test_an_index_from_before_sums_is_outdated_and_no_damage(store: Store) -> None:
    live = store.current()
    assert live is not None
    manifest = live.path / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 9'))
    (live.path / "manifest.sha256").unlink()
    store.current_file.write_text(live.name)
    with pytest.raises(OutdatedIndex, match="tracuu reindex --full"):
        store.sound()


def _flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1 << place % 8
    path.write_bytes(bytes(content))


@pytest.fixture
def two_generations(store: Store, write_records) -> Store:
    """A data folder with a generation behind the live one."""
    path = write_records(
        {"id": "d0", "title": "Bài 0", "text": "phản biện xã hội"}, {"id": "d1", "title": "Mới", "text": "tập huấn"}
    )
    reindex([path], store.data, Silent(), jobs=1)
    return store


def test_where_the_live_generation_is_damaged_the_one_before_is_relied_on(two_generations: Store) -> None:
    live = two_generations.current()
    assert live is not None and live.name == "g000002"
    own = sorted(set(live.manifest.files) - set(Store(two_generations.data).load("g000001").manifest.files))[0]
    _flip(live.path / own, 100)
    found = two_generations.sound()
    assert found.generation is not None and found.generation.name == "g000001"
    assert own in found.problems[0]


@pytest.mark.parametrize("place", [0, 7, 8, 20])
def test_a_flip_in_the_name_of_the_live_generation_is_noticed(two_generations: Store, place: int) -> None:
    _flip(two_generations.current_file, place)
    found = two_generations.sound()
    assert found.problems, "never an older generation without a word"


def test_a_flip_in_a_manifest_is_noticed(two_generations: Store) -> None:
    live = two_generations.current()
    assert live is not None
    for place in range(0, (live.path / "manifest.json").stat().st_size, 97):
        _flip(live.path / "manifest.json", place)
        found = two_generations.sound()
        assert found.generation is not None and found.generation.name == "g000001", place
        _flip(live.path / "manifest.json", place)
    assert two_generations.sound().problems == ()


def test_a_reindex_does_not_build_on_damage(two_generations: Store, write_records, tmp_path: Path) -> None:
    live = two_generations.current()
    assert live is not None
    for name in live.manifest.files:
        if (live.path / name).stat().st_nlink == 1:  # not shared with the generation before
            _flip(live.path / name, 50)
    records = ({"id": "d0", "title": "Bài 0", "text": "phản biện"}, {"id": "d1", "title": "Mới", "text": "x"})
    path = write_records(*records)
    report = reindex([path], two_generations.data, Silent(), jobs=1)
    assert report.damaged and report.published
    renewed = two_generations.sound()
    assert renewed.problems == () and renewed.generation is not None
    assert renewed.generation.name == "g000003"
    assert inspect(renewed.generation) == []


def test_a_damaged_index_without_another_is_renewed_whole(store: Store, write_records) -> None:
    live = store.current()
    assert live is not None
    _flip(live.path / max(live.manifest.files, key=lambda n: live.manifest.files[n].size), 1000)
    assert store.sound().generation is None
    report = reindex([write_records({"id": "d0", "title": "B", "text": "phản biện"})], store.data, Silent(), jobs=1)
    assert (report.added, report.published) == (1, True)
    assert store.sound().problems == ()


def test_prune_keeps_the_live_generation_and_the_one_behind(two_generations: Store, write_records) -> None:
    for n in range(3):
        reindex([write_records({"id": "d0", "title": "B", "text": f"bài {n}"})], two_generations.data, Silent(), jobs=1)
    assert sorted(p.name for p in two_generations.generations.iterdir()) == ["g000004", "g000005"]


def test_a_data_folder_without_manifest_says_what_to_do(store: Store) -> None:
    live = store.current()
    assert live is not None
    (live.path / "manifest.json").unlink()
    with pytest.raises(StoreError, match="tracuu reindex --full"):
        store.current()


def test_no_index_is_no_error(tmp_path: Path) -> None:
    assert Store(tmp_path).current() is None
    assert Store(tmp_path).stamp() is None

"""Writes an index with the release of Whoosh that is installed, and reads those that others wrote.

    python -m tests.other_whoosh write FOLDER      python -m tests.other_whoosh read FOLDER

`make test-whoosh` runs it with each release. What is read must be found, verified, and reindexed upon.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.columnar import verify as verify_segments
from index.generations.store import Store, verify
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.cli.progress import Silent

TEXTS = (
    "Hội thảo phản biện xã hội",
    "Hội nghị về khoa học",
    "Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị",
    "Tập huấn viết bài",
)


def installed() -> str:
    """Return the name and version of the release of Whoosh that is installed."""
    for name in ("whoosh", "whoosh-reloaded", "whoosh3"):
        try:
            return f"{name}-{version(name)}"
        except PackageNotFoundError:
            continue
    raise SystemExit("no release of Whoosh is installed; make test-whoosh installs one after the other")


def _records(folder: Path, count: int) -> Path:
    path = folder / "records.jsonl"
    rows = [{"id": f"d{n}", "title": f"Bài {n}", "text": TEXTS[n]} for n in range(count)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def write(folder: Path) -> Path:
    """Index three articles into a data folder named for the release; return it."""
    data = folder / installed()
    data.mkdir(parents=True)
    report = reindex([_records(folder, 3)], data, Silent(), jobs=1)
    assert not report.left_out, report.left_out
    return data


def read(data: Path, count: int) -> None:
    """Check that an index of so many articles is whole and answers as if this release had written it."""
    live = Store(data).current()
    assert live is not None
    assert verify(live) == []
    index = live.open()
    verify_segments(index)
    index.close()
    engine = WhooshEngine(data)
    try:
        assert [hit.id for hit in engine.search(SearchRequest('"phan bien xa hoi"')).hits] == ["d0"]
        assert {hit.kind for hit in engine.search(SearchRequest("chỉ thị 42")).hits} == {"article", "directive"}
        assert engine.search(SearchRequest("*", kind="article")).total == count
    finally:
        engine.close()


def main() -> None:
    """Do what the command line asks."""
    step, folder = sys.argv[1], Path(sys.argv[2])
    if step == "write":
        write(folder)
        return
    for data in sorted(path for path in folder.iterdir() if path.is_dir()):
        read(data, 3)
        for count in (4, 3):  # one article more; that one deleted
            report = reindex([_records(folder, count)], data, Silent(), jobs=1)
            assert not report.left_out, report.left_out
            read(data, count)
        print(f"{installed()} read, added to and deleted from what {data.name} wrote")


if __name__ == "__main__":
    main()

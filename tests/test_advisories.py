"""Known faults of pinned versions, from a file of advisories."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.advisories import main, pins_of

PINS = "made-up==1.4.0 \\\n    --hash=sha256:00\nOther_Thing[x]==2.0 ; python_version >= '3.11'\n# fine==1\n"


def _advisory(name: str, events: list[dict[str, str]], **more: object) -> dict[str, object]:
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {"id": "X-1", "summary": "It falls over", "affected": [affected], **more}


def test_pins_are_read_without_hashes_and_marks() -> None:
    assert pins_of(PINS) == {"made-up": "1.4.0", "other-thing": "2.0"}


@pytest.mark.parametrize(
    ("advisory", "status", "why"),
    [
        (_advisory("Made.Up", [{"introduced": "0"}, {"fixed": "1.4.1"}]), 1, "below what mends it"),
        (_advisory("made-up", [{"introduced": "0"}, {"fixed": "1.4.0"}]), 0, "mended"),
        (_advisory("made-up", [{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "1.3"}]), 1, "broken again"),
        (_advisory("made-up", [{"introduced": "1.10"}]), 0, "1.10 is above 1.4"),
        (_advisory("made-up", [{"introduced": "0"}, {"last_affected": "1.4.0"}]), 1, "the last one"),
        (_advisory("made-up", [{"introduced": "0"}], withdrawn="2026-01-01"), 0, "withdrawn"),
        (_advisory("strange", [{"introduced": "0"}]), 0, "not pinned"),
        ([], 0, "no advisory"),
        ({"affected": 1}, 2, "no record of OSV"),
        ("x", 2, "no record at all"),
    ],
)
def test_faults_by_version(tmp_path: Path, advisory: object, status: int, why: str) -> None:
    pins, file = tmp_path / "requirements.txt", tmp_path / "all.json"
    pins.write_text(PINS, encoding="utf-8")
    file.write_text(json.dumps(advisory), encoding="utf-8")
    assert main([str(file), str(pins)]) == status, why


def test_exports_and_folders_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pins, folder = tmp_path / "requirements.txt", tmp_path / "osv"
    pins.write_text(PINS, encoding="utf-8")
    folder.mkdir()
    (folder / "X-1.json").write_text(json.dumps(_advisory("other_thing", [{"introduced": "0"}])), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(folder / "X-1.json", "X-1.json")
    for place in (folder, tmp_path / "all.zip"):
        assert main([str(place), str(pins)]) == 1
        assert "other_thing 2.0: X-1: It falls over (mended in none yet)" in capsys.readouterr().out
    assert main([str(tmp_path / "none.zip"), str(pins)]) == 2

"""Files that change after the service has opened them: noticed by a check now and then, and where an answer fails."""

from __future__ import annotations

import time

import pytest

from search.embedded.engine import WhooshEngine
from tests.bench.flips import files_of, two_generations
from webui.app import create_app
from webui.operations.rechecks import Rechecks
from webui.settings import Settings


@pytest.fixture
def data(tmp_path, write_records):
    """A data folder with two generations of the same documents, whose files are not shared."""
    two_generations(write_records({"id": "a", "title": "Hội nghị", "text": "Hội nghị ở Huế."}), tmp_path / "data")
    return tmp_path / "data"


def spoil(data) -> None:
    """Write over the stored records of the live generation, where they stand."""
    path = next(file for file in files_of(data) if file.suffix == ".documents")
    with path.open("r+b") as file:
        file.write(b"\xff" * (path.stat().st_size // 2))


def test_an_answer_that_fails_on_a_damaged_file_is_the_last_from_it(data):
    engine = WhooshEngine(data)
    client = create_app(engine, Settings(kept_answers=0, max_seconds=0)).test_client()
    try:
        assert client.get("/api/v1/search?q=hue").status_code == 200
        spoil(data)
        refused = client.get("/api/v1/search?q=hue")
        assert refused.status_code == 503
        assert "Retry-After" in refused.headers
        assert client.get("/api/v1/search?q=hue").status_code == 200, "from the generation before"
        assert "damaged" in client.get("/readyz").get_json()["fault"]
    finally:
        engine.close()


def test_damage_that_no_answer_meets_is_found_by_and_by(data):
    engine = WhooshEngine(data)
    live = engine.status().generation
    rechecks = Rechecks(engine, 0.001)
    try:
        time.sleep(0.2)
        assert engine.status().generation == live, "what is whole is served on"
        spoil(data)
        end = time.monotonic() + 20
        while engine.status().generation == live:
            assert time.monotonic() < end
            time.sleep(0.02)
        assert "damaged" in engine.status().fault
    finally:
        rechecks.stop()
        engine.close()


def test_a_fault_in_the_code_is_not_laid_on_the_files(data):
    class Broken(WhooshEngine):
        def search(self, request):
            raise RuntimeError("a fault in the code")

    engine = Broken(data)
    client = create_app(engine).test_client()
    try:
        live = engine.status().generation
        assert client.get("/api/v1/search?q=hue").status_code == 500
        assert engine.status().generation == live
    finally:
        engine.close()

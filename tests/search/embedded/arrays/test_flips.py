"""A flipped bit in any file of an index is noticed, and never answered from."""

from __future__ import annotations

import random

from tests.bench.flips import Outcome, asked, files_of, try_flip, try_flip_running, two_generations


def test_a_bit_of_each_file_in_turn(tmp_path, write_records):
    """`python -m tests.bench.flips` flips 1,000; docs/reliability.md has its figures."""
    text = "Ông Nguyễn Văn An nói tại hội nghị về Chỉ thị số 42-CT/TW ngày 16/4/2010: phản biện."
    documents = write_records(*({"id": f"d{n}", "title": f"Bài {n}", "text": text} for n in range(3)))
    whole = tmp_path / "whole"
    two_generations(documents, whole)
    chance, outcome, right, files = random.Random(20201016), Outcome(), asked(whole), files_of(whole)
    places = [place for place, file in enumerate(files) if file.stat().st_size]
    for place in places * 2:
        try_flip(whole, tmp_path / "flipped", right, place, chance, outcome)
    assert outcome.faults == []
    assert outcome.flips == outcome.noticed == 2 * len(places) >= 16
    assert outcome.answers["right"] > 0 and outcome.answers["503"] > 0


def test_a_bit_that_flips_in_a_file_that_is_open(tmp_path, write_records):
    text = "Ông Nguyễn Văn An nói tại hội nghị về Chỉ thị số 42-CT/TW ngày 16/4/2010: phản biện."
    documents = write_records(*({"id": f"d{n}", "title": f"Bài {n}", "text": text} for n in range(3)))
    whole = tmp_path / "whole"
    two_generations(documents, whole)
    chance, outcome, right = random.Random(20201016), Outcome(), asked(whole)
    parts = [n for n, file in enumerate(files_of(whole)) if file.suffix in (".documents", ".postings")]
    for place in parts * 3:
        try_flip_running(whole, tmp_path / "flipped", right, place, chance, outcome)
    assert outcome.faults == []
    assert outcome.flips == outcome.noticed == 3 * len(parts) >= 6
    assert outcome.answers["right"] > 0 and outcome.answers["503"] > 0

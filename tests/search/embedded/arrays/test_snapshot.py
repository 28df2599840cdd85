"""The arrays of one generation: lists met and joined, places and masks where documents were deleted or changed."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.tokens import folded, words
from index.generations import segments
from index.generations.store import Store
from index.reindexing.reindex import reindex
from search.embedded.arrays import snapshot as arrays
from search.embedded.arrays.snapshot import Snapshot, in_all, in_any
from search.embedded.ranking.bm25f import Impact, Ranked
from webui.cli.progress import Silent

LISTS = st.lists(st.sets(st.integers(0, 40)), min_size=1, max_size=5)


@given(LISTS)
def test_lists_meet_and_join(sets):
    lists = [np.array(sorted(one), np.int64) for one in sets]
    assert in_all(lists).tolist() == sorted(set.intersection(*sets))
    assert in_any(lists).tolist() == sorted(set.union(*sets))


def test_no_lists_join_to_nothing():
    assert in_any([]).tolist() == []


@given(st.dictionaries(st.integers(0, 9), st.floats(0.5, 9, width=32)), st.sets(st.integers(0, 9)))
def test_scores_of_some_and_of_all_documents_add_alike(scores, asked):
    mask = np.zeros(10, np.bool_)
    mask[sorted(asked)] = True
    docs = np.array(sorted(scores), np.int64)
    values = np.array([scores[n] for n in docs.tolist()], np.float32)
    dense = np.zeros(int(docs[-1]) + 2 if len(docs) else 1, np.float32)  # nothing behind the last that has a score
    dense[docs] = values
    ranked = Ranked(mask)
    for impact in (Impact(docs, values).narrowed(mask), Impact(docs[:0], values[:0], dense)):
        impact = impact.times(2)
        found = np.zeros(len(ranked), np.float32)
        impact.add_to_some(found, ranked)
        assert found.tolist() == [2 * scores.get(n, 0.0) for n in sorted(asked)]
        assert impact.held(ranked).tolist() == [n in scores for n in sorted(asked)]
        assert [impact.at(n) for n in sorted(asked)] == [2 * scores.get(n, 0.0) for n in sorted(asked)]
        whole = np.zeros(10, np.float32)
        impact.add_to(whole)
        assert whole[mask].tolist() == found.tolist()


TEXTS = {
    "a": "Hội khoa học họp. Hội bàn việc.",
    "b": "Khoa học và hội.",
    "c": "Họp hội đồng khoa học.",
    **{f"z{n}": "Không có gì." for n in range(20)},  # so many that what changes later is a segment of its own
}
CHANGED = {"b": "Nay là việc khác của hội.", "c": None, "e": "Hội mới, hội mới nữa."}


@pytest.mark.parametrize("common", [0, 10**6], ids=["lists", "masks"])
def test_who_holds_a_word_and_where_after_changes(
    common: int, tmp_path: Path, write_records: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "COMMON", common)
    monkeypatch.setattr(segments, "_FEW", 0)
    data, texts = tmp_path / "data", dict(TEXTS)
    for changes in ({}, CHANGED):
        texts |= changes
        source = write_records(
            *({"id": id, "title": f"Bài {id}", "text": text} for id, text in texts.items() if text is not None)
        )
        reindex([source], data, Silent(), jobs=1)
        snapshot = Snapshot(Store(data).current())
        assert snapshot.live.all() == (not changes), "what was deleted is still there, as dead"
        said = {
            snapshot.document(f"article:{id}"): folded(words(text)) for id, text in texts.items() if text is not None
        }
        terms = ("hoi", "khoa", "nua", "nowhere")
        holding = {term: sorted(n for n, text in said.items() if term in text) for term in terms}
        for term in terms:
            assert snapshot.holders("body_fold", term).tolist() == holding[term]
            assert snapshot.is_held("body_fold", term) == bool(holding[term])
            mask = np.zeros(snapshot.size, np.bool_)
            snapshot.mark(mask, "body_fold", term)
            assert mask.nonzero()[0].tolist() == holding[term]
        asked = [(term, np.array(sorted(said))) for term in terms]
        of_term, which, where = snapshot.places_each("body_fold", asked)
        found = sorted(zip(of_term.tolist(), which.tolist(), where.tolist(), strict=True))
        assert found == [
            (t, row, place)
            for t, term in enumerate(terms)
            for row, n in enumerate(sorted(said))
            for place, fold in enumerate(said[n])
            if fold == term
        ]
        snapshot.close()

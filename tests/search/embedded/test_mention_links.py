"""Counting the records that the articles of an answer mention."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.arrays import mention_links

PAIRS = st.sets(st.tuples(st.integers(0, 30), st.integers(31, 60)), max_size=200)


@pytest.mark.parametrize(
    ("few", "sparse"), [(0, 10**9), (0, 0), (10**9, 0)], ids=["by article", "by few articles", "by record"]
)
@given(pairs=PAIRS, chosen=st.sets(st.integers(0, 60)), most=st.integers(1, 8))
def test_the_most_mentioned(few, sparse, pairs, chosen, most):
    made = mention_links._links(
        np.array([record for record, _ in sorted(pairs)], np.int64),
        np.array([article for _, article in sorted(pairs)], np.int64),
        np.arange(61, dtype=np.int32)[::-1],  # keys that sort the other way round than documents
    )
    mask = np.zeros(61, np.bool_)
    mask[sorted(chosen)] = True
    counts = Counter(record for record, article in pairs if article in chosen)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mention_links, "_FEW", few)
        patch.setattr(mention_links, "_SPARSE", sparse)
        patch.setattr(mention_links, "_AT_ONCE", 3)
        assert made.counts(mask, most) == sorted(counts.items(), key=lambda row: (-row[1], -row[0]))[:most]
    for record in range(31):
        assert made.articles_of(record).tolist() == sorted(article for r, article in pairs if r == record)

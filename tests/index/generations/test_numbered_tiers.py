"""The tiers of a text as a reindex numbers them: the same terms as those by which queries are read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.analysis.segmentation.segment import Segmenter
from index.analysis.tiers import Tiers, tiers_of
from index.generations.numbered_tiers import TierNumbers
from tests.press_texts import press_text

SEGMENTER = Segmenter()
NUMBERING = TierNumbers(SEGMENTER)  # one for all texts: numbers of words go on from text to text
PIECES = st.sampled_from(
    ["Hội", "hội", "HOÀ", "hòa", "khoa học", "42-CT/TW", "16/4/2010", "024.3943.2206", "a\u0301", "_", ".", "\n"]
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.integers(1, 9).map(press_text) | st.text(max_size=30))
def test_numbered_tiers_are_those_of_the_text(text: str) -> None:
    found = NUMBERING.of(text)
    numbered = Tiers(tuple(found.word), tuple(found.fold), tuple(found.pair), tuple(found.compound))
    assert numbered == tiers_of(text, SEGMENTER)
    assert [len(one) for one in (found.word, found.fold, found.pair)] == [
        len(one) for one in (numbered.word, numbered.fold, numbered.pair)
    ]

"""The segmenter labels exactly as pyvi does, keeps offsets into the given text, and needs no slow import."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.realign import source_offsets
from index.analysis.segmentation import segment_model
from index.analysis.segmentation.labelling import TooClose, best_labels, best_labels_exactly
from index.analysis.segmentation.segment import Segmenter
from index.analysis.segmentation.segment_model import SegmentModel

NEWS = Path(__file__).parents[5] / "shared" / "data" / "news"


@pytest.fixture(scope="module")
def segmenter():
    return Segmenter()


@pytest.fixture(scope="module")
def pyvi():
    """pyvi itself, the oracle. It writes `\\.` in plain strings and unpickles an older scikit-learn model."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer
    return ViTokenizer


def as_pyvi(segmenter, text):
    """The segmentation in the form `ViTokenizer.tokenize` prints: words by blanks, syllables by `_`."""
    text = unicodedata.normalize("NFC", text)
    starts, ends, goes_on = (found.tolist() for found in segmenter.syllables(text))
    parts = [("_" if joined else " ") + text[s:e] for s, e, joined in zip(starts, ends, goes_on, strict=True)]
    return "".join(parts)[1:]


ROWS = [
    ("Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam họp tại Hà Nội.", "compounds and names"),
    ("ông Đặng Vũ Minh và đặng vũ minh", "case decides"),
    ("lien hiep hoi khoa hoc ky thuat", "no accents, no compounds"),
    ("Nghị quyết số 145/2020/NĐ-CP ngày 14/12/2020; 42-CT/TW", "numbers and marks stay apart"),
    ("ThS. Nguyễn Văn A. và TS. B. ở Tp. Hồ Chí Minh, Mr. X, Dr. No, Đ. Q.", "abbreviations keep their stop"),
    ("xem http://vusta.vn/tin?a=1, thư liên_hiệp@vusta.vn hoặc a.b-c+d@e-f.g.vn.", "addresses are one piece"),
    ("giá 1.234,56 đồng... ==> tăng -> giảm >> hết 1_000", "special marks, decimal numbers"),
    ("Dòng một\nDòng hai\r\n\n  \tDòng   ba  ", "a line end is a piece, other blanks are not"),
    ("  thụt đầu dòng", "blanks before the first word"),
    ("khoa\u00a0học\u2003kỹ thuật", "other blanks of Unicode"),
    ("xã hội chủ nghĩa, vô tuyến điện, câu lạc bộ bóng đá", "words of three syllables"),
    ("ai", "one syllable"),
    ("khoa học", "two syllables"),
    ("_ __a_ a_b Ⅳ ² ½ ٣ straße ΣΑΣ İstanbul ǅ 中文 한국", "letters and digits of other scripts"),
    ("KHOA HỌC KỸ THUẬT VIỆT NAM Khoa Học", "capitals throughout"),
    ("a\0b http://x\0y \0", "CRFsuite's strings end at NUL"),
    ("H.Long và V.League", "a word without a blank inside"),
    ("😀 liên hiệp 👍🏽", "beyond the basic plane"),
]


@pytest.mark.parametrize(("text", "reason"), ROWS)
def test_labels_are_those_of_pyvi(segmenter, pyvi, text, reason):
    assert as_pyvi(segmenter, text) == pyvi.tokenize(text), reason


@pytest.mark.parametrize("text", ["", "   ", "\t \r"])
def test_a_text_without_words_has_none(segmenter, text):
    assert segmenter.segment(text) == []


VOCABULARY = (  # noqa: SIM905
    "khoa học kỹ thuật Việt Nam liên hiệp Hội hội đồng nhân dân xã chủ nghĩa Đặng Vũ Minh ông bà 2020 1.5 , . ( ) - / "
    'HĐND NQ \n ... a@b.vn http://x.vn " “ ” _ vô tuyến điện câu lạc bộ zzz QWERTY Tp. TS. và của những'
).split(" ")


@settings(max_examples=150)
@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=60), st.lists(st.sampled_from(["", " ", " ", "  "])))
def test_random_texts_are_labelled_alike(segmenter, pyvi, words, blanks):
    text = "".join(w + (blanks[i % len(blanks)] if blanks else " ") for i, w in enumerate(words))
    assert as_pyvi(segmenter, text) == pyvi.tokenize(text)


@settings(max_examples=150)
@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=30))
def test_any_text_is_labelled_alike_and_covered(segmenter, pyvi, text):
    words = segmenter.segment(text)
    if not words:
        assert not text.strip()
        return
    assert as_pyvi(segmenter, text) == pyvi.tokenize(text)
    left, last = list(text), 0
    for start, end, _ in words:
        assert last <= start < end <= len(text)
        left[start:end], last = " " * (end - start), end
    assert not "".join(left).strip(), "every character but blanks belongs to a word"


@pytest.mark.parametrize(("text", "reason"), ROWS)
def test_near_ties_are_settled_by_the_same_labels(segmenter, pyvi, text, reason, monkeypatch):
    def too_close(*_):
        raise TooClose

    monkeypatch.setattr("index.analysis.segmentation.segment.best_labels", too_close)
    assert as_pyvi(segmenter, text) == pyvi.tokenize(text), reason


@pytest.mark.skipif(not NEWS.exists(), reason="the news archive is not at hand")
@pytest.mark.parametrize("name", ["baomoi2025", "wiki_vi"])
def test_a_sample_of_news_is_labelled_alike(segmenter, pyvi, name):
    with gzip.open(NEWS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for text in random.Random(7).sample(texts, 20):
        assert as_pyvi(segmenter, text) == pyvi.tokenize(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("khoa học  Việt\tNam", ["khoa học", "Việt\tNam"]),
        (unicodedata.normalize("NFD", "tiếng Việt được dùng"), ["tiếng", "Việt", "được", "dùng"]),
        (unicodedata.normalize("NFD", "Liên hiệp của Hội"), ["Liên hiệp", "của", "Hội"]),
    ],
)
def test_spans_slice_the_given_text(segmenter, text, words):
    found = [unicodedata.normalize("NFC", text[s:e]) for s, e, _ in segmenter.segment(text)]
    assert found == words


@given(st.text(st.sampled_from("aêe\u0302\u0323\u0301đoơ\u031b \u1112\u1161\u11ab\u0958\u0344"), max_size=12))
def test_offsets_of_composed_texts_never_fall_back(text):
    offsets = source_offsets(text)
    assert len(offsets) == len(unicodedata.normalize("NFC", text)) + 1
    assert offsets == sorted(offsets) and offsets[-1] == len(text)


def test_ties_are_not_guessed():
    none = ((0.0, 0.0), (0.0, 0.0))
    with pytest.raises(TooClose):
        best_labels(np.zeros(3), none)
    silent = SegmentModel(attributes={}, leanings={}, moves=none, pairs=frozenset(), triples=frozenset())
    assert best_labels_exactly(["a", "b", "c"], silent).tolist() == [False] * 3, "CRFsuite keeps the first of equals"


def test_the_best_path_is_the_best_of_all_paths():
    chance = random.Random(3)
    paths = [[n >> i & 1 for i in range(7)] for n in range(128)]
    for _ in range(300):
        leaning = [chance.gauss(0, 1) for _ in paths[0]]
        moves = ((chance.gauss(0, 1), chance.gauss(0, 1)), (chance.gauss(0, 1), chance.gauss(0, 1)))

        def value(path, leaning=leaning, moves=moves):
            return sum(x * j for x, j in zip(leaning, path, strict=True)) + sum(moves[i][j] for i, j in pairwise(path))

        assert best_labels(np.array(leaning), moves).tolist() == max(paths, key=value)


def test_threads_may_share_a_segmenter():
    chance = random.Random(5)
    texts = [" ".join(f"{chance.choice(VOCABULARY)}{n}x{i}" for i in range(300)) for n in range(12)]
    alone = [Segmenter().segment(t) for t in texts]
    shared = Segmenter()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(shared.segment, texts)) == alone


def test_forgetting_pieces_changes_nothing(segmenter, monkeypatch):
    text = "Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam"
    expected = segmenter.segment(text)
    monkeypatch.setattr("index.analysis.segmentation.segment._MOST_PIECES", 3)
    small = Segmenter()
    assert [small.segment(text) for _ in range(3)] == [expected] * 3


def test_neither_pyvi_nor_scikit_learn_is_imported():
    code = (
        "import sys; from index.analysis.segmentation.segment import Segmenter; Segmenter().segment('khoa học');"
        "print([m for m in sys.modules if m in ('sklearn', 'sklearn_crfsuite', 'pyvi.ViTokenizer')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr(segment_model, "files", lambda package: Path("/nowhere") / package)
    segment_model.segment_model.cache_clear()
    try:
        with pytest.raises(segment_model.ModelError, match=r"install pyvi 0\.1\.1"):
            Segmenter().segment("khoa học")
    finally:
        segment_model.segment_model.cache_clear()

"""The best documents found on arrays are those that scoring every document by the formula gives."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.analysis import RegexTokenizer, StopFilter
from whoosh.filedb.filestore import RamStorage

from index.columnar import Best, ColumnarWriter, segment_arrays
from index.generations.schema import Terms

FIELDS = ("title", "body")
words = st.lists(st.sampled_from("abcdefg"), max_size=8)


def segment_of(texts, deleted=()):
    schema = fields.Schema(key=fields.ID(unique=True), **{name: Terms(positions=True) for name in FIELDS})
    index = RamStorage().create_index(schema)
    writer = ColumnarWriter(index)
    for n, text in enumerate(texts):
        writer.add_document(key=f"d{n}", **dict(zip(FIELDS, text, strict=True)))
    writer.commit()
    if deleted:
        writer = index.writer()
        for n in deleted:
            writer.delete_by_term("key", f"d{n}")
        writer.commit(merge=False)
    (segment,) = segment_arrays(index.reader())
    return segment


def naive(texts, terms, holds):
    """Score every document that `holds` by the formula of BM25, field by field."""
    scores = {}
    for n, text in enumerate(texts):
        if not holds(text):
            continue
        total = 0.0
        for place, field in enumerate(text):
            mean = sum(len(t[place]) for t in texts) / len(texts)
            for term in dict.fromkeys(terms):
                held = sum(term in t[place] for t in texts)
                frequency = field.count(term)
                if frequency:
                    idf = math.log(1 + (len(texts) - held + 0.5) / (held + 0.5))
                    norm = 1.2 * (0.25 + 0.75 * len(field) / mean)
                    total += idf * 2.2 * frequency / (frequency + norm)
        scores[n] = total
    return scores


def stands_in(terms, field):
    return any(field[n : n + len(terms)] == terms for n in range(len(field)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(words, words), min_size=1, max_size=90).filter(lambda t: any(a for a, _ in t)),
    st.lists(st.sampled_from("abcdefgx"), min_size=1, max_size=4, unique=True),
)
def test_the_best_are_those_of_the_formula(texts, terms):
    texts = [*texts, (["a"], ["b"])]
    best = Best(segment_of(texts), FIELDS)
    ways = {
        "any": (best.any(terms), lambda t: any(w in t[0] or w in t[1] for w in terms)),
        "all": (best.all(terms), lambda t: all(w in t[0] or w in t[1] for w in terms)),
        "phrase": (best.phrase(terms), lambda t: stands_in(terms, t[0]) or stands_in(terms, t[1])),
    }
    for way, (found, holds) in ways.items():
        expected = naive(texts, terms, holds)
        assert len(found) == min(10, len(expected)), way
        assert [score for _, score in found] == pytest.approx(sorted(expected.values(), reverse=True)[:10], rel=1e-4), (
            way
        )
        for document, score in found:
            assert score == pytest.approx(expected[document], rel=1e-4), way


def test_deleted_documents_are_never_given():
    best = Best(segment_of([(["a"], ["b"])] * 3, deleted=(0, 2)), FIELDS)
    assert [[n for n, _ in way(["a", "b"])] for way in (best.any, best.all)] == [[1], [1]]
    assert [n for n, _ in best.phrase(["b"])] == [1]


def test_a_term_of_few_documents_and_one_of_all():
    texts = [([], ["a"] * 3) for _ in range(200)]
    texts[150] = ([], ["a", "z"])
    best = Best(segment_of(texts), FIELDS)
    assert [n for n, _ in best.all(["a", "z"])] == [150]
    assert best.any(["a", "z"])[0][0] == 150
    assert [n for n, _ in best.any(["a"])] == list(range(10)), "equal scores in the order of numbers"


def test_no_terms_find_nothing():
    best = Best(segment_of([(["a"], ["b"])]), FIELDS)
    assert best.any([]) == best.all([]) == best.phrase([]) == []
    assert best.any(["x"]) == best.all(["a", "x"]) == best.phrase(["a", "x"]) == []


def test_more_documents_than_blocks_hold_the_best_in_one_block():
    texts = [([], ["a"] * (1 + (n % 64 == 7)) + ["b"]) for n in range(1500)]
    best = Best(segment_of(texts), FIELDS)
    expected = naive(texts, ["a"], lambda t: True)
    wanted = sorted(expected, key=lambda n: (-round(expected[n], 5), n))[:10]
    assert [n for n, _ in best.any(["a"])] == wanted


def test_phrases_do_not_run_from_one_text_into_the_next():
    texts = [(["a"], ["b", "c"]), (["c"], ["d"]), ([], ["c", "d"]), (["d"], []), (["b"], ["c"])]
    best = Best(segment_of(texts), FIELDS)
    assert [n for n, _ in best.phrase(["c", "d"])] == [2]
    assert [n for n, _ in best.phrase(["b", "c"])] == [0]
    assert best.phrase(["a", "b"]) == []


def test_positions_with_gaps_are_refused_for_phrases():
    analyser = RegexTokenizer() | StopFilter(stoplist=["va"], minsize=0, renumber=False)
    index = RamStorage().create_index(fields.Schema(body=fields.TEXT(analyzer=analyser)))
    writer = ColumnarWriter(index)
    writer.add_document(body="va va khoa hoc")
    writer.commit()
    (segment,) = segment_arrays(index.reader())
    best = Best(segment, ["body"])
    assert [n for n, _ in best.all(["khoa", "hoc"])] == [0]
    with pytest.raises(ValueError, match="body have gaps"):
        best.phrase(["khoa", "hoc"])

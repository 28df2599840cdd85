import numpy as np

from index.memory.array_cache import Kept


def rows(key):
    return np.arange(key)


def test_the_array_not_asked_for_the_longest_is_given_up_first():
    kept: Kept[int, np.ndarray] = Kept(10)
    first, second = kept.take(3, rows), kept.take(4, rows)
    assert kept.take(3, rows) is first
    kept.take(5, rows)  # 3 + 4 + 5 rows are too many: the second was asked for the longest ago
    assert kept.take(3, rows) is first
    assert kept.take(4, rows) is not second


def test_an_array_larger_than_all_that_may_be_kept_is_given_all_the_same():
    kept: Kept[int, np.ndarray] = Kept(10)
    assert len(kept.take(1_000, rows)) == 1_000
    assert len(kept.take(2, rows)) == 2


def test_a_key_is_asked_again_once_it_was_asked_about_lately_or_is_kept():
    kept: Kept[int, np.ndarray] = Kept(10, lately=2)
    assert not kept.is_asked_again(3)
    assert kept.is_asked_again(3)
    assert not kept.is_asked_again(3), "the second time was its answer: nothing was kept"
    kept.take(3, rows)
    assert kept.is_asked_again(3)
    assert kept.is_asked_again(3)


def test_a_key_asked_about_long_ago_is_new_again():
    kept: Kept[int, np.ndarray] = Kept(10, lately=2)
    for key in (1, 2, 3):
        assert not kept.is_asked_again(key)
    assert not kept.is_asked_again(1)
    assert kept.is_asked_again(3)

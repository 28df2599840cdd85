"""What may be asked for, and how a refusal is said."""

from __future__ import annotations

import datetime
import itertools

import pytest
from werkzeug.datastructures import MultiDict

from webui.http.parameters import MAX_QUERY, MAX_VALUES, read_search


def _read(pairs, *, strict=True):
    return read_search(MultiDict(pairs), strict=strict)


@pytest.mark.parametrize(
    ("pairs", "parameter", "code", "reason"),
    [
        ([("kind", "news")], "kind", "choice", "not a kind"),
        ([("kind", "")], "kind", "choice", "an empty choice is none of the choices"),
        ([("page", "0")], "page", "number", "pages count from 1"),
        ([("page", "-1")], "page", "number", "negative"),
        ([("page", "1.5")], "page", "number", "not whole"),
        ([("page", "１")], "page", "number", "a full-width digit is not what a client means to send"),
        ([("page", "9" * 5000)], "page", "number", "Python refuses to read such a number"),
        ([("size", "101")], "size", "number", "above the limit"),
        ([("sort", "date")], "sort", "choice", "not an order"),
        ([("from", "2020-02-30")], "from", "date", "not on the calendar"),
        ([("from", "2021-02-29")], "from", "date", "2021 has no 29 February"),
        ([("from", "1900-02-29")], "from", "date", "nor has 1900"),
        ([("from", "2020-1-1")], "from", "date", "not ISO"),
        ([("from", "16/10/2020")], "from", "date", "the API takes ISO only"),
        ([("to", "２０２０")], "to", "date", "full-width digits"),
        ([("to", "2020\n")], "to", "date", "a trailing newline slips past `$`"),
        ([("q", "a" * (MAX_QUERY + 1))], "q", "long", "longer than the limit"),
        ([("q", "a"), ("q", "b")], "q", "repeated", "which of the two would be meant?"),
        ([("source", "")], "source", "empty", "an empty source finds nothing"),
        ([("source", str(n)) for n in range(MAX_VALUES + 1)], "source", "many", "above the limit"),
        ([("sorce", "vusta.vn")], "sorce", "unknown", "a misspelt filter must not be ignored"),
        ([("explain", "yes")], "explain", "choice", "0 or 1"),
    ],
)
def test_refused(pairs, parameter, code, reason):
    _, faults = _read(pairs)
    assert [(f.parameter, f.code) for f in faults] == [(parameter, code)], reason


def test_every_fault_is_told_at_once():
    _, faults = _read([("page", "x"), ("kind", "y"), ("zzz", "1")])
    assert {f.parameter for f in faults} == {"page", "kind", "zzz"}


@pytest.mark.parametrize(
    ("pairs", "field", "value", "reason"),
    [
        ([], "q", "", "nothing asked is a question too"),
        ([("q", "a" * MAX_QUERY)], "q", "a" * MAX_QUERY, "the limit itself"),
        ([("q", "a\x00b\x7fc\ud800d\r\n")], "q", "a b c d  ", "no document holds these characters"),
        ([("page", "10000"), ("size", "100")], "page", 10_000, "too far to hold results, and answered so"),
        ([("from", "2021"), ("to", "2020-12")], "from_", "2020-12", "the wrong way round: swapped"),
        ([("from", "2021"), ("to", "2020-12")], "to", "2021", "both of them"),
        ([("page", "007")], "page", 7, "leading zeros do no harm"),
        ([("from", "2020")], "from_", "2020", "a year"),
        ([("from", "2020-10-16"), ("to", "2020")], "to", "2020", "a day lies within its year"),
        ([("source", "a"), ("source", "b"), ("source", "a")], "source", ("a", "b"), "alternatives, each once"),
        ([("explain", "1")], "explain", True, "asked for"),
        ([("explain", "0")], "explain", False, "not asked for"),
        ([], "facets", True, "counted unless somebody does without"),
        ([("facets", "0")], "facets", False, "who does without has the answer sooner"),
    ],
)
def test_understood(pairs, field, value, reason):
    request, faults = _read(pairs)
    assert not faults, reason
    assert getattr(request, field) == value, reason


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("16/10/2020", "2020-10-16"),
        ("6/1/2020", "2020-01-06"),
        ("16-10-2020", "2020-10-16"),
        ("16.10.2020", "2020-10-16"),
        ("10/2020", "2020-10"),
        (" 2020 ", "2020"),
        ("2020-10-16", "2020-10-16"),
    ],
)
def test_pages_take_dates_as_people_write_them(typed, iso):
    request, faults = _read([("from", typed)], strict=False)
    assert (request.from_, faults) == (iso, [])


def test_the_pattern_knows_the_calendar():
    for year in (1000, 1600, 1700, 1996, 2000, 2019, 2020, 2100, 2400, 2996):
        for month, day in itertools.product(range(14), range(33)):
            text = f"{year}-{month:02d}-{day:02d}"
            try:
                datetime.date.fromisoformat(text)
            except ValueError:
                assert _read([("from", text)])[1], text
            else:
                assert not _read([("from", text)])[1], text


def test_pages_ignore_what_a_form_or_a_shared_link_adds():
    request, faults = _read(
        [("q", "hội"), ("from", ""), ("to", " "), ("utm_source", "x"), ("lang", "en")], strict=False
    )
    assert (request.q, request.from_, request.to, faults) == ("hội", "", "", [])


def test_a_faulty_parameter_keeps_its_default():
    request, faults = _read([("q", "hội"), ("kind", "x")], strict=False)
    assert (request.q, request.kind, len(faults)) == ("hội", "all", 1)

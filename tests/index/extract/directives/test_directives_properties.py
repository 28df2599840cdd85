"""Whatever the text, spans slice it; whatever the tables can write, is found and has one key."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.analysis.normalise import strip_accents
from index.extract.directives.find import find_directives
from index.extract.directives.tables import tables
from index.resolve.directives.buckets import bucket_of
from index.resolve.directives.citations import Citation
from index.resolve.directives.registry import KnownDocument, Registry
from index.resolve.directives.settle import resolve_bucket
from index.table import records

PIECES = st.sampled_from(
    [
        "Nghị quyết ",
        "số ",
        "18",
        "-NQ/TW",
        "/2017",
        " ngày 16/4/2010",
        " của Bộ Chính trị",
        ", ",
        " và ",
        "(",
        ")",
        "Luật ",
        "\n",
        "Đất đai",
        "CT ",
        "42/CT-TW",
        "́",
        "\u200b",
        "İ",
        "ﬁ",
        "“",
        ".",
        "1/1/",
        "khóa XII",
        "𝟙",
        "Ủy ban",
        " do ",
        "năm 2015",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
@example("Chỉ thị số 42-CT/TW\u0301")
def test_spans_slice_the_text_in_order_without_overlap(text):
    reached = 0
    for mention in find_directives(text, "2020-10-16"):
        assert mention.start >= reached
        assert mention.end > mention.start
        assert text[mention.start : mention.end] == mention.text
        reached = mention.end


Document = tuple[str, str, date]


def _canonical() -> list[tuple[str, str, str]]:
    """Every (type, abbreviation, symbol) that the tables say is issued, with every symbol that takes a type's."""
    rows = []
    for symbol in tables().symbols.values():
        for name in symbol.issues:
            kind = tables().types[strip_accents(name).lower()]
            short = kind.abbreviations[0] if kind.abbreviations else ""
            if symbol.family != "either" and len(short) > 1 and "-" not in short:
                rows.append((kind.name, short, symbol.written))
    return sorted(set(rows))


def _of_a_term() -> list[tuple[str, str]]:
    """Every (type, symbol) numbered by the term of the organ alone: Luật số 24/2018/QH14."""
    return [(row.issues[0], row.written) for row in tables().symbols.values() if row.alone and row.term and row.issues]


def _alone() -> list[tuple[str, str]]:
    """Every (type, symbol) of old numbers without a type's abbreviation: Nghị định 121/HĐBT."""
    return [(row.issues[0], row.written) for row in tables().symbols.values() if row.alone and not row.term]


def _ministries() -> list[str]:
    rows = tables().symbols.values()
    return sorted(row.written for row in rows if row.family == "state" and row.written.startswith("B"))


@st.composite
def _typed(draw: st.DrawFn) -> tuple[str, str]:
    kind, short, symbol = draw(st.sampled_from(_canonical()))
    count = draw(st.integers(1, 9999))
    if tables().symbols[strip_accents(symbol).lower()].family == "party":
        return kind, f"{count}-{short}/{symbol}"
    year = draw(st.sampled_from(["", "1999/", "2015/"]))
    return kind, f"{count}/{year}{short}-{symbol}"


@st.composite
def _numbered_otherwise(draw: st.DrawFn) -> tuple[str, str]:
    count, year = draw(st.integers(1, 999)), draw(st.integers(1990, 2025))
    shape = draw(st.sampled_from(["term", "alone", "joint"]))
    if shape == "term":
        kind, symbol = draw(st.sampled_from(_of_a_term()))
        return kind, f"{count:02}/{year}/{symbol}{draw(st.integers(8, 15))}"
    if shape == "alone":
        kind, symbol = draw(st.sampled_from(_alone()))
        return kind, f"{count}/{symbol}"
    makers = draw(st.lists(st.sampled_from(_ministries()), min_size=2, max_size=4, unique=True))
    return "Thông tư liên tịch", f"{count:02}/{year}/TTLT-{'-'.join(makers)}"


@st.composite
def documents(draw: st.DrawFn) -> Document:
    kind, number = draw(st.one_of(_typed(), _numbered_otherwise()))
    return kind, number, draw(st.dates(min_value=date(1990, 1, 1), max_value=date(2025, 12, 31)))


def _plain(kind: str, number: str, day: date) -> str:
    return f"{kind} số {number} ngày {day.day}/{day.month}/{day.year}"


def _in_words(kind: str, number: str, day: date) -> str:
    return f"{kind} số: {number}, ngày {day.day} tháng {day.month} năm {day.year}"


def _spaced(kind: str, number: str, day: date) -> str:
    wide = number.replace("/", " / ").replace("-", " - ")
    return f"{kind} số {wide} ngày {day.day}.{day.month}.{day.year}"


def _broken(kind: str, number: str, day: date) -> str:
    return f"{kind} số\n{number} ngày {day.day} tháng {day.month}\nnăm {day.year}"


WRITINGS = st.sampled_from(
    [
        _plain,
        _in_words,
        _spaced,
        _broken,
        lambda kind, number, day: f"{kind} {number} ngày {day.day:02}-{day.month:02}-{day.year}",
        lambda kind, number, day: f"{kind} số {number} ({day.day:02}/{day.month:02}/{day.year})",
        lambda kind, number, day: f"{kind} số{number} ngày {day.day} - {day.month} - {day.year}",
        lambda kind, number, day: f"{kind.replace(' ', '')} số {number} ngày {day.day}/{day.month}/{day.year}",
        lambda *document: _plain(*document).replace("-", "\u2011").replace(" ", "\u00a0"),
        lambda *document: _in_words(*document).replace("-", "–"),
        lambda *document: _plain(*document).upper(),
        lambda *document: strip_accents(_plain(*document)).lower(),
        lambda *document: unicodedata.normalize("NFD", _plain(*document)),
    ]
)


@settings(max_examples=400)
@given(documents(), WRITINGS)
def test_any_writing_of_a_document_is_found_with_one_key(document, writing):
    kind, number, day = document
    (plain,) = find_directives(f"{kind} số {number}")
    mentions = find_directives(f"Thực hiện {writing(kind, number, day)} về công tác")
    assert [m.key for m in mentions] == [plain.key]
    assert plain.number == number
    assert mentions[0].number == number
    assert mentions[0].date == day.isoformat()


@given(documents(), st.sampled_from(["{kind} {count}", "{kind} số {count}", "{upper} SỐ {count}"]))
def test_a_short_form_means_the_full_form_of_its_text(document, short):
    kind, number, day = document
    count = re.match(r"\d+", number)[0]
    again = short.format(kind=kind, upper=kind.upper(), count=count)
    full, *later = find_directives(f"Theo {_plain(kind, number, day)}. Cấp uỷ thực hiện {again} của cấp trên.")
    assert [m.key for m in later] in ([full.key], []), "a type that is a common word too needs more than digits"
    looks_like_a_year = len(count) == 4 and count[:2] in ("19", "20")
    if tables().types[strip_accents(kind).lower()].strength == "noun" and not looks_like_a_year:
        assert len(later) == 1


@given(documents(), WRITINGS, WRITINGS)
def test_any_two_writings_are_one_record(document, one, other):
    known = KnownDocument(document[0], document[1], "Về công tác", document[2].isoformat(), "")
    registry = Registry([known])
    citations = [
        Citation(article, "2026-01-01", mention)
        for article, writing in (("a", one), ("b", other))
        for mention in find_directives(f"Thực hiện {writing(*document)} về công tác")
    ]
    (bucket,) = {bucket_of(citation.mention, registry) for citation in citations}
    (record,) = resolve_bucket(bucket, citations, registry)
    assert record.date == known.date
    assert len(record.citations) == 2


def _issuers() -> list[str]:
    rows = records("index.extract.directives.tables", "issuers.tsv")
    named = {name.strip() for row in rows for name in (row["name"], *row["aliases"].split(";"))}
    return sorted((named | {name for row in tables().symbols.values() for name in row.issuer.split("; ")}) - {""})


@given(st.sampled_from(_issuers()), st.booleans())
def test_any_issuer_of_the_tables_is_read_whole(issuer, capitals):
    text = f"Quyết định số 12/QĐ-LHH ngày 3/4/2015 của {issuer}"
    (mention,) = find_directives((text.upper() if capitals else text) + (" VỀ VIỆC" if capitals else " về việc"))
    assert (mention.issuer or "").lower() == issuer.lower()


HARD = [
    "Nghị quyết ",
    "1/1/",
    "quyết định số ",
    "18-NQ/TW, ",
    "Luật A b c ",
    "Nghị quyết của Bộ Chính trị ",
    'kế hoạch "',
]


def _lines_run(text: str) -> int:
    """Return how many lines of the finders' code run on `text`: a cost that no busy machine changes."""
    folder = str(Path(sys.modules["index.extract.directives.find"].__file__ or "").parent)
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if not frame.f_code.co_filename.startswith(folder):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_directives(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", HARD)
def test_work_grows_linearly_with_the_text(piece):
    find_directives("Nghị quyết 18")  # tables and patterns are made at the first call
    short, long = (_lines_run(piece * times) for times in (200, 800))
    assert long <= 4.2 * short + 100

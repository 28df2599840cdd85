"""From the fields of a record (a JSON object, a CSV row, front matter) to an Article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from index.analysis.normalise import nfc
from index.documents import Article, DateOrigin, Rejection
from index.organisations.provinces import province_of, province_of_place, spelt
from index.sources.encodings.legacy_detection import conversion_for
from index.sources.encodings.misread_unicode import as_meant
from index.sources.fields.bylines import read_byline
from index.sources.fields.date_formats import normalise_date
from index.sources.fields.date_places import date_in_address, dateline, is_date_line
from index.sources.given import NOTHING, Given

LONGEST_TEXT = 20_000_000
"""Bytes of UTF-8 in one document; a document beyond it is reported as too large."""

_HEADLINE = 200  # characters; a first line beyond this is a paragraph
_HEAD = 4000  # characters at the top that a headline is looked for in
_SENTENCE = 100  # characters; headlines have no full stop, short ones may have one by mistake
_OPENING = 120  # characters of a long first line that stand for a missing title
_DATE_LINES = 6  # lines at the top among which a site's date line stands
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Broken(ValueError):
    """A field of a record has a shape that cannot be read; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a record: `origin` for reports, `id` for a record that brings none, `name` of a file of its own."""

    origin: str
    id: str
    name: str = ""
    given: Given = NOTHING


def clean(text: str) -> str:
    """Return `text` as NFC, misread UTF-8 mended, without halves of surrogate pairs, which UTF-8 cannot hold."""
    if text.isascii():
        return text
    try:
        text.encode("utf-16-le")  # tells of halves in a fifth of the time that a search for them takes
    except UnicodeEncodeError:
        text = _LONE_SURROGATE.sub("\ufffd", text)
    return nfc(as_meant(text))


def one_line(text: str) -> str:
    """Return a title or name as one line: runs of white space are one space."""
    return " ".join(text.split())


def one_line_in_columns(text: str) -> str:
    """Return the same, but tabs between words as they are: in letters they part columns."""
    return "\t".join(map(one_line, text.split("\t"))).strip() if "\t" in text else one_line(text)


def _as_text(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and key != "text" and all(isinstance(part, str | int | float) for part in value):
        return ", ".join(one_line(clean(str(part))) for part in value)
    raise Broken(f'"{key}" is {_kind(value)}; write it as a string')


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false"}
    return names.get(type(value), type(value).__name__)


def _related(value: Any) -> tuple[str, ...]:
    titles: list[Any]
    if isinstance(value, list):
        titles = [part.get("title") if isinstance(part, dict) else part for part in value]
    else:
        titles = value.splitlines() if isinstance(value, str) else []
    lines = (one_line(clean(title)) for title in titles if isinstance(title, str))
    return tuple(line for line in lines if line)


def _id_of(record: Mapping[str, Any], place: Place) -> str:
    given = record.get("id")
    if given is None or given == "":
        return place.id
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise Broken(f'"id" is {_kind(given)}; write it as a string or a number')
    return _LONE_SURROGATE.sub("\ufffd", str(given))


def host_of(url: str) -> str:
    """Return the host of an address without `www.`: `https://www.vusta.vn/a` → `vusta.vn`; '' for none."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:  # `http://[`: not an address
        return ""
    return host.removeprefix("www.")


def headline_of(text: str) -> str:
    """Return the first line of `text` where it is short enough to be a headline, else ''."""
    first = next((line for line in text[:_HEAD].splitlines() if line.strip() and not is_date_line(line)), "").strip()
    # `Ngày 30/4, khinh khí cầu trình diễn ven biển. Buổi tối, … trong khoảng 60 phút.` opens the report itself
    is_paragraph = first.endswith(".") and len(first) > _SENTENCE
    return one_line(first) if len(first) <= _HEADLINE and not is_paragraph else ""


def opening_of(text: str) -> str:
    """Return the opening words of a text that has no headline, ended by `…`: a hit needs something to click on."""
    first = one_line(text.lstrip()[:_HEAD].split("\n", 1)[0])
    if len(first) <= _OPENING:
        return first
    words, _, _ = first[:_OPENING].rpartition(" ")
    return (words.rstrip(" ,;:–-") or first[:_OPENING]) + "…"


def is_too_large(text: str) -> bool:
    """Tell whether a text exceeds `LONGEST_TEXT`."""
    return len(text) > LONGEST_TEXT // 4 and len(text.encode("utf-8", "replace")) > LONGEST_TEXT


def too_large(origin: str) -> Rejection:
    """Return the Rejection of a document beyond `LONGEST_TEXT`."""
    return Rejection(origin, "too large", f"more than {LONGEST_TEXT // 10**6} MB of text; split it into parts")


def empty(origin: str) -> Rejection:
    """Return the Rejection of a document without a letter in its body."""
    return Rejection(origin, "empty", "no text in it; fill it or remove it")


def has_letters(text: str) -> bool:
    """Tell whether there is anything to search for in `text`."""
    return any(character.isalnum() for character in text)


def _opening(article: Article) -> list[str]:
    """Return the first lines of lead and body, which the search for a date reads; never the whole text."""
    lines: list[str] = []
    for text in (article.lead, article.text[:_HEAD]):
        lines += [line.strip() for line in text.splitlines() if line.strip()]
    return lines[:_DATE_LINES]


def complete(article: Article, name: str = "", date_line: str = "", given: Given = NOTHING) -> Article:
    """Return `article` with date, source and province filled in from where else they are known.

    `date_line` is a date line that the reader took out of the body; `name` the path of a file that holds this
    article alone: that of a list of records tells when the list was made, not when its articles were. `given` is what
    was said of the whole source.
    """
    opening = _opening(article)
    line = next((line for line in [date_line, *opening] if is_date_line(line)), "")
    # A report may open with its headline once more; but `Ngày 16/10/2020, tại Huế, …` can be both
    again = bool(opening) and opening[0] == article.title and dateline(opening[:1]) == ("", "")
    day, place = dateline([text for text in opening[again:] if text != line])
    found: tuple[tuple[str, DateOrigin], ...] = (
        (normalise_date(article.date), "metadata"),
        (normalise_date(line), "date line"),
        (day, "dateline"),
        (date_in_address(article.url), "address"),
        (date_in_address(f"/{name}") if name else "", "file name"),
    )
    when, origin = next(((when, origin) for when, origin in found if when), ("", None))
    if article.author.lower().lstrip("(").startswith("nguồn"):  # `(Nguồn: TTXVN)` in the author's field: no person
        signed = read_byline(article.author, "")
        if signed and not signed[0]:
            article = replace(article, author="", source=article.source or signed[1])
    source = article.source or given.name or host_of(article.url)
    guessed = province_of(article.source) or province_of_place(place)
    province = spelt(article.province) or spelt(given.province) or guessed or province_of(given.name)
    return replace(article, date=when, date_origin=origin, source=source, province=province)


def article_of(record: Mapping[str, Any], place: Place) -> Article | Rejection:
    """Return the article of a record whose keys are the field names of `Article`; unknown keys are passed over.

    The text stays as it is but for NFC, so that offsets into it agree with the record's; a missing title is the
    first line of the text where that is short enough, else its opening words.
    """
    if "text" not in record:
        keys = ", ".join(str(key) for key in list(record)[:20]) or "none"
        return Rejection(place.origin, "broken", f'no "text" among its fields ({keys}); name the body "text"')
    names = ("title", "lead", "date", "author", "source", "url", "category", "province")
    try:
        fields: dict[str, Any] = {key: one_line(_as_text(key, record.get(key))) for key in names}
        text = _as_text("text", record["text"])
        identifier = _id_of(record, place)
        conversion = conversion_for(f"{fields['title']}\n{text}")  # letters of TCVN3 or VNI in a record in Unicode
        text = conversion(text)
        fields = {key: value if key == "url" else conversion(value) for key, value in fields.items()}
    except Broken as error:
        return Rejection(place.origin, "broken", str(error))
    if is_too_large(text):
        return too_large(place.origin)
    if not has_letters(text):
        return empty(place.origin)
    fields["title"] = fields["title"] or headline_of(text) or opening_of(text)
    related = _related(record.get("related"))
    article = Article(id=identifier, text=text, related=related, origin=place.origin, **fields)
    return complete(article, place.name, given=place.given)

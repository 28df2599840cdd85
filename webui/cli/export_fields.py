"""Describes the files of a whole export, field by field: the README that lies beside them is made of this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileFields:
    """One file: what it holds a line for, and what each field of a line is, in their order."""

    what: str
    fields: Mapping[str, str]


INTRODUCTION = """# What an index of Tra cứu holds

Written by `tracuu export` from the index {generation}, published {published}. UTF-8, one JSON object a line, every line
of a file with the same fields. In pandas:

    import pandas as pd
    mentions = pd.read_json("mentions.jsonl", lines=True, dtype=False, convert_dates=False)

Dates are ISO 8601 as far as they are known (`2010-04-16`, `2020-10`, `2019`, empty), so they are best left as texts.
Places count characters (Unicode code points) from 0, the end is the first character behind.
"""

_CONFIDENCE = {
    "confidence": "how sure it is that all of this is one, from 0 to 1",
    "ambiguous": "whether the mentions may be of more than one",
    "evidence": "what the record rests on",
    "articles": "how many articles mention it; copies of a text each count",
}

FILES: dict[str, FileFields] = {
    "articles.jsonl": FileFields(
        "A line for each article.",
        {
            "id": "the article's id, as its source gave it or by its path",
            "title": "title",
            "lead": "the opening that stands before the text, where there is one",
            "text": "the text; paragraphs end in a line feed",
            "date": "when it was published",
            "date_origin": "where the date was read: `metadata`, `date line`, `dateline`, `address`, `file name`",
            "author": "the author line",
            "source": "who published it",
            "url": "its address there",
            "category": "its category there",
            "province": "the province of its source",
            "related": "titles of other articles that its page lists",
            "attachments": "files that it links to: `name` and `text`",
            "copies": "ids of other publications of the same text",
        },
    ),
    "mentions.jsonl": FileFields(
        "A line for each place where an article mentions a directive or a person, and for each statement of a person.",
        {
            "article": "id of the article",
            "kind": "`directive` or `person`",
            "id": "id in `directives.jsonl` or `people.jsonl`; empty where it is open which one is meant",
            "name": "what the article calls it",
            "what": "`mention`, or `statement` for a passage that is attributed to the person",
            "part": "where it stands: `title`, `lead`, `body` (the `text`), `attachment`, `related`",
            "item": "which attachment or related title, from 0",
            "start": "first character of it in that part",
            "end": "first character behind it",
            "text": "what stands there",
            "type": "of a directive, as written: type (`Chỉ thị`)",
            "number": "of a directive: number (`42-CT/TW`)",
            "date": "of a directive: its date as written, as far as it is",
            "issuer": "of a directive: who issued it, as written",
            "honorific": "of a person: title (`GS. TSKH.`)",
            "roles": "of a person: offices that the article names",
            "speaks": "of a person: whether they speak in the article",
            "chairs": "of a person: whether they chair what it tells of",
        },
    ),
    "directives.jsonl": FileFields(
        "A line for each official document that articles cite.",
        {
            "id": "id",
            "name": "what it is called",
            "type": "type",
            "number": "number and symbol",
            "title": "title, where it is known",
            "issuer": "who issued it",
            "date": "its date",
            "dates": "every date that articles state, with how often (`value`, `count`): more than one is a conflict",
            "variants": "how articles write it, with how often",
            **_CONFIDENCE,
            "passages": "how many passages cite it",
        },
    ),
    "people.jsonl": FileFields(
        "A line for each person whom articles name.",
        {
            "id": "id",
            "name": "name without titles",
            "honorifics": "titles, with how often",
            "variants": "how articles write the name, with how often",
            "roles": "offices held: `office`, `organisation`, `text` as written, `from` and `to` of the first and the "
            "last article that says so, `former`, and how many `articles`",
            **_CONFIDENCE,
            "chairs": "how many articles say that they chair something",
            "statements": "how many statements are attributed to them",
        },
    ),
    "organisations.jsonl": FileFields(
        "A line for each organisation that publishes articles or is named in them.",
        {
            "id": "id",
            "name": "name",
            "kind": "kind",
            "province": "its province",
            "other_names": "other names and short forms",
            "from": "since when it has been, where a source says so",
            "to": "until when it was",
            "source": "where these facts were read",
            "successor": "name of what took its place",
            "predecessors": "names of what it took the place of",
            "articles": "how many articles are of it or name it",
            "published": "how many of these it published",
        },
    ),
    "organisation_articles.jsonl": FileFields(
        "A line for each organisation and article of it or about it.",
        {
            "organisation": "id in `organisations.jsonl`",
            "article": "id in `articles.jsonl`",
            "published": "whether the organisation published it",
        },
    ),
}

"""Lays out what the index stores: one Whoosh schema for the four kinds of record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import columns, fields, formats
from whoosh.system import pack_uint

FORMAT = 20
"""Version of the layout of a generation. Raise it when an index written before can no longer be read rightly."""

OF_ARTICLES = ("digest_column", "origin_column", "day", "source_name", "province", "category")
"""Columns of what an article is; a record without a value of its own leaves them empty: every segment has them all."""

TIERS = ("word", "fold", "pair", "compound")


class Terms(fields.FieldType):  # type: ignore[misc]
    """A field whose value is a sequence of ready terms; with positions where phrases are to be verified."""

    indexed = True
    vector = None
    unique = False
    multitoken_query = "default"

    def __init__(self, positions: bool = False, scorable: bool = True) -> None:
        self.analyzer = None
        self.format = formats.Positions() if positions else formats.Frequency()
        self.scorable = scorable
        self.stored = False
        self.spelling = False
        self.sortable = False
        self.column_type = None

    def index(self, value: Sequence[str], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded posting value) of each distinct term."""
        if isinstance(self.format, formats.Positions):
            places: dict[str, list[int]] = {}
            for place, term in enumerate(value):
                places.setdefault(term, []).append(place)
            encode = self.format.encode
            for term, where in places.items():
                yield term.encode(), len(where), float(len(where)), encode(where)
        else:
            for term, count in Counter(value).items():
                yield term.encode(), count, float(count), pack_uint(count)

    def tokens(self, value: Sequence[str]) -> Sequence[str]:
        """Return the terms in text order, for writers that index by arrays."""
        return value

    def process_text(self, qstring: str, mode: str = "", **kwargs: Any) -> list[str]:
        """Return the query text as the one term it is: terms are made by `index.analysis`, not here."""
        return [qstring]

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return a term as it stands in the index."""
        return value if isinstance(value, bytes) else value.encode()

    def from_bytes(self, bs: bytes) -> str:
        """Return a term as text."""
        return bs.decode()


def _keyword() -> Terms:
    return Terms(scorable=False)


def build_schema() -> fields.Schema:
    """Return the schema of a new index.

    `key` is `kind:id`; `digest` tells whether a document changed; `record` is the stored record, JSON bytes.
    Text fields have one index field for each tier (`body_fold`); `name_…` and `about_…` are what directives and
    speakers are called, and what else is said of them.
    `label` is the title or name that people read, `name_length` how many words the name of a record has that must be
    said (up to 255; 0 on articles); `roles` (on speakers) what `records.role_lines` says. `organisation` holds `of:ID`
    and `about:ID` on articles, `office:ID` on people.
    `day` is an ISO date as far as known. `bucket` holds the
    identities that an article mentions or that a record was resolved from, `article` (on directives and speakers)
    the articles that mention the record. `signature` is what copies of one text are found by.
    """
    schema = fields.Schema(
        key=fields.ID(unique=True, sortable=columns.VarBytesColumn()),
        kind=fields.ID(sortable=columns.VarBytesColumn()),
        digest=fields.STORED(),
        record=fields.STORED(),
        **{name: fields.COLUMN(columns.VarBytesColumn()) for name in OF_ARTICLES},
        label=fields.COLUMN(columns.VarBytesColumn()),
        name_length=fields.COLUMN(columns.NumericColumn("B")),
        roles=fields.COLUMN(columns.VarBytesColumn()),
        signature=fields.COLUMN(columns.VarBytesColumn()),
        bucket=_keyword(),
        article=_keyword(),
        organisation=_keyword(),
    )
    for name in ("title", "body"):
        for tier in TIERS:
            schema.add(f"{name}_{tier}", Terms(positions=tier == "fold"))
    for tier in ("word", "fold", "pair"):
        schema.add(f"name_{tier}", Terms(positions=tier == "fold"))
    for name in ("author", "source", "about"):
        schema.add(f"{name}_word", Terms())
        schema.add(f"{name}_fold", Terms(positions=True))
    return schema

"""Writes all that an index holds as JSON lines, a file for each kind of record, with a README of their fields."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from search.interface.engine import SearchEngine
from search.interface.records import ArticleRecord, MentionSpan
from webui.cli.export_fields import FILES, INTRODUCTION

Row = dict[str, Any]
_ROWS = 500  # of an organisation's articles asked for at once


class CannotExport(RuntimeError):
    """Nothing was written; the message says why and what would do."""


def export(engine: SearchEngine, folder: Path) -> dict[str, int]:
    """Write the files into a new folder and return how many lines each has.

    The folder appears once it is whole. All of it is of one index, whatever is published meanwhile. Raises CannotExport
    where there is something in the folder already, NotAvailable without an index, OSError where it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotExport(f"{folder}: there is something already; name a folder that is new or empty")
    engine = engine.pinned()
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    counts = {name: _write(unfinished / name, rows(engine)) for name, rows in _ROWS_OF.items()}
    (unfinished / "README.md").write_text(_readme(engine, counts), encoding="utf-8")
    unfinished.rename(folder)
    return counts


def _write(path: Path, rows: Iterator[Row]) -> int:
    count = 0
    with path.open("wb") as file:
        for row in rows:
            file.write(msgspec.json.encode(row) + b"\n")
            count += 1
    return count


def _readme(engine: SearchEngine, counts: dict[str, int]) -> str:
    status = engine.status()
    parts = [INTRODUCTION.format(generation=status.generation, published=status.published)]
    for name, told in FILES.items():
        fields = "".join(f"| `{field}` | {what} |\n" for field, what in told.fields.items())
        table = f"| Field | What it is |\n|---|---|\n{fields}"
        parts.append(f"## {name}\n\n{told.what} Lines: {counts[name]:,}.\n\n{table}")
    return "\n".join(parts)


def _articles(engine: SearchEngine) -> Iterator[Row]:
    for record in _every_article(engine):
        row: Row = {name: getattr(record, name) for name in FILES["articles.jsonl"].fields}
        row["attachments"] = [{"name": one.name, "text": one.text} for one in record.attachments]
        yield row | {"copies": [copy.id for copy in record.copies]}


def _every_article(engine: SearchEngine) -> Iterator[ArticleRecord]:
    return (record for id in engine.identifiers("article") if (record := engine.article(id)) is not None)


def _mentions(engine: SearchEngine) -> Iterator[Row]:
    empty = {"type": "", "number": "", "date": "", "issuer": "", "honorific": "", "roles": (), "speaks": False,
             "chairs": False}  # fmt: skip
    for record in _every_article(engine):
        for one in record.directives:
            said = {name: getattr(one, name) for name in ("type", "number", "date", "issuer")}
            shared = {"article": record.id, "kind": "directive", "id": one.id, "name": one.label}
            for span in one.spans:
                yield shared | {"what": "mention"} | _place(record, span) | empty | said
        for person in record.people:
            said = {name: getattr(person, name) for name in ("honorific", "roles", "speaks", "chairs")}
            shared = {"article": record.id, "kind": "person", "id": person.id, "name": person.name}
            for what, spans in (("mention", person.spans), ("statement", person.statements)):
                for span in spans:
                    yield shared | {"what": what} | _place(record, span) | empty | said


def _place(record: ArticleRecord, span: MentionSpan) -> Row:
    """Return where a span stands, and what stands there."""
    texts: dict[str, Callable[[], str]] = {
        "title": lambda: record.title,
        "lead": lambda: record.lead,
        "body": lambda: record.text,
        "attachment": lambda: record.attachments[span.item].text,
        "related": lambda: record.related[span.item],
    }
    text = texts[span.part]()[span.start : span.end]
    return {"part": span.part, "item": span.item, "start": span.start, "end": span.end, "text": text}


def _directives(engine: SearchEngine) -> Iterator[Row]:
    for id in engine.identifiers("directive"):
        if (view := engine.directive(id, size=1)) is not None:
            counted = {"dates": _counted(view.dates), "variants": _counted(view.variants)}
            yield _row("directives.jsonl", view, {"passages": view.total_passages, **counted})


def _people(engine: SearchEngine) -> Iterator[Row]:
    for id in engine.identifiers("speaker"):
        if (view := engine.speaker(id, size=1)) is None:
            continue
        roles = [
            {"office": role.office, "organisation": role.organisation, "text": role.text, "from": role.from_,
             "to": role.to, "former": role.former, "articles": role.articles}
            for role in view.roles
        ]  # fmt: skip
        counted = {"honorifics": _counted(view.honorifics), "variants": _counted(view.variants)}
        yield _row("people.jsonl", view, {"roles": roles, "statements": view.total_statements, **counted})


def _organisations(engine: SearchEngine) -> Iterator[Row]:
    for id in engine.identifiers("organisation"):
        if (view := engine.organisation(id, size=1)) is not None:
            linked = {
                "successor": view.successor.name if view.successor else "",
                "predecessors": [one.name for one in view.predecessors],
            }
            yield _row("organisations.jsonl", view, {"from": view.from_, **linked})


def _organisation_articles(engine: SearchEngine) -> Iterator[Row]:
    for id in engine.identifiers("organisation"):
        page = 1
        while (view := engine.organisation(id, page, _ROWS)) is not None and view.rows:
            for row in view.rows:
                yield {"organisation": id, "article": row.id, "published": row.published}
            page += 1


def _row(name: str, view: object, own: Row) -> Row:
    """Return the fields of a file, those of `own` as given there, the others as the record has them."""
    return {field: own[field] if field in own else getattr(view, field) for field in FILES[name].fields}


def _counted(values: tuple[tuple[str, int], ...]) -> list[Row]:
    return [{"value": value, "count": count} for value, count in values]


_ROWS_OF: dict[str, Callable[[SearchEngine], Iterator[Row]]] = {
    "articles.jsonl": _articles,
    "mentions.jsonl": _mentions,
    "directives.jsonl": _directives,
    "people.jsonl": _people,
    "organisations.jsonl": _organisations,
    "organisation_articles.jsonl": _organisation_articles,
}

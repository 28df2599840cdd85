"""Writes, lists and removes an office's corrections, `tracuu correct`; they hold from the next reindex on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

from index.resolve.corrections.editing import Value, add_entry, remove_entry
from index.resolve.corrections.entries import (
    CorrectionError,
    Entry,
    HiddenOffice,
    Kind,
    MeantDocument,
    NoPerson,
    OnePerson,
    entries_in,
)
from search.interface.engine import NotAvailable, SearchEngine
from search.opening import open_engine
from webui.cli.options import CannotRun, data_option
from webui.cli.words import tell, told

reason_option = click.option("--reason", default="", help="Why; shown with the correction.")


@click.group("correct")
def correct_command() -> None:
    """Say what is wrong in the records, in corrections.toml of the data folder; applied by the next tracuu reindex."""


@correct_command.command("mention")
@click.argument("article")
@click.argument("text")
@click.argument("document")
@click.option("--start", type=click.IntRange(0), help="Which of several: its place in the article's text, from 0.")
@reason_option
@data_option
def mention_command(article: str, text: str, document: str, start: int | None, reason: str, data: Path) -> None:
    """Say that TEXT, as ARTICLE (an id) cites it, means DOCUMENT: "Chỉ thị 42-CT/TW 2010-04-16"."""
    with closing(_engine(data)) as engine:
        found = engine.article(article)
    if found is None:
        raise CannotRun(f"there is no article {article!r} in the index; its id stands at the end of its page's address")
    _add(data, "mention", {"article": article, "text": text, "document": document, "start": start}, reason)


@correct_command.command("same-person")
@click.argument("people", nargs=-1, required=True)
@reason_option
@data_option
def same_person_command(people: tuple[str, ...], reason: str, data: Path) -> None:
    """Say that the records of PEOPLE, two ids or more, are one person's."""
    if len(set(people)) < 2:
        raise CannotRun("one person is told of two records or more; give their ids, as in their pages' addresses")
    with closing(_engine(data)) as engine:
        named = [_named(engine, id) for id in dict.fromkeys(people)]
    _add(data, "same_person", {"people": named}, reason)


@correct_command.command("not-person")
@click.argument("name")
@click.option("--article", default="", help="Only in this article, by its id; default: anywhere.")
@reason_option
@data_option
def not_person_command(name: str, article: str, reason: str, data: Path) -> None:
    """Say that NAME is no person's."""
    _add(data, "not_person", {"name": name, "article": article or None}, reason)


@correct_command.command("hide-office")
@click.argument("person")
@click.argument("office")
@reason_option
@data_option
def hide_office_command(person: str, office: str, reason: str, data: Path) -> None:
    """Say that OFFICE, as the page of PERSON (an id) writes it, is not theirs."""
    with closing(_engine(data)) as engine:
        named, view = _named(engine, person), engine.speaker(person)
    held = [role.text for role in view.roles] if view else []
    if office not in held:
        listed = "".join(f"\n  {one}" for one in held)
        raise CannotRun(f"{office!r} is no office of {person}; those are:{listed}")
    _add(data, "hide_office", {**named, "office": office}, reason)


@correct_command.command("list")
@data_option
def list_command(data: Path) -> None:
    """List the corrections, each with the number by which it is removed."""
    for number, entry in enumerate(_entries(data), 1):
        click.echo(f"{number}  {_as_line(entry)}")


@correct_command.command("remove")
@click.argument("number", type=click.IntRange(1))
@data_option
def remove_command(number: int, data: Path) -> None:
    """Remove the correction of that NUMBER in the list."""
    entries = _entries(data)
    if number > len(entries):
        raise CannotRun(f"there are {len(entries):,} corrections; see their numbers with: tracuu correct list")
    try:
        remove_entry(data, entries[number - 1])
    except (CorrectionError, OSError) as error:
        raise CannotRun(str(error)) from error
    tell(f"removed: {_as_line(entries[number - 1])}; applied by the next tracuu reindex")


def _engine(data: Path) -> SearchEngine:
    engine = open_engine(data)
    if not engine.status().generation:
        raise CannotRun(f"{data}: there is no index to look into; make one with: tracuu reindex PATH")
    return engine


def _named(engine: SearchEngine, id: str) -> dict[str, str]:
    """Return a person as an article names them: ids of records may change, articles do not."""
    try:
        view = engine.speaker(id)
    except NotAvailable as error:
        raise CannotRun(str(error)) from error
    article = engine.article(view.appearances[0].article) if view and view.appearances else None
    names = [person.name for person in article.people if person.id == id] if article else []
    if article is None or not names:
        raise CannotRun(f"there is no person {id!r} in the index; the id stands at the end of the page's address")
    return {"name": names[0], "article": article.id}


def _add(data: Path, kind: Kind, fields: Mapping[str, Value | None], reason: str) -> None:
    """Write an entry with those of the fields that are given."""
    given = {name: value for name, value in {**fields, "reason": reason or None}.items() if value is not None}
    try:
        entry = add_entry(data, kind, given)
    except (CorrectionError, OSError, UnicodeDecodeError) as error:
        raise CannotRun(str(error)) from error
    tell(f"written: {_as_line(entry)}; applied by the next tracuu reindex")


def _entries(data: Path) -> tuple[Entry, ...]:
    try:
        return entries_in(data)
    except CorrectionError as error:
        raise CannotRun(str(error)) from error


def _as_line(entry: Entry) -> str:
    """Return a correction as one line."""
    match entry.correction:
        case MeantDocument() as one:
            place = "" if one.start is None else told(f" at {one.start}")
            document = f"{one.document.type} {one.document.number} {one.document.date}".strip()
            line = f"mention: {one.text!r}{place} in {one.article} means {document}"
        case OnePerson() as one:
            line = f"same-person: {' = '.join(f'{p.name} (in {p.article})' for p in one.people)}"
        case NoPerson() as one:
            line = f"not-person: {one.name}{f' in {one.article}' if one.article else ''}"
        case HiddenOffice() as one:
            line = f"hide-office: {one.office!r} of {one.person.name} (in {one.person.article})"
    return line + (f" ({entry.correction.reason})" if entry.correction.reason else "")

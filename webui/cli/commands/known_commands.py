"""Keeps an office's own table of known documents, `tracuu known`: a row added, all rows checked."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from index.resolve.directives.known_check import add_row, problems_in
from index.resolve.directives.registry import RegistryError, load_registry
from index.resolve.office_table import KNOWN_DOCUMENTS
from webui.cli.options import CannotRun, data_option
from webui.cli.words import tell


@click.group("known")
def known_command() -> None:
    """Keep known_documents.csv of the data folder: documents that the service does not know of itself."""


@known_command.command("add")
@click.argument("type")
@click.argument("number")
@click.option("--date", "date_", required=True, help="Date of issue: 2010-04-16, 2010-04 or 2010.")
@click.option("--issuer", required=True, help="Who issued it: Tỉnh ủy Phú Thọ.")
@click.option("--title", default="", help="What it is about, without its type and number.")
@click.option("--source", default="", help="Where these facts stand.")
@click.option("--continues", default="", help='Documents, as "Chỉ thị 42-CT/TW 2010-04-16; …"; so the next four.')
@click.option("--amends", default="", help="Documents that it amends.")
@click.option("--replaces", default="", help="Documents that it replaces.")
@click.option("--repealed-by", default="", help="Documents by which it was repealed.")
@click.option("--guides", default="", help="Documents whose implementation it guides.")
@data_option
def add_command(type: str, number: str, date_: str, data: Path, **told: str) -> None:
    """Add a document: its TYPE and NUMBER, whole: "Kế hoạch" "15-KH/TU". Refused where it contradicts another row."""
    path = data / KNOWN_DOCUMENTS
    row = {"type": type, "number": number, "date": date_, **told}
    try:
        add_row(path, row, load_registry(), date.today().isoformat())
    except RegistryError as error:
        raise CannotRun(f"not written: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"{path}: cannot be read or written ({error})") from error
    tell(f"written: {type} {number} of {date_}; read by the next tracuu reindex")


@known_command.command("check")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@data_option
def check_command(file: Path | None, data: Path) -> None:
    """Name each row of FILE (default: the data folder's) that is faulty, told twice, or contradicts another."""
    path = file or data / KNOWN_DOCUMENTS
    try:
        text = path.read_text(encoding="utf-8-sig")
        problems = problems_in(text, str(path), load_registry(), date.today().isoformat())
    except FileNotFoundError as error:
        raise CannotRun(f"{path}: there is no such file; make one with: tracuu known add") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"{path}: cannot be read as UTF-8 text ({error}); save it as CSV UTF-8") from error
    except RegistryError as error:
        raise CannotRun(str(error)) from error
    for problem in problems:
        tell(problem)
    tell(f"{path}: {len(problems):,} problems" if problems else f"{path}: no problem found", err=True)
    sys.exit(1 if problems else 0)



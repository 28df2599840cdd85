"""The commands that ask an index: search, report and export."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from index.generations.opensearch.connection import Connection
from search.interface.engine import BadRequest, NotAvailable, SearchEngine
from search.interface.request import CopiesShown, KindFilter, Match, SearchRequest, Sort
from search.opening import open_engine
from search.records.directive_lookup import directives_called
from webui.cli.filter_options import filter_options
from webui.cli.options import (
    CannotRun,
    cluster_of,
    config_option,
    configuration,
    data_option,
    engine_option,
    index_options,
    json_option,
    period_options,
)
from webui.cli.terminal import print_hits, print_json
from webui.cli.whole_export import CannotExport, export
from webui.cli.words import tell, told
from webui.http.addresses import FORMATS, Format
from webui.http.parameters import REPORT_COLUMNS


@click.command("search")
@click.argument("query")
@index_options
@click.option("--kind", type=click.Choice(["all", "article", "directive", "speaker", "organisation"]), default="all")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance")
@period_options
@filter_options()
@click.option("--copies", type=click.Choice(["fold", "all"]), default="fold", help="all: each copy of a text is a hit.")
@click.option("--match", type=click.Choice(["some", "all"]), default="some", help="all: none with some of the words.")
@click.option("--exact", is_flag=True, help="Search just what was typed, even where it finds nothing.")
@json_option
def search_command(
    query: str,
    data: Path,
    config: Path,
    engine: str | None,
    kind: KindFilter,
    limit: int,
    sort: Sort,
    from_: str,
    to: str,
    copies: CopiesShown,
    match: Match,
    exact: bool,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Search the index for QUERY and print the best hits."""
    request = SearchRequest(
        q=query,
        kind=kind,
        size=limit,
        sort=sort,
        from_=from_,
        to=to,
        copies=copies,
        match=match,
        exact=exact,
    ).narrowed(filters)
    with _opened(data, cluster_of(config, engine)) as opened:
        answer = opened.search(request)
    if as_json:
        from webui.api.answers import search_answer  # the web stack loads slowly; other commands do without

        print_json(search_answer(request, answer))
    else:
        print_hits(answer)


@click.command("report")
@click.argument("directive")
@data_option
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="Default: as --output ends, else csv.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; default: stdout.")
@period_options
@filter_options(of_articles=True)
@click.option("--copies", type=click.Choice(["all", "fold"]), default="all", help="fold: of copies only the earliest.")
@click.option("--column", multiple=True, type=click.Choice(REPORT_COLUMNS), help="Columns to write; default: all.")
@click.option("--unsettled", is_flag=True, help="Also mentions that may mean it, marked as not settled.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@config_option
@engine_option
@click.option("--address", help="Where people reach the service.  [default: public_address of the settings]")
def report_command(
    directive: str,
    data: Path,
    format_: Format | None,
    output: Path | None,
    from_: str,
    to: str,
    copies: CopiesShown,
    column: tuple[str, ...],
    unsettled: bool,
    language: str,
    config: Path,
    engine: str | None,
    address: str | None,
    **filters: tuple[str, ...],
) -> None:
    """Write the report on DIRECTIVE: who said or did what on it, when and where.

    DIRECTIVE is an id, or a number or name as people write it: "Chỉ thị 42-CT/TW", "CT 42". Articles that have
    no address of their own are linked to under --address, where the service has one.
    """
    from webui.reports.choice import ReportChoice  # the web stack loads slowly; other commands do without
    from webui.reports.file import report_file

    asked = SearchRequest(from_=from_, to=to, copies=copies).narrowed(filters)
    choice = ReportChoice(asked, column or REPORT_COLUMNS, lang=language, unsettled=unsettled)
    ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    named: Format = next((format for format in FORMATS if format == ending), "csv")
    chosen = configuration(config, {}, engine)
    base = address if address is not None else chosen.settings.public_address
    with _opened(data, chosen.index.connection()) as opened:
        meant = _meant(opened, directive)
        _, content = report_file(opened, meant, choice, format_ or named, base.rstrip("/"))
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CannotRun(f"{output}: cannot be written ({error.strerror})") from error
    tell(f"{output}: {len(content):,} bytes", err=True)


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@index_options
def export_command(folder: Path, data: Path, config: Path, engine: str | None) -> None:
    """Write all that the index holds into FOLDER, new or empty: JSON lines, with a README of their fields."""
    with _opened(data, cluster_of(config, engine)) as opened:
        try:
            counts = export(opened, folder)
        except CannotExport as error:
            raise CannotRun(str(error)) from error
        except OSError as error:
            raise CannotRun(f"{error.filename or folder}: cannot be written ({error.strerror})") from error
    for name, count in counts.items():
        tell(f"{folder / name}: {count:,} lines")


def _meant(engine: SearchEngine, directive: str) -> str:
    """Return the id of the directive that was typed; ends the command where there is none, or more than one."""
    if engine.directive(directive) is not None:
        return directive
    called = directives_called(engine, directive)
    if len(called) == 1:
        return called[0].id
    if not called:
        raise CannotRun(f"no directive is called {directive!r}; look for it with: tracuu search --kind directive …")
    listed = "".join(f"\n  {hit.id}: {hit.title}{told(f' of {hit.date}') if hit.date else ''}" for hit in called)
    raise CannotRun(f"{directive!r} may be any of these; say which by its id:{listed}")


@contextmanager
def _opened(data: Path, cluster: Connection | None) -> Iterator[SearchEngine]:
    """Open the engine over an index; ends the command where it cannot answer, or not what is asked within."""
    try:
        with closing(open_engine(data, cluster)) as engine:
            yield engine
    except (BadRequest, NotAvailable) as error:
        raise CannotRun(str(error)) from error

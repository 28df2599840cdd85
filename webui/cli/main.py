"""The command `tracuu`: reindex, watch, serve, search, extract, status, check.

Results go to stdout, talk to stderr. Exit status: 0 done, 1 done with documents left out or problems found, 2 could
not run.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import click
import msgspec
from click.core import ParameterSource

from index.documents import Note, Rejection
from index.generations.array_checks import inspect
from index.generations.segments import SegmentError
from index.generations.store import Soundness, Store, StoreError
from index.reindexing.last_run import read_last_run, recorded
from index.reindexing.reindex import NothingFound, Report, reindex
from index.resolve.registry import RegistryError
from index.sources import SourceError, read_paths, with_attachments
from index.sources.configuration import FILE, files_of, read_sources
from index.sources.files.watching import fingerprint
from search.interface.answers import SearchResponse
from search.interface.engine import BadRequest, NotAvailable, SearchEngine
from search.interface.request import CopiesShown, KindFilter, SearchRequest, Sort
from search.opening import open_engine
from search.records.directive_lookup import directives_called
from webui.cli.extraction import extracted
from webui.cli.filter_options import filter_options
from webui.cli.progress import ProgressBar, Silent
from webui.cli.terminal import print_findings, print_hits, print_json, print_json_line, print_last_run, print_report
from webui.cli.watch import watch
from webui.configuration import BadConfiguration, Configuration, read_configuration

_data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="TRACUU_DATA",
    default=Path("var"),
    show_default=True,
    help="Folder of the index; also $TRACUU_DATA.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


_config = click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="TRACUU_CONFIG",
    default=Path(FILE),
    show_default=True,
    help="File of settings and sources; also $TRACUU_CONFIG.",
)


class CannotRun(click.ClickException):
    """Ends the command with status 2 and its message."""

    exit_code = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tracuu")
def main() -> None:
    """Tra cứu: full-text search for union documents."""


@main.command("reindex")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_data
@_config
@click.option("--full", is_flag=True, help="Build everything anew instead of what changed.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0 means one for each processor.")
@_json
def reindex_command(
    paths: tuple[Path, ...], data: Path, config: Path, full: bool, dry_run: bool, jobs: int, as_json: bool
) -> None:
    """Make the index hold exactly the documents in PATHS (files and folders), without PATHS those of tracuu.toml."""
    report = _reindexed(paths, data, config, fetch=True, full=full, dry_run=dry_run, jobs=jobs)
    _finish_reindex(report, as_json)


def _reindexed(
    paths: tuple[Path, ...], data: Path, config: Path, *, fetch: bool, full: bool, dry_run: bool, jobs: int
) -> Report:
    progress = ProgressBar() if sys.stderr.isatty() else Silent()

    def run() -> Report:
        sources = () if paths else read_sources(config)
        return reindex(paths, data, progress, sources=sources, fetch=fetch, full=full, dry_run=dry_run, jobs=jobs)

    try:
        return run() if dry_run else recorded(data, run)
    except (SourceError, StoreError, SegmentError, NothingFound, RegistryError) as error:
        raise CannotRun(str(error)) from error
    except OSError as error:
        advice = "; free some space and run again" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
        raise CannotRun(f"{error.filename or data}: {error.strerror}; the live index is untouched{advice}") from error
    finally:
        progress.close()


def _finish_reindex(report: Report, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        print_report(report)
    sys.exit(1 if report.left_out else 0)


@main.command("watch")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_data
@_config
@click.option("--every", type=click.IntRange(1), default=30, show_default=True, help="Seconds between two looks.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0 means one for each processor.")
def watch_command(paths: tuple[Path, ...], data: Path, config: Path, every: int, jobs: int) -> None:
    """Reindex whenever the files in PATHS (without PATHS those of tracuu.toml) change, until stopped.

    Sites are not fetched: what the last reindex fetched of them stays.
    """

    def look() -> bytes:
        try:
            named = () if paths else files_of(read_sources(config), data, fetch=False)
            return fingerprint([*with_attachments(list(read_paths(paths))), *named])
        except SourceError as error:  # a share that is away for a while: what was indexed stays
            return str(error).encode()

    def renew() -> None:
        try:
            print_report(_reindexed(paths, data, config, fetch=False, full=False, dry_run=False, jobs=jobs))
        except CannotRun as error:
            click.echo(f"{error.message}; looking again in {every} seconds", err=True)

    watch(look, renew, every)


@main.command("search")
@click.argument("query")
@_data
@click.option("--kind", type=click.Choice(["all", "article", "directive", "speaker"]), default="all")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance")
@click.option("--from", "from_", default="", help="First date: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--to", default="", help="Last date, included.")
@filter_options()
@click.option("--copies", type=click.Choice(["fold", "all"]), default="fold", help="all: each copy of a text is a hit.")
@click.option("--exact", is_flag=True, help="Search just what was typed, even where it finds nothing.")
@_json
def search_command(
    query: str,
    data: Path,
    kind: KindFilter,
    limit: int,
    sort: Sort,
    from_: str,
    to: str,
    copies: CopiesShown,
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
        exact=exact,
    ).narrowed(filters)
    answer = _ask(data, request)
    if as_json:
        from webui.api.routes import search_answer  # the web stack loads slowly; other commands do without

        print_json(search_answer(request, answer))
    else:
        print_hits(answer)


def _ask(data: Path, request: SearchRequest) -> SearchResponse:
    engine = open_engine(data)
    try:
        return engine.search(request)
    except (BadRequest, NotAvailable) as error:
        raise CannotRun(str(error)) from error
    finally:
        engine.close()


@main.command("extract")
@click.argument("file", type=click.Path(path_type=Path))
@_json
def extract_command(file: Path, as_json: bool) -> None:
    """Print the directives and people found in the documents of FILE; with --json a line for each document."""
    left_out = 0
    try:
        for found in extracted(file):
            if isinstance(found, Note):
                click.echo(f"note: {found.origin}: {found.detail}", err=True)
            elif isinstance(found, Rejection):
                left_out += 1
                click.echo(f"left out: {found.origin}: {found.reason}: {found.detail}", err=True)
            elif as_json:
                print_json_line(found)
            else:
                print_findings(found)
    except SourceError as error:
        raise CannotRun(str(error)) from error
    sys.exit(1 if left_out else 0)


@main.command("status")
@_data
@_json
def status_command(data: Path, as_json: bool) -> None:
    """Tell which generation is served, how old and how whole it is, what it holds, and how the last reindex ended."""
    found = _sound(data)
    assert found.generation is not None
    manifest = found.generation.manifest
    if as_json:
        last = msgspec.to_builtins(read_last_run(data))
        print_json({**msgspec.to_builtins(manifest), "damaged": found.problems, "last_reindex": last})
    else:
        size = sum(entry.size for entry in manifest.files.values())
        counts = ", ".join(f"{count:,} {kind}s" for kind, count in manifest.counts.items()) or "nothing"
        click.echo(f"{manifest.generation}: {counts}; published {manifest.published}; {size / 1e6:.1f} MB")
        if (last := read_last_run(data)) is not None:
            print_last_run(last)
    _tell_damage(found.problems)


@main.command("check")
@_data
def check_command(data: Path) -> None:
    """Verify the live generation: its files, its counts, and that every posting points to a document."""
    found = _sound(data)
    assert found.generation is not None
    problems = found.problems or inspect(found.generation)
    for problem in problems:
        click.echo(problem)
    _tell_damage(problems)
    manifest = found.generation.manifest
    click.echo(f"{manifest.generation}: {len(manifest.files)} files, all as the manifest says; what they hold agrees")


def _sound(data: Path) -> Soundness:
    try:
        found = Store(data).sound()
    except StoreError as error:
        raise CannotRun(str(error)) from error
    if found.generation is None:
        for problem in found.problems:
            click.echo(problem)
        _tell_damage(found.problems)
        raise CannotRun(f"{data}: there is no index yet; make one with: tracuu reindex PATH")
    return found


def _tell_damage(problems: Sequence[str]) -> None:
    """End the command with status 1 where something is damaged."""
    if problems:
        click.echo(f"damaged: {problems[0]}; renew it with: tracuu reindex (--full where that does not help)", err=True)
        sys.exit(1)


@main.command("prune")
@_data
def prune_command(data: Path) -> None:
    """Remove what is not needed: generations behind the last but one, and what a killed reindex left."""
    store = Store(data)
    try:
        with store.writing():
            removed = store.prune()
    except (StoreError, FileNotFoundError) as error:
        raise CannotRun(str(error)) from error
    click.echo(f"removed {', '.join(removed)}" if removed else "nothing to remove")


@main.command("report")
@click.argument("directive")
@_data
@click.option("--format", "format_", type=click.Choice(["csv", "docx"]), help="Default: as --output ends, else csv.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; default: stdout.")
@click.option("--from", "from_", default="", help="First date: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--to", default="", help="Last date, included.")
@filter_options(of_articles=True)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--address", default="http://127.0.0.1:8080", show_default=True, help="Where the service is reached.")
def report_command(
    directive: str,
    data: Path,
    format_: Literal["csv", "docx"] | None,
    output: Path | None,
    from_: str,
    to: str,
    language: str,
    address: str,
    **filters: tuple[str, ...],
) -> None:
    """Write the report on DIRECTIVE: who said or did what on it, when and where.

    DIRECTIVE is an id, or a number or name as people write it: "Chỉ thị 42-CT/TW", "CT 42". --address makes links for
    articles that have no address of their own.
    """
    from webui.reports.routes import report_file  # Word files load slowly; other commands do without

    asked = SearchRequest(from_=from_, to=to).narrowed(filters)
    kind = format_ or ("docx" if output is not None and output.suffix.lower() == ".docx" else "csv")
    engine = open_engine(data)
    try:
        content = report_file(engine, _meant(engine, directive), asked, kind, language, address.rstrip("/"))
    except (NotAvailable, BadRequest) as error:
        raise CannotRun(str(error)) from error
    finally:
        engine.close()
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CannotRun(f"{output}: cannot be written ({error.strerror})") from error
    click.echo(f"{output}: {len(content):,} bytes", err=True)


def _meant(engine: SearchEngine, directive: str) -> str:
    """Return the id of the directive that was typed; ends the command where there is none, or more than one."""
    if engine.directive(directive) is not None:
        return directive
    called = directives_called(engine, directive)
    if len(called) == 1:
        return called[0].id
    if not called:
        raise CannotRun(f"no directive is called {directive!r}; look for it with: tracuu search --kind directive …")
    listed = "".join(f"\n  {hit.id}: {hit.title}{f' of {hit.date}' if hit.date else ''}" for hit in called)
    raise CannotRun(f"{directive!r} may be any of these; say which by its id:{listed}")


@main.command("serve")
@_data
@_config
@click.option("--host", help="Address to serve on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="0 takes a free one.  [default: 8080]")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes.  [default: 1]")
@click.option("--threads", type=click.IntRange(1, 64), help="Of each process.  [default: 4]")
def serve_command(
    data: Path, config: Path, host: str | None, port: int | None, workers: int | None, threads: int | None
) -> None:
    """Serve the search page and the JSON API until stopped.

    What is not given here is read from the environment ($TRACUU_PORT …) and from [serve] in the configuration file;
    `tracuu config` shows all of it.
    """
    from webui.serving.listening_socket import (  # the web stack loads slowly; other commands do without
        CannotServe,
        bound,
    )
    from webui.serving.serve import serve
    from webui.serving.supervisor import Supervisor

    given = {"host": host, "port": port, "workers": workers, "threads": threads}
    settings = _configuration(config, given).settings
    try:
        if settings.workers == 1:
            serve(open_engine(data), settings.host, settings.port, settings.threads, settings)
        else:
            listening = bound(settings.host, settings.port)
            number, threads = settings.workers, settings.threads
            Supervisor(data, listening, workers=number, threads=threads, settings=settings).run()
    except CannotServe as error:
        raise CannotRun(str(error)) from error


@main.command("config")
@_config
@_json
def config_command(config: Path, as_json: bool) -> None:
    """Show the settings of the service, and where each comes from; passwords are not shown."""
    rows = _configuration(config, {}).rows()
    if as_json:
        print_json([{"name": name, "value": value, "origin": origin} for name, value, origin in rows])
        return
    for name, value, origin in rows:
        click.echo(f"{name:<20} {value:<32} {origin}")


def _configuration(path: Path, given: Mapping[str, object]) -> Configuration:
    context = click.get_current_context()
    named = context.get_parameter_source("config") is not ParameterSource.DEFAULT
    try:
        return read_configuration(path, os.environ, given, required=named)
    except BadConfiguration as error:
        raise CannotRun(str(error)) from error


if __name__ == "__main__":
    main()

"""The commands that make an index or look into one: reindex, watch, extract, status, check, prune."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from index.documents import Note, Rejection
from index.generations.array_checks import inspect
from index.generations.opensearch.connection import Connection
from index.generations.opensearch.errors import ClusterError
from index.generations.segments import SegmentError
from index.generations.store import Generation, Store, StoreError
from index.reindexing.last_run import read_last_run, record_of, recorded
from index.reindexing.reindex import NothingFound, Report, reindex
from index.sources import SourceError, read_paths, with_attachments
from index.sources.configuration import files_of, read_sources
from index.sources.files.watching import fingerprint
from index.table import TableError
from webui.cli.extraction import extracted
from webui.cli.options import CannotRun, cluster_of, configuration, index_options, json_option
from webui.cli.progress import ProgressBar, Silent
from webui.cli.terminal import (
    print_findings,
    print_json,
    print_json_line,
    print_last_run,
    print_left_out,
    print_report,
)
from webui.cli.watch import watch
from webui.cli.words import tell, told

_COUNTED = {
    "article": "{:,} articles",
    "directive": "{:,} directives",
    "speaker": "{:,} speakers",
    "organisation": "{:,} organisations",
}


@click.command("reindex")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@index_options
@click.option("--full", is_flag=True, help="Build everything anew instead of what changed.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0 means one for each processor.")
@json_option
def reindex_command(
    paths: tuple[Path, ...],
    data: Path,
    config: Path,
    engine: str | None,
    full: bool,
    dry_run: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Make the index hold exactly the documents in PATHS (files and folders), without PATHS those of tracuu.toml."""
    report = _reindexed(paths, data, config, engine, fetch=True, full=full, dry_run=dry_run, jobs=jobs)
    _finish_reindex(report, as_json)


def _reindexed(
    paths: tuple[Path, ...],
    data: Path,
    config: Path,
    engine: str | None,
    *,
    fetch: bool,
    full: bool,
    dry_run: bool,
    jobs: int,
) -> Report:
    progress = ProgressBar() if sys.stderr.isatty() else Silent()
    settings = configuration(config, {}, engine).index
    connection = settings.connection()

    def run() -> Report:
        sources = () if paths else read_sources(config)
        report = reindex(paths, data, progress, sources=sources, fetch=fetch, full=full, dry_run=dry_run, jobs=jobs)
        if connection is not None and not dry_run:
            from webui.cli.cluster import published  # the client loads slowly; an office without a cluster does without

            layout = settings.shards, settings.replicas
            report.cluster = published(data, connection, layout, progress, full=full)
        return report

    try:
        return run() if dry_run else recorded(data, run)
    except (SourceError, StoreError, SegmentError, NothingFound, TableError, ClusterError) as error:
        raise CannotRun(str(error)) from error
    except OSError as error:
        said = f"{error.filename or data}: {error.strerror}; the live index is untouched"
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise CannotRun(f"{told(said)}; free some space and run again" if is_full else said) from error
    finally:
        progress.close()
        if connection is not None and not dry_run:
            from webui.cli.cluster import leave_record

            leave_record(data, connection)


def _finish_reindex(report: Report, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        print_report(report)
    sys.exit(1 if report.left_out else 0)


@click.command("watch")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@index_options
@click.option("--every", type=click.IntRange(1), default=30, show_default=True, help="Seconds between two looks.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0 means one for each processor.")
def watch_command(
    paths: tuple[Path, ...], data: Path, config: Path, engine: str | None, every: int, jobs: int
) -> None:
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
            print_report(_reindexed(paths, data, config, engine, fetch=False, full=False, dry_run=False, jobs=jobs))
        except CannotRun as error:
            tell(f"{error.message}; looking again in {every} seconds", err=True)

    watch(look, renew, every)


@click.command("extract")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def extract_command(file: Path, as_json: bool) -> None:
    """Print the directives and people found in the documents of FILE; with --json a line for each document."""
    left_out = 0
    try:
        for found in extracted(file):
            if isinstance(found, Note):
                tell(f"note: {found.origin}: {found.detail}", err=True)
            elif isinstance(found, Rejection):
                left_out += 1
                print_left_out(found)
            elif as_json:
                print_json_line(found)
            else:
                print_findings(found)
    except SourceError as error:
        raise CannotRun(str(error)) from error
    sys.exit(1 if left_out else 0)


@click.command("status")
@index_options
@json_option
def status_command(data: Path, config: Path, engine: str | None, as_json: bool) -> None:
    """Tell which generation is served, how old and how whole it is, what it holds, and how the last reindex ended."""
    connection = cluster_of(config, engine)
    if connection is not None:
        _cluster_status(connection, as_json)
        return
    generation, problems = _sound(data)
    manifest = generation.manifest
    if as_json:
        last = msgspec.to_builtins(read_last_run(data))
        print_json({**msgspec.to_builtins(manifest), "damaged": problems, "last_reindex": last})
    else:
        size = sum(entry.size for entry in manifest.files.values())
        tell(f"{manifest.generation}: {_counts(manifest.counts)}; published {manifest.published}; {size / 1e6:.1f} MB")
        if (last := read_last_run(data)) is not None:
            print_last_run(last)
    _tell_damage(problems)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(told(_COUNTED[kind].format(count)) for kind, count in counts.items()) or told("nothing")


def _cluster_status(connection: Connection, as_json: bool) -> None:
    from webui.cli.cluster import described

    found = described(connection)
    last = record_of(found.last_run)
    if as_json:
        told = {"index": found.index, "health": found.health, "last_reindex": msgspec.to_builtins(last)}
        print_json(msgspec.to_builtins(found.published) | told)
        return
    manifest = found.published
    tell(f"{found.index}: {_counts(manifest.counts)}; published {manifest.published}; {found.health}")
    if found.remark:
        tell(found.remark, err=True)
    if last is not None:
        print_last_run(last)


@click.command("check")
@index_options
def check_command(data: Path, config: Path, engine: str | None) -> None:
    """Verify the live generation: its files, its counts, and that every posting points to a document."""
    connection = cluster_of(config, engine)
    if connection is not None:
        from webui.cli.cluster import faults

        index, found_wrong = faults(data, connection)
        for problem in found_wrong:
            click.echo(problem)
        _tell_damage(found_wrong)
        tell(f"{index}: counts, mentions, words and documents are as they were published")
        return
    generation, known = _sound(data)
    problems = known or inspect(generation)
    for problem in problems:
        tell(problem)
    _tell_damage(problems)
    manifest = generation.manifest
    tell(f"{manifest.generation}: {len(manifest.files)} files, all as the manifest says; what they hold agrees")


def _sound(data: Path) -> tuple[Generation, Sequence[str]]:
    """Return the generation that can be relied on, and what is wrong with the live one; end the command without."""
    try:
        found = Store(data).sound()
    except StoreError as error:
        raise CannotRun(str(error)) from error
    if found.generation is None:
        for problem in found.problems:
            tell(problem)
        _tell_damage(found.problems)
        raise CannotRun(f"{data}: there is no index yet; make one with: tracuu reindex PATH")
    return found.generation, found.problems


def _tell_damage(problems: Sequence[str]) -> None:
    """End the command with status 1 where something is damaged."""
    if problems:
        tell(f"damaged: {problems[0]}; renew it with: tracuu reindex (--full where that does not help)", err=True)
        sys.exit(1)


@click.command("prune")
@index_options
def prune_command(data: Path, config: Path, engine: str | None) -> None:
    """Remove what is not needed: generations behind the last but one, and what a killed reindex left."""
    connection = cluster_of(config, engine)
    store = Store(data)
    try:
        with store.writing():
            removed = store.prune()
        if connection is not None:
            from webui.cli.cluster import pruned

            removed += pruned(connection)
    except (StoreError, FileNotFoundError) as error:
        raise CannotRun(str(error)) from error
    tell(f"removed {', '.join(removed)}" if removed else "nothing to remove")

"""Answers and reports as text or JSON on stdout."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import click
import msgspec

from index.reindexing.last_run import LastRun
from index.reindexing.reindex import Report
from search.interface.answers import NotFound, SearchResponse, Snippet


def print_json(value: Any) -> None:
    """Print a record as one JSON document, UTF-8 whatever the locale says."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()


def print_json_line(value: Any) -> None:
    """Print a record as one line of JSON, UTF-8 whatever the locale says."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")


def print_findings(found: dict[str, Any]) -> None:
    """Print the directives and people of one document, a line each."""
    click.echo(found["id"])
    for mention in found["directives"]:
        known = " · ".join(
            part for part in (mention["type"], mention["number"], mention["date"], mention["issuer"]) if part
        )
        click.echo(f"   {mention['start']}-{mention['end']} {' '.join(mention['text'].split())}  [{known}]")
    for person in found["people"]:
        title = f"{person['honorific']} " if person["honorific"] else ""
        roles = f", {'; '.join(person['roles'])}" if person["roles"] else ""
        click.echo(f"   {title}{person['name']}{roles}" + ("  [speaks]" if person["speaks"] else ""))


def _marked(text: str, highlights: tuple[tuple[int, int], ...]) -> str:
    parts, end = [], 0
    for start, stop in highlights:
        parts += [text[end:start], click.style(text[start:stop], bold=True)]
        end = stop
    return "".join([*parts, text[end:]])


def _line(snippet: Snippet) -> str:
    where = f"[{snippet.attachment}] " if snippet.attachment else ""
    return where + " ".join(_marked(snippet.text, snippet.highlights).split())


def _missing(one: NotFound) -> str:
    """Return the sentence that says what the index has not, with what is known of it."""
    said = f"No article {'cites' if one.kind == 'directive' else 'names'} {one.said}"
    known = ", ".join(part for part in (one.title, one.issuer, one.date) if part)
    near = "; ".join(f"{near.label} ({near.kind}:{near.id})" for near in one.nearest)
    return f"{said}{f' ({known})' if known else ''}{f'. Nearest: {near}' if near else ''}"


def print_hits(answer: SearchResponse) -> None:
    """Print hits, a few lines each; says so when there are none, and what may have been meant."""
    loose = f", {answer.total_loose:,} more with some of the words" if answer.total_loose else ""
    click.echo(f"{answer.total:,} hits{loose} ({answer.took_ms:.0f} ms)", err=True)
    for missing in answer.not_found:
        click.echo(_missing(missing), err=True)
    for one in answer.query.expanded:
        click.echo(f"Also looked for: {one.typed} → {', '.join(one.also)}", err=True)
    for place, hit in enumerate(answer.hits, 1):
        about = " · ".join(part for part in (hit.date, hit.source, hit.province) if part)
        click.echo(f"{place}. {_marked(hit.title, hit.title_highlights)}")
        click.echo(f"   {hit.kind}:{hit.id}" + (f" · {about}" if about else ""))
        if hit.attested is not None:
            role = hit.attested
            told = " – ".join(dict.fromkeys(filter(None, (role.from_, role.to))))
            click.echo(f"   {role.text} · {told or 'undated'} · {role.articles} articles, as article:{role.article}")
        for snippet in hit.snippets:
            click.echo(f"   {_line(snippet)}")
        for copy in hit.copies:
            click.echo(f"   = article:{copy.id} · " + " · ".join(part for part in (copy.date, copy.source) if part))
    if answer.corrected:
        click.echo(f"Showing hits for: {answer.corrected} (--exact searches what was typed)", err=True)
    if answer.suggestion:
        click.echo(f"Did you mean: {answer.suggestion}", err=True)


def print_report(report: Report) -> None:
    """Print what a reindex did: counts on stdout, each document left out with its reason on stderr."""
    for item in report.left_out:
        click.echo(f"left out: {item.origin}: {item.reason}: {item.detail}", err=True)
    for note in report.notes:
        click.echo(f"note: {note.origin}: {note.detail}", err=True)
    for problem in report.damaged:
        click.echo(f"damaged: {problem}", err=True)
    if report.tables_changed:
        click.echo("a table of the office has changed: every article is read anew", err=True)
    verb = "would be " if report.dry_run else ""
    click.echo(
        f"{report.total:,} documents: {verb}added {report.added:,}, changed {report.changed:,}, "
        f"unchanged {report.unchanged:,}, deleted {report.deleted:,}"
        + (f", kept though unreadable now {report.kept:,}" if report.kept else "")
        + f"; {report.seconds:.1f} s"
    )
    if report.left_out:
        reasons = Counter(item.reason for item in report.left_out)
        listed = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
        click.echo(f"left out {len(report.left_out):,}: {listed}")
    if not report.dry_run:
        state = "published" if report.published else "nothing changed; live is"
        click.echo(f"{state} {report.generation}")


def print_last_run(run: LastRun) -> None:
    """Print how the last reindex ended."""
    if not run.ok:
        before = f"; the last good one ended {run.succeeded}" if run.succeeded else ""
        click.echo(f"last reindex: failed {run.finished} after {run.seconds:.1f} s: {run.error}{before}")
        return
    click.echo(
        f"last reindex: done {run.finished} in {run.seconds:.1f} s: added {run.added:,}, changed {run.changed:,}, "
        f"unchanged {run.unchanged:,}, removed {run.removed:,}, skipped {run.skipped:,}"
    )

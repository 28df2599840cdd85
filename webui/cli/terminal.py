"""Answers and reports as text or JSON on stdout."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import click
import msgspec

from index.documents import Rejection
from index.reindexing.last_run import LastRun
from index.reindexing.reindex import Report
from search.interface.answers import Hit, NotFound, SearchResponse, Snippet
from webui.cli.words import tell, told


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
        click.echo(f"   {title}{person['name']}{roles}" + (f"  [{told('speaks')}]" if person["speaks"] else ""))


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
    said = told(f"No article cites {one.said}" if one.kind == "directive" else f"No article names {one.said}")
    known = ", ".join(part for part in (one.title, one.issuer, one.date) if part)
    near = "; ".join(f"{near.label} ({near.kind}:{near.id})" for near in one.nearest)
    return said + (f" ({known})" if known else "") + (". " + told(f"Nearest: {near}") if near else "")


def print_hits(answer: SearchResponse) -> None:
    """Print hits, a few lines each; says so when there are none, and what may have been meant."""
    loose = f", {answer.total_loose:,} more with some of the words" if answer.total_loose else ""
    tell(f"{answer.total:,} hits{told(loose)} ({answer.took_ms:.0f} ms)", err=True)
    for missing in answer.not_found:
        click.echo(_missing(missing), err=True)
    for one in answer.query.expanded:
        tell(f"Also looked for: {one.typed} → {', '.join(one.also)}", err=True)
    for place, hit in enumerate(answer.hits, 1):
        _print_hit(place, hit)
    if answer.corrected:
        tell(f"Showing hits for: {answer.corrected} (--exact searches what was typed)", err=True)
    if answer.suggestion:
        tell(f"Did you mean: {answer.suggestion}", err=True)


def _print_hit(place: int, hit: Hit) -> None:
    about = " · ".join(part for part in (hit.date, hit.source, hit.province) if part)
    click.echo(f"{place}. {_marked(hit.title, hit.title_highlights)}")
    click.echo(f"   {hit.kind}:{hit.id}" + (f" · {about}" if about else ""))
    if hit.attested is not None:
        role = hit.attested
        when = " – ".join(dict.fromkeys(filter(None, (role.from_, role.to)))) or told("undated")
        evidence = told(f"{role.articles:,} articles, as article:{role.article}")
        click.echo(f"   {role.text} · {when} · {evidence}")
    for snippet in hit.snippets:
        click.echo(f"   {_line(snippet)}")
    for copy in hit.copies:
        click.echo(f"   = article:{copy.id} · " + " · ".join(part for part in (copy.date, copy.source) if part))


def print_report(report: Report) -> None:
    """Print what a reindex did: counts on stdout, each document left out with its reason on stderr."""
    for item in report.left_out:
        print_left_out(item)
    for note in report.notes:
        tell(f"note: {note.origin}: {note.detail}", err=True)
    for problem in report.damaged:
        tell(f"damaged: {problem}", err=True)
    if report.tables_changed:
        tell("a table of the office has changed: every article is read anew", err=True)
    added, changed, unchanged, deleted = report.added, report.changed, report.unchanged, report.deleted
    if report.dry_run:
        counts = f"would be added {added:,}, changed {changed:,}, unchanged {unchanged:,}, deleted {deleted:,}"
    else:
        counts = f"added {added:,}, changed {changed:,}, unchanged {unchanged:,}, deleted {deleted:,}"
    kept = told(f", kept though unreadable now {report.kept:,}") if report.kept else ""
    tell(f"{report.total:,} documents: {told(counts)}{kept}; {report.seconds:.1f} s")
    if report.left_out:
        reasons = Counter(item.reason for item in report.left_out)
        listed = ", ".join(f"{count:,} {told(reason)}" for reason, count in sorted(reasons.items()))
        tell(f"left out {len(report.left_out):,}: {listed}")
    if report.published:
        tell(f"published {report.generation}")
    elif not report.dry_run:
        tell(f"nothing changed; live is {report.generation}")
    if report.cluster:
        tell(f"in the cluster: {report.cluster}")


def print_left_out(item: Rejection) -> None:
    """Print which document could not be read, and why, on stderr."""
    tell(f"left out: {item.origin}: {told(item.reason)}: {told(item.detail)}", err=True)


def print_last_run(run: LastRun) -> None:
    """Print how the last reindex ended."""
    if not run.ok:
        before = told(f"; the last good one ended {run.succeeded}") if run.succeeded else ""
        tell(f"last reindex: failed {run.finished} after {run.seconds:.1f} s: {told(run.error)}{before}")
        return
    tell(
        f"last reindex: done {run.finished} in {run.seconds:.1f} s: added {run.added:,}, changed {run.changed:,}, "
        f"unchanged {run.unchanged:,}, removed {run.removed:,}, skipped {run.skipped:,}"
    )

"""Settles the rows of `resolution_cases.jsonl`: a mention, its article and the words around it, and what it means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.analysis.normalise import slug
from index.documents import Article
from index.findings.article_findings import find_in, subject_of
from index.resolve.directives.citations import Citation
from index.resolve.directives.registry import load_registry
from index.resolve.directives.settle import resolve_bucket
from index.resolve.office_table import names_in

ROWS = [json.loads(line) for line in Path(__file__).with_name("resolution_cases.jsonl").read_text("utf-8").splitlines()]


def settled(row: dict) -> tuple[str, str, set[str]]:
    """Return the number and date of the record that a row's mention is in, and the dates that it may be of."""
    registry = load_registry()
    before = f"{row['before']} " if row["before"] else ""
    text = f"{before}{row['mention']} {row['after']}"
    article = Article("a", title="", text=text, date=row["article_date"], source=row["source"])
    findings = find_in(article, registry, names_in(Path()))
    start = len("\n\n" * 2) + len(before)
    stop = start + len(row["mention"])
    meant = [f for f in findings.directives if f.mention.start < stop and f.mention.end > start]
    if not meant:
        return "", "", set()
    count = row["expect"].get("number", "").partition("-")[0].partition("/")[0]
    found = next((f for f in meant if count and (f.mention.number or "").partition("-")[0] == count), meant[0])
    beside = frozenset(f.bucket for f in findings.directives if f.bucket) - {found.bucket}
    citations = [
        Citation("a", article.date, f.mention, f.context, "", subject_of(article), beside)
        for f in findings.directives
        if f.bucket == found.bucket
    ]
    for record in resolve_bucket(found.bucket, citations, registry):
        if ("a", found.mention.start) in record.citations:
            return record.number, record.date if not record.ambiguous else "", {one.date for one in record.possible}
    raise AssertionError("the citation is in no record")


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}: {row['mention'][:50]}" for n, row in enumerate(ROWS, 1)])
def test_a_mention_means(row: dict) -> None:
    number, date, possible = settled(row)
    expected = row["expect"]
    if "candidates" in expected:
        assert not date and possible >= set(expected["candidates"]), row["reason"]
    else:
        assert date == expected["date"], row["reason"]
        assert slug(number) == slug(expected["number"]), row["reason"]

"""What each tier and feature of the ranking adds, on every set: the table of `docs/ranking.md`.

    python -m tests.bench.ablation SET… [--documents FILE…] [--every N]

SET is a folder with corpus.jsonl, queries.jsonl ({"id", "text"}) and qrels.tsv (query, document, relevance).
From the articles of each FILE two more sets are made (see `made_sets`). `--every N` asks every Nth query only.
Each figure is mean nDCG@10: queries as written / with every diacritic taken away.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.analysis.normalise import nfc, strip_accents
from index.analysis.segmentation.segment import Segmenter
from index.generations.store import Store
from index.reindexing.reindex import reindex
from search.embedded.arrays.mention_links import read_links
from search.embedded.arrays.snapshot import Snapshot
from search.embedded.lexicon.generation_lexicon import GenerationLexicon
from search.embedded.matching.matcher import Matcher
from search.embedded.ranking.ranker import Ranker
from search.embedded.ranking.weights import DEFAULT, Parameters
from search.query.other_forms.expansion import expand
from search.query.other_forms.form_tables import built_in
from search.query.parse import parse
from search.query.tree import Query
from search.repair.repairer import Repairer
from tests.bench.made_sets import RetrievalSet, articles_of, sentences, titles
from webui.cli.progress import Silent

_WORDS = replace(
    DEFAULT,
    fold=0,
    pair=0,
    question=1,
    definition=0,
    mend=False,
    other_forms=False,
    read=0,
    passage=0,
    cover=0,
    phrase=0,
    whole_title=0,
    exact=0,
    alone=0,
    complete=0,
)
_STEPS: list[tuple[str, dict[str, float]]] = [
    ("words with their accents (title ×2)", {}),
    ("+ folded words", {"fold": DEFAULT.fold}),
    ("+ folded pairs", {"pair": DEFAULT.pair}),
    ("+ question words weigh little", {"question": DEFAULT.question}),
    ("+ definitions (`X là`)", {"definition": DEFAULT.definition}),
    ("+ words that nothing holds mended", {"mend": True}),
    ("+ abbreviations and their long forms", {"other_forms": True}),
    ("+ best passage", {"read": DEFAULT.read, "passage": DEFAULT.passage}),
    ("+ title covered", {"cover": DEFAULT.cover}),
    (
        "+ phrase, whole title, short queries: **as served**",
        {name: getattr(DEFAULT, name) for name in ("phrase", "whole_title", "exact", "alone", "complete")},
    ),
]
_VARIANTS: list[tuple[str, dict[str, float]]] = [
    ("as served, without folded words", {"fold": 0}),
    ("as served, without pairs", {"pair": 0}),
    ("as served, title ×1", {"title": 1}),
    ("as served, with compounds", {"compound": 0.5}),
]


def rows() -> Iterator[tuple[str, Parameters]]:
    """Yield the rows of the table: features added one after the other, then single changes to the whole."""
    parameters = _WORDS
    for name, change in _STEPS:
        parameters = replace(parameters, **change)  # type: ignore[arg-type]
        yield name, parameters
    assert parameters == DEFAULT, "the last step must be what is served"
    for name, change in _VARIANTS:
        yield name, replace(DEFAULT, **change)  # type: ignore[arg-type]


def read_set(folder: Path) -> RetrievalSet:
    """Return a set that stands in a folder."""
    judged: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, relevance = line.split("\t")
        if float(relevance) > 0:
            judged.setdefault(query, set()).add(document)
    asked = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    records = [json.loads(line) for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    return RetrievalSet(folder.name, records, [(q["text"], judged[q["id"]]) for q in asked if q["id"] in judged])


def gain(ids: list[str], relevant: set[str]) -> float:
    """Return nDCG@10 of an order of document ids."""
    found = sum(1 / math.log2(rank + 2) for rank, identifier in enumerate(ids[:10]) if identifier in relevant)
    return found / sum(1 / math.log2(rank + 2) for rank in range(min(10, len(relevant))))


def with_other_forms(text: str) -> Query:
    """Return what a text asks for, with the abbreviations that are shipped."""
    return expand(parse(text), built_in())


def measure(folder: Path, wanted: RetrievalSet, every: int) -> list[tuple[float, float]]:
    """Index a set in a folder and return mean nDCG@10 for each row: as written, unaccented."""
    source = folder / "records.jsonl"
    with source.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in wanted.records)
    reindex([source], folder / "data", Silent())
    generation = Store(folder / "data").current()
    assert generation is not None
    snapshot = Snapshot(generation)
    links = {kind: read_links(snapshot, kind) for kind in ("directive", "speaker")}
    segmenter = Segmenter()
    figures: list[tuple[float, float]] = []
    for _, parameters in rows():
        ranker, read = Ranker(snapshot, segmenter, parameters), with_other_forms if parameters.other_forms else parse
        repairer = Repairer(GenerationLexicon(snapshot), read)
        means = []
        for bare in (False, True):
            gains = []
            for text, relevant in wanted.queries[::every]:
                typed = strip_accents(nfc(text)) if bare else text
                query = repairer.meaning(read(typed), exact=not parameters.mend).query
                mask = Matcher(snapshot, links).mask(query.root) & (
                    snapshot.kind.codes == snapshot.kind.code("article")
                )
                scores, numbers = ranker.rank_each(query, [mask])[0].scores, np.flatnonzero(mask)
                first = numbers[np.lexsort((snapshot.order[numbers], -scores[numbers]))][:10]
                gains.append(gain([snapshot.keys[n].partition(":")[2] for n in first], relevant))
            means.append(statistics.mean(gains))
        figures.append((means[0], means[1]))
    snapshot.close()
    return figures


def main() -> None:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--documents", type=Path, nargs="*", default=[])
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    given = [read_set(folder) for folder in options.sets]
    made = []
    for path in options.documents:
        articles, name = articles_of(path), path.name.split(".")[0]
        made += [titles(name, articles, 400), sentences(name, articles, 400)]
    columns = []
    for wanted in [*given, *made]:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(measure(Path(folder), wanted, options.every))
    names = [*(s.name for s in given), "**mean**", *(s.name for s in made)]
    print(f"| | {' | '.join(names)} |")
    print(f"|---|{'---|' * len(names)}")
    for n, (name, _) in enumerate(rows()):
        cells = [column[n] for column in columns]
        mean = tuple(statistics.mean(cell[k] for cell in cells[: len(given)]) for k in (0, 1))
        cells.insert(len(given), (mean[0], mean[1]))
        print(f"| {name} | {' | '.join(f'{written:.4f} / {bare:.4f}' for written, bare in cells)} |")


if __name__ == "__main__":
    main()

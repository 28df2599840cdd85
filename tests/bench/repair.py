"""How well mistyped queries find what they were meant for: the tables of `docs/repair.md`.

    python -m tests.bench.repair FILE… [--titles N] [--show]

FILE is a file or folder of documents. Each is indexed on its own; N of its titles, two to four words of each, and
names of its people are drawn (seeded), mistyped in every way of `mistyped.KINDS`, and searched. Printed for each kind
is recall@10 of the article (for names, of the person) as a share of that of the clean query, the same where what was
offered is followed, and how many queries were corrected, and offered something. Then how many clean queries are
changed: those of the set itself, and titles of the next FILE, whose right words the index often lacks.
--show prints those changes.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.bench.made_sets import articles_of
from tests.bench.mistyped import KINDS
from webui.cli.progress import Silent


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clean query, and the record that it must find among the first ten."""

    text: str
    kind: str
    id: str


@dataclass(slots=True)
class Outcome:
    """What became of the queries of one kind."""

    found: int = 0
    found_by_offer: int = 0
    corrected: int = 0
    offered: int = 0
    asked: int = 0


def titles_of(path: Path, most: int) -> list[Wanted]:
    """Return titles of at least four words that only one article has, drawn with a fixed seed."""
    by_title: dict[str, list[str]] = {}
    for article in articles_of(path):
        if len(article.title.split()) > 3:
            by_title.setdefault(article.title, []).append(article.id)
    single = sorted((title, ids[0]) for title, ids in by_title.items() if len(ids) == 1)
    drawn = random.Random(11).sample(single, min(most, len(single)))
    return [Wanted(title, "article", id) for title, id in drawn]


def spans_of(titles: list[Wanted]) -> list[Wanted]:
    """Return two to four neighbouring words of each title."""
    draw, spans = random.Random(12), []
    for wanted in titles:
        words = wanted.text.split()
        length = draw.randint(2, min(4, len(words)))
        start = draw.randrange(len(words) - length + 1)
        text = " ".join(words[start : start + length]).strip(" ,.:;?!\"'“”()")
        if sum(word.isalpha() for word in text.split()) > 1:
            spans.append(Wanted(text, wanted.kind, wanted.id))
    return spans


def names_of(engine: WhooshEngine, most: int) -> list[Wanted]:
    """Return names of people that the index knows, drawn with a fixed seed."""
    people = engine.search(SearchRequest(kind="speaker", size=1000)).hits
    whole = sorted((hit.title, hit.id) for hit in people if len(hit.title.split()) > 1)
    return [Wanted(name, "speaker", id) for name, id in random.Random(13).sample(whole, min(most, len(whole)))]


def outcome(engine: WhooshEngine, wanted: list[Wanted], typed: Iterable[str]) -> Outcome:
    """Search what was typed for each wanted record."""
    result = Outcome()
    for one, text in zip(wanted, typed, strict=True):
        request = SearchRequest(q=text, kind="speaker" if one.kind == "speaker" else "article")
        answer = engine.search(request)
        result.asked += 1
        if any(hit.id == one.id for hit in answer.hits):
            result.found += 1
        elif answer.suggestion:
            hits = engine.search(replace(request, q=answer.suggestion)).hits
            result.found_by_offer += any(hit.id == one.id for hit in hits)
        result.corrected += answer.corrected is not None
        result.offered += answer.corrected is None and answer.suggestion is not None
    return result


def table(engine: WhooshEngine, name: str, sets: dict[str, list[Wanted]]) -> str:
    """Return the table of one collection in Markdown: a row for each kind of mistyping."""
    lines = [f"| {name} | {' | '.join(f'{title} ({len(wanted)})' for title, wanted in sets.items())} |"]
    lines.append(f"|---|{'---|' * len(sets)}")
    clean = {title: outcome(engine, wanted, [w.text for w in wanted]) for title, wanted in sets.items()}
    cells = [f"{one.found / max(one.asked, 1):.3f}, {one.corrected} corrected" for one in clean.values()]
    lines.append(f"| clean: recall@10 | {' | '.join(cells)} |")
    for kind, mistype in KINDS.items():
        cells = []
        for title, wanted in sets.items():
            draw = random.Random(kind)
            one = outcome(engine, wanted, [mistype(w.text, draw) for w in wanted])
            whole = max(clean[title].found, 1)
            with_offer = (one.found + one.found_by_offer) / whole
            cells.append(f"{one.found / whole:.3f}, {with_offer:.3f} ({one.corrected}, {one.offered})")
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def changed(engine: WhooshEngine, clean: list[Wanted]) -> list[tuple[str, str]]:
    """Return the clean queries that are corrected, with what they become."""
    answers = ((wanted.text, engine.search(SearchRequest(q=wanted.text, size=1)).corrected) for wanted in clean)
    return [(text, corrected) for text, corrected in answers if corrected is not None]


def latency(engine: WhooshEngine, wanted: list[Wanted]) -> str:
    """Return the median time of titles as they are and with a slip, searched as typed and repaired, in turn."""
    draw = random.Random(14)
    slips = [KINDS["letters swapped"](w.text, draw) for w in wanted]
    times: dict[str, list[float]] = {"clean": [], "clean, exact": [], "slip": [], "slip, exact": []}
    for one, slip in zip(wanted, slips, strict=True):
        for text, label in ((one.text, "clean"), (slip, "slip")):
            for exact in (True, False, True, False):
                began = time.perf_counter()
                engine.search(SearchRequest(q=text, exact=exact))
                times[label + (", exact" if exact else "")].append(time.perf_counter() - began)
    return ", ".join(f"{label} {statistics.median(taken) * 1000:.1f} ms" for label, taken in times.items())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--titles", type=int, default=200)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    print(repair_tables(options.files, options.titles, options.show))


def repair_tables(files: list[Path], titles: int, show: bool = False) -> str:
    """Return a table for each file, with the false repairs and the times under it."""
    parts = []
    drawn = {path: titles_of(path, titles) for path in files}
    for place, path in enumerate(files):
        with tempfile.TemporaryDirectory() as folder:
            reindex([path], Path(folder), Silent())
            engine = WhooshEngine(Path(folder))
            parts.append(report(engine, path, drawn[path], drawn[files[(place + 1) % len(files)]], titles, show))
            engine.close()
    return "\n\n".join(parts)


def report(
    engine: WhooshEngine, path: Path, own: list[Wanted], others: list[Wanted], most: int, show: bool = False
) -> str:
    """Return what is measured on one index."""
    sets = {"titles": own, "2 to 4 words": spans_of(own), "names": names_of(engine, most)}
    lines = [table(engine, path.name.split(".")[0], sets)]
    everything = [wanted for group in sets.values() for wanted in group]
    for what, clean in (("own", everything), ("another set's", [*others, *spans_of(others)])):
        false = changed(engine, clean)
        lines.append(f"{what} clean queries changed: {len(false)} of {len(clean)}")
        lines += [f"    {text} → {corrected}" for text, corrected in false] if show else []
    lines.append(f"median times: {latency(engine, own[:50])}")
    return "\n\n".join(lines)


if __name__ == "__main__":
    main()

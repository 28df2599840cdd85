"""What a full answer costs, and whether it is the same as another version's.

    python -m tests.bench.full_answers DATA QUESTIONS [--count N] [--calls] [--digests FILE]

DATA is a data folder with an index, QUESTIONS a file with one a line (`tests.bench.made_articles` writes one). Prints
processor time p50 and p95 over N of them (default 254) that were not asked before, after as many others. `--calls`
prints how many Python functions a search calls, and where the time goes, by file. `--digests` writes a line of each
question and digests of its whole answers, explanations and later pages included: two versions answer alike where the
files do.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import pstats
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest

_DEFAULT = 254
_SHOWN = 25  # files of the profile


def processor_times(engine: WhooshEngine, questions: Sequence[str]) -> list[float]:
    """Return the processor time of each answer, in milliseconds."""
    times = []
    for question in questions:
        began = time.process_time()
        engine.search(SearchRequest(q=question))
        times.append((time.process_time() - began) * 1000)
    return times


def digest(engine: WhooshEngine, request: SearchRequest) -> str:
    """Return a digest of all that is answered, the time taken aside."""
    answer = msgspec.to_builtins(engine.search(request))
    return hashlib.sha256(msgspec.json.encode({**answer, "took_ms": 0}, order="sorted")).hexdigest()[:16]


def digests(engine: WhooshEngine, questions: Sequence[str]) -> list[str]:
    """Return a line for each question: what it is answered under several ways to ask it, and the question."""
    lines = []
    for number, question in enumerate(questions):
        further = (
            SearchRequest(q=question, sort="newest"),
            SearchRequest(q=question, page=2, copies="all"),
            SearchRequest(q=question, kind="article", from_="2015"),
            SearchRequest(q=question, match="all", exact=True),
        )[number % 4]
        found = [digest(engine, request) for request in (SearchRequest(q=question, explain=True), further)]
        lines.append(f"{' '.join(found)} {question}")
    return lines


def _calls(engine: WhooshEngine, questions: Sequence[str]) -> str:
    """Return how many calls a search makes and which files take the most time, of the library's own and of others."""
    profile = cProfile.Profile()
    profile.enable()
    for question in questions:
        engine.search(SearchRequest(q=question))
    profile.disable()
    stats = pstats.Stats(profile)
    python, files = 0, {}
    for (file, _, _), (_, calls, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        python += calls if file != "~" else 0
        name = "/".join(Path(file).parts[-3:]) if file != "~" else "built in"
        count, spent = files.get(name, (0, 0.0))
        files[name] = (count + calls, spent + own)
    size, every = len(questions), stats.total_calls  # type: ignore[attr-defined]
    lines = [f"{every / size:,.0f} calls a search, {python / size:,.0f} of them of functions written in Python"]
    for name, (count, spent) in sorted(files.items(), key=lambda row: -row[1][1])[:_SHOWN]:
        lines.append(f"{1000 * spent / size:8.3f} ms {count / size:9,.1f} calls  {name}")
    return "\n".join(lines)


def main() -> None:
    """Print what was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("questions", type=Path)
    arguments.add_argument("--count", type=int, default=_DEFAULT)
    arguments.add_argument("--calls", action="store_true")
    arguments.add_argument("--digests", type=Path)
    given = arguments.parse_args()
    questions = given.questions.read_text(encoding="utf-8").splitlines()
    first, second, last = (questions[given.count * n : given.count * (n + 1)] for n in range(3))
    engine = WhooshEngine(given.data)
    processor_times(engine, first)
    cuts = statistics.quantiles(processor_times(engine, second), n=20)
    print(f"full answer, {len(second)} questions, processor time p50 / p95: {cuts[9]:.2f} / {cuts[18]:.2f} ms")
    if given.calls:
        print(_calls(engine, last))
    if given.digests:
        given.digests.write_text("".join(f"{line}\n" for line in digests(engine, second)), encoding="utf-8")
    engine.close()


if __name__ == "__main__":
    main()

"""Single bits flipped in an index: each is noticed, and none gives a wrong answer.

    python -m tests.bench.flips DOCUMENTS FOLDER [--flips 1000] [--seed 1] [--running]

FOLDER is made: an index of DOCUMENTS, and a copy in which one bit of one file is flipped at a time. Of the flipped copy
`tracuu check` must find a fault, and a service that starts on it must answer every question as the whole index does, or
503; each second copy has the generation before it beside it, from which it can answer. Flips fall on files by size, but
a tenth of them on a file chosen evenly, since the small ones (CURRENT, the manifest) matter most.

With --running the service has opened the files before the bit is flipped, as when a disk or memory fails later: it is
asked before it has looked at its files again (then wrong answers are counted, and are no faults) and after that.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.generations.array_checks import inspect
from index.generations.store import Store, StoreError
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.engine import SearchEngine
from webui.app import create_app
from webui.cli.progress import Silent

QUESTIONS = (
    "/api/v1/search?q=phản+biện",
    '/api/v1/search?q="hội+nghị"&sort=newest',
    "/api/v1/search?q=42-CT/TW",
    "/api/v1/search?q=h*&kind=speaker",
    "/api/v1/search?q=&size=100",
    "/api/v1/directives",
    "/api/v1/speakers",
    "/api/v1/suggest?q=h",
    "/?q=hoi",
)
Answers = tuple[tuple[int, bytes], ...]


@dataclass
class Outcome:
    """What came of the flips."""

    flips: int = 0
    noticed: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def answers(engine: SearchEngine) -> Answers:
    """Ask all questions; times and the generation's name, in which sound answers may differ, are left out."""
    client = create_app(engine).test_client()
    found = []
    for question in QUESTIONS:
        reply = client.get(question)
        value: Any = reply.get_json() if reply.is_json else None
        if isinstance(value, dict):
            value.pop("took_ms", None)
            value.pop("generation", None)
        found.append((reply.status_code, repr(value).encode() if value is not None else _untimed(reply.data)))
    return tuple(found)


def _untimed(page: bytes) -> bytes:
    return b"\n".join(line for line in page.split(b"\n") if b" ms" not in line)


def asked(data: Path) -> Answers:
    """Start a service on a data folder and ask it."""
    engine = WhooshEngine(data)
    try:
        return answers(engine)
    finally:
        engine.close()


def is_noticed(data: Path) -> bool:
    """Tell whether `tracuu check` finds a fault."""
    try:
        live = Store(data).current()
        return live is None or bool(inspect(live))
    except StoreError:
        return True


def files_of(data: Path) -> list[Path]:
    """Return what an answer rests on: the name of the live generation and its files."""
    live = Store(data).current()
    assert live is not None
    return [data / "CURRENT", *sorted(live.path.iterdir())]


def flip(path: Path, chance: random.Random) -> str:
    """Flip a bit of a file, where it stands, and say which."""
    place, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
    with path.open("r+b") as file:
        file.seek(place)
        content = file.read(1)[0]
        file.seek(place)
        file.write(bytes([content ^ 1 << bit]))
    return f"{path.name} byte {place} bit {bit}"


def make_own(path: Path) -> None:
    """Make a file, so far another name of one of the whole index, a copy of its own."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)


def link_tree(source: Path, target: Path, *, with_older: bool) -> None:
    """Copy a data folder by hard links; without the generations before the live one if so asked."""
    live = Store(source).current()
    assert live is not None
    shutil.copytree(source, target, copy_function=lambda a, b: Path(b).hardlink_to(a))
    if not with_older:
        for generation in (target / "generations").iterdir():
            if generation.name != live.name:
                shutil.rmtree(generation)


def try_flip(whole: Path, work: Path, right: Answers, place: int, chance: random.Random, outcome: Outcome) -> None:
    """Flip one bit of the file at this place among those of the index, look, and ask."""
    link_tree(whole, work, with_older=chance.random() < 0.5)
    make_own(files_of(work)[place])
    said = flip(files_of(work)[place], chance)
    outcome.flips += 1
    if is_noticed(work):
        outcome.noticed += 1
    else:
        outcome.faults.append(f"{said}: check did not notice")
    try:
        given = asked(work)
    except Exception as error:  # noqa: BLE001 - whatever comes out is the finding
        outcome.faults.append(f"{said}: {error!r}")
        given = ()
    for question, (status, body), expected in zip(QUESTIONS, given, right, strict=False):
        kind = "right" if (status, body) == expected else "503" if status == 503 else "WRONG"
        outcome.answers[kind] += 1
        if kind == "WRONG":
            outcome.faults.append(f"{said}: {question} answered {status}, not as the whole index does")
    shutil.rmtree(work)


def try_flip_running(
    whole: Path, work: Path, right: Answers, place: int, chance: random.Random, outcome: Outcome
) -> None:
    """Flip one bit of a file that a service has open; ask it before it has looked at its files again, and after."""
    link_tree(whole, work, with_older=chance.random() < 0.5)
    path = files_of(work)[place]
    make_own(path)
    engine = WhooshEngine(work)
    try:
        answers(engine)
        said = flip(path, chance)
        outcome.flips += 1
        for (status, body), expected in zip(answers(engine), right, strict=True):
            kind = "right" if (status, body) == expected else str(status) if status >= 500 else "wrong"
            outcome.answers[f"{kind} before it looked"] += 1
            if kind == "500":
                outcome.faults.append(f"{said}: 500")
        outcome.noticed += not engine.recheck()
        for question, (status, body), expected in zip(QUESTIONS, answers(engine), right, strict=True):
            kind = "right" if (status, body) == expected else "503" if status == 503 else "WRONG"
            outcome.answers[kind] += 1
            if kind == "WRONG":
                outcome.faults.append(f"{said}: {question} answered {status} after the check")
    finally:
        engine.close()
        shutil.rmtree(work)


Try = Callable[[Path, Path, Answers, int, random.Random, Outcome], None]


def try_flips(whole: Path, work: Path, flips: int, seed: int, attempt: Try = try_flip) -> Outcome:
    """Flip as many bits, one at a time. The generation before the live one must hold the same documents."""
    chance, outcome, right = random.Random(seed), Outcome(), asked(whole)
    assert {status for status, _ in right} == {200}
    sizes = [path.stat().st_size for path in files_of(whole)]
    for number in range(flips):
        weights: Sequence[int] = [min(size, 1) for size in sizes] if number % 10 == 9 else sizes
        place = chance.choices(range(len(sizes)), weights)[0]
        attempt(whole, work, right, place, chance, outcome)
    return outcome


def two_generations(documents: Path, data: Path) -> None:
    """Index documents twice, so that the live generation and the one before it hold the same."""
    for _ in range(2):
        reindex([documents], data, Silent(), full=True, jobs=1)


def main() -> None:
    """Do as the command line says; ends with 1 where there was a fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--flips", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--running", action="store_true")
    given = parser.parse_args()
    logging.getLogger("tracuu").setLevel(logging.CRITICAL)
    began = time.monotonic()
    two_generations(given.documents, given.folder / "whole")
    attempt = try_flip_running if given.running else try_flip
    outcome = try_flips(given.folder / "whole", given.folder / "flipped", given.flips, given.seed, attempt)
    print(f"{outcome.flips:,} flips in {time.monotonic() - began:.0f} s; noticed by check: {outcome.noticed:,}")
    print("answers: " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(outcome.answers.items())))
    for fault in outcome.faults[:20]:
        print("FAULT", fault)
    print(f"{len(outcome.faults)} faults")
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()

"""Damaged files by the thousand, for every reader: none raises, none takes over five seconds of the processor.

    python -m tests.bench.fuzz_readers [--minutes 60] [--seed 1] [--faults FOLDER] [KIND…]

Round after round, each with another seed of hypothesis, every kind of file is damaged and read. A fault is what a
reader raises, an article that UTF-8 lacks letters for or that has no text, a rejection that gives no reason, and a file
that takes long; the file is kept in FOLDER.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from index.documents import Article, Rejection
from index.sources import SourceFile, read_file
from tests.index.sources.damaged_files import KINDS, PRINTED, damaged

_LONGEST = 5.0  # seconds of the processor
_EXAMPLES = 40  # of a kind in a round
_PRINTED = 4


@dataclass
class Outcome:
    """What came of the files: how many were read of each kind, the slowest, and the faults."""

    folder: Path
    read: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    told: int = 0
    slowest: tuple[float, str] = (0.0, "")
    faults: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, content: bytes, why: str) -> None:
        """Note a fault, and keep the first file of each."""
        said = f"{kind}: {why}"
        self.faults[said] += 1
        if self.faults[said] == 1:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{hashlib.sha256(content).hexdigest()[:12]}{kind}"
            path.write_bytes(content)
            print(f"{said} ({path})", flush=True)


def _wrong(item: object) -> str:
    """Return what is wrong with an item that a reader gave, '' for nothing."""
    if isinstance(item, Article):
        try:
            f"{item.id}{item.title}{item.text}{item.author}{item.url}".encode()
        except UnicodeEncodeError as error:
            return str(error)
        return "" if item.text.strip() else "an article without text"
    return "" if getattr(item, "detail", "") else "left out without a reason"


def _read(kind: str, content: bytes, outcome: Outcome, folder: Path) -> None:
    path = folder / f"a{kind}"
    path.write_bytes(content)
    began = time.process_time()
    try:
        for item in read_file(SourceFile(path, "a")):
            outcome.articles += isinstance(item, Article)
            outcome.told += isinstance(item, Rejection)
            if wrong := _wrong(item):
                outcome.fault(kind, content, wrong)
    except Exception:  # noqa: BLE001 - whatever comes out is the finding
        outcome.fault(kind, content, " < ".join(traceback.format_exc().strip().splitlines()[:-4:-1]))
    took = time.process_time() - began
    outcome.read[kind] += 1
    if took > _LONGEST:
        outcome.fault(kind, content, "more than five seconds")
    outcome.slowest = max(outcome.slowest, (took, kind))


def _round(kind: str, number: int, outcome: Outcome, folder: Path) -> None:
    @seed(number)
    @settings(
        max_examples=_PRINTED if kind == PRINTED else _EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(damaged(kind))
    def examples(content: bytes) -> None:
        _read(kind, content, outcome, folder)

    examples()


def main() -> None:
    """Read damaged files until the time is over; print counts every ten rounds, and at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=Path, default=Path("faults"))
    parser.add_argument("kinds", nargs="*", metavar="KIND", default=KINDS, help="as in .docx; all where none is given")
    asked = parser.parse_args()
    outcome, began, number = Outcome(asked.faults), time.monotonic(), asked.seed
    with tempfile.TemporaryDirectory(prefix="tracuu-fuzz-") as folder:
        while time.monotonic() - began < asked.minutes * 60:
            for kind in asked.kinds:
                _round(kind, number, outcome, Path(folder))
            number += 1
            if (number - asked.seed) % 10 == 0:
                _tell(outcome, time.monotonic() - began)
    _tell(outcome, time.monotonic() - began)


def _tell(outcome: Outcome, seconds: float) -> None:
    took, kind = outcome.slowest
    print(
        f"{seconds / 60:.1f} min: {outcome.read.total()} files ({min(outcome.read.values())} or more of each kind), "
        f"{outcome.articles} articles, {outcome.told} told; slowest {took:.2f} s ({kind}); "
        f"{outcome.faults.total()} faults of {len(outcome.faults)} sorts",
        flush=True,
    )


if __name__ == "__main__":
    main()

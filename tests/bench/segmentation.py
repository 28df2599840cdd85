"""Segmentation against pyvi's own, interleaved, on the same texts: `python -m tests.bench.segmentation FOLDER`.

Prints syllables (pyvi's tokens) per second of both, the median ratio over the rounds, and the first text, if
any, that is labelled differently. FOLDER holds `.jsonl.gz` files with a `text` in each line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import time
import warnings
from pathlib import Path

from index.analysis.normalise import nfc
from index.analysis.segmentation.segment import Segmenter


def read(folder: Path, every: int) -> list[str]:
    texts = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    return texts[::every]


def as_pyvi(segmenter: Segmenter, text: str) -> str:
    """Return the words as `ViTokenizer.tokenize` prints them."""
    text = nfc(text)
    starts, ends, goes_on = (found.tolist() for found in segmenter.syllables(text))
    parts = [("_" if joined else " ") + text[s:e] for s, e, joined in zip(starts, ends, goes_on, strict=True)]
    return "".join(parts)[1:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each n-th text only")
    parser.add_argument("--rounds", type=int, default=10, help="parts in which both take turns")
    arguments = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer

    texts = read(arguments.folder, arguments.every)
    segmenter = Segmenter()
    segmenter.segment("khoa học")
    ratios, spent, syllables, different = [], [0.0, 0.0], 0, 0
    for part in range(arguments.rounds):
        batch = texts[part :: arguments.rounds]
        begin = time.perf_counter()
        ours = [segmenter.segment(text) for text in batch]
        middle = time.perf_counter()
        theirs = [ViTokenizer.tokenize(text) for text in batch]
        end = time.perf_counter()
        spent[0] += middle - begin
        spent[1] += end - middle
        ratios.append((end - middle) / (middle - begin))
        syllables += sum(n for words in ours for _, _, n in words)
        for text, expected in zip(batch, theirs, strict=True):
            if text.strip() and as_pyvi(segmenter, text) != expected:
                different += 1
                print("differs:", repr(text[:80]), file=sys.stderr)
    print(f"texts {len(texts)}, syllables {syllables}, labelled differently {different}")
    print(f"ours {syllables / spent[0]:,.0f}/s, pyvi {syllables / spent[1]:,.0f}/s")
    print(f"ratio median {statistics.median(ratios):.1f}, least {min(ratios):.1f}, overall {spent[1] / spent[0]:.1f}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

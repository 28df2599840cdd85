"""Reads the folders or files that a bench program is given; `--help` prints what the program says of itself."""

from __future__ import annotations

import argparse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
NEWS = ROOT.parent / "shared" / "data" / "news"


def folders(about: str | None, *, default: Path | None = None) -> list[Path]:
    """Return the paths of the command line; without any the default, or the samples where that is not there.

    Without a default at least one must be named.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="*" if default else "+", type=Path, metavar="PATH")
    named: list[Path] = parser.parse_args().path
    return named or [default if default and default.exists() else SAMPLES]

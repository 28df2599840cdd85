"""What a person at a terminal sees while a reindex runs."""

from __future__ import annotations

import sys
from typing import Never

from tqdm import tqdm


class ProgressBar:
    """A bar on stderr over the bytes of the sources: share done, documents, rate, time left."""

    def __init__(self) -> None:
        self._bar: tqdm[Never] | None = None
        self._documents = 0

    def start(self, size: int) -> None:
        """Show the bar, empty."""
        self._bar = tqdm(total=size, unit="B", unit_scale=True, file=sys.stderr, desc="reading", dynamic_ncols=True)

    def document(self) -> None:
        """Count a document."""
        self._documents += 1
        if self._bar is not None and self._documents % 50 == 0:
            rate = self._documents / max(self._bar.format_dict["elapsed"], 1e-9)
            self._bar.set_postfix_str(f"{self._documents:,} documents, {rate:,.0f}/s")

    def file_done(self, size: int) -> None:
        """Move the bar on by bytes read."""
        if self._bar is not None:
            self._bar.update(size)

    def stage(self, name: str) -> None:
        """Name what goes on."""
        if self._bar is not None:
            self._bar.set_description(name)

    def close(self) -> None:
        """Leave the bar as it stands and free the line."""
        if self._bar is not None:
            self._bar.close()


class Silent:
    """Shows nothing: stderr is a file or a pipe."""

    def start(self, size: int) -> None:
        """Show nothing."""

    def document(self) -> None:
        """Show nothing."""

    def file_done(self, size: int) -> None:
        """Show nothing."""

    def stage(self, name: str) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Nothing to close."""

"""Shows a person at a terminal how far a reindex is."""

from __future__ import annotations

import sys
from typing import Never

from tqdm import tqdm

from webui.cli.words import tell, told

_BYTES_A_CHARACTER = 1.4  # of Vietnamese text in UTF-8, about; the end of a file puts the guess right
_PACKED = 0.3  # of that in a gzip file
_NEVER_BEFORE_ITS_END = 0.95  # share of a file that the guess may claim


class ProgressBar:
    """A bar on stderr over the bytes of the sources: share done, documents, rate, time left.

    Within a file, how far it is read is guessed from the texts that came out of it.
    """

    def __init__(self) -> None:
        self._bar: tqdm[Never] | None = None
        self._documents = 0
        self._size = 0
        self._guessed = 0.0
        self._bytes_a_character = _BYTES_A_CHARACTER

    def start(self, size: int) -> None:
        """Show the bar, empty."""
        what = told("reading")
        self._bar = tqdm(total=size, unit="B", unit_scale=True, file=sys.stderr, desc=what, dynamic_ncols=True)

    def file(self, size: int, packed: bool) -> None:
        """Begin a file of this many bytes."""
        self._size, self._guessed = size, 0.0
        self._bytes_a_character = _BYTES_A_CHARACTER * (_PACKED if packed else 1)

    def document(self, characters: int) -> None:
        """Count a document and move on by what it must have taken."""
        self._documents += 1
        most = self._size * _NEVER_BEFORE_ITS_END
        moved = min(self._guessed + characters * self._bytes_a_character, most) - self._guessed
        self._guessed += moved
        if self._bar is not None:
            self._bar.update(moved)
            if self._documents % 50 == 0:
                rate = self._documents / max(self._bar.format_dict["elapsed"], 1e-9)
                self._bar.set_postfix_str(told(f"{self._documents:,} documents, {rate:,.0f}/s"))

    def file_done(self) -> None:
        """Move on to the end of the file."""
        if self._bar is not None:
            self._bar.update(self._size - self._guessed)

    def stage(self, name: str) -> None:
        """Name what goes on."""
        if self._bar is not None:
            self._bar.set_description(told(name))
        else:  # before the first byte is read: `fetching https://…`
            tell(name, err=True)

    def close(self) -> None:
        """Leave the bar as it stands and free the line."""
        if self._bar is not None:
            self._bar.close()


class Silent:
    """Shows nothing: stderr is a file or a pipe."""

    def start(self, size: int) -> None:
        """Show nothing."""

    def file(self, size: int, packed: bool) -> None:
        """Show nothing."""

    def document(self, characters: int) -> None:
        """Show nothing."""

    def file_done(self) -> None:
        """Show nothing."""

    def stage(self, name: str) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Nothing to close."""

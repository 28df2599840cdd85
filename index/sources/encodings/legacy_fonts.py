"""Fonts from before Unicode decide what letters mean: `Céng` set in .VnTime is `Cộng`, set in Arial it is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from index.sources.encodings.legacy_detection import has_vietnamese_letters
from index.sources.encodings.legacy_encodings import convert

_SYMBOL_PAGE = 0xF000  # Word keeps the bytes of a symbol font as private characters
_UNSYMBOL = {_SYMBOL_PAGE + byte: byte for byte in range(0x20, 0x100)}


@dataclass(frozen=True, slots=True)
class FontEncoding:
    """The encoding a font was made for; `capitals` where it draws small letters as capitals."""

    encoding: str
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font; `raised` above the line, as exponents and the marks of notes are."""

    text: str
    font: str = ""
    raised: bool = False


def encoding_of_font(name: str) -> FontEncoding | None:
    """Return the encoding of a font by its name, None for fonts of Unicode: `.VnTimeH`, `VNI-Times`, `.VnArial`."""
    lowered = name.strip().lower()
    if lowered.startswith(".vn"):
        return FontEncoding("TCVN3", capitals=lowered.endswith("h") and len(lowered) > len(".vnh"))
    if lowered.startswith("vni-"):
        return FontEncoding("VNI")
    return None


def text_of_runs(runs: Iterable[Run]) -> str:
    """Return the text of runs, each converted by its font; runs in Unicode letters stay whatever their font."""
    parts = []
    for font, group in groupby(runs, key=lambda run: encoding_of_font(run.font)):
        text = "".join(run.text for run in group)  # a mark of VNI may stand in the next run
        if font is not None:
            text = text.translate(_UNSYMBOL)
            if not has_vietnamese_letters(text):
                text = convert(text, font.encoding, capitals=font.capitals)
        parts.append(text)
    return "".join(parts)

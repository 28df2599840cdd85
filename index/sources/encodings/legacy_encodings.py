"""Vietnamese letters in the encodings from before Unicode: TCVN3 (ABC), VNI-Windows, VISCII, cp1258.

Bytes are first seen as Windows-1252 shows them (`Céng hßa X· héi`): pages that were converted to Unicode without a
thought hold just that, so one conversion serves files in these encodings and such pages alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from index.table import rows

ENCODINGS = ("TCVN3", "VNI", "cp1258", "VISCII")
"""Names that `convert` takes; where a short text could be either, the earlier one is the likelier."""

_COLUMN = {"TCVN3": 1, "VISCII": 2, "VNI": 3}
_CAPITAL_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_LINE = 4  # ASCII capitals, none of them small, that make a line of capitals


@cache
def _western() -> tuple[str, ...]:
    """Return the character of each byte; those that Windows-1252 leaves open are the control codes of Latin-1."""
    return tuple(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


@cache
def _beyond_latin() -> Mapping[int, str]:
    return {byte: character for byte, character in enumerate(_western()) if ord(character) != byte}


@cache
def _byte_of() -> Mapping[str, int]:
    latin = {chr(byte): byte for byte in range(256)}  # pages declared ISO 8859-1 hold C1 controls
    return {**latin, **{character: byte for byte, character in enumerate(_western())}}


def as_western(data: bytes) -> str:
    """Return bytes as Windows-1252 shows them, one character a byte; never fails."""
    return data.decode("latin-1").translate(_beyond_latin())


@cache
def _letters(encoding: str) -> Mapping[str, str]:
    """Return what stands for each Vietnamese letter in the Windows-1252 view."""
    column = _COLUMN[encoding]
    found = {}
    for row in rows(__package__, "legacy_letters.tsv"):
        written = row[column]
        if written:
            found[row[0]] = written if encoding == "VNI" else _western()[int(written, 16)]
    return found


@cache
def _translation(encoding: str) -> Mapping[int, str]:
    table: dict[int, str] = {}
    if encoding == "cp1258":
        for byte in range(128, 256):
            character = bytes([byte]).decode("cp1258", "ignore")
            table[ord(_western()[byte])] = table[byte] = character or "\ufffd"
        return table
    for letter, written in _letters(encoding).items():
        table[ord(written)] = letter
        table.setdefault(_byte_of()[written], letter)
    return table


@cache
def _vni_sequences() -> tuple[re.Pattern[str], Mapping[str, str]]:
    table: dict[str, str] = {}
    for letter, written in _letters("VNI").items():
        table[written] = letter
        if len(written) == 2:  # typed with the other case of the mark: `Aùnh`
            table.setdefault(written[0] + written[1].swapcase(), letter)
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def _restored_line(line: str) -> str:
    plain = [character for character in line if character.isascii() and character.isalpha()]
    if len(plain) >= _CAPITAL_LINE and all(character.isupper() for character in plain):
        return line.upper()

    def word(found: re.Match[str]) -> str:
        capitals = [character for character in found[0] if character.isascii()]
        whole = len(capitals) > 1 and all(character.isupper() for character in capitals)
        return found[0].upper() if whole else found[0]

    return _CAPITAL_WORD.sub(word, line)


def restore_capitals(text: str) -> str:
    """Return TCVN3 text with toned capitals: it has none, `CéNG HßA` was written to be shown in a capital font."""
    return "\n".join(map(_restored_line, text.split("\n")))


def convert(western: str, encoding: str, *, capitals: bool = False) -> str:
    """Return the Vietnamese text, NFC, of what Windows-1252 shows; characters that the encoding lacks stay.

    `encoding` is one of ENCODINGS. `capitals`: the font draws small letters as capitals (`.VnTimeH`).
    """
    if encoding == "VNI":
        pattern, table = _vni_sequences()
        text = pattern.sub(lambda found: table[found[0]], western)
    else:
        text = western.translate(_translation(encoding))
    text = unicodedata.normalize("NFC", text)
    if capitals:
        return text.upper()
    return restore_capitals(text) if encoding == "TCVN3" else text

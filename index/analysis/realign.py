"""Offsets into a text's NFC form, led back to the text as it was given."""

from __future__ import annotations

import unicodedata


def _composes(before: str, character: str) -> bool:
    """Tell whether a character may change what stands before it: a mark, or a Hangul vowel after a consonant."""
    if character.isascii():
        return False
    if unicodedata.combining(character):
        return True
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", before + character) != apart


def _chunks(text: str) -> list[str]:
    """Cut `text` so that each piece normalises alone exactly as it does within the whole."""
    chunks: list[str] = []
    for character in text:
        if chunks and _composes(chunks[-1], character):
            chunks[-1] += character
        else:
            chunks.append(character)
    return chunks


def source_offsets(text: str) -> list[int]:
    """Return for each boundary of `nfc(text)`, 0 to its length, the offset in `text` where it stood.

    Offsets never decrease and end at `len(text)`. Where several characters became one (`e` + U+0302 + U+0323 →
    `ệ`) they stay together; where a piece stays longer than one character, the last takes what is over.
    """
    offsets: list[int] = []
    at = 0
    for chunk in _chunks(text):
        became = len(unicodedata.normalize("NFC", chunk))
        offsets.extend(min(at + i, at + len(chunk)) for i in range(became))
        at += len(chunk)
    offsets.append(at)
    return offsets


def lead_back(spans: list[tuple[int, int, int]], text: str) -> list[tuple[int, int, int]]:
    """Return `spans` (start, end, anything) over `nfc(text)` as spans over `text`.

    A mark that NFC parts from its letter (U+0958) has no place of its own in `text`: its span is left out.
    """
    offsets = source_offsets(text)
    led = ((offsets[start], offsets[end], rest) for start, end, rest in spans)
    return [(start, end, rest) for start, end, rest in led if start < end]

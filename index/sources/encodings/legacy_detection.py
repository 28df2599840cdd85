"""Detects the encoding from before Unicode that a text is in: as which it reads as syllables, not noise."""

from __future__ import annotations

import re
from functools import partial

from index.analysis.syllables import is_syllable
from index.sources.encodings.legacy_encodings import ENCODINGS, convert

_SAMPLE = 100_000  # characters at the start that are judged
_GLANCE = 500  # characters that show of most texts that they are Vietnamese in Unicode
_LEAST_WORDS = 2  # distinct words with marks
_LEAST_SHARE = 0.8  # of the words with marks that are syllables; names of other peoples are not
_LEAST_MARKED = 0.2  # of all words; Vietnamese has 0.7, French 0.15
_GAIN = 0.3  # by which a conversion must read better than what stands there
# A sign inside a word (`h¶i`) speaks against a reading, so no word ends there; six control codes are VISCII letters
_WORD = re.compile(r"(?:[^\W\d_]|[\x02\x05\x06\x14\x19\x1e]|[^\x00-\x7f\w\s“”‘’–—…•°«»])+")
_MARKED = re.compile(r"[^\x00-\x7f]")
_BEYOND_LATIN = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")


def _reading(text: str) -> tuple[float, int, float]:
    """Return the share of syllables among the words with marks, how many distinct ones are, the share with marks."""
    words = _WORD.findall(text)
    marked = [word for word in words if not word.isascii()]
    fitting = [word for word in marked if is_syllable(word)]
    distinct = {word.lower() for word in fitting if len(word) > 1}
    return len(fitting) / max(len(marked), 1), len(distinct), len(marked) / max(len(words), 1)


def legacy_encoding_of(western: str) -> str | None:
    """Return the encoding in which bytes, seen as Windows-1252, read as Vietnamese, None where none convinces."""
    sample = western[:_SAMPLE]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for encoding in ENCODINGS:
        share, distinct, marked = _reading(convert(sample, encoding))
        if distinct < _LEAST_WORDS or share < _LEAST_SHARE or marked < _LEAST_MARKED:
            continue
        if (share, distinct) > best:
            best, chosen = (share, distinct), encoding
    return chosen


def misread_encoding_of(text: str) -> str | None:
    """Return the encoding of text that was taken for Western letters (`Céng hßa X· héi`), None for any other text.

    Text that has Vietnamese letters of its own, or reads as well as it stands, is left alone.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return None
    if len(_BEYOND_LATIN.findall(sample, 0, _GLANCE)) > _GLANCE / 50:
        return None
    # Almost every text ends here: what has Vietnamese letters of its own was not misread
    if len(_BEYOND_LATIN.findall(sample)) > len(_MARKED.findall(sample)) / 20:
        return None
    share, _, _ = _reading(sample)
    if share >= _LEAST_SHARE:
        return None
    encoding = legacy_encoding_of(sample)
    if encoding is None or _reading(convert(sample, encoding))[0] < share + _GAIN:
        return None
    return encoding


def mended(lines: tuple[str, ...], title: str = "") -> tuple[tuple[str, ...], str]:
    """Return lines and title of a document, converted where they are Vietnamese taken for Western letters."""
    encoding = misread_encoding_of("\n".join([title, *lines]))
    if encoding is None:
        return lines, title
    conversion = partial(convert, encoding=encoding)
    return tuple(map(conversion, lines)), conversion(title)


def has_vietnamese_letters(text: str) -> bool:
    """Tell whether `text` holds letters that only Unicode and no Western font has: `ộ`, `ư`."""
    return _BEYOND_LATIN.search(text) is not None

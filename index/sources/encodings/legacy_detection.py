"""Detects the encoding from before Unicode that a text is in: as which it reads as syllables, not noise."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from index.analysis.syllables import is_syllable
from index.sources.encodings.legacy_encodings import ENCODINGS, convert

_SAMPLE = 100_000  # characters at the start that are judged
_GLANCE = 500  # characters that show of most texts that they are Vietnamese in Unicode
_LEAST_WORDS = 2  # distinct words with marks
_LEAST_SHARE = 0.8  # of the words with marks that are syllables; names of other peoples are not
_LEAST_MARKED = 0.2  # of all words; Vietnamese has 0.7, French 0.15
_GAIN = 0.3  # by which a conversion must read better than what stands there
_LEAST_SHARE_OF_LINE = 0.9  # of the words of a line that a conversion changes
_LEAST_PLAIN = 0.7  # of its other words: `khoa`, no `och`
# Letters and signs of Windows-1252 that Vietnamese does not have; one stands in all but every phrase in old letters
_FOREIGN = re.compile("[¡¢£¤¥¦§¨ª¬®¯±´µ¶¸¹»¼¾¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñ÷öøûüþÿ†‡ˆ‰Šš‹›ŒœŽžŸƒ˜\x81\x8d\x8f\x90\x9d]")
# A sign inside a word (`h¶i`) speaks against a reading, so no word ends there; six control codes are VISCII letters
_WORD = re.compile(r"(?:[^\W\d_]|[\x02\x05\x06\x14\x19\x1e]|[^\x00-\x7f\w\s“”‘’–—…•°«»])+")
_CONTROLS = re.compile(r"[\x02\x05\x06\x14\x19\x1e]")
_MARKED = re.compile(r"[^\x00-\x7f]")
_BEYOND = "ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9"
_BEYOND_LATIN = re.compile(f"[{_BEYOND}]")
_IN_UNICODE = re.compile(f"(?:[^{_BEYOND}]*+[{_BEYOND}]){{{_GLANCE // 50 + 1}}}")  # stops at the letter that decides


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
    if _IN_UNICODE.match(sample, 0, _GLANCE):
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


def _encoding_of_line(line: str) -> str | None:
    """Return the encoding of one line among others in Unicode, None for a line that is as it was meant.

    Stricter than for whole texts, for a line may be a name in French or Swedish: the words that a conversion changes
    must all but be syllables, two at least, and most words without marks beside them too.
    """
    if _IN_UNICODE.match(line, 0, _GLANCE):
        return None
    marks = len(_MARKED.findall(line))
    if marks + len(_CONTROLS.findall(line)) < 2 or len(_BEYOND_LATIN.findall(line)) > marks / 20:
        return None  # `Müller` alone is no two words
    before = set(_WORD.findall(line))
    best, chosen = 1, None
    for encoding in ENCODINGS:
        words = _WORD.findall(convert(line, encoding))
        changed = [word for word in words if word not in before]
        plain = [word for word in words if word in before and len(word) > 1]
        fitting = {word.lower() for word in changed if len(word) > 1 and is_syllable(word)}
        if sum(map(is_syllable, changed)) < _LEAST_SHARE_OF_LINE * len(changed):
            continue
        if sum(map(is_syllable, plain)) >= _LEAST_PLAIN * len(plain) and len(fitting) > best:
            best, chosen = len(fitting), encoding
    return chosen


def with_lines_converted(text: str) -> str:
    """Return text, its lines in an encoding from before Unicode converted among others that are not."""
    pieces: list[str] = []
    done = 0
    found = _FOREIGN.search(text)
    while found is not None:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = len(text) if end == -1 else end
        encoding = _encoding_of_line(text[start:end])
        if encoding is not None:
            pieces += (text[done:start], convert(text[start:end], encoding))
            done = end
        found = _FOREIGN.search(text, end)
    return "".join((*pieces, text[done:])) if pieces else text


def conversion_for(text: str) -> Callable[[str], str]:
    """Return what mends the parts of a text: all of each where it was taken for Western letters, else single lines."""
    encoding = misread_encoding_of(text)
    return with_lines_converted if encoding is None else partial(convert, encoding=encoding)


def mended(lines: tuple[str, ...], title: str = "") -> tuple[tuple[str, ...], str]:
    """Return lines and title of a document, converted where they are Vietnamese taken for Western letters."""
    conversion = conversion_for("\n".join([title, *lines]))
    return tuple(map(conversion, lines)), conversion(title)


def has_vietnamese_letters(text: str) -> bool:
    """Tell whether `text` holds letters that only Unicode and no Western font has: `ộ`, `ư`."""
    return _BEYOND_LATIN.search(text) is not None

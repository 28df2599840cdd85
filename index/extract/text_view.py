"""A text as the finders read it: one letter, one position, whatever the Unicode form; spans lead back to the source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from index.analysis.normalise import fold, nfc

# Dashes, slashes, spaces and quotes that office programs put in place of the plain ones; all one character for one.
_PLAIN = (
    dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("∕⁄／", "/")
    | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " ")
    | dict.fromkeys("“”„«»＂", '"')
    | {"İ": "I", "ﬁ": "f", "：": ":", "（": "(", "）": ")"}
)


_NOT_PLAIN = re.compile(f"[{re.escape(''.join(_PLAIN))}]")


def _plain(text: str) -> str:
    if _NOT_PLAIN.search(text):
        for character in set(text) & _PLAIN.keys():  # a few replacements cost a fraction of one `str.translate`
            text = text.replace(character, _PLAIN[character])
    return _SOFT_BREAK.sub(" ", text)


# Small letters without those of other scripts: in Unicode's order à–ỹ, the capitals Đ, Ơ, Ạ… stand among them.
_SMALL = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
# Where a page's edge broke a line inside a sentence (`ngày 12 tháng 8\nnăm 2021 của\nBộ Y tế`, `15/2015/\nNĐ-CP`): the
# next line goes on in lower case, or the line before ends in a word or a mark that cannot end one.
_SOFT_BREAK = re.compile(  # it begins with the break itself, which is found at once
    rf"\n(?:(?<=[^\s.;:!?…]\n)(?=[{_SMALL}])"
    r"|(?:(?<=\Wsố\n)|(?<= của\n)|(?<=\Wngày\n)|(?<= tháng\n)|(?<= năm\n)|(?<= và\n)"
    r"|(?<=\d/\n)|(?<=[A-ZĐ][/-]\n))(?=\w))"
)


_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKED = re.compile(rf"[\s\S][\u0300-\u036f{_INVISIBLE}]+")
_NEEDS_CLUSTERS = re.compile(rf"[\u0300-\u036f{_INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class View:
    """`text` holds one NFC character a letter, `folded` the same length without accents and case.

    `lower` keeps the accents. `accented` tells whether the text is written with them: then words are compared as
    written, else by their folded form (`nơi` ends a name, `Hà Nội` does not; in `ha noi` nobody can tell).
    `positions[i]` is where letter `i` begins in `source` (one more entry marks the end); None when the two agree.
    """

    source: str
    text: str
    folded: str
    lower: str
    accented: bool
    positions: tuple[int, ...] | None = None

    @property
    def words(self) -> str:
        """Return the form in which words are compared: `lower` for accented text, else `folded`."""
        return self.lower if self.accented else self.folded

    def at(self, index: int) -> int:
        """Return the offset in `source` of letter `index`."""
        return index if self.positions is None else self.positions[index]

    def written(self, start: int, end: int) -> str:
        """Return letters `start` to `end` in NFC."""
        return self.text[start:end]


def _one_letter(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else "\u0001"


def _fold_evenly(text: str) -> str:
    folded = fold(text)
    if len(folded) != len(text):  # a letter that folds to none or to two would shift every offset after it
        folded = text.translate({ord(character): _one_letter(character) for character in set(text)})
    return folded


def _build(source: str, plain: str, positions: tuple[int, ...] | None) -> View:
    folded, lower = _fold_evenly(plain), plain.lower()
    if len(lower) != len(plain):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
    return View(source, plain, folded, lower, lower != folded, positions)


@lru_cache(maxsize=1)  # directives and people are looked for in the same text, one after the other
def view_of(text: str) -> View:
    """Return the view of `text`, NFC or NFD, with or without soft hyphens and zero-width spaces.

    Cost is linear; a text that is already NFC, as articles are, is not copied letter by letter.
    """
    if not _NEEDS_CLUSTERS.search(text):
        plain = _plain(text)
        return _build(text, plain, None)
    letters: list[str] = []
    positions: list[int] = []
    at = 0
    for found in _MARKED.finditer(text):
        _add_each(text, at, found.start(), letters, positions)
        letters.append(nfc(found.group().rstrip(_INVISIBLE))[:1] or " ")
        positions.append(found.start())
        at = found.end()
    _add_each(text, at, len(text), letters, positions)
    positions.append(len(text))
    plain = _plain("".join(letters))
    return _build(text, plain, tuple(positions))


def _add_each(text: str, start: int, end: int, letters: list[str], positions: list[int]) -> None:
    """Add letters to which no mark belongs."""
    between = text[start:end]
    if nfc(between) != between or between[:1] in _INVISIBLE:  # a text may begin with one
        letters += [nfc(letter.rstrip(_INVISIBLE))[:1] or " " for letter in between]
    else:
        letters.append(between)
    positions += range(start, end)


def is_accented(text: str) -> bool:
    """Return whether `text` holds any Vietnamese diacritic."""
    return not text.isascii() and unicodedata.normalize("NFD", text).replace("đ", "d") != text

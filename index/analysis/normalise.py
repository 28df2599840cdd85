"""One written form for each Vietnamese word: Unicode form, tone placement, i or y, look-alike letters; and folding.

Index and query must normalise alike, or searches silently miss.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from index.analysis.latin_letters import plain_letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Characters that show nothing and part nothing (Unicode: default ignorable): soft hyphens, blanks and joiners without
# width, marks of direction, selectors of variants, the mark of byte order. As the inside of a character class.
UNSEEN = r"\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_UNSEEN = re.compile(f"[{UNSEEN}]+")

_SLUG_WORDS = re.compile(r"[a-z0-9]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below

# Letters that look like a Vietnamese letter and are typed or converted in its place; letters and digits of full width,
# as keyboards of East Asia type them; raised and lowered digits, so that m2 is m².
_LOOK_ALIKES = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
    | {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
    | dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789", strict=True))
)


def nfc(text: str) -> str:
    """Return `text` in Unicode form NFC: `e` + circumflex + dot below becomes `ệ`. Other characters stay."""
    return unicodedata.normalize("NFC", text)


def without_unseen(text: str) -> str:
    """Return `text` without characters that show nothing: soft hyphens, those without width, marks of direction."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def _base_letter(character: str) -> str:
    if character in "đðɖ":
        return "d"
    if character in "ĐÐƉ":
        return "D"
    decomposed = unicodedata.normalize("NFD", character)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    if len(kept) != 1:
        return character
    plain = "" if kept.isascii() else plain_letters(kept)
    if len(plain) != 1:
        return kept
    return plain.upper() if kept.isupper() else plain


class _Unaccented(dict[int, int | None]):
    """Translation table that fills itself, a character at a time; lone combining marks vanish."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        value: int | None = None if unicodedata.combining(character) else ord(_base_letter(character))
        self[code] = value
        return value


_UNACCENTED = _Unaccented()


def strip_accents(text: str) -> str:
    """Return `text` without diacritics and with đ as d, case kept.

    Length is kept where the input is NFC (one letter stays one letter), so offsets stay valid; a combining mark
    that stands alone (NFD input) is dropped.
    """
    return text.translate(_UNACCENTED)


def fold(text: str) -> str:
    """Return `text` lower-cased and without diacritics: `Đặng Vũ Minh` → `dang vu minh`.

    Keeps the length of NFC Vietnamese text. Does not unify spelling; see `fold_word` for index terms.
    """
    if len(text) > _LONG:
        known = _folded_by_table(text)
        if known is not None:
            return known
    return _fold_by_letter(text)


@lru_cache(maxsize=5_000)  # names of bodies, provinces, types and issuers come again and again
def slug(text: str) -> str:
    """Return `text` as a part of an id or an address: `Thủ tướng Chính phủ` → `thu-tuong-chinh-phu`."""
    return "-".join(_SLUG_WORDS.findall(fold(nfc(text))))


def _fold_by_letter(text: str) -> str:
    return text.translate(_UNACCENTED).lower()


_LONG = 200  # characters from which a table looked up by numpy is quicker than one looked up a letter at a time
_NOT_ONE = 0xFFFFFFFF


@lru_cache(maxsize=1)
def _folds() -> NDArray[np.uint32]:
    """Return a table of the folded letter of each character, 0 where it was not asked for yet."""
    import numpy as np  # 0.1 s, which the process that reads files does without

    return np.zeros(sys.maxunicode + 1, np.uint32)


def _folded_letter(character: str) -> int:
    """Return the code of the one folded letter; _NOT_ONE where there is none, or where neighbours matter (Σ)."""
    folded = _fold_by_letter(character)
    return ord(folded) if len(folded) == 1 and folded not in "\0σ" else _NOT_ONE


def _folded_by_table(text: str) -> str | None:
    import numpy as np

    table = _folds()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = table[codes]
    if not folded.all():
        for code in set(codes[folded == 0].tolist()):  # threads that do this at once write the same
            table[code] = _folded_letter(chr(code))
        folded = table[codes]
    if folded.max() == _NOT_ONE:
        return None
    return folded.tobytes().decode("utf-32-le", "surrogatepass")


def _with_tone(letters: str, at: int, tone: str) -> str:
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])


_SYLLABLE = re.compile(r"^(?P<onset>[^aeiouyăâêôơư]*?)(?P<rhyme>(?:oa|oe|uy)(?P<coda>[a-zêâă]*))$")
_I_FOR_Y = re.compile(r"^(h|k|l|m|s|t|qu)i$")


def canonical(words: str) -> str:
    """Return words in the form under which each is indexed, one blank between them."""
    return " ".join(map(canonical_word, words.split()))


@lru_cache(maxsize=200_000)
def canonical_word(word: str) -> str:
    """Return the one form under which a written word is indexed: NFC, lower case, one tone placement, y for i.

    - `hoà` → `hòa`, `uỷ` → `ủy` (open syllables in oa, oe, uy take the tone on the first vowel); `hòan` → `hoàn`
      (closed ones on the second); after q the u belongs to the consonant: `qúy` → `quý`.
    - `kĩ` → `kỹ`, `lí` → `lý`, `qui` → `quy`: after h, k, l, m, s, t, qu a final i and y write the same sound
      (Quyết định 240/QĐ of the Ministry of Education, 1984, and the older spelling are both in use).
      Not after other consonants, where they are different names (`Vi`, `Vy`).
    - look-alikes of đ (`ð`) become đ, `²` becomes 2; soft hyphens and other characters that show nothing vanish.
    """
    word = unicodedata.normalize("NFC", without_unseen(word).translate(_LOOK_ALIKES)).lower()
    if word.isascii() and not word.endswith("i"):
        return word
    decomposed = unicodedata.normalize("NFD", word)
    tones = [c for c in decomposed if c in _TONES]
    if len(tones) > 1:
        return word
    tone = tones[0] if tones else ""
    toneless = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if _I_FOR_Y.match(toneless):
        toneless = toneless[:-1] + "y"
        return _with_tone(toneless, len(toneless) - 1, tone)
    if tone:
        found = _SYLLABLE.match(toneless)
        if found and not any(c in "êâă" for c in found["coda"]):  # quyết, xoắn: the mark already has its vowel
            on_second = bool(found["coda"]) or found["onset"] == "q"
            return _with_tone(toneless, len(found["onset"]) + on_second, tone)
    return word


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Return the folded index term of a word: `canonical_word` without diacritics: `Kĩ` and `kỹ` → `ky`.

    Letters that stand for two are both: `Straße` → `strasse`, `Œuvre` → `oeuvre`.
    """
    folded = fold(canonical_word(word))
    return folded if folded.isascii() else "".join(c if c.isascii() else plain_letters(c) or c for c in folded)

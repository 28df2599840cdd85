"""Mends UTF-8 that was read as Latin-1, cp1252 or cp1258 and written again, any number of times: `Há»™i` is `Hội`.

Sure rather than complete: a line is touched only where it then has letters that Vietnamese alone has, for `ĐÃ”` is
what it is, a word in capitals before a quotation mark.
"""

from __future__ import annotations

import re
from functools import cache

_MOST_ROUNDS = 8
_MAY = ("Ã", "Ä", "Æ", "»", "º", "¡", "„", "‚")  # single letters are found several times faster than two
_SIGNS = ("á»", "áº", "Ã", "Ä", "Ă¡", "Ă„", "Ă‚", "Æ°")  # one of them stands in every text that was misread
_VIETNAMESE = re.compile("[ĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_ENDINGS = r"(?:ch|ng|nh|[cmnptiouy])(?![^\W_])"
_LOST_BLANK = re.compile(rf"[ÃĂ] (?P<ending>{_ENDINGS})?")  # à is Ã and a blank that does not break, or any blank since


@cache
def _bytes() -> dict[str, int]:
    """Return the byte of each character as Latin-1, cp1252 or cp1258 shows it; no character stands for two."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for page in ("cp1252", "cp1258"):
        for byte in range(0x80, 0x100):
            shown = bytes([byte]).decode(page, "ignore")
            if shown:
                table.setdefault(shown, byte)
    return table


@cache
def _sequences() -> re.Pattern[str]:
    """Return what finds the bytes of one character of UTF-8, each seen as a character."""

    def shown(first: int, last: int) -> str:
        return "[" + "".join(re.escape(sign) for sign, byte in _bytes().items() if first <= byte <= last) + "]"

    more = shown(0x80, 0xBF)
    return re.compile(f"{shown(0xC2, 0xDF)}{more}|{shown(0xE0, 0xEF)}{more}{{2}}")


def _may_be_meant(character: str) -> bool:
    """Tell whether a character is one of Vietnamese texts, or one that was misread before."""
    return (
        character in _bytes()
        or "\xa0" <= character < "\u0250"
        or "\u0300" <= character < "\u0324"
        or "\u1ea0" <= character <= "\u1ef9"
        or "\u2000" <= character < "\u2070"
        or character in "₫™\ufeff"
    )


def _one(found: re.Match[str]) -> str:
    try:
        character = bytes(_bytes()[sign] for sign in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]
    return character if _may_be_meant(character) else found[0]


def _is_sure(before: str, after: str) -> bool:
    """Tell whether a round brought letters that Vietnamese alone has."""
    return len(_VIETNAMESE.findall(after)) > len(_VIETNAMESE.findall(before))


def _line(line: str, loosely: bool) -> str:
    """Return a line as it was meant; `loosely`: the lines around it were misread."""
    kept = now = line
    sure = False
    for _ in range(_MOST_ROUNDS):
        after = _sequences().sub(_one, now)
        if after == now:
            break
        sure = _is_sure(now, after) or (loosely and not _VIETNAMESE.search(now))
        if sure:
            kept = after
        now = after
    if kept != line:
        return _LOST_BLANK.sub(lambda found: f"à{found['ending']}" if found["ending"] else "à ", kept)
    return line


def as_meant(text: str) -> str:
    """Return text in which no UTF-8 stands misread; most texts are returned as they are, at once."""
    if not any(sign in text for sign in _MAY) or not any(sign in text for sign in _SIGNS):
        return text
    lines = text.split("\n")
    mended = [_line(line, False) for line in lines]
    if mended == lines:
        return text
    return "\n".join(_line(line, True) if line == before else line for line, before in zip(mended, lines, strict=True))

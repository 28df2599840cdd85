"""Tells how far a name reaches whose words are no Kinh syllables, or are written without marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.extract.people.mention import APOSTROPHES, Run
from index.extract.people.tables import PeopleTables
from index.extract.text_view import View

_MARKS = frozenset(APOSTROPHES)


def clan_length(words: Sequence[str], run: Run, at: int, tables: PeopleTables) -> int:
    """Return the length of a name of the Central Highlands, whose words need be no syllables: `Rơ Châm H'Yéo`."""
    marked = run.words[at][1:2] in _MARKS and len(run.words[at]) > 2
    if not marked and words[0] not in tables.clan_openers:
        return 0
    head = 2 if len(words) > 1 and " ".join(words[:2]) in tables.clans else 1
    if head == 1 and not (marked or words[0] in tables.clans or words[0] in tables.particles):
        return 0
    length = head
    while length < min(len(words), 4) and not (run.words[at + length].isupper() and len(run.words[at + length]) > 1):
        if words[length] in tables.strong_surnames or words[length] in tables.not_names:
            break
        length += 1
    return length if length > 1 or marked else 0


def plain_length(view: View, words: Sequence[str], run: Run, at: int, tables: PeopleTables) -> int:
    """Return the length of a name without marks behind a form of address: Ông `Nguyen Van Son`."""
    if words[0] not in tables.plain_surnames or words[0] in tables.surnames:
        return 0
    start = run.start(at)
    left = view.text[max(0, start - 24) : start].lower()
    if not (tables.address_before.search(left) or tables.titles_before.search(left)):
        return 0
    length = 1
    while length < min(len(words), 4) and run.words[at + length].isascii() and run.shaped[at + length]:
        length += 1
    return length if length > 1 else 0


# Those who are known by a name without a surname: `ca sĩ Bích Phương`, `rapper Đen Vâu`.
_ON_STAGE = (
    *("ca sĩ", "ca sỹ", "diễn viên", "rapper", "nghệ sĩ", "nghệ sỹ", "nsnd", "nsưt", "mc", "diva", "danh ca"),
    *("danh hài", "nhạc sĩ", "nhạc sỹ", "họa sĩ", "hoạ sĩ", "nhà thơ", "nhà văn", "người mẫu", "siêu mẫu"),
    *("hoa hậu", "á hậu", "streamer", "youtuber", "nhà thiết kế", "ntk"),
    *("đạo diễn", "biên kịch", "biên đạo", "nghệ nhân"),
)
# Those who are called by middle and given name: `chị Vân Anh cho biết`; in capitals only where a sentence begins
_ADDRESSES = (
    *("ông", "bà", "anh", "chị", "cô", "thầy", "chú", "cậu", "cô giáo", "thầy giáo", "bé"),
    *("bạn", "em", "cháu", "bác", "cụ"),
)
OPENING_ADDRESSES = frozenset((*map(str.title, _ADDRESSES), "NSND", "NSƯT", "MC", "NTK", "Rapper", "Diva"))
_ADDRESSED = re.compile(
    rf"(?:(?<![^\W\d_])(?:{'|'.join(_ADDRESSES)})|(?:^|[\n.!?:;\"“”(\-–] ?)(?:{'|'.join(OPENING_ADDRESSES)})) $"
)
_ENDS = tuple(f"{words} " for words in (*_ON_STAGE, *_ADDRESSES))
_LONGEST_ADDRESS = 14  # characters, with what stands before it


def is_on_stage(text: str, start: int) -> bool:
    """Tell whether a calling or form of address whose people need no surname stands directly before a place."""
    if text[start - 1 : start] != " ":
        return False
    begin = max(0, start - _LONGEST_ADDRESS)
    lower = text[begin:start].lower()
    if not lower.endswith(_ENDS):
        return False
    if _ADDRESSED.search(text, begin, start):
        return True
    calling = next((calling for calling in _ON_STAGE if lower.endswith(f"{calling} ")), None)
    return calling is not None and not lower[: -len(calling) - 1][-1:].isalpha()


def stage_length(run: Run, tables: PeopleTables) -> int:
    """Return the length of a name without surname behind a calling whose people bear such: two syllables, or none."""
    known = all(run.shaped) and all(word in tables.given for word in run.canonical)
    return 2 if known and " ".join(run.canonical) not in tables.places | tables.likely_places else 0


def is_clan(words: Sequence[str], text: str, tables: PeopleTables) -> bool:
    """Tell whether a name begins with one that only these peoples bear, or with `H'`, `K'`, `Y'`."""
    joined = " ".join(words[:2])
    return words[0] in tables.clans or joined in tables.clans or (text[1:2] in _MARKS and text[0] in "HKY")

"""Finds full names in a text: capitalised words that begin with a surname, or that the words around call a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.analysis.normalise import canonical_word
from index.extract.people.mention import Name, Run, address_at, left_of
from index.extract.people.names.communes import place_length
from index.extract.people.names.foreign import foreign_length
from index.extract.people.names.likely import with_likely, with_repeated
from index.extract.people.names.peoples import clan_length, is_clan, is_on_stage, plain_length, stage_length
from index.extract.people.names.runs import capitalised_runs, is_country
from index.extract.people.offices.office_bounds import office_at
from index.extract.people.surroundings import described, office_after, office_before, stands_behind_office
from index.extract.people.tables import PeopleTables, people_tables
from index.extract.text_view import View
from index.organisations.provinces import province_of_place

# `Nguyễn Văn T.`, `Lê Thị Th.` are anonymised
_INITIAL_FOLLOWS = re.compile(r" {1,2}(?:[A-ZÀÁÂÈÉÊÌÍÒÓÔÙÚÝĂĐĨŨƠƯ]|Th|Ng|Kh|Ph|Tr|Ch|Nh|Gh|Ngh|Gi|Qu)\.?(?!\w)")
_PLACED = re.compile(
    r"(?<!\w)(?:tại|ở|đến|tới|từ|về|quanh|gần|qua|sang|thuộc|trên|dọc|khu|vùng|miền|phía|hướng|tuyến|đoạn|ngã tư|ngã ba"
    r"|địa bàn|trung tâm|giữa|ngoài|khỏi|rời)\s+$"
)
_PERSONAL = re.compile(
    r"(?<!\w)(?:ông|bà|anh|chị|em|cô|chú|cậu|bác|cụ|cháu|thầy|đồng chí|đ/c|ca sĩ|ca sỹ|diễn viên)\s*$"
)
_FIRST_SURNAMES = frozenset(("nguyễn", "trần", "lê", "phạm", "huỳnh", "phan", "võ", "đặng", "bùi", "đỗ", "trương"))
# Countries with which no name ends; there are women called Thái Lan or Hà Lan
_COUNTRIES = frozenset(
    ("việt nam", "hàn quốc", "trung quốc", "nhật bản", "ấn độ", "triều tiên", "mông cổ", "đài loan", "hoa kỳ")
)
_DASHED = re.compile(r"\w *- *$")
_RUN_BY = 40  # characters between a name and what its bearer runs
_LONGEST_NAME = 5  # syllables of a Vietnamese name; five are rare


def find_names(view: View) -> list[Name]:
    """Return the full names of people in the order of the text."""
    tables = people_tables()
    names: list[Name] = []
    namesakes: set[str] = set()  # names that the text gives to a street or a school as well
    doubtful: list[Name] = []
    for run in capitalised_runs(view):
        words = run.words
        if len(run.words) > 1 and all(map(str.isupper, words[1:])):
            name = _in_capitals(view, run, tables)
            names += [name] if name else []
            if name or (words[0].isupper() and len(words[0]) > 1):
                continue  # a headline in capitals
        if _is_quoted(view, run):
            continue  # "`All Too Well`" is a song
        at, size = 0, len(words)
        staged = size == 2 and is_on_stage(view.text, run.start(0))
        while at < size:
            if at + 2 < size and is_country(words[at], words[at + 1]):
                at += 2  # `Thủ tướng Nhật Bản` Suga Yoshihide
                continue
            if run.particles and words[at].islower():
                at += 1  # `von`, `de`
                continue
            opens = run.opens[at] or (staged and at == 0)
            if not opens and (all(run.shaped[at : at + 4]) or (at + 1 == size and words[at].isalpha())):
                at += 1
                continue
            name, used, sure = _name_at(view, run, at, staged and at == 0, tables, namesakes)
            if name is not None:
                (names if sure else doubtful).append(name)
            at += used
    if doubtful:
        names = with_likely(view, names, [name for name in doubtful if name.text not in namesakes])
    known = {
        name.text
        for name in names
        if name.addressed or name.text not in namesakes or stands_behind_office(view, name, tables)
    }
    kept = [name for name in names if name.text in known]
    kept = [name for at, name in enumerate(kept) if not (at and _is_run_by(view, kept[at - 1], name, tables))]
    kept = with_repeated(view, kept, _repeated)
    ends = [0, *(name.end for name in kept)]
    begins = [*(name.before for name in kept[1:]), len(view.text)]
    return [
        Name(name.start, name.end, name.text, name.honorific, name.before, name.addressed, end, begin)
        for name, end, begin in zip(kept, ends, begins, strict=False)
    ]


def _is_run_by(view: View, before: Name, name: Name, tables: PeopleTables) -> bool:
    """Tell whether a name is what the one before it runs: bà A - Chủ tịch `Vĩnh Hoàn`, ông B."""
    between = view.text[before.end : name.start]
    words = name.text.split()
    if len(words) > 2 and canonical_word(words[0]) in tables.strong_surnames:
        return False
    if name.addressed or len(between) > _RUN_BY or not between.startswith(" - ") or "," in between:
        return False
    return office_at(between.lower(), len(" - "), tables) is not None


def _repeated(view: View, start: int, end: int) -> Name | None:
    """Return the name at a place; None where it is a street's or a place's."""
    name = described(view, start, end, people_tables())
    return None if name is None or province_of_place(name.text) else name


def _name_at(
    view: View, run: Run, at: int, staged: bool, tables: PeopleTables, namesakes: set[str]
) -> tuple[Name | None, int, bool]:
    """Return the name that begins with word `at` of a run, how many words were used up, and whether it is sure.

    `staged` tells that the run needs no surname. A name that something else is called after is noted in `namesakes`
    and passed over.
    """
    words = run.canonical[at : at + _LONGEST_NAME]
    first = run.words[at]
    if (first.lower() in tables.titles and not staged) or first in ("Theo", "Tại", "Khi"):
        return None, 1, False
    if len(first) == 2 and first.isupper() and first.isascii():  # `HA Gia Lai`
        return None, 1, False
    may_be_vietnamese = run.opens[at] or staged or not first.isalpha()
    length = _vietnamese_length(view, words, run, at, staged, tables) if may_be_vietnamese else 0
    foreign = 0 if length else foreign_length(view, run, at)
    length = length if foreign else _whole_run(words, run, at, length, tables)
    length = _before_office(view, run, at, length, tables) if length else 0
    place = place_length(view, run, at, tables)
    if place:
        return None, place, False  # phường `Trần Hưng Đạo` Nguyễn Văn Sơn
    if not length and not foreign:
        return None, 1, False
    used = length or foreign
    while run.words[at + used - 1].islower():
        used -= 1  # `Ali bin`
    start, end = run.start(at), run.end(at + used - 1)
    if _INITIAL_FOLLOWS.match(view.text, end):
        return None, used, False  # `Nguyễn Văn T.` names nobody
    name = described(view, start, end, tables)
    if name is None:
        namesakes.add(view.text[start:end])
        return None, used if length else 1, False
    if foreign:
        good = not province_of_place(name.text) and (
            name.addressed
            or words[0] in tables.foreign_given
            or (foreign == 3 and words[0] in tables.family_names)
            or office_before(view, name.before, tables)
            or office_after(view, end, tables)
        )
        likely = not province_of_place(name.text)
    else:
        follows = at == 0 or _may_follow(run.words[at - 1], name, words)
        follows = follows or (at > 1 and is_country(run.words[at - 2], run.words[at - 1]))
        good = follows and _is_convincing(view, name, words[:length], tables)
        likely = follows and words[0] in tables.strong_surnames and not _is_place(name, words[:length], tables)
        likely = likely and not _ends_in_place(words[:length], tables)
    if good or likely:
        return name, used if good else 1, good
    return None, 1, False


def _in_capitals(view: View, run: Run, tables: PeopleTables) -> Name | None:
    """Return the name of a run in capitals where a title or a form of address stands before it: `Bà TRẦN THỊ LAN`."""
    at = max((at + 1 for at, word in enumerate(run.words) if word.lower() in tables.titles), default=0)
    led = at == 0 and office_at(view.lower, run.start(0), tables) is not None
    if led:  # `CHỦ TỊCH HỘI LÀM VƯỜN` LÊ VĂN SÁU
        pairs = enumerate(pairwise(run.canonical))
        at = next((at for at, pair in pairs if pair[0] in tables.strong_surnames and pair[1] in ("văn", "thị")), 0)
    end = at
    while end < min(len(run.words), at + 4) and run.words[end].isupper():
        word = run.canonical[end]
        if end == at and word not in tables.strong_surnames:
            return None
        known = word in tables.given or word in tables.surnames or word in ("thị", "văn")
        if not known or (end > at + 1 and _verb_at(view, run.start(end), tables)):
            break
        end += 1
    if end - at < 2 or (end < len(run.words) and not _verb_at(view, run.start(end), tables)):
        return None
    name = described(view, run.start(at), run.end(end - 1), tables)
    return name if name and (name.addressed or (led and at)) else None


def _verb_at(view: View, at: int, tables: PeopleTables) -> bool:
    return tables.verb.match(view.lower, at) is not None or office_at(view.lower, at, tables) is not None


def _is_quoted(view: View, run: Run) -> bool:
    """Tell whether foreign words, or two of any, fill quotation marks."""
    filled = view.text.startswith('"', run.end(-1)) and view.text.endswith('"', 0, run.start(0))
    return filled and (len(run.words) == 2 or not all(run.shaped))


def _is_place(name: Name, words: Sequence[str], tables: PeopleTables) -> bool:
    joined = " ".join(words)
    return joined in tables.places or joined in tables.likely_places or bool(province_of_place(name.text))


def _ends_in_place(words: Sequence[str], tables: PeopleTables) -> bool:
    """Tell whether the last two words are a place's: Thành `Đoàn Vũng Tàu`; `ông Dương Trung Quốc` is told a person."""
    last = " ".join(words[-2:])
    return last in tables.places or last in tables.likely_places or bool(province_of_place(last))


def _whole_run(words: Sequence[str], run: Run, at: int, length: int, tables: PeopleTables) -> int:
    """Return the length of a name whose given name the table lacks: `Trần Thị Nhị Hà`, `Triệu Lệ Dĩnh`."""
    rest = run.words[at : at + 5]
    if words[0] not in tables.strong_surnames or not max(2, length + 1) <= len(rest) <= 4 or len(run.words) - at > 4:
        return length
    if any(map(str.isupper, rest)) or not all(run.shaped[at : at + 5]):
        return length
    if any(word in tables.strong_surnames or word in tables.not_names for word in words[1:]):
        return length
    return length if " ".join(words[-2:]) in tables.likely_places and len(rest) == 4 else len(rest)


def _before_office(view: View, run: Run, at: int, length: int, tables: PeopleTables) -> int:
    """Return the length without a last word that begins an office: `Trần Văn Khánh Chủ` tịch xã."""
    if length < 2:
        return length
    start, end = run.start(at + length - 1), run.end(at + length - 1)
    found = tables.office_at.match(view.text[start : end + 20].lower())
    cut = length - 1 if length > 2 else 0  # `Đoàn Đại` biểu is nobody
    return cut if found and found.end() > end - start + 1 and view.text[end] == " " else length


def _may_follow(previous: str, name: Name, words: Sequence[str]) -> bool:
    """Tell whether a name may begin behind another capitalised word: `Trung Hoa Dân Quốc` holds no Mr Hoa."""
    tables = people_tables()
    told = name.addressed or words[0] in tables.strong_surnames or previous.lower() in tables.titles
    return told or (len(words) > 2 and words[1] in ("văn", "thị"))  # Huyện uỷ Mường Lát `Hà Văn Ca`


def _vietnamese_length(
    view: View, words: Sequence[str], run: Run, at: int, staged: bool, tables: PeopleTables
) -> int:
    """Return how many words from `at` on make a Vietnamese name, 0 for none."""
    clan = clan_length(words, run, at, tables)
    if clan or words[0] not in tables.surnames:
        return clan or plain_length(view, words, run, at, tables) or (stage_length(run, tables) if staged else 0)
    length = 1
    while (
        length < len(words)
        and run.shaped[at + length]
        and (not run.words[at + length].isupper() or _is_inner_letter(run.words, at + length))
    ):
        if (
            words[length] in tables.strong_surnames
            and words[0] not in tables.strong_surnames
            and len(words) > length + 2
            and (length > 1 or at or address_at(view, run.start(at)) is None)  # bà `Kiều Vũ Thụy Uyên`
        ):
            return 0  # `Sơn La Hoàng Quốc Khánh`, `Công Thương Trần Tuấn Anh`: another name begins here
        if length > 2 and words[length] in _FIRST_SURNAMES and len(run.words) - at > length + 1:
            break  # Thành phố `Hồ Chí Minh` Nguyễn Thiện Nhân
        known = words[length] in tables.given or words[length] in tables.surnames or len(words[length]) == 1
        if not known and length > 1 and length + 1 < len(words):
            break
        if not known and length == 1 and len(words) > 2 and words[2] not in tables.given:
            break
        length += 1
    return length if length > 1 else 0


def _is_inner_letter(words: Sequence[str], at: int) -> bool:
    """Tell whether word `at` of a run is a syllable of one letter inside a name: `Giàng A Páo`."""
    return words[at] in ("A", "Y", "Á", "Ý") and at + 1 < len(words) and not words[at + 1].isupper()


def _is_told_a_person(view: View, name: Name) -> bool:
    """Tell whether the words before a name are said of people alone: `ông Vũ Quang`, not `cầu thủ Hà Nội`."""
    return bool(name.honorific) or bool(_PERSONAL.search(view.text[name.before : name.start].lower()))


def _is_convincing(view: View, name: Name, words: Sequence[str], tables: PeopleTables) -> bool:
    if " ".join(words) in tables.places:
        return False
    if " ".join(words[-2:]) in _COUNTRIES and (not name.addressed or words[-1] == "nam"):
        return False  # Hoa hậu Hoàn `Vũ Việt Nam`, giá `Lê Hàn Quốc`
    if name.addressed:
        return _is_told_a_person(view, name) or not _is_place(name, words, tables)
    if " ".join(words) in tables.likely_places:  # `Hoàng Anh Gia Lai`; but `Đại úy Vũ Quang` is no district
        return False
    if province_of_place(name.text):  # `Chủ tịch Hồ Chí Minh` beside `thành phố Hồ Chí Minh`; of no other province
        return len(words) > 2 and stands_behind_office(view, name, tables)
    strong = words[0] in tables.strong_surnames or is_clan(words, name.text, tables)
    if len(words) == 1:
        return False  # `K'Choi` alone needs a form of address
    if len(words) >= 3 and words[0] in tables.surnames and words[1] in ("a", "thị", "văn", "seo", "mí", "láo"):
        return True  # `Lừu A Tủa`, `Vàng Thị Xuân`
    known = all(word in tables.given or word in tables.surnames for word in words[1:])
    if not strong and " ".join(words[-2:]) in tables.places:  # `Công ty Cổ phần Xuân Hòa Việt Nam`
        return False
    if len(words) >= 3 and known and (strong or words[1] in tables.middle):
        return True
    if len(words) >= 3 and strong and words[1] in ("thị", "văn"):
        return True
    left = left_of(view, name.before, 40)
    if not strong and "-" in left and _DASHED.search(left):
        return False  # `châu Á - Thái Bình Dương`
    if len(words) == 2 and _PLACED.search(left):
        return False  # `có trụ sở tại Thái Hà`
    evidence = office_before(view, name.before, tables) or office_after(view, name.end, tables)
    return evidence and (known or strong or words[0] in tables.particles)

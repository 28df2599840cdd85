"""Finds full names in a text: capitalised words that begin with a surname, or that the words around call a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.analysis.normalise import canonical_word
from index.extract.people.addresses import is_in_address
from index.extract.people.communes import place_length
from index.extract.people.foreign import foreign_length
from index.extract.people.likely import with_likely, with_repeated
from index.extract.people.mention import WINDOW, WORD_AND_SIGNS, Name, left_of, right_of
from index.extract.people.offices import office_at, offices_in, role_end
from index.extract.people.peoples import clan_length, is_clan, is_on_stage, plain_length, stage_length
from index.extract.people.runs import capitalised_runs, is_country, may_open
from index.extract.people.syllable_shape import looks_like_syllable
from index.extract.people.tables import PeopleTables, last_letters, people_tables
from index.extract.text_view import View
from index.organisations.provinces import province_of_place

# `Nguyễn Văn T.`, `Lê Thị Th.` are anonymised
_INITIAL_FOLLOWS = re.compile(r" {1,2}(?:[A-ZÀÁÂÈÉÊÌÍÒÓÔÙÚÝĂĐĨŨƠƯ]|Th|Ng|Kh|Ph|Tr|Ch|Nh|Gh|Ngh|Gi|Qu)\.?(?!\w)")
_NAMED_INSTITUTION = re.compile(
    r"(?:ĐH|Đại học|Cao đẳng|THPT|THCS|Tiểu học|Mầm non|Bệnh viện|BV|Học viện)(?: [^\W\d_]+){0,3} [A-ZĐ][^\W\d_]+\s*$"
)
_UNITS = ("thành phố", "tỉnh", "huyện", "quận", "xã", "phường", "thị trấn", "trường")
_UNIT = re.compile(rf"(?<!\w)(?:{'|'.join(_UNITS)})\s*$", re.IGNORECASE)
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
_RUN_BY = 40  # characters between a name and what its bearer runs
_LONGEST_NAME = 5  # syllables of a Vietnamese name; five are rare


def find_names(view: View) -> list[Name]:
    """Return the full names of people in the order of the text."""
    tables = people_tables()
    names: list[Name] = []
    namesakes: set[str] = set()  # names that the text gives to a street or a school as well
    doubtful: list[Name] = []
    for run in capitalised_runs(view):
        if len(run) > 1 and view.text[run[1].start() : run[-1].end()].isupper():
            name = _in_capitals(view, run, tables)
            names += [name] if name else []
            if name or (run[0][0].isupper() and len(run[0][0]) > 1):
                continue  # a headline in capitals
        if _is_quoted(view, run):
            continue  # "`All Too Well`" is a song
        at = 0
        words = [word[0] for word in run]
        while at < len(run):
            if at + 2 < len(words) and is_country(words[at], words[at + 1]):
                at += 2  # `Thủ tướng Nhật Bản` Suga Yoshihide
                continue
            staged = at == 0 and len(run) == 2 and is_on_stage(view.text, run[0].start())
            if words[at].islower():
                at += 1  # `von`, `de`
                continue
            if not (staged or may_open(words[at])) and all(map(looks_like_syllable, words[at : at + 4])):
                at += 1
                continue
            name, used, sure = _name_at(view, run, at, tables, namesakes)
            if name is not None:
                (names if sure else doubtful).append(name)
            at += used
    if doubtful:
        names = with_likely(view, names, [name for name in doubtful if name.text not in namesakes])
    known = {
        name.text
        for name in names
        if name.addressed
        or name.text not in namesakes
        or any(not between.strip() for between in _after_offices(view, name, tables))
    }
    kept = [name for name in names if name.text in known]
    kept = [name for at, name in enumerate(kept) if not (at and _is_run_by(view, kept[at - 1], name, tables))]
    kept = with_repeated(view, kept, _repeated)
    ends = [0, *(name.end for name in kept)]
    begins = [*(name.before for name in kept[1:]), len(view.text)]
    return [replace(name, since=end, until=begin) for name, end, begin in zip(kept, ends, begins, strict=False)]


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
    name = _described(view, start, end, people_tables())
    return None if name is None or province_of_place(name.text) else name


def _name_at(
    view: View, run: Sequence[re.Match[str]], at: int, tables: PeopleTables, namesakes: set[str]
) -> tuple[Name | None, int, bool]:
    """Return the name that begins with word `at` of a run, how many words were used up, and whether it is sure.

    A name that something else is called after is noted in `namesakes` and passed over.
    """
    words = [canonical_word(word[0]) for word in run[at : at + _LONGEST_NAME]]
    first = run[at][0]
    if first.lower() in tables.titles or first in ("Theo", "Tại", "Khi"):
        return None, 1, False
    if len(first) == 2 and first.isupper() and first.isascii():  # `HA Gia Lai`
        return None, 1, False
    length = _vietnamese_length(words, run, at, tables)
    foreign = 0 if length else foreign_length(view, run, at, tables)
    length = length if foreign else _whole_run(words, run, at, length, tables)
    length = _before_office(view, run, at, length, tables) if length else 0
    place = place_length(view, run, at, tables)
    if place:
        return None, place, False  # phường `Trần Hưng Đạo` Nguyễn Văn Sơn
    if not length and not foreign:
        return None, 1, False
    used = length or foreign
    while run[at + used - 1][0].islower():
        used -= 1  # `Ali bin`
    start, end = run[at].start(), run[at + used - 1].end()
    if _INITIAL_FOLLOWS.match(view.text, end):
        return None, used, False  # `Nguyễn Văn T.` names nobody
    name = _described(view, start, end, tables)
    if name is None:
        namesakes.add(view.text[start:end])
        return None, used if length else 1, False
    if foreign:
        good = not province_of_place(name.text) and (
            name.addressed
            or words[0] in tables.foreign_given
            or (foreign == 3 and words[0] in tables.family_names)
            or _office_before(view, name, tables)
            or _office_after(view, end, tables)
        )
        likely = not province_of_place(name.text)
    else:
        follows = at == 0 or _may_follow(run[at - 1], name, words)
        follows = follows or (at > 1 and is_country(run[at - 2][0], run[at - 1][0]))
        good = follows and _is_convincing(view, name, words[:length], tables)
        likely = follows and words[0] in tables.strong_surnames and not _is_place(name, words[:length], tables)
        likely = likely and not _ends_in_place(words[:length], tables)
    if good or likely:
        return name, used if good else 1, good
    return None, 1, False


def _in_capitals(view: View, run: Sequence[re.Match[str]], tables: PeopleTables) -> Name | None:
    """Return the name of a run in capitals where a title or a form of address stands before it: `Bà TRẦN THỊ LAN`."""
    at = max((at + 1 for at, word in enumerate(run) if word[0].lower() in tables.titles), default=0)
    end = at
    while end < min(len(run), at + 4) and run[end][0].isupper():
        word = canonical_word(run[end][0])
        if end == at and word not in tables.strong_surnames:
            return None
        known = word in tables.given or word in tables.surnames or word in ("thị", "văn")
        if not known or (end > at + 1 and _verb_at(view, run[end].start(), tables)):
            break
        end += 1
    if end - at < 2 or (end < len(run) and not _verb_at(view, run[end].start(), tables)):
        return None
    name = _described(view, run[at].start(), run[end - 1].end(), tables)
    return name if name and name.addressed else None


def _verb_at(view: View, at: int, tables: PeopleTables) -> bool:
    return tables.verb.match(view.lower, at) is not None or office_at(view.lower, at, tables) is not None


def _is_quoted(view: View, run: Sequence[re.Match[str]]) -> bool:
    """Tell whether foreign words, or two of any, fill quotation marks."""
    filled = view.text.startswith('"', run[-1].end()) and view.text.endswith('"', 0, run[0].start())
    return filled and (len(run) == 2 or not all(looks_like_syllable(word[0]) for word in run))


def _is_place(name: Name, words: Sequence[str], tables: PeopleTables) -> bool:
    joined = " ".join(words)
    return joined in tables.places or joined in tables.likely_places or bool(province_of_place(name.text))


def _ends_in_place(words: Sequence[str], tables: PeopleTables) -> bool:
    """Tell whether the last two words are a place's: Thành `Đoàn Vũng Tàu`; `ông Dương Trung Quốc` is told a person."""
    last = " ".join(words[-2:])
    return last in tables.places or last in tables.likely_places or bool(province_of_place(last))


def _whole_run(words: Sequence[str], run: Sequence[re.Match[str]], at: int, length: int, tables: PeopleTables) -> int:
    """Return the length of a name whose given name the table lacks: `Trần Thị Nhị Hà`, `Triệu Lệ Dĩnh`."""
    rest = run[at : at + 5]
    if words[0] not in tables.strong_surnames or not max(2, length + 1) <= len(rest) <= 4 or len(run) - at > 4:
        return length
    if any(word[0].isupper() or not looks_like_syllable(word[0]) for word in rest):
        return length
    if any(word in tables.strong_surnames or word in tables.not_names for word in words[1:]):
        return length
    return length if " ".join(words[-2:]) in tables.likely_places and len(rest) == 4 else len(rest)


def _before_office(view: View, run: Sequence[re.Match[str]], at: int, length: int, tables: PeopleTables) -> int:
    """Return the length without a last word that begins an office: `Trần Văn Khánh Chủ` tịch xã."""
    if length < 2:
        return length
    last = run[at + length - 1]
    found = tables.office_at.match(view.text[last.start() : last.end() + 20].lower())
    cut = length - 1 if length > 2 else 0  # `Đoàn Đại` biểu is nobody
    return cut if found and found.end() > len(last[0]) + 1 and view.text[last.end()] == " " else length


def _may_follow(previous: re.Match[str], name: Name, words: Sequence[str]) -> bool:
    """Tell whether a name may begin behind another capitalised word: `Trung Hoa Dân Quốc` holds no Mr Hoa."""
    tables = people_tables()
    return name.addressed or words[0] in tables.strong_surnames or previous[0].lower() in tables.titles


def _vietnamese_length(words: Sequence[str], run: Sequence[re.Match[str]], at: int, tables: PeopleTables) -> int:
    """Return how many words from `at` on make a Vietnamese name, 0 for none."""
    clan = clan_length(words, run, at, tables)
    if clan or words[0] not in tables.surnames:
        return clan or plain_length(words, run, at, tables) or stage_length(words, run, at, tables)
    length = 1
    while (
        length < len(words)
        and (not run[at + length][0].isupper() or _is_inner_letter(run, at + length))
        and looks_like_syllable(run[at + length][0])
    ):
        if (
            words[length] in tables.strong_surnames
            and words[0] not in tables.strong_surnames
            and len(words) > length + 2
        ):
            return 0  # `Sơn La Hoàng Quốc Khánh`, `Công Thương Trần Tuấn Anh`: another name begins here
        if length > 2 and words[length] in _FIRST_SURNAMES and len(run) - at > length + 1:
            break  # Thành phố `Hồ Chí Minh` Nguyễn Thiện Nhân
        known = words[length] in tables.given or words[length] in tables.surnames or len(words[length]) == 1
        if not known and length > 1 and length + 1 < len(words):
            break
        if not known and length == 1 and len(words) > 2 and words[2] not in tables.given:
            break
        length += 1
    return length if length > 1 else 0


def _is_inner_letter(run: Sequence[re.Match[str]], at: int) -> bool:
    """Tell whether word `at` of a run is a syllable of one letter inside a name: `Giàng A Páo`."""
    return run[at][0] in ("A", "Y", "Á", "Ý") and at + 1 < len(run) and not run[at + 1][0].isupper()


def _described(view: View, start: int, end: int, tables: PeopleTables) -> Name | None:
    """Return the name with its honorific and form of address; None where it names a street, a prize, a firm."""
    left = view.text[max(0, start - WINDOW) : start]  # over the line's beginning: a full stop parts `PGS.\nTiến sĩ`
    lower = view.lower[max(0, start - WINDOW) : start]
    addressed = False
    honorific = ""
    cut = len(left)
    origin = _ORIGIN.search(left) if "người " in left[-_ORIGIN_REACH:] else None
    if origin and _is_called(lower, origin.start(), tables):
        cut = origin.start()  # `nhiếp ảnh gia người Ý` Vincenzo Mazza
    for _ in range(3):
        last = last_letters(left[max(0, cut - WORD_AND_SIGNS) : cut].rstrip(" \t\n.,-"))
        found = tables.titles_before.search(lower, max(0, cut - 90), cut) if last in tables.title_ends else None
        if found and found.end() == cut and not honorific:
            honorific = left[found.start() : found.end()].strip(" ,-\t")
            cut, addressed = found.start(), True
            continue
        found = tables.address_before.search(lower, max(0, cut - 40), cut) if last in tables.address_ends else None
        if found and left[found.start() : cut].rstrip() == "Anh" and _INSIDE.search(left, 0, found.start()):
            break  # `Thủ tướng Anh` Boris Johnson
        if found and lower.endswith(_BODIES, 0, found.start()):
            break  # `Trưởng ban trọng tài` Dương Văn Hiền
        if found:
            cut, addressed = found.start(), True
            continue
        break
    name = Name(start, end, view.text[start:end], honorific, start - (len(left) - cut), addressed)
    if addressed:
        return name
    line = left.rfind("\n", 0, cut) + 1
    left, lower = left[line:cut], lower[line:cut]
    last = last_letters(left[-WORD_AND_SIGNS:].rstrip())
    named_after = last in tables.named_after_ends and _is_bearer(lower, tables)
    blocked = named_after or (
        left.endswith(("gia ", "ương ")) and _NATIONAL.search(left) and not _heads_national(view, start, end, tables)
    )
    blocked = blocked or (is_in_address(view, left, end) and not _heads_institution(view, start, end, left, tables))
    # `Chủ tịch UBND thành phố Nguyễn Văn A` is the office of a city's man, `thành phố Hồ Chí Minh` a city
    office = (
        lower.rstrip().endswith(_UNITS)
        and _UNIT.search(left)
        and not province_of_place(name.text)
        and len(name.text.split()) > 2
        and _office_before(view, name, tables)
    )
    return None if blocked and not office else name


_ORIGIN = re.compile(r"người (?:gốc )?[^\W\d_a-z][^\W\d_]*(?: [^\W\d_a-z][^\W\d_]*)? $")
_ORIGIN_REACH = 30


def _is_called(lower: str, at: int, tables: PeopleTables) -> bool:
    """Tell whether a form of address, a title or an office ends at a place of a text in lower case."""
    if any(before.search(lower, max(0, at - 90), at) for before in (tables.address_before, tables.titles_before)):
        return True
    return any(not lower[found.end() : at].strip() for found in offices_in(lower[:at], tables))


def _is_bearer(lower: str, tables: PeopleTables) -> bool:
    """Tell whether what stands before a name is called after it: `nông thôn` is no village."""
    found = tables.named_after.search(lower)
    guards = tables.bearer_guards.get(found[0].strip(), ()) if found else ()
    return found is not None and not lower[: found.start()].rstrip().endswith(guards or ("\0",))


def _heads_institution(view: View, start: int, end: int, left: str, tables: PeopleTables) -> bool:
    """Tell whether a name behind an institution is its head's: Giám đốc Bệnh viện Bạch Mai `Lê Văn An` nói."""
    if not _NAMED_INSTITUTION.search(left):
        return False
    name = Name(start, end, view.text[start:end], "", start, False)
    return _office_before(view, name, tables) and _office_after(view, end, tables)


_NATIONAL = re.compile(
    r"(?:Viện|Học viện|Bệnh viện|Đại học|Trường|Nhà hát|Bảo tàng|Thư viện|Cung)(?: [^\W\d_]+){0,4}"
    r" (?:[Qq]uốc gia|[Tt]rung ương) $"
)


def _heads_national(view: View, start: int, end: int, tables: PeopleTables) -> bool:
    """Tell whether a name behind a national institution is its head's: not in `Viện Bỏng Quốc gia Lê Hữu Trác`."""
    return _office_before(view, Name(start, end, view.text[start:end], "", start, False), tables)


def _office_before(view: View, name: Name, tables: PeopleTables) -> bool:
    left = left_of(view, name.before).rstrip()
    clause = re.split(r"[.;:!?\"()]", left)[-1]
    offices = list(offices_in(clause.lower(), tables))
    between = clause[offices[-1].end() :] if offices else ","
    between = _CALLED.sub("", between) if "tên" in between else between
    return "," not in between and len(between.split()) <= 14 and role_end(between) == len(between)


def _after_offices(view: View, name: Name, tables: PeopleTables) -> Iterator[str]:
    """Yield what stands between each office before a name and the name."""
    left = left_of(view, name.before)
    for found in offices_in(left.lower(), tables):
        yield left[found.end() :]


_CALLED = re.compile(r"\s(?:có|mang)? ?tên(?: là)?$")  # `chuyên gia bắt rắn có tên` Jarapat Srichantuk
_BODIES = ("ban ", "hội đồng ", "tổ ", "hội ")
_INSIDE = re.compile(r"[^\W\d_] $")  # a sentence has begun: a capital there is a name's
_NEAR = re.compile(r"\s*(?:\S+\s+){0,3}")  # within three words behind a name
_LONGEST_VERB = 60  # characters
_APPOSITION = re.compile(r"(?:\s*[,\-(]\s*|\s+là\s+)(?:một |vị )?")


def _office_after(view: View, end: int, tables: PeopleTables) -> bool:
    right = right_of(view, end)
    opened = _APPOSITION.match(right)
    if opened and office_at(right.lower(), opened.end(), tables):
        return True
    near = _NEAR.match(right)
    reach = near.end() if near else 0
    verb = tables.verb.search(right, 0, reach + _LONGEST_VERB)
    return verb is not None and verb.start() <= reach and len(right[: verb.start()].split()) <= 3


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
        return len(words) > 2 and any(not left.strip() for left in _after_offices(view, name, tables))
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
    if not strong and re.search(r"\w *- *$", left):
        return False  # `châu Á - Thái Bình Dương`
    if len(words) == 2 and _PLACED.search(left):
        return False  # `có trụ sở tại Thái Hà`
    evidence = _office_before(view, name, tables) or _office_after(view, name.end, tables)
    return evidence and (known or strong)

"""Takes a role apart into offices, each in forms that can be compared: post, organisation, place, level, career."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from index.analysis.normalise import canonical, canonical_word, fold
from index.extract.people.offices.office_bounds import office_at
from index.extract.people.tables import before_offices
from index.organisations.provinces import province_of
from index.resolve.organisations import is_central, organisation_key
from index.table import rows

CENTRE = "trung ương"  # the place of offices that are no province's
_FORMER = re.compile(rf"^(?:{before_offices('former')})", re.IGNORECASE)
_ACTING = re.compile(rf"^(?:{before_offices('acting')})", re.IGNORECASE)
_ADDITIONS = re.compile(r"\s+(?:thường trực|phụ trách|đương nhiệm|danh dự|lâm thời|điều hành chung|cấp cao|thứ nhất)$")
_GLUED = re.compile(r"(?<=[A-ZĐƯ])\s?[&\-.]\s?(?=[A-ZĐƯ]+\b)")  # `VH-TT&DL`, `LĐ-TB&XH`
_WORD = re.compile(r"[^\W\d]+|\d+")  # `BV175` is two
_UNIT = re.compile(r"\s*(?:,(?= [A-ZĐ])|\(|\s-\s|\bthuộc\b|\btrực thuộc\b)")
_PARTS = re.compile(r"\s+kiêm(?: nhiệm)?\s+|\s*,\s*(?=\S)")
# Where a second office may begin within a part: `Giám đốc - Tổng biên tập NXB A`, `Chủ tịch A và Phó Giám đốc B`.
_JOINS = re.compile(r"\s+[-–]\s*|\s*[-–]\s+|(?<=\w)-(?=[A-ZĐ])|\s+(?P<and>và|&)\s+|(?<=\w)\s+(?P<next>(?=Phó ))")
_HELPERS = ("trợ lý", "thư ký", "cố vấn")
_TERM = re.compile(
    r"[\s,(]*(?<!\w)(?:nhiệm kỳ|nhiệm kì|khoá|khóa|giai đoạn|năm học|lần thứ)\s+(?:thứ\s+)?"
    r"(?:[IVX]+|\d+)(?:\s*[-–]\s*\d+)?(?!\w)\)?",
    re.IGNORECASE,
)
_OF = re.compile(r"^(?:của|tại|ở|thuộc)\s+")
_LINKED = re.compile(r"(?:của|cho|với|là)$")
_OLD_NUMBERS = re.compile(r"\b(?:nhiệm kỳ|khóa|khoá)\s+[\dIVX]+(?:\s*-\s*\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Office:
    """A role as written, taken apart.

    `key` compares organisations, `place` is a province or `trung ương`, `level` of which government a body is.
    `post` is the office in its one form; `words` are those of the organisation in its order, abbreviations written
    out; `telling` those of them that tell which one it is; `unit` the words of its first part.
    """

    head: str
    organisation: str
    text: str
    former: bool
    key: str
    place: str
    post: str
    words: tuple[str, ...]
    telling: frozenset[str]
    unit: tuple[str, ...]
    level: str
    careers: frozenset[str]


@lru_cache(maxsize=20_000)
def offices_of(role: str) -> tuple[Office, ...]:
    """Take a role apart: `Phó Chủ tịch kiêm Tổng Thư ký Hội X` is two offices at Hội X."""
    text = " ".join(role.split())
    former = bool(_FORMER.match(text))
    text = _FORMER.sub("", text)
    found: list[tuple[str, str, bool]] = []
    for part in (piece for one in _PARTS.split(text) for piece in _joined(one)):
        past = bool(_FORMER.match(part))
        told = _ACTING.sub("", _FORMER.sub("", part))
        match = office_at(told.lower())
        if match:
            found.append((told[: match.end()], told[match.end() :].strip(" -,"), former or past))
        elif found:
            head, organisation, past = found[-1]
            found[-1] = (head, f"{organisation}, {part}".strip(" ,"), past)
        else:
            found.append(("", part, former))
    found = [(head, _organisation(told), past) for head, told, past in found]
    last = next((told for _, told, _ in reversed(found) if told), "")
    return tuple(_office(head, told or last, text, past) for head, told, past in found)


def _joined(part: str) -> list[str]:
    """Return the offices of a part that a dash or `và` joins; what has no office behind it stays in one.

    `Cục Nhà giáo và Cán bộ quản lý` is one body: `và` joins no members, experts and other people of many.
    """
    pieces, begin = [], 0
    for join in _JOINS.finditer(part):
        rest = _FORMER.sub("", part[join.end() :])
        found = office_at(rest.lower())
        first = office_at(_FORMER.sub("", part[begin : join.start()]).lower())
        if not found or not first:
            continue
        if join["and"] and (is_side_post(post_of(found[0])) or post_of(found[0]) in _of_kind("many")):
            continue
        helps = part[begin:].lower().startswith(_HELPERS) or _LINKED.search(part[: join.start()])
        if join["next"] is not None and helps:
            continue  # `thư ký của Phó Chủ tịch`
        pieces.append(part[begin : join.start()])
        begin = join.end()
    return [*pieces, part[begin:]]


def _organisation(told: str) -> str:
    """Return what follows an office without a term of office and without the word that links the two."""
    plain = _TERM.sub("", told)
    return _OF.sub("", plain).strip(" -,(") if plain != told or _OF.match(plain) else told


def _office(head: str, organisation: str, text: str, former: bool) -> Office:
    place = province_of(organisation) or (CENTRE if is_central(head, organisation) else "")
    spoken = _spoken(organisation)
    return Office(
        head,
        organisation,
        text,
        former,
        organisation_key(organisation),
        place,
        post_of(head),
        spoken,
        telling(spoken),
        _spoken(_UNIT.split(organisation, maxsplit=1)[0]),
        _level(spoken),
        careers_in(head, organisation),
    )


@lru_cache(maxsize=5_000)
def post_of(head: str) -> str:
    """Return an office in its one form: `PGĐ`, `P. Giám đốc`, `Phó Giám đốc thường trực` are `phó giám đốc`."""
    post = canonical(head)
    while (shorter := _ADDITIONS.sub("", post)) != post:
        post = shorter
    return _posts().get(post, post)


def folded_post_of(office: str) -> str:
    """Return a folded office in its one form, whoever acts in it: `quyen giam doc` is `giam doc`."""
    additions, posts = _folded_forms()
    post = office.removeprefix("quyen ")
    while (shorter := additions.sub("", post)) != post:
        post = shorter
    return posts.get(post, post)


@lru_cache(maxsize=1)
def _folded_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    posts = {fold(written): fold(kept) for written, kept in rows(__package__, "posts.tsv")}
    return re.compile(fold(_ADDITIONS.pattern)), posts


@lru_cache(maxsize=1)
def _posts() -> dict[str, str]:
    return {canonical(written): canonical(kept) for written, kept in rows(__package__, "posts.tsv")}


_ShortForm = tuple[str, re.Pattern[str], str]
"""As written, the pattern of it as a word, the long form. Most of two hundred are not in a name, which `in` tells."""


@lru_cache(maxsize=1)
def _written_out() -> tuple[list[_ShortForm], list[_ShortForm]]:
    """Return the abbreviations that are read as written, and the long forms that are read in any case."""
    table = sorted(rows(__package__, "written_out.tsv"), key=lambda row: -len(row[0]))
    return (
        [(short, _whole(short), f"{long} ") for short, long, case in table if case == "yes"],
        [(short, _whole(short), canonical(long)) for short, long, case in table if case == "no"],
    )


def _whole(short: str) -> re.Pattern[str]:
    """Return the pattern of a short form that stands alone, or before a number: `BV175`."""
    return re.compile(rf"(?<!\w){re.escape(short)}(?![^\W\d])")


def _spoken(organisation: str) -> tuple[str, ...]:
    """Return the words of an organisation, abbreviations written out, links left out; capitals stay where unknown."""
    text = _OLD_NUMBERS.sub(" ", organisation)
    abbreviations, long_forms = _written_out()
    text = _GLUED.sub("", _written_in(text, abbreviations))
    text = _written_in(text, abbreviations)
    plain = " ".join(word if _is_initials(word) else canonical_word(word) for word in _WORD.findall(text))
    plain = _written_in(plain, long_forms)
    return tuple(word for word in plain.split() if word not in _of_kind("link"))


def _written_in(text: str, forms: list[_ShortForm]) -> str:
    for short, pattern, long in forms:
        if short in text:
            text = pattern.sub(long, text)
    return text


def _is_initials(word: str) -> bool:
    return 2 <= len(word) <= 7 and word.isupper() and word.isalpha()


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, frozenset[str]] = {}
    for kind, _, words in rows(__package__, "words.tsv"):
        kinds[kind] = kinds.get(kind, frozenset()).union(map(canonical, words.split(";")))
    return kinds


def _of_kind(kind: str) -> frozenset[str]:
    return _kinds()[kind]


@lru_cache(maxsize=1)
def _levels() -> dict[str, str]:
    return {
        canonical_word(phrase.split()[-1]): level
        for kind, level, words in rows(__package__, "words.tsv")
        if kind == "level"
        for phrase in words.split(";")
    }


def _level(spoken: Iterable[str]) -> str:
    return next((level for word in spoken if (level := _levels().get(word, ""))), "")


@lru_cache(maxsize=4)
def _phrases(*kinds: str) -> re.Pattern[str]:
    phrases = sorted((phrase for kind in kinds for phrase in _of_kind(kind)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


def telling(spoken: Iterable[str]) -> frozenset[str]:
    """Return the words that tell which organisation it is: none in `UBND tỉnh`, `y tế` in `Sở Y tế`."""
    kept = _phrases("plain", "level", "firm").sub(" ", " ".join(spoken)).split()
    return frozenset(word for word in kept if not word.isdecimal())


def place_words(place: str) -> tuple[str, ...]:
    """Return the words of a province as they stand in the name of an organisation."""
    return tuple(map(canonical_word, _WORD.findall(place)))


def settled(offices: Iterable[Office]) -> frozenset[Office]:
    """Return the offices of one person without those told shorter: `Chủ tịch` beside `Chủ tịch HĐQT SHB`."""
    offices = frozenset(offices)
    whole = {office.post for office in offices if office.telling}
    return frozenset(office for office in offices if office.telling or office.post not in whole)


def is_side_post(post: str) -> bool:
    """Tell whether a post is held beside any other: a member, an adviser, a deputy of the National Assembly."""
    return not post or any(post == side or post.startswith(f"{side} ") for side in _of_kind("side"))


def is_full_time(office: Office) -> bool:
    """Tell whether an office fills a working day: one holds no second of the kind at another body."""
    said = " ".join(office.words)
    return not is_side_post(office.post) and any(said.startswith(f"{body} ") for body in _of_kind("fulltime"))


def without_firm_words(words: Iterable[str]) -> list[str]:
    """Return words without those that a firm's name is said with or without: `Tập đoàn Hòa Phát`, `Hòa Phát`."""
    return _phrases("firm").sub(" ", " ".join(words)).split()


@lru_cache(maxsize=1)
def _careers() -> list[tuple[str, bool, re.Pattern[str]]]:
    return [
        (career, where == "office", re.compile(rf"(?<!\w)(?:{'|'.join(map(_escaped, words.split(';')))})(?!\w)"))
        for career, where, words in rows(__package__, "careers.tsv")
    ]


def _escaped(word: str) -> str:
    return re.escape(_one_spelling(word.strip()))


def _one_spelling(text: str) -> str:
    return text.lower().replace("uỷ", "ủy").replace("toà", "tòa")


@lru_cache(maxsize=20_000)
def careers_in(office: str, organisation: str = "") -> frozenset[str]:
    """Return the career that an office or an honour tells: of `Đại tá`, `Giám đốc Công an tỉnh` the armed forces."""
    alone = _one_spelling(office)
    whole = _one_spelling(f"{office} {organisation}")
    told = (career for career, at_office, pattern in _careers() if pattern.search(alone if at_office else whole))
    return frozenset(islice(told, 1))


@lru_cache(maxsize=1)
def _apart() -> frozenset[tuple[str, str]]:
    pairs = [(one, other.strip()) for one, others in rows(__package__, "apart.tsv") for other in others.split(";")]
    return frozenset([*pairs, *((other, one) for one, other in pairs)])


def exclude_each_other(careers: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether no one person is taken to have the careers of both."""
    return bool(careers and others) and all((one, other) in _apart() for one in careers for other in others)

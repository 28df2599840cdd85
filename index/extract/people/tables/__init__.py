"""Reads the tables by which people are found, as sets and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.analysis.normalise import canonical, canonical_word, fold
from index.extract.alternation import alternation as any_of
from index.table import rows

# Syllables that stand between surname and given name so often that they make a name of any three capitalised words.
_MIDDLE = "văn thị đức hữu đình xuân ngọc bá duy trọng viết thế mạnh quang công minh thanh quốc tiến hồng như khắc doãn"


# Words that make another word of a verb: `triển khai`, `theo đề nghị của`, `đòi hỏi`; `khai trừ`, `kể từ`, `nói chung`.
_NO_VERB_BEHIND = "".join(
    f"(?<!{word} )"
    for word in ("riển", "công", "kê", "sơ", "theo", "Theo", "thăm", "đòi", "nụ", "xin", "được", "dày", "nghe", "đáng")
)
_NO_VERB = (
    r"(?!(?<=học )(?:hỏi|nói)|khai (?:trừ|thác|mạc|giảng|trương|hoang|sinh|tử|hội)|kể (?:từ|cả|trên|đến)"
    r"|hứa hẹn|đáp (?:chuyến|xuống|ứng|án|số|lễ|máy bay)"
    r"|nói (?:chung|riêng)|nêu trên"
    r"|tin tưởng (?:lựa chọn|để|giao|gửi|gởi|chọn|trao|sử dụng|dùng|bổ nhiệm|đặt|cử)"
    r"|than (?:đá|củi|bùn)|hỏi thăm|bổ sung (?!rằng|thêm)[^\W\d_]|khai báo|nghĩ (?:đến|tới)"
    r"|chỉ đạo (?:công tác|hiện trường|chữa cháy|khắc phục|cứu|điều tra|phòng|trận|trên sân|ở trường quay"
    r"|tại trường quay|nghệ thuật|diễn xuất|sản xuất|bộ phim|phim)"
    r"|đồng ý (?:tới|đến|vào|ký|đóng|sang|về|gia nhập|chia tay|ly hôn|kết hôn|nhận|bán|mua|trả|chuyển|rời|cưới))"
)

# Words between a subject and its verb: `Trịnh Sảng đã từng chia tay`.
_ALSO = (
    "(?:đã|đang|sẽ|vừa|từng|cũng|vẫn|còn|chưa|không|lại|mới|rất|luôn|đều|chỉ|hiện|phải|bị|được|sau đó|liên tục|bất ngờ"
    "|chính thức|tiếp tục|cùng)"
)


def _rows(name: str) -> list[list[str]]:
    return rows(__package__, name)


def _guarded(name: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return rows of (word, words that must not stand before it, words that must not stand behind it)."""
    padded = ([*row, "", ""] for row in _rows(name))
    return [(row[0], _split(row[1]), _split(row[2])) for row in padded]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in cell.split(";") if word.strip())


def _of_kind(name: str, kind: str) -> list[str]:
    """Return the words of a table whose second column tells that kind."""
    return [row[0] for row in _rows(name) if row[1:2] == [kind]]


def _listed(name: str, kind: str) -> list[str]:
    """Return the words of one kind from a table whose second column lists them, divided by semicolons."""
    return [word.strip() for row in _rows(name) if row[0] == kind for word in row[1].split(";") if word.strip()]


def alternation(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest that fits; a space in a word matches any number of them."""
    return any_of(words, " +")


def last_letters(text: str) -> str:
    """Return the letters that a text ends with, in lower case: `PGS.TS` → `ts`."""
    last = text.rpartition(" ")[2]
    if last.isalpha():
        return last.lower()
    at = len(text)
    while at and text[at - 1].isalpha():
        at -= 1
    return text[at:].lower()


@dataclass(frozen=True, slots=True)
class PeopleTables:
    """Sets of canonical syllables, and patterns over a View's text; `first_words` are those that open a name.

    All patterns but `verb` are for text in lower case: ignoring case would try every alternative at every place. Those
    that look back from a name are dear all the same; `…_ends` hold the letters that each must end with, so that they
    are asked only where they may find something.
    """

    first_words: frozenset[str]
    surnames: frozenset[str]
    strong_surnames: frozenset[str]
    given: frozenset[str]
    middle: frozenset[str]
    titles_before: re.Pattern[str]
    address_before: re.Pattern[str]
    titles: frozenset[str]
    office: re.Pattern[str]
    office_at: re.Pattern[str]
    places: frozenset[str]
    plain_places: frozenset[str]
    likely_places: frozenset[str]
    not_names: frozenset[str]
    foreign_given: frozenset[str]
    foreign_surnames: frozenset[str]
    family_names: frozenset[str]
    named_after: re.Pattern[str]
    verb: re.Pattern[str]
    noun_verbs: frozenset[str]
    another_speaks: re.Pattern[str]
    noun_behind: re.Pattern[str]
    between_speech: re.Pattern[str]
    denied: frozenset[str]
    acts: re.Pattern[str]
    role_end: re.Pattern[str]
    relation: re.Pattern[str]
    office_guards: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    end_guards: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    bearer_guards: dict[str, tuple[str, ...]]
    clans: frozenset[str]
    clan_openers: frozenset[str]
    particles: frozenset[str]
    plain_surnames: frozenset[str]
    namesakes: frozenset[str]
    title_ends: frozenset[str]
    address_ends: frozenset[str]
    named_after_ends: frozenset[str]


def office_names() -> list[str]:
    """Return the offices of the table, as written: `Phó Chủ tịch`."""
    return [row[0] for row in _rows("offices.tsv")]


def before_offices(*kinds: str) -> str:
    """Return a pattern of a word that stands before an office, of some kinds or of any, and the blanks behind it."""
    told = [row for row in _rows("before_offices.tsv") if not kinds or row[1] in kinds]
    told.sort(key=lambda row: len(row[0]), reverse=True)  # `nguyên là` before `nguyên`
    return "|".join(rf"{word}(?! {unless})\s+" if unless else rf"{word}\s+" for word, _, unless in told)


def bearers() -> list[tuple[str, tuple[str, ...]]]:
    """Return the words that call something after the name behind them, with those before which they do not."""
    return [(row[0], row[1]) for row in _guarded("named_after.tsv")]


def titles_and_address() -> list[str]:
    """Return the titles and forms of address that stand before a name: `GS.TS`, `ông`, `đồng chí`."""
    return [row[0] for row in _rows("honorifics.tsv") if row[1] in ("title", "address")]


@lru_cache(maxsize=1)
def people_tables() -> PeopleTables:
    """Return the tables, read once."""
    surnames = [row for row in _rows("surnames.tsv") if row[1] in ("strong", "weak")]
    clans = frozenset(map(canonical, _of_kind("surnames.tsv", "clan")))
    particles = frozenset(map(canonical, _of_kind("surnames.tsv", "particle")))
    titles = [title.lower() for title in _of_kind("honorifics.tsv", "title")]
    address = [form.lower() for form in _of_kind("honorifics.tsv", "address")]
    office_rows, ends = _guarded("offices.tsv"), _guarded("role_ends.tsv")
    offices = alternation(row[0].lower() for row in office_rows)
    bearer_rows = _guarded("named_after.tsv")
    bearers = [row[0].lower() for row in bearer_rows]
    named_after = alternation(bearers)
    verbs = alternation(row[0] for row in _rows("verbs.tsv"))
    acts = alternation(row[0] for row in _rows("acts.tsv"))
    one = rf"(?:(?!lg(?!\.)){alternation(titles)})"  # `LG. Lê Văn A` is a lawyer, `Tập đoàn LG` a firm
    led = rf"(?:{before_offices()})*"
    families = frozenset(_listed("foreign_names.tsv", "family"))
    return PeopleTables(
        first_words=families.union(
            (canonical_word(row[0]) for row in surnames), particles, (clan.split()[0] for clan in clans)
        ),
        surnames=frozenset(canonical_word(row[0]) for row in surnames),
        strong_surnames=frozenset(canonical_word(row[0]) for row in surnames if row[1] == "strong"),
        given=frozenset(canonical_word(row[0]) for row in _rows("given.tsv")),
        middle=frozenset(_MIDDLE.split()),
        titles_before=re.compile(rf"(?<![\w&]){one}(?:[\s.,\-]*(?<![^\W\d_](?=[^\W\d_])){one})*[\s.\-]*$"),
        address_before=re.compile(rf"(?<!\w)(?:{alternation(address)})\s*$"),
        titles=frozenset(titles + address),
        office=re.compile(rf"(?<!\w)(?!(?<=chính )quyền|(?<=dân )chủ){led}(?:{offices})(?!\w)"),
        office_at=re.compile(rf"{led}(?:{offices})(?!\w)"),
        places=frozenset(canonical(row[0]) for row in _rows("places.tsv")),
        plain_places=frozenset(map(fold, _listed("not_names.tsv", "town"))),
        likely_places=frozenset(map(canonical, _listed("not_names.tsv", "place"))),
        not_names=frozenset(map(canonical_word, _listed("not_names.tsv", "word"))),
        foreign_given=frozenset(_listed("foreign_names.tsv", "given")),
        foreign_surnames=frozenset(_listed("foreign_names.tsv", "surname")),
        family_names=families,
        named_after=re.compile(rf"(?<!\w)(?:{named_after})\s*$"),
        # in lower case: `Bộ trưởng Thông tin` informs nobody
        verb=re.compile(rf"(?<!\w){_NO_VERB_BEHIND}{_NO_VERB}(?:{verbs})(?!\w)"),
        noun_verbs=frozenset(row[0] for row in _rows("verbs.tsv") if "noun" in row[1:]),
        another_speaks=re.compile(rf"(?<!\w)(?:{alternation(_of_kind('speech_words.tsv', 'another'))})(?!\w)"),
        noun_behind=re.compile(rf"(?<!\w)(?:{alternation(_of_kind('speech_words.tsv', 'noun'))})\s+$"),
        between_speech=re.compile(rf"(?:\s*(?:{alternation(_of_kind('speech_words.tsv', 'between'))})(?!\w))*\s*"),
        denied=frozenset(_of_kind("speech_words.tsv", "denied")),
        role_end=re.compile(rf"(?<!\w)(?:{alternation(row[0] for row in ends)})(?!\w)|(?<!\w)(?:năm|và) (?=\d)"),
        relation=re.compile(rf"(?<!\w)(?:{alternation(row[0] for row in _rows('relations.tsv'))})\s+$"),
        office_guards=tuple((row[0].lower(), row[1], row[2]) for row in office_rows if row[1] or row[2]),
        end_guards={row[0]: (row[1], row[2]) for row in ends if row[1] or row[2]},
        bearer_guards={row[0].lower(): row[1] for row in bearer_rows if row[1]},
        clans=clans,
        clan_openers=particles.union(clan.split()[0] for clan in clans),
        particles=particles,
        plain_surnames=frozenset(fold(row[0]) for row in surnames if row[1] == "strong"),
        namesakes=frozenset(canonical(row[0]) for row in _rows("namesakes.tsv")),
        acts=re.compile(rf"(?:\s+{_ALSO})*\s+(?:{acts})(?!\w)"),
        title_ends=frozenset(map(last_letters, titles)),
        address_ends=frozenset(map(last_letters, address)),
        named_after_ends=frozenset(map(last_letters, bearers)),
    )

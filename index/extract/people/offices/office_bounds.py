"""Finds the words that open an office, and where the name of an office or organisation ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.extract.people.tables import PeopleTables, people_tables


def offices_in(lower: str, tables: PeopleTables | None = None, at: int = 0) -> Iterator[re.Match[str]]:
    """Yield each place from `at` of a text in lower case where an office begins, without bodies: no `Ban Bí thư`."""
    tables = tables or people_tables()
    for found in tables.office.finditer(lower, at):
        if not _is_guarded(lower, found, tables):
            yield found


def office_at(lower: str, at: int = 0, tables: PeopleTables | None = None) -> re.Match[str] | None:
    """Return the office that begins at a place of a text in lower case; None for none."""
    tables = tables or people_tables()
    found = tables.office_at.match(lower, at)
    return None if found and _is_guarded(lower, found, tables) else found


def _is_guarded(lower: str, found: re.Match[str], tables: PeopleTables) -> bool:
    word = found[0]
    for office, after, before in tables.office_guards:
        if word.startswith(office) and (len(word) == len(office) or not word[len(office)].isalnum()):
            left = lower[max(0, found.start() - 20) : found.start()].rstrip()
            right = lower[found.end() :].lstrip(" ") if len(word) == len(office) else ""
            if _ends_in_word(left, after) or _begins(right, before):
                return True
    return False


def _ends_in_word(text: str, words: tuple[str, ...]) -> bool:
    return any(text.endswith(word) and not text[: -len(word)][-1:].isalnum() for word in words)


def _begins(text: str, words: tuple[str, ...]) -> bool:
    return any(text.startswith(word) and not text[len(word) : len(word) + 1].isalnum() for word in words)


def role_end(text: str, at: int = 0) -> int:
    """Return where the name of an office that goes on from `at` ends: at a verb, at a word that no name holds.

    Verbs that are nouns as well may stand in the name of a unit: `Trưởng phòng kê khai thuế`, but not
    `Trưởng ban phát biểu`.
    """
    tables = people_tables()
    end = len(text)
    for found in tables.verb.finditer(text, at):
        if found[0] not in tables.noun_verbs or not _NOUN_BEFORE.search(text, 0, found.start()):
            end = found.start()
            break
    for found in tables.role_end.finditer(text, at, end):
        after, before = tables.end_guards.get(found[0], ((), ()))
        left = text[max(0, found.start() - 20) : found.start()].rstrip().lower()
        if _ends_in_word(left, after) or _begins(text[found.end() :].lstrip(" ").lower(), before):
            continue
        return found.start()
    return end


# `Trung tâm giới thiệu việc làm`, `Phòng thông tin`: what a unit is for
_NOUN_BEFORE = re.compile(
    r"(?:phòng|ban|trung tâm|vụ|cục|viện|khoa|bộ|sở|và|,|công nghệ|hệ thống|an toàn|đài|tổ|đội|hội đồng|dịch vụ"
    r"|công tác|tư vấn|nghiên cứu|kỹ thuật|quỹ|hội|nghiệp vụ|chuyên viên|chuyên gia|công ty|tiểu ban) $",
    re.IGNORECASE,
)

"""Tells in the page's language why appearances are one person, and why others of the name are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from webui.http.language import Language, language

_COUNTED = re.compile(r"(\d+) appearances?: (?:no office stated; (?!there))?(.+)\.$")
_APART = re.compile(r"Kept apart from (\S+): (.+)\.$")

_OF_CAREERS = ("why.careers", "why.honorific")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for a record, `text` in the language of the page; `other` is the id of whom it is kept apart from."""

    text: str
    count: int = 0
    other: str = ""


def reasons(evidence: Sequence[str], words: Language) -> tuple[Reason, ...]:
    """Return the evidence of a person's record, what joins first; a sentence that the catalogue lacks stays English."""
    found = []
    for sentence in evidence:
        if counted := _COUNTED.match(sentence):
            found.append(Reason(_said(counted[2], words), count=int(counted[1])))
        elif apart := _APART.match(sentence):
            found.append(Reason(_said(apart[2], words), other=apart[1]))
        else:
            found.append(Reason(_said(sentence.removesuffix("."), words)))
    return tuple(dict.fromkeys(found))


def _said(reason: str, words: Language) -> str:
    for key, pattern in _rules():
        if told := pattern.fullmatch(reason):
            named = told.groupdict()
            if key in _OF_CAREERS:
                named = {name: _careers(value, words) for name, value in named.items()}
            return words.t(key, **named)
    return reason


def _careers(told: str, words: Language) -> str:
    """Return the careers that a rule names (`leaders; sport`) in the page's language."""
    return re.sub(r"[a-z]+", lambda word: words.texts.get(f"career.{word[0]}", word[0]), told)


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the key of each reason with the pattern of its English sentence, which is how the index tells it."""
    texts = language("en").texts
    return tuple((key, _pattern(text)) for key, text in texts.items() if key.startswith("why."))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)))

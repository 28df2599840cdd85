"""The words of the command in the language of whoever types it: English stands in the code, Vietnamese in a table.

What is printed is looked up as it stands there, `{}` being where something is put in, so that the lower folders, whose
errors the command prints, need know of no language. Results as JSON, files and the log of the service are not touched.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import islice

import click

from webui.http.language import LANGUAGES

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set tells the language of messages (POSIX 8.2)
_FIELD = re.compile(r"\{(\d*)(:[^{}]*)?\}")
_LONGEST = 4_000  # characters of a text that is looked up; what is longer is no sentence of the program
_COLONS = 8  # places before a sentence that are looked behind: a file in an archive, its line, its field
_language: ContextVar[str] = ContextVar("language", default="en")


def spoken(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language that `--lang` asks for, else that of the locale; English where that is another."""
    said = ""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            said = next(iter(arguments[place + 1 : place + 2]), "")
        elif argument.startswith("--lang="):
            said = argument.removeprefix("--lang=")
    if said in LANGUAGES:
        return said
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "vi" if re.match(r"vi(?![a-z])", locale) else "en"


def speak(code: str) -> None:
    """Have everything that follows told in this language."""
    _language.set(code)


def told(text: str) -> str:
    """Return a sentence of the program, what is put into it included, in the language spoken.

    A part that no table has stays as it is: names, paths, and what the operating system says.
    """
    return text if _language.get() == "en" or len(text) > _LONGEST else _vietnamese(text)


def tell(text: str, *, err: bool = False) -> None:
    """Print a sentence in the language spoken."""
    click.echo(told(text), err=err)


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """Return the Vietnamese of every sentence, by the English."""
    content = (files("webui") / "catalogue" / "command.vi.toml").read_text(encoding="utf-8")
    return {english: told for part in tomllib.loads(content).values() for english, told in part.items()}


@dataclass(frozen=True)
class _Sentence:
    """A sentence into which something is put, and its Vietnamese."""

    english: str
    vietnamese: str

    @cached_property
    def literals(self) -> list[str]:
        """The parts that stand in it whatever is put in."""
        return [part for part in _FIELD.sub("\0", self.english).split("\0") if part]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches it as printed, a group for each value."""
        values = iter(self._values())
        parts = [re.escape(part) for part in _FIELD.sub("\0", self.english).split("\0")]
        return re.compile(parts[0] + "".join(next(values) + part for part in parts[1:]), re.DOTALL)

    def _values(self) -> Iterator[str]:
        return (r"([\dA-F.,]+)" if spec else "(.*?)" for _, spec in _FIELD.findall(self.english))

    def told(self, found: re.Match[str]) -> str:
        """Return the Vietnamese with what was put in; `{1}` names the second value, `{}` the next."""
        specs = [spec for _, spec in _FIELD.findall(self.english)]
        values = [_number(v) if spec else _part(v) for v, spec in zip(found.groups(), specs, strict=True)]
        order = iter(range(len(values)))
        return _FIELD.sub(lambda field: values[int(field[1]) if field[1] else next(order)], self.vietnamese)


@lru_cache(maxsize=1)
def _sentences() -> list[_Sentence]:
    """Return those into which something is put, the ones that say most first."""
    found = [_Sentence(english, vi) for english, vi in table().items() if _FIELD.search(english)]
    return sorted(found, key=lambda one: -sum(map(len, one.literals)))


def _vietnamese(text: str) -> str:
    if (said := _sentence(text)) is not None:
        return said
    for colon in islice(re.finditer(": ", text), _COLONS):  # `tracuu.toml: it names no source …`: where, then what
        if (said := _sentence(text[colon.end() :])) is not None:
            return text[: colon.end()] + said
    return text


def _sentence(text: str) -> str | None:
    if (whole := table().get(text)) is not None:
        return whole
    for one in _sentences():
        if all(literal in text for literal in one.literals) and (found := one.pattern.fullmatch(text)):
            return one.told(found)
    return None


def _part(value: str) -> str:
    """Return what is put into a sentence, told where it is a sentence itself and no word of somebody's."""
    return _vietnamese(value) if " " in value else value


def _number(written: str) -> str:
    """Return `1,234.5` as `1.234,5`."""
    return written.translate(str.maketrans(",.", ".,"))

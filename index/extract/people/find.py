"""Finds the people of a text: full names with titles and roles, later short mentions, who speaks and who chairs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.analysis.normalise import canonical, nfc
from index.documents import PersonMention, Statement
from index.extract.people.aliases import hears_until, is_alias
from index.extract.people.mention import Name, address_at, plain_apostrophes
from index.extract.people.names.full_names import find_names
from index.extract.people.names.syllable_shape import looks_like_syllable
from index.extract.people.occurrences import places_of
from index.extract.people.offices.roles import roles_beside
from index.extract.people.speech import chairs, statement_of
from index.extract.people.surroundings import office_after
from index.extract.people.tables import people_tables
from index.extract.text_view import View, view_of
from index.organisations.provinces import province_of_place

_BYLINE = 60  # a name in so short a last line signs the text
_SAYS_SOMETHING = re.compile(
    r"(?<!\w)(?:cho biết|cho rằng|cho hay|nói|khẳng định|nhấn mạnh|phát biểu|chia sẻ|đã|sẽ|bị|được|là|với|dự)(?!\w)"
    r"|: *\S+ +\S+ +\S+ +\S+"
)


class _Person:
    """The mentions gathered of one person while the text is read."""

    def __init__(self, name: Name) -> None:
        self.name = " ".join(name.text.split())
        self.honorific = ""
        self.roles: list[str] = []
        self._known: set[str] = set()
        self.spans: list[tuple[int, int]] = []
        self.statements: list[Statement] = []
        self.chairs = False

    def add_roles(self, roles: Sequence[str]) -> None:
        """Add the roles that are not known yet."""
        for role in roles:
            if role.casefold() not in self._known:
                self._known.add(role.casefold())
                self.roles.append(role)


def person_key(name: str) -> str:
    """Return a name as compared: canonical syllables, one apostrophe, case and spaces aside."""
    return canonical(plain_apostrophes(nfc(name)))


def find_people(text: str, author: str = "") -> tuple[PersonMention, ...]:
    """Return the people of `text`, each with all mentions, in the order of their first one.

    Full names of two syllables and more; short mentions (`ông Vinh`) belong to the nearest full name before them
    that ends so. `author` and the names in a short last line are by-lines and left out unless the text speaks of
    them. Spans count characters of `text` as given, in any Unicode form.
    """
    view = view_of(text)
    people: dict[str, _Person] = {}
    ended: dict[str, dict[str, None]] = {}  # the keys of people by what these end in, in the order of `people`
    writer = person_key(author)
    stripped = view.text.rstrip()
    last_line = len(stripped) - len(stripped.rpartition("\n")[2])
    signed = len(stripped) - last_line <= _BYLINE and not _SAYS_SOMETHING.search(stripped, last_line)
    names = find_names(view)
    for place, (name, (led, roles)) in enumerate(zip(names, roles_beside(view, names), strict=True)):
        key = person_key(name.text)
        if key == writer or (signed and name.start >= last_line > 0 and key not in people and not roles):
            continue
        longer = next(reversed(ended.get(key, {})), "")
        shorter = [known for known in _endings(key) if known in people] if key not in people else []
        if len(shorter) == 1:  # `ông Xuân Anh` before the full name
            people[key] = people.pop(shorter[0])
            people[key].name = " ".join(name.text.split())
            for ending in _endings(shorter[0]):
                del ended[ending][shorter[0]]
        elif not longer and key not in people:
            people[key] = _Person(name)
        for ending in _endings(key) if key in people else ():
            ended.setdefault(ending, {}).setdefault(key)
        person = people[longer or key]  # and after it
        person.honorific = person.honorific or name.honorific
        person.add_roles([_as_written(view, plain, name) for plain in roles])
        if place and is_alias(view, names[place - 1], name):
            person.spans.append((name.start, name.end))
            continue  # what follows is said of the name before
        _hear(view, person, name.start, name.end, led.begin, hears_until(view, names, place))
    _add_short_mentions(view, list(people.values()))
    in_order = sorted(people.values(), key=lambda person: min(person.spans))
    return tuple(_mention(view, person) for person in in_order)


def _endings(key: str) -> list[str]:
    """Return what a name ends in, whole syllables: `văn xuân anh` → `xuân anh`, `anh`."""
    syllables = key.split()
    return [" ".join(syllables[at:]) for at in range(1, len(syllables))]


def _as_written(view: View, role: str, name: Name) -> str:
    """Return a role with the dashes and quotes of the source."""
    around = max(0, name.before - 400), name.end + 1_000
    at = view.text.find(role, *around)
    if at < 0 and len(view.lower) == len(view.text):  # a paragraph in capitals
        at = view.lower.find(role, *around)
    return role if at < 0 else view.source[view.at(at) : view.at(at + len(role))]


def _hear(view: View, person: _Person, start: int, end: int, before: int, until: int) -> None:
    person.spans.append((start, end))
    statement = statement_of(view, start, end, before, until)
    if statement is not None:
        person.statements.append(statement)
    person.chairs = person.chairs or chairs(view, start, end)


_PART_OF_NAME = re.compile(r"[-'’]\w| {1,2}[A-ZĐÂÊÔƠƯÁÀÍÝÚ]")
_ENDS_IN_NAME = re.compile(r"[A-ZĐÂÊÔƠƯÁÀÍÝÚ][^\W\d_]* {1,2}$|[\w'’]-$")


def _add_short_mentions(view: View, people: Sequence[_Person]) -> None:
    """Give `ông Vinh`, `bà Bích Liên` to the person last named before who is called so; `Trump` alone as well.

    Newspapers leave foreign surnames bare, and middle with given name (`Quốc Anh cho hay`); `Vinh` without `ông` may
    be the town.
    """
    named = sorted(((start, person) for person in people for start, _ in person.spans), key=lambda row: row[0])
    words: dict[str, int] = {}  # each with the place where its first bearer is named
    for start, person in named:
        for word in _called(person):
            words.setdefault(word, start)
    foreign = {person.name.split()[-1] for person in people if not all(map(looks_like_syllable, person.name.split()))}
    covered = {place for person in people for start, end in person.spans for place in range(start, end)}
    last: dict[str, _Person] = {}
    at = 0
    for start, word in _places_of(view.text, words):
        while at < len(named) and named[at][0] < start:
            last.update(dict.fromkeys(_called(named[at][1]), named[at][1]))
            at += 1
        if start in covered or word not in last:
            continue
        end = start + len(word)
        address = address_at(view, start)
        bare = (word in foreign or (" " in word and _acts_alone(view, word, end))) and not _PART_OF_NAME.match(
            view.text, end
        )
        if address is not None or (bare and not _ENDS_IN_NAME.search(view.text[max(0, start - 30) : start])):
            before = start if address is None else address
            until = named[at][0] if at < len(named) else len(view.text)
            _hear(view, last[word], start, end, before, until)


def _places_of(text: str, words: Mapping[str, int]) -> list[tuple[int, str]]:
    """Return where the words, each from a place on, stand whole in a text, in its order, of two the longer."""
    places: dict[int, str] = {}
    for word, found in sorted(places_of(text, words).items(), key=lambda item: len(item[0])):
        for at in found:
            before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
            if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
                places[at] = word
    return sorted(places.items())


def _called(person: _Person) -> tuple[str, ...]:
    words = person.name.split()
    if len(words) > 2 and all(map(looks_like_syllable, words)):
        return words[0], words[-1], " ".join(words[-2:])
    return words[0], words[-1]


def _acts_alone(view: View, pair: str, end: int) -> bool:
    """Tell whether a middle and given name that stand bare are a person's: a verb of speech follows, no place is so."""
    tables = people_tables()
    place = province_of_place(pair) or pair.lower() in tables.places | tables.likely_places
    return not place and office_after(view, end, tables)


def _mention(view: View, person: _Person) -> PersonMention:
    spans = tuple(
        (view.at(start), view.at(end - 1) + 1 if view.positions is None else view.at(end))
        for start, end in sorted(person.spans)
    )
    return PersonMention(
        name=person.name,
        honorific=person.honorific or None,
        roles=tuple(person.roles),
        speaks=bool(person.statements),
        mentions=spans,
        chairs=person.chairs,
        statements=tuple(person.statements),
    )

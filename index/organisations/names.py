"""Finds organisations by what is written: one pass over the words of a text, through a trie of all names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.analysis.normalise import fold
from index.analysis.tokens import WORD, folded, placed_words, words
from index.organisations.provinces import named_at
from index.organisations.provincial import UNION, Body, bodies, is_city
from index.organisations.table import OrganisationTable
from index.organisations.unplaced import LINKS, Unplaced, is_unplaced, link_at, stands_alone, tied
from index.table import rows

_SHORTEST = 4  # letters of an abbreviation that is found in running text: OU and REV are other things as well
# `Hội Nông dân các cấp`, `Chính phủ các nước`, `Mặt trận Tổ quốc huyện`: others than the one of the centre
_OTHERS = frozenset(
    (
        *("tỉnh", "thành phố", "tp", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "cơ sở", "cấp"),
        *("các", "nước", "hai"),
    )
)
# `Báo Công an nhân dân` is a paper, `CLB Công an Hà Nội` a club
_OF_ITS_NAME = (["báo"], ["chí"], ["clb"], ["bao"])
_OF_MINISTRIES = frozenset(("bo truong", "thu truong"))
_CLOSES = re.compile(r"\s*(?:$|[,;()–]|- |(?:khóa|khoá|nhiệm kỳ)\b)")


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation named in a text: `text[start:end]`."""

    organisation: str
    start: int
    end: int


class _Node:
    """A place in the tree of names: the words or provinces that may follow, and the names that end here."""

    __slots__ = ("body", "ids", "next", "written")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.ids: set[str] = set()
        self.written = ""
        self.body: Body | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """Words `first` to before `last` name an organisation; `written` is the abbreviation they must be, if one."""

    organisation: str
    last: int
    written: str = ""
    body: Body | None = None


class OrganisationNames:
    """The names of a table, by canonical words and, for texts without accents, by folded ones."""

    def __init__(self, table: OrganisationTable) -> None:
        self.table = table

    @cached_property
    def _accented(self) -> _Node:
        return _trie(self.table, words)

    @cached_property
    def _plain(self) -> _Node:
        return _trie(self.table, _folded_words)

    def find(self, text: str, date: str = "", publisher: str = "") -> tuple[Found, ...]:
        """Return the organisations that a running text names, in its order; `publisher` is the id of whose text it is.

        Left out: one that began after `date` (ISO), where what two share is written, and the ministries and parties
        of other countries, in the whole text where nothing says that the Vietnamese one is meant. A body without a
        province (`UBND tỉnh`) is the one of the only province that the text and its publisher are of.
        """
        spoken, bounds = placed_words(text)
        root, plain = (self._accented, False) if _has_accents(text) else (self._plain, True)
        spoken = folded(spoken) if plain else spoken
        found: list[Found] = []
        foreign: set[str] = set()
        unplaced: list[Unplaced] = []
        placed: set[str] = set()
        past = 0
        for at in _places_to_try(root, spoken):
            if at < past:
                continue
            match = self._match(root, spoken, at, plain)
            if match is None or match.body is None:
                one, last = _unplaced(root, spoken, text, bounds, at)
                if one is not None and (match is None or last > match.last):
                    unplaced.append(one)
                    past = last
                    continue
            if match is None:
                continue
            other_thing = (
                match.body is None
                and spoken[at - 1 : at] in _OF_ITS_NAME
                and text[bounds[2 * at - 1] : bounds[2 * at]] == " "
            )
            if not other_thing and self._is_named(match, text, bounds, at):
                following = spoken[match.last : match.last + 4]
                if match.body is None and _is_foreign(following):
                    foreign.add(match.organisation)
                elif match.body is not None or not _is_other(following):
                    found.append(Found(match.organisation, bounds[2 * at], bounds[2 * match.last - 1]))
                    known = self.table.get(match.organisation)
                    if known is not None and (match.body is not None or known.kind == UNION):
                        placed.add(known.province)
            past = match.last
        own = self.table.get(publisher)
        home, of_union = (own.province, own.kind == UNION) if own else ("", False)
        for one, id in tied(unplaced, placed, spoken, plain, home, of_union) if unplaced else ():
            found.append(Found(id, one.start, one.end))
        found.sort(key=lambda one: one.start)
        vietnamese = {one.organisation for one in found if "nam" in fold(text[one.start : one.end]).split()[-1:]}
        dropped = foreign - vietnamese
        return tuple(one for one in found if one.organisation not in dropped and self._was_there(one, date))

    def identify(self, name: str) -> str:
        """Return the organisation that a name is, with or without accents; '' for none, or where several bear it.

        What follows a comma, a bracket or a term (`khóa IX`) does not count: `Sở Y tế Hà Giang, số 5 …`.
        """
        spoken, bounds = placed_words(name[:300])
        if not spoken:
            return ""
        for root, said, plain in ((self._accented, spoken, False), (self._plain, folded(spoken), True)):
            match = self._match(root, said, 0, plain)
            if match and _CLOSES.match(name, bounds[2 * match.last - 1]):
                return match.organisation
        return ""

    def of_office(self, office: str, organisation: str, vietnamese: bool = True) -> str:
        """Return the organisation at which an office is held, '' where it is not known which.

        A minister's is often said without its first word: `Bộ trưởng Khoa học và Công nghệ`; of a foreigner
        (not `vietnamese`) that says nothing: `Bộ trưởng Y tế` Matt Hancock.
        """
        found = self.identify(organisation)
        if not found and vietnamese and fold(office) in _OF_MINISTRIES:
            found = self.identify(f"Bộ {organisation}")
        return found

    def beginning(self, spoken: Sequence[str], at: int) -> tuple[str, int]:
        """Return the organisation whose name begins at a folded word of a query, and the word after it; '' for none."""
        match = self._match(self._plain, list(spoken), at, True)
        return (match.organisation, match.last) if match else ("", at)

    def _match(self, root: _Node, spoken: list[str], at: int, plain: bool) -> _Match | None:
        """Return the longest name that begins at a word; what several bear gives None."""
        node: _Node | None = root
        best: _Match | None = None
        place = at
        while node is not None:
            if node.body is not None and (filled := _filled(node.body, spoken, place, plain)):
                province, last = filled
                best = _Match(node.body.id_in(province), last, node.written, node.body)
            if len(node.ids) == 1 and (best is None or place >= best.last):
                best = _Match(next(iter(node.ids)), place, node.written)
            elif node.ids and (best is None or place > best.last):
                best = None
            node = node.next.get(spoken[place]) if place < len(spoken) else None
            place += 1
        return best

    def _is_named(self, match: _Match, text: str, bounds: list[int], at: int) -> bool:
        """Tell whether words in running text are a name: it has a capital, an abbreviation is one as written.

        A brand (`Viettel`) is more than the organisation: its shops, its football club.
        """
        if match.written:
            said = text[bounds[2 * at] : bounds[2 * at + 1]]
            return said == match.written and said.isupper() and (len(said) >= _SHORTEST or match.body is not None)
        if match.body is not None and not match.body.anywhere:
            return False
        return any(text[bounds[2 * word]].isupper() for word in range(at, min(at + 2, match.last)))

    def _was_there(self, one: Found, date: str) -> bool:
        known = self.table.get(one.organisation)
        return known is None or not (date and known.from_) or known.from_[: len(date)] <= date[: len(known.from_)]


def _folded_words(name: str) -> list[str]:
    return folded(words(name))


@lru_cache(maxsize=4)  # both of the shipped table, and of an office's
def _trie(table: OrganisationTable, cut: Callable[[str], Sequence[str]]) -> _Node:
    """Return the tree of the names of a table, cut into words by `cut`; it is kept, for it takes 0.05 s to make."""
    root = _Node()
    for one in table.listed.values():
        for name in (one.name, *one.other_names):
            if (node := _end(root, cut(name))) is not root:
                node.ids.add(one.id)
                node.written = _abbreviation(name)
    for body in bodies():
        for name in (body.name, *body.other_names):
            node = _end(root, cut(name))
            node.body, node.written = body, node.written if node.ids else _abbreviation(name)
    return root


def _places_to_try(root: _Node, spoken: list[str]) -> Iterator[int]:
    """Yield the places at which one word is a name, or the first two begin one; few of those that begin with `hội`."""
    following = root.next
    last = len(spoken) - 1
    for at in [at for at, word in enumerate(spoken) if word in following]:
        node = following[spoken[at]]
        if node.ids or node.body is not None or (at < last and spoken[at + 1] in node.next):
            yield at


def _end(root: _Node, spoken: Iterable[str]) -> _Node:
    node = root
    for word in spoken:
        node = node.next.setdefault(word, _Node())
    return node


def _abbreviation(name: str) -> str:
    """Return a name that is one word, as it must be written, an abbreviation or a brand; '' for others."""
    return name if WORD.fullmatch(name) else ""


def _filled(body: Body, spoken: list[str], at: int, plain: bool) -> tuple[str, int] | None:
    """Return the province after a body's name, and the word after it; None where there is none of the right kind.

    `UBND thành phố Hà Giang` is that of a town in the province, not the province's.
    """
    city: bool | None = None
    if length := link_at(spoken, at):
        city, at = LINKS[" ".join(spoken[at : at + length])], at + length
    count, province = named_at(spoken, at, plain)
    if not province or (city is not None and city != is_city(province)) or not body.is_in(province):
        return None
    return province, at + count


def _unplaced(
    root: _Node, spoken: list[str], text: str, bounds: Sequence[int], at: int
) -> tuple[Unplaced | None, int]:
    """Return the longest name of a body that begins at a word and says no province, and the word after it."""
    node = root.next.get(spoken[at])
    found: tuple[Unplaced | None, int] = None, at
    last = at + 1
    capital = any(text[start : start + 1].isupper() for start in bounds[2 * at : 2 * at + 4 : 2])  # the end may come
    while node is not None and capital:
        if node.body is not None and node.body.anywhere:
            length = link_at(spoken, last)
            end = bounds[2 * (last + length) - 1]
            alone = stands_alone(text, end, spoken[at - 1 : at] if at else [])
            if alone and (length or is_unplaced(node.body, spoken[at:last])):
                city = LINKS[" ".join(spoken[last : last + length])] if length else None
                found = Unplaced(node.body, bounds[2 * at], end, city), last + length
        node = node.next.get(spoken[last]) if last < len(spoken) else None
        last += 1
    return found


@lru_cache(maxsize=1)
def _foreign() -> frozenset[tuple[str, ...]]:
    names = [words(name) for name, *_ in rows(__package__, "foreign_places.tsv")]
    return frozenset(tuple(name) for name in names) | frozenset(tuple(folded(name)) for name in names)


def _is_foreign(following: list[str]) -> bool:
    """Tell whether a name goes on with another country: `Bộ Quốc phòng Mỹ`, `Quốc hội của Pháp`."""
    rest = following[1:] if following[:1] and following[0] in ("của", "nước", "cua", "nuoc") else following
    return any(tuple(rest[:length]) in _foreign() for length in (1, 2, 3))


def ends_abroad(organisation: str) -> bool:
    """Tell whether the name of an organisation ends with another country: `Bộ Quốc phòng Trung Quốc`."""
    spoken = words(organisation)
    return any(tuple(spoken[-length:]) in _foreign() for length in (1, 2, 3))


def _is_other(following: list[str]) -> bool:
    """Tell whether a name goes on so that another body than the one of the centre is meant."""
    return any(" ".join(following[:length]) in _OTHERS for length in (1, 2))


def _has_accents(text: str) -> bool:
    """Tell whether a text is written with accents: one letter in fifty is enough."""
    return (len(text) - len(text.encode("ascii", "ignore"))) * 50 >= len(text)

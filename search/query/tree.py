"""The tree that a typed query becomes: neutral nodes that each engine compiles for itself."""

from __future__ import annotations

from dataclasses import dataclass

from index.analysis.tokens import WORD

SAME = 0.7  # what another form of the same thing is worth beside the one typed
LOOSE = 0.3  # the same for one of several meanings of a short form, and for the provinces that a new one was made of


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word; `text` as typed. In the default field it is looked for in title, body, author and source."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side in this order: typed in quotes, or a code such as `42-CT/TW`.

    `begins` tells that the last of them only begins so: `"phản bi*"`, `42-CT/T*`; `written` that just these accents
    are meant: `Mã Lai` and not `mà lại`.
    """

    text: str
    field: str = ""
    quoted: bool = True
    begins: bool = False
    written: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins with `text`: `khoa*`."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """Documents dated from `start` to `end`, both included, ISO as far as given; an empty end is open."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class And:
    """All of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of the child."""

    child: Node


@dataclass(frozen=True, slots=True)
class Bag:
    """Words typed one after another: the more of them a document holds the better; `required` must all hold."""

    wanted: tuple[Node, ...]
    required: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A typed form, and phrases that are looked for in its place as well: `UBND`, also `Ủy ban nhân dân`.

    Of a long form each word is such a node: a document that says UBND has all of ủy, ban, nhân and dân.
    """

    typed: Word | Phrase
    also: tuple[Phrase, ...]


Node = Word | Phrase | Prefix | Between | And | Or | Not | Bag | Alternatives


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another way to say what was typed: its text, its canonical words, and what it is worth beside that (below 1).

    `written`: it is found only in these accents. `answers`: a document with it answers as one with what was typed;
    otherwise it is only related, and counts in the order.
    """

    text: str
    words: tuple[str, ...]
    weight: float
    written: bool = False
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words of a query (as typed, and canonical) for which others were looked for as well."""

    typed: str
    words: tuple[str, ...]
    also: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A typed query, understood: its text, its tree (None where nothing was typed) and catalogue keys of notes.

    `expanded` tells which of its words have other forms in the tree beside them.
    """

    text: str
    root: Node | None
    notes: tuple[str, ...] = ()
    expanded: tuple[Expansion, ...] = ()


def period(node: Node | None) -> Between | None:
    """Return the first range of dates that a tree requires, None where it requires none."""
    match node:
        case Between():
            return node
        case And(children):
            return next((found for child in children if (found := period(child))), None)
        case Bag(_, required):
            return next((found for child in required if (found := period(child))), None)
    return None


def leaves(node: Node | None, negated: bool = False) -> list[tuple[Word | Phrase | Prefix, bool]]:
    """Return the words, phrases and prefixes typed, in this order, each with whether it is excluded."""
    match node:
        case None | Between():
            return []
        case Word() | Phrase() | Prefix():
            return [(node, negated)]
        case Alternatives(typed, _):
            return [(typed, negated)]
        case Not(child):
            return leaves(child, not negated)
        case And(children) | Or(children):
            return [leaf for child in children for leaf in leaves(child, negated)]
        case Bag(wanted, required):
            return [leaf for child in (*wanted, *required) for leaf in leaves(child, negated)]


def parted(leaf: Word | Phrase | Prefix) -> tuple[str, str]:
    """Return the text of a leaf whose words are looked for as typed, and the word that only begins so; '' for none."""
    match leaf:
        case Prefix(text):
            return "", text
        case Phrase(text, begins=True):
            *_, last = WORD.finditer(text)
            return text[: last.start()], last.group()
    return leaf.text, ""


def is_plain(query: Query) -> bool:
    """Tell whether a query has no fields, no excluded words and no words that only begin so."""
    return not any(excluded or leaf.field or parted(leaf)[1] for leaf, excluded in leaves(query.root))


def included_leaves(query: Query) -> list[Word | Phrase | Prefix]:
    """Return the leaves of a query that a hit may show: those not excluded."""
    return [leaf for leaf, excluded in leaves(query.root) if not excluded]

"""The weights by which documents are ranked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights of the ranking; one setting for every collection (`docs/ranking.md` has the measurements).

    The first group is BM25F's: `k1` saturation, `b` length normalisation, `title` and `side` (author, source) the
    weight of a word there against one in the body.

    The second gives each tier's weight; `question` is the importance of words that only ask, `definition` the weight
    of the pair `X là` where it is asked what X is; `mend` has queries repaired before they are ranked
    (`search.repair`), `other_forms` has abbreviations and what they stand for looked for beside what was typed.

    The third are shares of the best score by tiers, added to the `read` best documents: `passage` for the best window
    of `width` words, `cover` for a title that the query says, `phrase` and `whole_title` for a query that stands
    there word for word. `exact` goes, in queries of up to `meant` words, to documents that have the words with the
    accents typed: it outweighs all the others, so that đang and đặng come after every đảng. `alone` goes, in queries
    of one word, to documents that have it as a word of its own: `hội` before hội viên; `complete`, in queries of two to
    `meant` words, to those that have all of them, in one form or another. `named` goes to articles that mention a
    directive or person whom words of the query call by name, for each of them.
    """

    k1: float = 1.2
    b: float = 0.75
    title: float = 2.0
    side: float = 1.0

    word: float = 1.0
    fold: float = 1.0
    pair: float = 1.0
    compound: float = 0.0
    question: float = 0.2
    definition: float = 3.0
    mend: bool = True
    other_forms: bool = True

    read: int = 30
    width: int = 60
    passage: float = 0.7
    cover: float = 0.4
    phrase: float = 1.0
    whole_title: float = 2.0
    exact: float = 5.0
    meant: int = 3
    alone: float = 2.0
    complete: float = 2.5
    named: float = 2.0


DEFAULT = Parameters()

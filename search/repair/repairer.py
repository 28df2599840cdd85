"""A whole query mended where its words as typed find nothing.

Words that no document holds are read anew: as keys of Telex or VNI, as slips, as words that lost their space. So are
words that documents hold, but neither beside their neighbours nor as they are written here (`Hồng Đăn`). What may be
searched instead of what was typed is told from what is only offered. Numbers and codes stay as they are; in phrases
and fields keys are read, and slips mended where the query finds nothing at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.analysis.normalise import canonical_word, fold_word
from index.analysis.syllables import is_folded_syllable
from search.deadline import check
from search.query.parse import parse
from search.query.questions.question_words import asking
from search.query.tree import Query
from search.repair.acceptance import Judge, Trust
from search.repair.best_path import likeliest, one_change, pairs_beside, stand_together
from search.repair.candidates import Method, Reading, Readings, TypedWord
from search.repair.lexicon import Lexicon
from search.repair.typed_words import Change, Run, replaced, typed_runs

_MOST_MENDED = 6  # words of one query whose neighbours are looked up; keys are decoded in all
_MOST_TRIED = 4  # readings of one word that are judged
_MOST_CHANGED = 5  # words of a query in which every word may be the wrong one
_RARE = 0.005  # share of the documents that may hold a word which still counts as a slip
_SHORTEST_RARE = 3  # letters of such a word
_MANY = 2_000  # documents none of which writes a rightly spelt syllable if it is none; fewer may lack vỡ or hỏa
_COMMON = 2  # documents that must have a pair of words which is offered for one that none has
_MOST_RESTORED = 5  # words of a query to which accents are offered; in longer ones they hardly change the order


@dataclass(frozen=True, slots=True)
class Meaning:
    """The query to search; `corrected` is its text where that is not what was typed, `suggestion` a text to offer."""

    query: Query
    corrected: str | None = None
    suggestion: str | None = None


class Repairer:
    """Mends queries by what a lexicon knows. Threads may share it."""

    def __init__(self, lexicon: Lexicon, read: Callable[[str], Query] = parse) -> None:
        """Take what a text becomes: `read` gives the query, with the other forms of its words where it has any."""
        self._read = read
        self._lexicon = lexicon

    def meaning(self, query: Query, exact: bool = False) -> Meaning:
        """Return what to search for a query, and what to offer; where `exact`, what was typed and nothing else."""
        runs = typed_runs(query, self._lexicon)
        if any(run.unheld for run in runs):
            certain, offered = self._read_anew(query.text, runs)
        elif keys := self._read_keys(query.text, runs):
            certain, offered = keys, ""
        else:
            certain, offered = self._read_beside(query.text, runs, finds_nothing=False)
        if exact:
            return Meaning(query, None, certain or offered or None)
        if not (certain or offered):
            offered = self._read_elsewhere(query.text, runs)
        searched = self._read(certain) if certain else query
        return Meaning(searched, certain or None, offered or self._accented(searched, runs) or None)

    def meaning_of_nothing(self, query: Query) -> Meaning:
        """Return the meaning of a query that finds no document at all: slips in phrases are mended too.

        Where documents hold each of its words, one of them is read as another that they have beside its neighbours.
        """
        runs = typed_runs(query, self._lexicon)
        if any(run.unheld for run in runs):
            text, _ = self._read_anew(query.text, runs, phrases=True)
        else:
            text, _ = self._read_beside(query.text, runs, finds_nothing=True)
        return Meaning(self._read(text), text) if text else Meaning(query)

    def _read_anew(self, text: str, runs: list[Run], phrases: bool = False) -> tuple[str, str]:
        """Return the text with the words that nothing holds replaced: as is certain, and as may be if that differs."""
        readings = Readings(self._lexicon)
        methods = {w.method for run in runs for n in run.unheld if readings.decoded(w := run.words[n])}
        only = sum(len(run.words) for run in runs) == 1
        certain: list[Change] = []
        offered: list[Change] = []
        for run in runs:
            if not methods and not run.unheld:
                continue
            judge = Judge(self._lexicon, run.words, only, readings)
            for reading, written, trust in _trusted(judge, _options(run, readings, methods), readings):
                offered.append(run.change(reading, written))
                if trust == "certain" and (run.plain or phrases or reading.how == "decoded"):
                    certain.append(run.change(reading, written))
        more = len(offered) > len(certain)
        return replaced(text, certain) if certain else "", replaced(text, offered) if more else ""

    def _read_keys(self, text: str, runs: list[Run]) -> str:
        """Return the text with Telex read though documents hold its words: `this sinh aor` where some say this and AOR.

        Only in queries without accents, where documents have what the keys write beside all of its neighbours and not
        what was typed.
        """
        readings = Readings(self._lexicon)
        changes: list[Change] = []
        for run in runs:
            words = run.words if run.plain and len(run.words) > 1 else []
            if not any(word.bare and readings.decoded(word, {"telex"}) for word in words):
                continue
            path = likeliest([[*readings.of_word(n, w, {"telex"}, False)] for n, w in enumerate(words)], readings)
            for n, reading in enumerate(path):
                around = words[max(n - 1, 0) : n + 2]
                if reading.how != "decoded" or stand_together([word.fold for word in around], readings):
                    continue
                if len(pairs_beside(path, n, readings)) == len(around) - 1:
                    changes.append(run.change(reading, reading.written))
        return replaced(text, changes) if changes else ""

    def _read_beside(self, text: str, runs: list[Run], finds_nothing: bool) -> tuple[str, str]:
        """Return the text with one word replaced by one that documents have beside its neighbours: certain, offered.

        Looked at are words that cannot be right as they are written; where the query finds nothing, all of them.
        """
        every = [word.fold for run in runs for word in run.words]
        for run in runs:
            looked_at = len(run.words) > 1 and (run.plain or finds_nothing)  # of a phrase, only what cannot be right
            places = self._doubtful(run, finds_nothing and run.plain) if looked_at else {}
            if not places:
                continue
            together = not finds_nothing and self._lexicon.hold_together(every)
            readings = Readings(self._lexicon)
            judge = Judge(self._lexicon, run.words, False, readings)
            for change, path in one_change(run.words, places, readings):
                typed = run.words[change.start]
                written = judge.written(change, pairs_beside(path, change.start, readings))
                if written == typed.text or not judge.is_near(change, written):
                    continue
                mended = replaced(text, [run.change(change, written)])
                found = together and change.how != "joined" and not places.get(change.start)
                bold = finds_nothing or (not found and self._is_bold(path, change, typed, len(every)))
                return (mended, "") if bold and change.folds != (typed.fold,) else ("", mended)
        return "", ""

    def _read_elsewhere(self, text: str, runs: list[Run]) -> str:
        """Return a short query with one right word read as another, where no document holds all that was typed.

        `ken truc hien dai`: some say ken, some truc, none ken truc. Only documents that have the other word beside all
        of its neighbours speak for it, so it is no more than an offer.
        """
        words = runs[0].words if len(runs) == 1 and runs[0].plain else []
        if not 1 < len(words) <= _MOST_CHANGED:
            return ""
        readings, folds = Readings(self._lexicon), [word.fold for word in words]
        if stand_together(folds, readings) or self._lexicon.hold_together(folds):
            return ""
        judge = Judge(self._lexicon, words, False, readings)
        for change, path in one_change(words, dict.fromkeys(self._doubtful(runs[0], True), False), readings):
            beside = pairs_beside(path, change.start, readings)
            written = judge.written(change, beside)
            common = all(readings.together(*pair.split(" ")) >= _COMMON for pair in beside)
            if common and written != words[change.start].text and judge.is_near(change, written):
                return replaced(text, [runs[0].change(change, written)])
        return ""

    def _is_bold(self, path: Sequence[Reading], change: Reading, typed: TypedWord, count: int) -> bool:
        """Tell whether a change of a word that documents hold may be searched, in a query of `count` words."""
        if change.how == "joined":
            return True
        if count > _MOST_CHANGED:
            return False
        if not typed.is_right or self._lexicon.size >= _MANY:
            return True
        return self._lexicon.is_named([fold for reading in path for fold in reading.folds])

    def _doubtful(self, run: Run, every: bool) -> dict[int, bool]:
        """Return the places of the words that may be wrong, and whether they surely are: no document writes them so."""
        words = run.words
        if every and len(words) > _MOST_CHANGED:
            return {}
        found = {n: self._oddity(word) for n, word in enumerate(words) if not word.is_number}
        doubtful = [n for n, oddity in found.items() if every or oddity != "right"]
        if not doubtful:
            return {}
        asks = asking([canonical_word(word.text) for word in words], [word.fold for word in words])
        return {n: found[n] == "wrong" for n in doubtful[:_MOST_MENDED] if not asks[n]}

    def _oddity(self, word: TypedWord) -> Literal["right", "rare", "wrong"]:
        """Tell of a word that some documents hold, accents aside, whether it may still be none."""
        if word.stands_for:
            return "right"
        if word.is_fragment:
            return "rare"
        if not word.bare and (written := canonical_word(word.text)) != word.fold:
            return "right" if self._lexicon.writes(written) else "wrong"
        if is_folded_syllable(word.fold) or len(word.fold) < _SHORTEST_RARE or word.is_right:
            return "right"
        rare = self._lexicon.frequency(word.fold) <= max(2.0, _RARE * self._lexicon.size)
        return "rare" if rare else "right"

    def _accented(self, query: Query, runs: list[Run]) -> str:
        """Return a short query without accents as titles and names of the index write it, empty if they do not."""
        if len(runs) != 1 or not runs[0].plain or not query.text.isascii() or len(runs[0].words) > _MOST_RESTORED:
            return ""
        written = self._lexicon.restored([fold_word(word) for word in query.text.split()]) or ""
        return "" if written.isascii() else written


def _options(run: Run, readings: Readings, methods: set[Method]) -> list[list[Reading]]:
    """Return the readings that begin at each word of a run."""
    mended = run.unheld[:_MOST_MENDED]
    options = [list(readings.of_word(n, word, methods, n in mended)) for n, word in enumerate(run.words)]
    for n, (word, following) in enumerate(pairwise(run.words)):
        if n in mended or n + 1 in mended:
            options[n] += readings.joined(n, word, following)
    return options


def _trusted(judge: Judge, options: list[list[Reading]], readings: Readings) -> list[tuple[Reading, str, Trust]]:
    """Return the changes of the likeliest path all of whose changes can be trusted, each with its text."""
    tried: Counter[int] = Counter()
    while True:
        check()
        path = likeliest(options, readings)
        changes: list[tuple[Reading, str, Trust]] = []
        for n, reading in enumerate(path):
            if reading.how == "typed":
                continue
            beside = pairs_beside(path, n, readings)
            written = judge.written(reading, beside)
            trust = judge.trust(reading, written, beside)
            if trust != "none":
                changes.append((reading, written, trust))
                continue
            tried[reading.start] += 1
            left = [other for other in options[reading.start] if other != reading]
            options[reading.start] = left if tried[reading.start] < _MOST_TRIED else left[:1]  # as typed
            break
        else:
            return changes

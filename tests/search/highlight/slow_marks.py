"""Finds what matches in a text the plain way: word by word, as `marker.Marker` says it does. For comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.analysis.normalise import canonical_word, fold_word
from index.analysis.tokens import WORD
from search.highlight.highlight_terms import HighlightTerms


@dataclass(frozen=True)
class Match:
    """A wanted word: the how manieth of the text it is, its span, its forms; `whole`: part of another form."""

    place: int
    start: int
    end: int
    word: str
    folded: str
    whole: bool = False


def marked(text: str, what: HighlightTerms, lone: bool = True) -> list[tuple[int, int, str]]:
    """Return (start, end, folded word) of what is marked; `what` without dates."""
    if not (what.folds or what.prefixes):
        return []
    matches = _in_accents(_in_other_forms(_wanted(text, what), what), what)
    runs: list[list[Match]] = []
    for match in matches:
        last = runs[-1][-1] if runs else None
        if last and match.place == last.place + 1 and (last.folded, match.folded) in what.pairs:
            runs[-1].append(match)
        else:
            runs.append([match])
    strong = [run for run in runs if _is_strong(run, what)]
    return [(match.start, match.end, match.folded) for run in strong or (runs if lone else []) for match in run]


def _wanted(text: str, what: HighlightTerms) -> list[Match]:
    sought = {*what.folds, *(part for form in what.others for part in form)}
    found = []
    for place, word in enumerate(WORD.finditer(text)):
        plain = fold_word(word.group())
        if plain in sought or _begins(plain, what):
            found.append(Match(place, word.start(), word.end(), canonical_word(word.group()), plain))
    return found


def _begins(plain: str, what: HighlightTerms) -> bool:
    return bool(what.prefixes) and plain.startswith(what.prefixes)


def _in_other_forms(matches: list[Match], what: HighlightTerms) -> list[Match]:
    kept: list[Match] = []
    while matches:
        length = max((len(form) for form in what.others if _stands(matches, form)), default=0)
        if length:
            kept += [replace(match, whole=True) for match in matches[:length]]
        elif matches[0].folded in what.folds or _begins(matches[0].folded, what):
            kept.append(matches[0])
        matches = matches[max(length, 1) :]
    return kept


def _stands(matches: list[Match], form: tuple[str, ...]) -> bool:
    run = matches[: len(form)]
    return tuple(match.folded for match in run) == form and run[-1].place - run[0].place == len(form) - 1


def _in_accents(matches: list[Match], what: HighlightTerms) -> list[Match]:
    typed = {plain: words for plain, words in what.folds.items() if plain not in words}
    exact = {match.folded for match in matches if match.word in typed.get(match.folded, ())}
    return [
        match
        for match in matches
        if match.whole or match.folded not in exact or match.word in typed[match.folded] or _begins(match.folded, what)
    ]


def _is_strong(run: list[Match], what: HighlightTerms) -> bool:
    only = run[0]
    if len(run) > 1 or only.whole or not what.pairs or only.folded.isdigit():
        return True
    return not any(only.folded in pair for pair in what.pairs)

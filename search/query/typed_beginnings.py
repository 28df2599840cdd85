"""Tells what a title or name may begin with while it is being typed."""

from __future__ import annotations

from index.analysis.normalise import canonical_word, fold, fold_word, nfc
from index.analysis.tokens import WORD, folded


def beginnings_of(typed: str) -> set[str]:
    """Return what the words typed may begin: `liên hi` is `lien hy` if finished, else the beginning of `lien hiep`."""
    written = WORD.findall(nfc(typed))
    if not written:
        return set()
    before = folded([canonical_word(word) for word in written[:-1]])
    lasts = (fold_word(written[-1]), fold(written[-1]))
    return {" ".join(words) for last in lasts for words in ([*before, last], _numbered([*before, last]))}


def _numbered(words: list[str]) -> list[str]:
    """Return `chi thi 42` as the names of directives have it: `chi thi so 42`."""
    number = next((at for at, word in enumerate(words) if word[:1].isdigit()), 0)
    return words if not number or words[number - 1] == "so" else [*words[:number], "so", *words[number:]]

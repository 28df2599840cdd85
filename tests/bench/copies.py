"""How well copies of one text are told from other texts, on copies made from real articles.

    python -m tests.bench.copies FILE…

Each article of the files is published again on another site, changed as sites change a press text, and once as a
letter of the same form: the same sentences with all figures and names exchanged, as one province takes over another's
plan. Recall is of the copies; precision counts the letters, and any two different articles of the files, as wrong.
Every article is taken to be of a site of its own, where the service is most ready to call it a copy.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.documents import Article
from index.findings.signature import SHORT, read_signatures, signature_of
from index.generations.copy_groups import DEFAULT, Likeness, find_copies
from tests.bench.arguments import folders
from tests.bench.made_sets import articles_of

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NAME = re.compile(r"(?<=[a-zà-ỹ,] )[A-ZĐÀ-Ỹ]\w+(?: [A-ZĐÀ-Ỹ]\w+)*")
_ROW = "{:<72} {:>10}"
_THRESHOLDS = "{:>9} {:>11} {:>8} {:>9} {:>8} {:>8}"
LIKENESSES = ((0.8, 0.6), (0.7, 0.5), (0.7, 0.35), (0.6, 0.45), (0.6, 0.35), (0.5, 0.35), (0.5, 0.3), (0.4, 0.2))

Change = Callable[[list[str]], list[str]]


class Changes:
    """Changes to the sentences of an article, drawn with a fixed seed; what is put in comes from other articles."""

    def __init__(self, articles: list[Article]) -> None:
        self._draw = random.Random(11)
        every = [s for a in articles for s in _SENTENCE.split(body(a)) if 8 <= len(s.split()) <= 40]
        self._others = every
        self._names = [name for article in articles for name in _NAME.findall(body(article))]

    def lead(self, sentences: list[str]) -> list[str]:
        """The first sentences, a tenth of them, written anew."""
        count = max(1, len(sentences) // 10)
        return [self._draw.choice(self._others) for _ in range(count)] + sentences[count:]

    def captions(self, sentences: list[str]) -> list[str]:
        """Three captions between the sentences."""
        changed = list(sentences)
        for _ in range(3):
            caption = "Ảnh: " + " ".join(self._draw.choice(self._others).split()[:12])
            changed.insert(self._draw.randrange(len(changed) + 1), caption)
        return changed

    def tail(self, sentences: list[str]) -> list[str]:
        """The last third cut."""
        return sentences[: max(2, round(len(sentences) * 2 / 3))]

    def furniture(self, sentences: list[str]) -> list[str]:
        """A by-line before and two strange sentences behind."""
        return ["Theo vusta.vn, Minh An", *sentences, self._draw.choice(self._others), self._draw.choice(self._others)]

    def left_out(self, sentences: list[str]) -> list[str]:
        """One sentence in ten left out, wherever."""
        kept = [s for s in sentences if self._draw.random() > 0.1]
        return kept or sentences

    def slips(self, sentences: list[str]) -> list[str]:
        """One word in fifty mistyped."""
        spoilt = [[w[:-1] + "x" if self._draw.random() < 0.02 else w for w in s.split()] for s in sentences]
        return [" ".join(sentence) for sentence in spoilt]

    def all_of_it(self, sentences: list[str]) -> list[str]:
        """New lead, captions, furniture and a cut tail together."""
        return self.furniture(self.captions(self.tail(self.lead(sentences))))

    def form(self, sentences: list[str]) -> list[str]:
        """Another letter of the same form: every figure and every name within a sentence exchanged."""
        exchanged: dict[str, str] = {}

        def figure(found: re.Match[str]) -> str:
            digits = "".join(self._draw.choice("123456789") for _ in found[0])
            return exchanged.setdefault(found[0], digits)

        def name(found: re.Match[str]) -> str:
            return exchanged.setdefault(found[0], self._draw.choice(self._names))

        return [_NAME.sub(name, re.sub(r"\d+", figure, sentence)) for sentence in sentences]


def body(article: Article) -> str:
    """Return lead and text, as the signature reads them."""
    return f"{article.lead}\n{article.text}".strip()


def of_sites(articles: list[Article], first: int) -> list[Article]:
    """Return the articles, each of a site of its own."""
    return [replace(a, source=f"site {n}", url="") for n, a in enumerate(articles, first)]


def signed(articles: list[Article]) -> NDArray[np.void]:
    """Return their signatures."""
    return read_signatures(list(map(signature_of, articles)))


@dataclass(frozen=True)
class Made:
    """The signatures of the articles, of their copies for each change, and of the letters."""

    articles: list[Article]
    originals: NDArray[np.void]
    copies: dict[str, NDArray[np.void]]
    letters: NDArray[np.void]

    def recognised(self, others: NDArray[np.void], likeness: Likeness) -> int:
        """Return how many of the changed articles stand in one group with what they were made from."""
        found, size = find_copies(np.concatenate([self.originals, others]), likeness), len(self.originals)
        return int(np.count_nonzero(found[:size] == found[size:]))

    def mistaken(self, likeness: Likeness) -> list[tuple[int, int]]:
        """Return the different articles that are taken for copies."""
        return [(int(first), n) for n, first in enumerate(find_copies(self.originals, likeness)) if first != n]


def make(articles: list[Article]) -> Made:
    """Return what is measured on."""
    changes, size = Changes(articles), len(articles)

    def changed(change: Change) -> NDArray[np.void]:
        texts = [" ".join(change(_SENTENCE.split(body(article)))) for article in articles]
        made = [replace(a, title="Bài đăng lại", lead="", text=t) for a, t in zip(articles, texts, strict=True)]
        return signed(of_sites(made, size))

    kinds = (changes.lead, changes.captions, changes.tail, changes.furniture, changes.left_out, changes.slips)
    named = {" ".join((kind.__doc__ or "").split()).rstrip("."): kind for kind in (*kinds, changes.all_of_it)}
    copies = {name: changed(kind) for name, kind in named.items()}
    return Made(articles, signed(of_sites(articles, 0)), copies, changed(changes.form))


def changes_table(made: Made) -> str:
    """Return what is recognised of each change, and which articles are taken for copies, as served."""
    size = len(made.articles)
    lines = [_ROW.format("published again with", "recognised")]
    for name, copies in made.copies.items():
        lines.append(_ROW.format(name, f"{made.recognised(copies, DEFAULT) / size:.3f}"))
    letters = made.recognised(made.letters, DEFAULT) / size
    lines.append(_ROW.format("letters of the same form, taken for copies", f"{letters:.3f}"))
    pairs = made.mistaken(DEFAULT)
    lines.append(f"different articles taken for copies: {len(pairs)} of {size}")
    lines += [f"    {_called(made.articles[a])} | {_called(made.articles[b])}" for a, b in pairs]
    return "\n".join(lines)


def likeness_table(made: Made) -> str:
    """Return recall and precision for several thresholds."""
    lines = [_THRESHOLDS.format("contained", "resemblance", "recall", "precision", "letters", "articles")]
    for contained, resemblance in LIKENESSES:
        likeness = Likeness(contained=contained, resemblance=resemblance)
        right = sum(made.recognised(copies, likeness) for copies in made.copies.values())
        letters, articles = made.recognised(made.letters, likeness), len(made.mistaken(likeness))
        recall = right / (len(made.copies) * len(made.articles))
        precision = right / max(right + letters + articles, 1)
        row = (contained, resemblance, f"{recall:.3f}", f"{precision:.3f}", letters, articles)
        lines.append(_THRESHOLDS.format(*row))
    return "\n".join(lines)


def _called(article: Article) -> str:
    return (article.title or article.id)[:60]


def main() -> None:
    """Print the table for the articles of all files."""
    articles = [a for path in folders(__doc__) for a in articles_of(path)]
    long = [a for a in articles if len(body(a).split()) >= SHORT]
    print(f"{len(long)} of {len(articles)} articles have {SHORT} words or more")
    made = make(long)
    print(changes_table(made), likeness_table(made), sep="\n\n")


if __name__ == "__main__":
    main()

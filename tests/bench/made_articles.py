"""Distinct articles as many as are asked for: sentences of given news cut at commas and joined anew.

    python -m tests.bench.made_articles COUNT FOLDER [NEWS…]

writes FOLDER/articles.jsonl, and FOLDER/questions.txt with what a clerk may ask of them. NEWS are files of articles
to take sentences from (default: the two news files of ../shared/data/news). Names of people, numbers and years are
drawn anew for each article, so nothing but the halves of sentences repeats. Each article depends on its number alone:
the first thousand of a million are the thousand.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.analysis.normalise import strip_accents
from index.table import rows
from tests.bench.made_sets import articles_of

NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "news"
_SENTENCES = (6, 14)
_HONORIFICS = ("ông", "bà", "GS. TS.", "PGS. TS.", "TS.", "ThS.", "đồng chí")
_ROLES = ("Chủ tịch", "Phó Chủ tịch", "Giám đốc", "Phó Giám đốc", "Tổng Thư ký", "Trưởng ban")
_DECREES = (
    "Nghị định số {0}/{1}/NĐ-CP",
    "Thông tư số {0}/{1}/TT-BKHCN",
    "Quyết định số {0}/QĐ-TTg",
    "Chỉ thị số {2}-CT/TW",
)
_COMMON = 14  # surnames that most people have; the table begins with them
_QUESTIONS = 3_000
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"(?<![\w.])[A-ZĐÀ-Ỹ][a-zà-ỹ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹ]+){1,3}(?!\w)")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Halves of sentences, as they begin and as they end, and what names are made of."""

    beginnings: list[str]
    endings: list[str]
    surnames: list[str]
    syllables: list[str]
    provinces: list[str]


def pieces_of(news: list[Path]) -> Pieces:
    """Return the halves of sentences in some files of articles."""
    halves: tuple[dict[str, None], dict[str, None]] = {}, {}
    for article in (article for path in news for article in articles_of(path)):
        for sentence in re.split(r"(?<=[.!?])\s+|\n", article.text):
            before, comma, behind = sentence.partition(", ")
            if comma and 3 < len(before.split()) < 25 and 3 < len(behind.split()) < 40:
                halves[0][before] = None
                halves[1][behind] = None
    return Pieces(
        list(halves[0]),
        list(halves[1]),
        [row[0] for row in rows("index.extract.people.tables", "surnames.tsv") if row[1] == "strong"],
        [row[0] for row in rows("index.extract.people.tables", "given.tsv")],
        [row[0] for row in rows("index.organisations", "provinces.tsv")],
    )


def article(number: int, pieces: Pieces) -> dict[str, str]:
    """Return one article as a record for a reindex."""
    draw = random.Random(f"article {number}")
    names = [_name(draw, pieces) for _ in range(draw.randint(1, 3))]

    def sentence() -> str:
        text = f"{draw.choice(pieces.beginnings)}, {draw.choice(pieces.endings)}"
        text = _NAME.sub(lambda found: _exchanged(found[0], draw, pieces, names), text)
        return _NUMBER.sub(lambda found: _number(found[0], draw), text)

    province = draw.choice(pieces.provinces)
    body = [sentence() for _ in range(draw.randint(*_SENTENCES))]
    said = f"{draw.choice(_HONORIFICS)} {names[0]}, {draw.choice(_ROLES)} Liên hiệp Hội {province}"
    body.insert(draw.randrange(len(body)), f"Theo {said}, {draw.choice(pieces.endings)}")
    if draw.random() < 0.3:
        decree = draw.choice(_DECREES).format(draw.randint(1, 200), draw.randint(2005, 2024), draw.randint(10, 60))
        body.insert(draw.randrange(len(body)), f"{draw.choice(pieces.beginnings)} thực hiện {decree}.")
    return {
        "id": f"made-{number}",
        "title": " ".join(sentence().split()[: draw.randint(7, 14)]).rstrip(",.;:"),
        "text": "\n".join(body),
        "date": f"{draw.randint(2010, 2025)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        "source": f"Liên hiệp Hội {province}",
    }


def _name(draw: random.Random, pieces: Pieces) -> str:
    surnames = pieces.surnames[:_COMMON] if draw.random() < 0.9 else pieces.surnames
    return " ".join([draw.choice(surnames), *draw.sample(pieces.syllables, draw.choice((2, 2, 2, 3)))])


def _exchanged(name: str, draw: random.Random, pieces: Pieces, names: list[str]) -> str:
    """Return another name in place of a person's; what does not begin with a surname stays."""
    return draw.choice(names) if name.split()[0] in pieces.surnames else name


def _number(digits: str, draw: random.Random) -> str:
    if _YEAR.fullmatch(digits):
        return str(draw.randint(1990, 2025))
    return str(draw.randint(10 ** (len(digits) - 1), 10 ** len(digits) - 1))


def questions(count: int, pieces: Pieces) -> Iterator[str]:
    """Yield what a clerk may type who looks for something in so many articles, three in ten without accents."""
    draw = random.Random("questions")
    while True:
        record = article(draw.randrange(count), pieces)
        words = re.sub(r"[^\w\s/-]", " ", f"{record['title']} {record['text']}").split()
        kind = draw.random()
        if kind < 0.65:
            length = draw.randint(2, 5)
            start = draw.randrange(len(words) - length)
            typed = " ".join(words[start : start + length])
        elif kind < 0.8:
            typed = record["text"].partition("Theo ")[2].partition(",")[0].split(". ")[-1]
        elif kind < 0.9:
            typed = record["title"]
        else:
            found = re.search(r"(?:Nghị định|Thông tư|Quyết định|Chỉ thị) số \S+", record["text"])
            typed = found[0].rstrip(".") if found else " ".join(draw.sample(words, 3))
        yield strip_accents(typed) if draw.random() < 0.3 else typed


def write(count: int, folder: Path, news: list[Path]) -> None:
    """Write the articles and questions of so many articles."""
    pieces = pieces_of(news)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(article(n, pieces), ensure_ascii=False) + "\n" for n in range(count))
    asked: dict[str, None] = {}
    for question in questions(count, pieces):
        asked[question] = None
        if len(asked) == _QUESTIONS:
            break
    (folder / "questions.txt").write_text("".join(f"{one}\n" for one in asked), encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), [Path(p) for p in sys.argv[3:]] or sorted(NEWS.glob("*202*.jsonl.gz")))

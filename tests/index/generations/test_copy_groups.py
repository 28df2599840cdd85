"""Which articles are copies of one text, and that an incremental run finds those of a full one."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.documents import Article
from index.findings.signature import read_signatures, signature_of
from index.generations import copy_groups
from index.generations.copy_groups import FILE, find_copies, read_copies
from index.generations.store import Store, verify
from index.reindexing.reindex import reindex
from search.embedded.arrays.snapshot import Snapshot
from tests.press_texts import press_text, republished
from webui.cli.progress import Silent

TEXT = press_text(1)
FIGURES = " Năm 2019 có 125 hội viên, 34 đề tài và 8 hội thảo."


def article(text: str, source: str = "", title: str = "Bài") -> Article:
    return Article(id="", title=title, text=text, source=source)


def found(*articles: Article) -> list[int]:
    signed = [signature_of(replace(one, id=str(n))) for n, one in enumerate(articles)]
    return find_copies(read_signatures(signed)).tolist()


COPIES = {
    "the same text": (TEXT, TEXT),
    "a new lead, a caption, the end cut": (TEXT, republished(TEXT, 2)),
    "furniture of the site before and behind": (TEXT, f"{press_text(3, 1)} {TEXT} {press_text(4, 2)}"),
    "the later one is the longer": (republished(TEXT, 2), TEXT),
    "the first half": (TEXT, TEXT[: len(TEXT) // 2]),
}
NO_COPIES = {
    "another text": (TEXT, press_text(2)),
    "a round-up that contains it": (TEXT, " ".join([press_text(5, 30), TEXT, press_text(6, 30)])),
    "the first paragraph alone": (TEXT, " ".join(TEXT.split()[:64])),
    "half of it in another text": (TEXT, TEXT[: len(TEXT) // 2] + press_text(7)),
    "the same letter with other figures": (
        TEXT + FIGURES,
        TEXT + FIGURES.translate(str.maketrans("0123456789", "7654321987")),
    ),
    "every tenth word another": (TEXT, " ".join("khác" if n % 10 == 0 else w for n, w in enumerate(TEXT.split()))),
}


@pytest.mark.parametrize("why", COPIES)
def test_copies_on_two_sites(why: str) -> None:
    one, other = COPIES[why]
    assert found(article(one, "A"), article(press_text(9), "A"), article(other, "B", "Tít khác")) == [0, 1, 0]


@pytest.mark.parametrize("why", NO_COPIES)
def test_other_articles_on_two_sites(why: str) -> None:
    one, other = NO_COPIES[why]
    assert found(article(one, "A"), article(other, "B")) == [0, 1]


ONE_SITE = [
    ("the same words under two headlines", TEXT, TEXT, "Tít khác", [0, 0]),
    ("put right in one place, under one title", TEXT, TEXT.replace("Hội", "Các hội", 1) + " Hết.", "Bài", [0, 0]),
    ("changed as another site would", TEXT, republished(TEXT, 2), "Bài", [0, 1]),
    ("two sections of a law, nearly alike", TEXT, TEXT + " Hết.", "Điều khác", [0, 1]),
    ("a notice of another year", TEXT + " Năm 2019.", TEXT + " Năm 2020.", "Bài", [0, 1]),
]


@pytest.mark.parametrize("source", ["A", ""], ids=["one site", "unknown site"])
@pytest.mark.parametrize(("one", "other", "title", "expected"), [r[1:] for r in ONE_SITE], ids=[r[0] for r in ONE_SITE])
def test_one_site_repeats_itself_without_copying(
    one: str, other: str, title: str, expected: list[int], source: str
) -> None:
    assert found(article(one, source), article(other, source, title)) == expected


def test_short_texts_are_copies_only_word_for_word() -> None:
    notice = "Kính mời các đồng chí dự họp giao ban vào thứ hai tại hội trường."
    assert found(article(notice, "A", "Mời họp"), article(notice, "B", "Mời họp")) == [0, 0]
    assert found(article(notice, "A", "Mời họp tháng 3"), article(notice, "B", "Mời họp tháng 4")) == [0, 1]
    assert found(article(notice, "A"), article(notice.replace("thứ hai", "thứ ba"), "B")) == [0, 1]


def test_a_group_stands_around_its_earliest() -> None:
    """A copy of a copy that no longer resembles the original is an article of its own."""
    first, second = press_text(1, 20), press_text(2, 20)
    half = " ".join([*first.split(". ")[8:], *second.split(". ")[:6]])
    drifted = " ".join([*first.split(". ")[15:], *second.split(". ")[:16]])
    assert found(article(first, "A"), article(half, "B"), article(drifted, "C")) == [0, 0, 2]


def test_one_text_on_very_many_sites_is_one_group() -> None:
    articles = [article(republished(TEXT, n + 100) if n else TEXT, f"site {n}") for n in range(120)]
    assert found(*articles) == [0] * 120


@pytest.mark.parametrize("sharing", [1, 10**9], ids=["in many parts", "at once"])
def test_pairs_are_counted_in_parts(sharing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_groups, "_SHARING", sharing)
    texts = [n * 7 % 12 for n in range(40)]  # of twelve texts, each told by three or four sites
    articles = [article(republished(press_text(text), n), f"site {n}") for n, text in enumerate(texts)]
    assert found(*articles) == [texts.index(text) for text in texts]


def test_nothing_is_found_among_nothing() -> None:
    assert found() == []
    assert found(article(TEXT)) == [0]


Records = dict[str, dict[str, str]]


def _groups(data: Path) -> dict[str, str]:
    """Return the original of each article that has copies, by id."""
    generation = Store(data).current()
    assert generation is not None
    assert verify(generation) == []
    snapshot = Snapshot(generation)
    documents, originals = read_copies(generation)
    assert snapshot.live[documents].all()
    named = {
        snapshot.identifier(d): snapshot.identifier(o)
        for d, o in zip(documents.tolist(), originals.tolist(), strict=True)
    }
    snapshot.close()
    return named


def test_adds_edits_and_deletes_give_the_groups_of_a_full_run(
    tmp_path: Path, write_records: Callable[..., Path]
) -> None:
    draw = random.Random(4)
    records: Records = {}
    sizes = set()
    for step in range(8):
        for _ in range(6):
            name, text = f"d{draw.randrange(30)}", press_text(draw.randrange(4))
            body = draw.choice([text, republished(text, draw.randrange(9)), press_text(draw.randrange(50, 90))])
            day = f"2020-01-{draw.randrange(1, 29):02d}" if draw.random() < 0.9 else ""
            records[name] = {
                "id": name,
                "title": f"Tít {name}",
                "text": body,
                "source": draw.choice("ABCD"),
                "date": day,
            }
        for name in draw.sample(sorted(records), 2 if step > 2 else 0):
            del records[name]
        reindex([write_records(*records.values())], tmp_path / "grown", Silent(), jobs=1)
        whole = tmp_path / f"whole{step}"
        reindex([write_records(*sorted(records.values(), key=lambda r: r["text"]))], whole, Silent(), jobs=1)
        groups = _groups(tmp_path / "grown")
        assert groups == _groups(whole)
        sizes.add(len(groups))
    assert len(sizes) > 3 and max(sizes) > 6, "the steps changed the groups"


def test_the_generation_behind_keeps_its_groups(tmp_path: Path, write_records: Callable[..., Path]) -> None:
    """A new generation begins with hard links to the old one's files, and must not write through them."""
    one = {"id": "a", "title": "A", "text": TEXT, "source": "A"}
    reindex([write_records(one, {**one, "id": "b", "source": "B"})], tmp_path, Silent(), jobs=1)
    before = Store(tmp_path).current()
    assert before is not None
    kept = (before.path / FILE).read_bytes()
    reindex([write_records(one)], tmp_path, Silent(), jobs=1)
    assert _groups(tmp_path) == {}
    assert (before.path / FILE).read_bytes() == kept
    assert verify(before) == []

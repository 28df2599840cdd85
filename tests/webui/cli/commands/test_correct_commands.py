"""`tracuu correct`: entries written, listed and removed, applied by the next reindex and told on the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from tests.index.records.test_corrected import ARTICLES
from tests.webui.conftest import Get
from webui.cli.main import main
from webui.cli.progress import Silent

Correct = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path, write_records: Callable[..., Path]) -> Path:
    reindex([write_records(*ARTICLES)], tmp_path / "data", Silent(), jobs=1)
    return tmp_path / "data"


@pytest.fixture
def correct(data: Path) -> Correct:
    return lambda *words: CliRunner().invoke(main, ["correct", *words, "--data", str(data)])


def test_what_is_corrected_stands_on_the_pages_after_the_next_reindex(
    correct: Correct, data: Path, tmp_path: Path, running, ask: Get
) -> None:
    told = "Cơ quan đã đối chiếu công văn đến"
    written = [
        correct("mention", "a1", "chỉ thị 42", "Chỉ thị 42-CT/TW 2010-04-16", "--reason", told),
        correct("same-person", "lê-văn-hạnh-ca-mau", "lê-văn-hạnh-nghe-an"),
        correct("not-person", "Trần Nết", "--article", "a4"),
        correct("hide-office", "trần-thị-nết", "Phó Chủ tịch Hội Luật gia"),
    ]
    assert [result.exit_code for result in written] == [0] * 4, [result.output for result in written]
    report = reindex([tmp_path / "documents"], data, Silent(), jobs=1)
    assert report.notes == [] and report.changed == 0
    with running(WhooshEngine(data)) as server:
        page = ask(server.port, "/directives/chi-thi-42-ct-tw-2010").text
        assert "Theo đính chính của cơ quan" in page and told in page and 'href="/articles/a1"' in page
        assert "“chỉ thị 42” là văn bản này" in page
        (person,) = ask(server.port, "/api/v1/search?q=L%C3%AA+V%C4%83n+H%E1%BA%A1nh&kind=speaker").json()["results"]
        answer = ask(server.port, f"/api/v1{person['url']}").json()
        assert answer["articles"] == 3 and {one["says"] for one in answer["corrections"]} == {"same_person"}
        article = ask(server.port, "/api/v1/articles/a4").json()
        assert article["people"] == [], "who is no person is not named on the article's page either"
        assert "Trần Nết" not in ask(server.port, "/api/v1/directives/chi-thi-42-ct-tw-2010/report.csv").text.replace(
            "Ông Trần Nết", ""
        )
        cited = {one["id"] for one in ask(server.port, "/api/v1/articles/a1").json()["directives"]}
        assert cited == {"chi-thi-42-ct-tw-2010"}
        assert ask(server.port, "/api/v1/speakers/tr%E1%BA%A7n-th%E1%BB%8B-n%E1%BA%BFt").json()["roles"] == []


def test_entries_are_listed_and_removed_and_comments_stay(correct: Correct, data: Path) -> None:
    file = data / "corrections.toml"
    written = '# của văn phòng\n[[not_person]]\nname = "Một"\n\n# tên phố\n[[not_person]]\nname = "Hai"\n'
    file.write_text(written, "utf-8")
    correct("not-person", "Lê \"Ba\" \\", "--reason", "tên hiệu")
    assert correct("list").output.splitlines() == [
        "1  not-person: Một",
        "2  not-person: Hai",
        '3  not-person: Lê "Ba" \\ (tên hiệu)',
    ]
    assert correct("remove", "1").exit_code == 0
    assert file.read_text("utf-8").startswith('# của văn phòng\n\n# tên phố\n[[not_person]]\nname = "Hai"\n\n[[')
    correct("remove", "2")
    assert correct("list").output == "1  not-person: Hai\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("mention", "gone", "Chỉ thị 42", "Chỉ thị 42-CT/TW 2010"), "there is no article 'gone'"),
        (("mention", "a1", "Chỉ thị 42", "Chỉ thị 42-CT/TW"), "has no date"),
        (("same-person", "lê-văn-hạnh-ca-mau"), "two records or more"),
        (("same-person", "lê-văn-hạnh-ca-mau", "nobody"), "there is no person 'nobody'"),
        (("hide-office", "trần-thị-nết", "Vua"), "those are:\n  Phó Chủ tịch Hội Luật gia"),
        (("remove", "1"), "there are 0 corrections"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    correct: Correct, data: Path, words: tuple[str, ...], told: str
) -> None:
    result = correct(*words)
    assert result.exit_code == 2 and told in result.output
    assert not (data / "corrections.toml").exists()


def test_a_file_that_cannot_be_read_stops_a_reindex(data: Path, tmp_path: Path) -> None:
    (data / "corrections.toml").write_text("[[person]]\n", "utf-8")
    result = CliRunner().invoke(main, ["reindex", str(tmp_path / "documents"), "--data", str(data)])
    assert result.exit_code == 2 and "'person' is no kind of correction" in result.output

"""What is told of the rows of an office's table of known documents, and rows that are added or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from index.resolve.directives.known_check import add_row, problems_in
from index.resolve.directives.registry import Registry, RegistryError, load_registry
from webui.cli.main import main

HEAD = "type,number,title,date,issuer,continues,repealed_by\n"
PLAN = "Kế hoạch,15-KH/TU,Về hội,2021-03-02,Tỉnh ủy Phú Thọ,,\n"
TODAY = "2026-11-27"


def problems(*rows: str, shipped: Registry | None = None) -> list[str]:
    return problems_in(HEAD + "".join(rows), "own.csv", shipped or load_registry(), TODAY)


def test_good_rows_have_no_problem() -> None:
    assert problems(PLAN, "Kết luận,93-KL/TW,,2020-11-20,Ban Bí thư,Chỉ thị 42-CT/TW 2010-04-16,\n") == []


@pytest.mark.parametrize(
    ("row", "told", "reason"),
    [
        ("Sắc chỉ,1,,2020,X,,\n", "'Sắc chỉ' is no known type", "a type of no table"),
        ("Chỉ thị,42-CT/TW\n", "2 values for 7 columns", "a row that is cut"),
        ("Kế hoạch,15-KH/TU,Về hội,2021-13-02,X,,\n", "'2021-13-02' is no date", "no day of the calendar"),
        (PLAN, "the same document as own.csv, line 2; remove one", "told twice"),
        ("Kế hoạch,16-KH/TU,,2027-01-02,Tỉnh ủy Phú Thọ,,\n", "'2027-01-02' is a day to come", "in the future"),
        ("Nghị định,30/2020/NĐ-CP,,2021-03-05,Chính phủ,,\n", "are of two years", "number and date"),
        ("Nghị quyết,42-CT/TW,,2010-04-16,Bộ Chính trị,,\n", "is no Nghị quyết's by its symbol", "type and symbol"),
        ("Quyết định,900/QĐ-TTg,,2019-07-20,Bộ Y tế,,\n", "is of Thủ tướng Chính phủ, and the issuer", "the symbol"),
        ("Chỉ thị,42-CT/TW,,1925-01-01,Bộ Chính trị,,\n", "lies in no term", "before the first congress"),
        ("Chỉ thị,42-CT/TW,,2010-05-16,Bộ Chính trị,,\n", "given once in one term", "the shipped one is of 16/4/2010"),
        ("Chỉ thị,42-CT/TW,,2010-04-16,Ban Bí thư,,\n", "where the shipped table has 'Bộ Chính trị'", "its issuer"),
        ("Kế hoạch,16-KH/TU,,2021,Tỉnh ủy X,Chỉ thị 42-CT/TW 2011,\n", "a document that no row knows", "2011: none"),
        ("Kế hoạch,16-KH/TU,,2009,Tỉnh ủy X,Chỉ thị 42-CT/TW 2010,\n", "is later than the document", "continues ahead"),
        ("Kế hoạch,16-KH/TU,,2021,Tỉnh ủy X,,Chỉ thị 42-CT/TW 2010\n", "is earlier than the", "repealed before"),
        ("Kế hoạch,16-KH/TU,,2021,Tỉnh ủy X,Chỉ thị số,\n", "in column continues names no document", "not a number"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_line(row: str, told: str, reason: str) -> None:
    (problem,) = problems(PLAN, row)
    assert problem.startswith("own.csv, line 3: ") and told in problem, reason


def test_a_number_of_a_joint_circular_names_several_issuers() -> None:
    row = "Thông tư liên tịch,15/2015/TTLT-BYT-BNV,,2015-05-27,Bộ Y tế và Bộ Nội vụ,,\n"
    assert problems(row, shipped=Registry(())) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Luật,24-L/CTN,,1993-07-14,Quốc hội,,\n", "a law bears the symbol of whoever promulgated it"),
        ("Thông tư liên tịch,5/2018/TTLT-BCA-VKSNDTC,,2018-06-25,Bộ Công an,,\n", "any organ of a joint one"),
    ],
)
def test_symbols_of_whom_may_issue(row: str, reason: str) -> None:
    assert problems(row, shipped=Registry(())) == [], reason


def test_the_shipped_table_has_nothing_wrong_but_what_old_symbols_cannot_tell() -> None:
    text = Path("index/resolve/directives/known_documents.csv").read_text(encoding="utf-8")
    found = problems_in(text, "known_documents.csv", Registry(()), TODAY)
    old = ("'92/TT-LB'", "'21-TC/TCT'", "'82-TC/TCT'", "'31-L/CTN'")  # of 1993 and 1994, when no rule set the symbols
    undated = "'Kết luận 19-KL/TW'"  # cited without its date
    assert [one for one in found if not any(number in one for number in (*old, undated))] == []


def test_a_row_is_added_and_a_column_where_it_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "known_documents.csv"
    row = {"type": "Kế hoạch", "number": "15-KH/TU", "date": "2021", "issuer": "Tỉnh ủy Phú Thọ"}
    row["title"] = "Về hội, đoàn"
    add_row(path, row, load_registry(), TODAY)
    more = {**row, "number": "16-KH/TU", "continues": "Chỉ thị 42-CT/TW 2010-04-16"}
    add_row(path, more, load_registry(), TODAY)
    assert path.read_text("utf-8").splitlines() == [
        "type,number,title,date,issuer,source,continues",
        'Kế hoạch,15-KH/TU,"Về hội, đoàn",2021,Tỉnh ủy Phú Thọ,,',
        'Kế hoạch,16-KH/TU,"Về hội, đoàn",2021,Tỉnh ủy Phú Thọ,,Chỉ thị 42-CT/TW 2010-04-16',
    ]
    with pytest.raises(RegistryError, match="the same document as"):
        add_row(path, row, load_registry(), TODAY)
    assert len(path.read_text("utf-8").splitlines()) == 3, "what is refused is not written"
    assert len(load_registry([path]).with_key("ke-hoach/16-kh-tu")) == 1


def test_the_commands_write_and_check_the_file_of_the_data_folder(tmp_path: Path) -> None:
    def known(*words: str):
        return CliRunner().invoke(main, ["known", *words, "--data", str(tmp_path)])

    assert known("check").exit_code == 2
    added = known("add", "Kế hoạch", "15-KH/TU", "--date", "2021-03-02", "--issuer", "Tỉnh ủy Phú Thọ")
    assert added.exit_code == 0 and known("check").exit_code == 0, added.output
    again = known("add", "Kế hoạch", "15-KH/TU", "--date", "2021-03-02", "--issuer", "Tỉnh ủy Phú Thọ")
    assert again.exit_code == 2 and "not written" in again.output
    path = tmp_path / "known_documents.csv"
    path.write_text(path.read_text("utf-8") + "Sắc chỉ,1,,2020,X,\n", "utf-8")
    checked = known("check")
    assert checked.exit_code == 1 and "line 3: 'Sắc chỉ' is no known type" in checked.output

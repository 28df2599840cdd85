"""The command speaks the language of whoever types it; no sentence of it is missing in the table, and none is stale."""

from __future__ import annotations

import ast
import errno
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from search.interface.filters import parameter_filters
from tests.webui.cli.said_texts import every_text, said_texts, template
from webui.cli.main import main
from webui.cli.spoken_help import commands_below, help_texts, speak_help
from webui.cli.words import speak, spoken, table, told

_UNREACHED = {  # sentences of click: of faults in the program's own options, and of what `tracuu` does not use
    "DeprecationWarning", "Value must be", "Could not determine", "No options defined", "Arguments take exactly",
    "(dynamic)", "Name '", "Takes {nargs}", "Boolean option", "Invalid start", "Argument {name!r}", "unknown error",
    "Could not open", "Missing parameter", "Missing {param_type}", "deprecated", "Choose from", "Choice(",
    "{value!r} does not match", "{value!r} is not a valid boolean", "{len_type} values",
    "{value!r} is not a valid UUID", "{name} {filename!r} is not executable",
}  # fmt: skip


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")
    speak_help(main)


@pytest.fixture(scope="module", autouse=True)
def all_commands() -> None:
    for name in main.list_commands(click.Context(main)):
        main.get_command(click.Context(main), name)


def typed(*arguments: str, env: dict[str, str] | None = None) -> Result:
    runner = CliRunner(env={"LC_ALL": None, "LC_MESSAGES": None, "LANG": None} | (env or {}))
    return runner.invoke(main, arguments, prog_name="tracuu")


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "vi"}, "vi"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "vi_VN", "LANG": "en_GB.UTF-8"}, "vi"),
        ([], {"LANG": "vie-unknown"}, "en"),
        (["--lang", "en", "status"], {"LANG": "vi_VN.UTF-8"}, "en"),
        (["status", "--lang=vi"], {}, "vi"),
        (["search", "--", "--lang=vi"], {}, "en"),
        (["--lang"], {}, "en"),
        (["--lang", "fr"], {"LANG": "vi_VN"}, "vi"),
    ],
    ids=lambda value: repr(value) if isinstance(value, list) else None,
)
def test_the_language_is_the_one_asked_for_or_that_of_the_locale(arguments, environment, language):
    assert spoken(arguments, environment) == language


def test_every_sentence_is_in_the_table():
    assert said_texts() - set(table()) == set()


def test_every_help_text_is_in_the_table():
    speak("vi")
    assert {part for part in help_texts(main) if told(part) == part} == set()


def _of_click() -> set[str]:
    modules = (click.core, click.exceptions, click.formatting, click.parser, click.types)
    calls = (n for module in modules for n in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(n, ast.Call))
    words = (n.args[:2] for n in calls if isinstance(n.func, ast.Name) and n.func.id in ("_", "ngettext"))
    return {text for arguments in words for one in arguments if (text := template(one))} | {"required"}


def test_every_sentence_of_click_that_is_reached_is_in_the_table():
    reached = {text for text in _of_click() if not text.startswith(tuple(_UNREACHED))}
    assert reached - set(table()) == set()


def test_every_sentence_of_the_table_is_said_somewhere():
    types = {one.type.name for command in commands_below(main) for one in command.params}
    of_the_system = {os.strerror(number) for number in errno.errorcode}
    of_filters = {one.description for one in parameter_filters()}
    assert set(table()) - every_text() - _of_click() - types - of_the_system - of_filters == set()


def test_what_is_put_in_is_put_in_in_vietnamese_too():
    def fields(text: str) -> list[str]:
        return sorted(re.findall(r"\{(?:[a-z_]+(?:![rs])?)\}", text))

    assert {en for en, vi in table().items() if fields(en) != fields(vi)} == set()
    assert {en for en, vi in table().items() if len(_places(en)) != len(_places(vi))} == set()


def _places(text: str) -> list[str]:
    return re.findall(r"\{\d*(?::[^{}]*)?\}", text)


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("1,234 hits (1,024 ms)", "1.234 kết quả (1.024 ms)"),
        ("g1: 1,204 articles; published 2026; 12.5 MB", "g1: 1.204 bài viết; đưa vào dùng lúc 2026; 12,5 MB"),
        ("/x: cannot be written (Permission denied)", "/x: không ghi được (không có quyền truy cập)"),
        ("tracuu.toml: source 2: needs either a path or a url", "tracuu.toml: nguồn thứ 2: cần có path hoặc url"),
        ("a: b: it is no JSON", "a: b: không phải JSON"),
        ("a name of somebody's", "a name of somebody's"),
        ("x" * 5_000 + ": it is no JSON", "x" * 5_000 + ": it is no JSON"),
    ],
    ids=["thousands", "decimals", "the system's words", "an error in an error", "where, then what", "none", "long"],
)  # fmt: skip
def test_a_sentence_is_told_with_what_is_put_in(english, vietnamese):
    speak("vi")
    assert told(english) == vietnamese


def test_many_colons_take_no_time():
    speak("vi")
    assert told(": " * 1_900) == ": " * 1_900


@pytest.mark.parametrize(
    ("arguments", "said", "status"),
    [
        (["--help"], ["Cách dùng: tracuu [TÙY CHỌN] LỆNH [ĐỐI SỐ]...", "Các lệnh:", "Hiện phần trợ giúp này"], 0),
        (["correct", "mention", "--help"], ["Đính chính rằng TEXT", "--start SỐ", "--data THƯ MỤC"], 0),
        (["search"], ["Lỗi: Thiếu đối số 'QUERY'.", "Xem trợ giúp: tracuu search --help"], 2),
        (["serch"], ["Không có lệnh 'serch'."], 2),
        (["search", "x", "--limit", "0"], ["Giá trị của '--limit' không hợp lệ: 0 nằm ngoài khoảng 1<=x<=100."], 2),
        (["search", "x", "--sort", "best"], ["'best' không nằm trong các giá trị 'relevance', 'newest', 'oldest'."], 2),
        (["status", "--data", "/nowhere"], ["Lỗi: /nowhere: chưa có chỉ mục; lập bằng: tracuu reindex PATH"], 2),
        (["notify", "/nowhere.toml"], ["/nowhere.toml: không có tệp hay thư mục này"], 2),
        (["config", "--config", "/nowhere.toml"], ["/nowhere.toml: không có tệp này"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)  # fmt: skip
def test_help_and_errors_are_vietnamese_with_the_same_status(arguments, said, status):
    result = typed(*arguments, "--lang", "vi")
    text = " ".join(result.output.split())
    assert [one for one in said if one not in text] == []
    assert result.exit_code == status == typed(*arguments).exit_code


def test_a_vietnamese_locale_is_spoken_to_in_vietnamese_and_the_next_command_in_english():
    assert "Các lệnh:" in typed("--help", env={"LANG": "vi_VN.UTF-8"}).output
    english = typed("--help").output
    assert "Commands:" in english and "Search the index for QUERY" in english and "Folder" not in english


def test_counts_and_reasons_are_vietnamese_and_json_is_not(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Hội thảo tư vấn phản biện", encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    said = typed("reindex", str(tmp_path), "--data", str(tmp_path / "data"), "--jobs", "1", "--lang", "vi")
    assert said.exit_code == 1
    assert "để ngoài: " in said.stderr and "b.txt: trống: không có nội dung; hãy bổ sung hoặc bỏ đi" in said.stderr
    assert said.stdout.startswith("1 tài liệu: thêm 1, sửa 0, giữ nguyên 0, xóa 0; ")
    assert "để ngoài 1: 1 trống" in said.stdout
    found = typed("search", "phản biện", "--data", str(tmp_path / "data"), "--lang", "vi")
    assert found.stderr.startswith("1 kết quả (") and "1. Hội thảo" not in found.stderr
    as_json = ["status", "--data", str(tmp_path / "data"), "--json"]
    assert typed(*as_json, "--lang", "vi").stdout_bytes == typed(*as_json).stdout_bytes

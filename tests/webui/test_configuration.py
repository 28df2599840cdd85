"""Where a setting comes from, and what is said of one that cannot be used."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from webui.cli.main import main
from webui.configuration import BadConfiguration, read_configuration


@pytest.fixture
def written(tmp_path):
    """Write a configuration file and return its path."""

    def write(text):
        path = tmp_path / "tracuu.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_command_line_wins_over_environment_file_and_default(written):
    path = written('[serve]\nhost = "a"\nport = 1\nthreads = 2\nlog_format = "json"\n')
    environment = {"TRACUU_HOST": "b", "TRACUU_PORT": "3", "TRACUU_LOG_QUERIES": "yes"}
    found = read_configuration(path, environment, {"host": "c", "port": None})
    settings = found.settings
    assert (settings.host, settings.port, settings.threads, settings.workers) == ("c", 3, 2, 1)
    assert (settings.log_format, settings.log_queries) == ("json", True)
    assert [found.origins[name] for name in ("host", "port", "threads", "workers")] == [
        "command line",
        "$TRACUU_PORT",
        str(path),
        "default",
    ]


def test_without_a_file_the_defaults_hold(tmp_path):
    assert read_configuration(tmp_path / "none.toml", {}, {}).settings.port == 8080


def test_sources_in_the_same_file_are_none_of_its_business(written):
    assert read_configuration(written('[[source]]\npath = "x"\n'), {}, {}).settings.port == 8080


@pytest.mark.parametrize(
    ("text", "environment", "told"),
    [
        ("[serve]\nprot = 1\n", {}, ["tracuu.toml", "'prot'", "port"]),
        ("[server]\nport = 1\n", {}, ["tracuu.toml", "'server'", "[serve]"]),
        ("[serve]\nport = 70000\n", {}, ["port = 70000", "0 to 65535"]),
        ("[serve]\nport = true\n", {}, ["port = True", "whole number"]),
        ('[serve]\nlog_queries = "x"\n', {}, ["log_queries", "true or false"]),
        ('[serve]\nlog_format = "xml"\n', {}, ["'xml'", "text, json"]),
        ("[serve\n", {}, ["tracuu.toml"]),
        ("serve = 3\n", {}, ["[serve]"]),
        ("", {"TRACUU_PORT": "eighty"}, ["$TRACUU_PORT", "'eighty'"]),
        ("", {"TRACUU_LOG_QUERIES": "maybe"}, ["$TRACUU_LOG_QUERIES", "true or false"]),
        ('[serve]\npage_user = "an"\n', {}, ["page_user", "page_password"]),
    ],
)
def test_what_cannot_be_used_is_named(written, text, environment, told):
    with pytest.raises(BadConfiguration) as error:
        read_configuration(written(text), environment, {})
    for part in told:
        assert part in str(error.value)


def test_a_wrong_secret_is_not_repeated(written):
    with pytest.raises(BadConfiguration) as error:
        read_configuration(written("[serve]\napi_token = 12345678\n"), {}, {})
    assert "12345678" not in str(error.value)


def test_the_command_shows_every_setting_and_no_secret(written):
    path = written('[serve]\napi_token = "rất-kín"\nworkers = 2\n')
    result = CliRunner().invoke(main, ["config", "--config", str(path), "--json"])
    rows = {row["name"]: row for row in json.loads(result.output)}
    assert rows["workers"] == {"name": "workers", "value": "2", "origin": str(path)}
    assert rows["api_token"]["value"] == "(set)"
    assert rows["page_password"]["value"] == ""
    assert "rất-kín" not in CliRunner().invoke(main, ["config", "--config", str(path)]).output


def test_a_file_that_was_named_and_is_not_there_is_an_error(tmp_path):
    result = CliRunner().invoke(main, ["config", "--config", str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert "none.toml" in result.output

"""An index written by an older version: a sentence and a command, and answers as soon as it is rebuilt."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from index.generations.store import OutdatedIndex, Store
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from webui.app import create_app
from webui.cli.main import main
from webui.cli.progress import Silent


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def documents(write_records):
    return write_records({"id": "a", "title": "Phản biện", "text": "phản biện xã hội"})


@pytest.fixture
def outdated(documents, tmp_path, monkeypatch):
    """The data folder of an index as another format's version wrote it."""
    with monkeypatch.context() as another:
        another.setattr("index.generations.store.FORMAT", 1)
        reindex([documents], tmp_path / "data", Silent(), jobs=1)
    with pytest.raises(OutdatedIndex):
        Store(tmp_path / "data").current()
    return tmp_path / "data"


@pytest.mark.parametrize("command", [("search", "phản biện"), ("status",), ("check",)])
def test_each_command_says_what_to_do(outdated, command):
    result = run(*command, "--data", outdated)
    assert result.exit_code == 2
    assert "format 1" in result.output and "tracuu reindex --full" in result.output


def test_a_plain_reindex_builds_nothing_on_it(outdated, documents):
    result = run("reindex", documents, "--data", outdated)
    assert result.exit_code == 2
    assert "tracuu reindex --full" in result.output
    assert [path.name for path in (outdated / "generations").iterdir()] == ["g000001"]


def test_a_service_started_on_it_answers_as_soon_as_it_is_rebuilt(outdated, documents):
    engine = WhooshEngine(outdated)
    client = create_app(engine).test_client()
    try:
        refused = client.get("/api/v1/search?q=phan+bien")
        assert refused.status_code == 503
        assert "tracuu reindex --full" in refused.json["detail"]
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert run("reindex", documents, "--data", outdated, "--full").exit_code == 0
        assert client.get("/api/v1/search?q=phan+bien").json["total"] == 1
        assert client.get("/readyz").json["generation"] == "g000002"
    finally:
        engine.close()

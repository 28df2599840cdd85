"""Files of the index that are cut off, replaced or removed under a service of one process, while four clients ask."""

from __future__ import annotations

import http.client
import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.reindexing.reindex import reindex
from tests.webui.conftest import ARTICLES
from tests.webui.serving.test_supervisor import serving
from webui.cli.progress import Silent

QUESTIONS = [f"/api/v1/search?q={words}&size=5" for words in ("h%E1%BB%99i", "khoa+h%E1%BB%8Dc", "t%E1%BB%89nh")]


def _cut_off(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(0)


def _replace(path: Path) -> None:
    fresh = path.with_suffix(".fresh")
    fresh.write_bytes(b"\0" * path.stat().st_size)
    fresh.replace(path)


class _Client(threading.Thread):
    """Asks without pause; `answers` holds what came, by path: ids of the hits, or why none came."""

    def __init__(self, port: int, stopped: threading.Event) -> None:
        super().__init__()
        self._port, self._stopped = port, stopped
        self.answers: list[tuple[str, list[str] | str]] = []

    def run(self) -> None:
        at = 0
        while not self._stopped.is_set():
            at += 1
            path = QUESTIONS[at % len(QUESTIONS)]
            found: list[str] | str
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=40)
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body, found = answer.read(), str(answer.status)
                if answer.status == 200:
                    found = [hit["id"] for hit in json.loads(body)["results"]]
            except (OSError, http.client.HTTPException):
                found = "broken"
            finally:
                connection.close()
            self.answers.append((path, found))


@pytest.mark.parametrize("damage", [_cut_off, _replace, Path.unlink], ids=["cut off", "replaced", "removed"])
def test_damage_to_open_files_ends_no_more_than_what_is_in_flight(
    tmp_path: Path, data: Path, damage: Callable[[Path], None]
) -> None:
    """The generation before is served after it, and no answer is wrong."""
    live = tmp_path / "var"
    shutil.copytree(data, live)
    reindex([ARTICLES], live, Silent(), jobs=1, full=True)
    name = (live / "CURRENT").read_text().split()[0]
    assert len(list((live / "generations").iterdir())) == 2
    stopped = threading.Event()
    with serving(live, workers=1) as service:
        clients = [_Client(service.port, stopped) for _ in range(4)]
        for client in clients:
            client.start()

        def answered() -> int:
            return min(sum(isinstance(found, list) for _, found in client.answers) for client in clients)

        try:
            service.until(lambda: answered() >= 3, "nothing was answered before")
            for path in sorted((live / "generations" / name).iterdir()):
                damage(path)
            before = answered()
            service.until(lambda: answered() >= before + 5, "nothing was answered after")
        finally:
            stopped.set()
            for client in clients:
                client.join()
    answers = [one for client in clients for one in client.answers]
    right = {path: found for path, found in reversed(answers) if isinstance(found, list)}
    assert set(right) == set(QUESTIONS) and all(right.values())
    for path, found in answers:
        assert found in (right[path], "broken", "503", "500"), path
    assert sum(found == "broken" for _, found in answers) <= 3 * len(clients)

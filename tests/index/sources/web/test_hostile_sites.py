"""Whatever a site does, the round over it ends, what it did is told, and all other sources are indexed."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources import SourceFile, read_file
from index.sources.web.client import Client, Unanswered
from index.sources.web.fetching import fetch
from index.sources.web.renew import Outcome, renew
from index.sources.web.resolution import is_public, names_itself
from index.sources.web.round_bounds import Bounds, Limits
from tests.index.sources.web.hostile_sites import BEHAVIOURS, Behaviour, served_badly
from tests.index.sources.web.small_sites import joomla, served

QUICK = Bounds(requests=25, seconds=3, delay=0)
SHORT = Limits(silent=0.2, seconds=0.4, size=1 << 20)
REDIRECTS = 6  # of the last answer
BY_NAME = {one.name: one for one in BEHAVIOURS}


def _read(path: Path) -> tuple[list[Article], list[Rejection]]:
    items = list(read_file(SourceFile(path, "a")))
    return [one for one in items if isinstance(one, Article)], [one for one in items if isinstance(one, Rejection)]


def _round(behaviour: Behaviour, path: Path) -> Outcome:
    with served_badly(behaviour) as address:
        renew(address, path, QUICK, SHORT)
        return renew(address, path, QUICK, SHORT)  # with what was kept of it


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Future[Outcome]]]:
    """Make two rounds over each of the sites, many at a time: they spend their seconds waiting."""
    folder = tmp_path_factory.mktemp("sites")
    with ThreadPoolExecutor(12) as threads:
        paths = {one.name: folder / f"{at}.site" for at, one in enumerate(BEHAVIOURS)}
        return {one.name: (paths[one.name], threads.submit(_round, one, paths[one.name])) for one in BEHAVIOURS}


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda one: one.name)
def test_a_round_ends_whatever_a_site_does(
    behaviour: Behaviour, rounds: dict[str, tuple[Path, Future[Outcome]]]
) -> None:
    path, made = rounds[behaviour.name]
    assert made.result().requests <= QUICK.requests + REDIRECTS
    articles, told = _read(path)
    assert bool(told) or not behaviour.told
    assert articles or told


def test_what_one_site_does_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    names = ["never answers", "100 Continue without end", "unpacks to 200 MB", "maps of maps without end"]
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "a.txt").write_text("Tin vui\nVườn ươm của hội.", encoding="utf-8")
    with contextlib.ExitStack() as stack:
        bad = [stack.enter_context(served_badly(BY_NAME[name])) for name in names]
        good = stack.enter_context(served(joomla))
        rows = [f'[[source]]\nurl = "{one}"\ndelay = 0\nrequests = 20\n' for one in (*bad, good.address)]
        (tmp_path / "tracuu.toml").write_text("\n".join([*rows, '[[source]]\npath = "tin"\n']), encoding="utf-8")
        script = (
            "import sys; from pathlib import Path; from index.sources.configuration import files_of, read_sources\n"
            "from index.sources import read_file; from index.sources.web.round_bounds import Limits\n"
            "for file in files_of(read_sources(Path('tracuu.toml')), Path('var'), limits=Limits(0.2, 0.4, 1 << 20)):\n"
            "    for item in read_file(file): print(type(item).__name__, item.origin)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, env=_env())
    assert not done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("Article") and line.endswith("tin/a.txt") for line in lines)
    assert any(line.startswith("Article") and good.address in line for line in lines)
    assert all(any(line.startswith("Rejection") and one in line for line in lines) for one in bad)


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}


def test_what_ends_the_process_that_fetches_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.site"
    monkeypatch.setattr(sys, "executable", "/bin/false")
    fetch("http://127.0.0.1:9/", path, QUICK, SHORT)
    articles, (told,) = _read(path)
    assert not articles and "ended its reader" in told.detail


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    """No file may grow past some kilobytes, as on a disk that is full."""
    with served(joomla) as site:
        (tmp_path / "tracuu.toml").write_text(f'[[source]]\nurl = "{site.address}"\ndelay = 0\n', encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "webui.cli.main", "reindex", "--data", "var", "--json"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=_env(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000)),
        )
    assert (done.returncode, done.stdout) == (2, "")
    assert "free some space" in done.stderr and "Traceback" not in done.stderr


PLACES = [
    ("127.0.0.1", False),
    ("10.1.2.3", False),
    ("192.168.1.1", False),
    ("172.16.0.9", False),
    ("169.254.169.254", False),
    ("100.64.0.1", False),
    ("0.0.0.0", False),
    ("224.0.0.1", False),
    ("::1", False),
    ("fe80::1%eth0", False),
    ("fd00::1", False),
    ("::ffff:127.0.0.1", False),
    ("64:ff9b::7f00:1", False),
    ("2002:7f00:1::", False),
    ("nowhere", False),
    ("93.184.216.34", True),
    ("2606:2800:220:1::1", True),
]


@pytest.mark.parametrize(("address", "public"), PLACES)
def test_which_addresses_are_of_the_public_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_that_leads_into_the_own_network_is_not_asked() -> None:
    looked_up = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    with served(joomla) as site:
        port = site.address.rstrip("/").rpartition(":")[2]
        address = f"http://hoi.example:{port}/"
        with pytest.raises(Unanswered, match=r"own network.*private = true"):
            Client(address, SHORT, resolve=resolve).get(address)
        assert site.asked == []
        client = Client(address, SHORT, private=True, resolve=resolve)
        assert client.get(address).status == 200
        client.get(address)
    assert len(looked_up) == 3  # once for each connection: what was checked is what is connected to


def test_a_second_look_up_that_leads_elsewhere_is_refused() -> None:
    """Rebinding: the name leads to a public address first, which does not answer here, and then to this machine."""
    answers = iter([["192.88.99.1"], ["127.0.0.1"]])
    with served(joomla) as site:
        address = f"http://hoi.example:{site.address.rstrip('/').rpartition(':')[2]}/"
        client = Client(address, SHORT, resolve=lambda host, port: next(answers))
        with pytest.raises(Unanswered):
            client.get(address)
        with pytest.raises(Unanswered, match="own network"):
            client.get(address)
        assert site.asked == []


def test_a_look_up_without_end_is_given_up() -> None:
    never = threading.Event()
    client = Client("http://hoi.example/", SHORT, resolve=lambda host, port: [str(never.wait(9))])
    with pytest.raises(Unanswered, match="silent"):
        client.get("http://hoi.example/")
    never.set()


@pytest.mark.parametrize(
    ("site", "itself"),
    [("http://10.0.0.7/", True), ("http://[::1]:8080/", True), ("http://localhost/", True), ("http://127.1/", False)],
)
def test_a_number_as_the_host_of_a_source_says_itself_where_it_leads(site: str, itself: bool) -> None:
    assert names_itself(site) is itself

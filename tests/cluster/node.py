"""Nodes of OpenSearch: one for a test run, or the one in TRACUU_TEST_CLUSTER (`http://127.0.0.1:9200`); several."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
OLDEST_JAVA = 21
PATIENCE = 120.0  # seconds for a node to start; it takes 10 to 30


NEEDED = f"a node of OpenSearch needs Maven and a JDK from {OLDEST_JAVA} on"


def can_start() -> bool:
    """Tell whether this machine has what a node needs."""
    return _java() is not None and shutil.which("mvn") is not None


@cache
def cluster_host() -> str:
    """Return the address of a node that answers; the test is skipped where none can be started."""
    if known := os.environ.get("TRACUU_TEST_CLUSTER"):
        return known
    if not can_start():
        pytest.skip(NEEDED)
    nodes = Nodes(1)
    atexit.register(nodes.close)
    nodes.start(0)
    return nodes.hosts[0]


class Nodes:
    """Nodes of one cluster on this machine, each a process of its own. `close` ends them and removes their data."""

    def __init__(self, count: int, heap: str = "384m", disk: Path | None = None, **settings: object) -> None:
        """Choose ports; `settings` go to each node, by OpenSearch's names with `__` for the dots.

        Data are in a new folder of `disk`, or where temporary files are.
        """
        self.folder = Path(tempfile.mkdtemp(prefix="tracuu-nodes-", dir=disk))
        self._heap = heap
        self._http = [_free_port() for _ in range(count)]
        self._transport = [_free_port() for _ in range(count)]
        self._settings = {name.replace("__", "."): value for name, value in settings.items()}
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self.hosts = tuple(f"http://127.0.0.1:{port}" for port in self._http)

    def start(self, *numbers: int) -> None:
        """Start nodes and wait until all answer. Raises RuntimeError where one ends, or not in time."""
        for number in numbers:
            self._running[number] = self._started(number)
        end = time.monotonic() + PATIENCE
        waiting = set(numbers)
        while waiting and time.monotonic() < end and all(self._running[n].poll() is None for n in waiting):
            waiting = {n for n in waiting if self._health(n, "wait_for_status=yellow&timeout=5s") is None}
            time.sleep(0.2)
        if waiting:
            log = self.folder / f"node-{min(waiting)}" / "log"
            raise RuntimeError(f"the node did not start: {log.read_text(encoding='utf-8')[-2_000:]}")

    def _started(self, number: int) -> subprocess.Popen[bytes]:
        java = _java()
        assert java is not None
        jars, data = _installed(java), self.folder / f"node-{number}"
        data.mkdir(exist_ok=True)
        settings = {
            "cluster.name": self.folder.name,
            "node.name": f"node-{number}",
            "path.home": data,
            "network.host": "127.0.0.1",
            "http.port": self._http[number],
            "transport.port": self._transport[number],
            "cluster.initial_cluster_manager_nodes": ",".join(f"node-{n}" for n in range(len(self._http))),
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in self._transport),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self._settings,
        }
        options = [f"-Xms{self._heap}", f"-Xmx{self._heap}", "-XX:TieredStopAtLevel=1"]
        options += ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
        options += ["-Dlog4j2.disable.jmx=true", f"-Djava.io.tmpdir={data}"]
        command = [java / "bin" / "java", *options, "-cp", f"{HERE}:{jars}:{jars}/*", "TestNode"]
        with (data / "log").open("ab") as log:
            return subprocess.Popen(
                [*command, *(f"{name}={value}" for name, value in settings.items())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    def _health(self, number: int, asked: str) -> str | None:
        try:
            with urllib.request.urlopen(f"{self.hosts[number]}/_cluster/health?{asked}", timeout=10) as reply:
                return str(json.load(reply)["status"])
        except OSError:
            return None

    def await_green(self) -> float:
        """Wait until every copy of every part is on a node that runs; return how many seconds that took."""
        began = time.monotonic()
        asked = f"wait_for_status=green&wait_for_nodes={len(self._running)}&timeout=5s"
        while time.monotonic() < began + PATIENCE:
            if any(self._health(number, asked) == "green" for number in self._running):
                return time.monotonic() - began
        raise RuntimeError("the cluster did not become green")

    def manager(self) -> int:
        """Return the number of the node that manages the cluster."""
        number = next(iter(self._running))
        with urllib.request.urlopen(f"{self.hosts[number]}/_cat/cluster_manager?h=node", timeout=30) as reply:
            return int(reply.read().decode().strip().rpartition("-")[2])

    def kill(self, number: int) -> None:
        """End a node as a machine ends that loses power."""
        node = self._running.pop(number)
        node.kill()
        node.wait()

    def signal(self, number: int, sent: signal.Signals) -> None:
        """Send a signal to a node: SIGSTOP lets it hang, SIGCONT go on."""
        self._running[number].send_signal(sent)

    def used(self) -> dict[int, tuple[float, int]]:
        """Return for each node the seconds of processor time that it took so far, and its resident bytes."""
        found = {}
        for number, node in self._running.items():
            fields = Path(f"/proc/{node.pid}/stat").read_text().rpartition(")")[2].split()
            seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            found[number] = seconds, int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        return found

    def close(self) -> None:
        """End all nodes and remove their data."""
        for number in list(self._running):
            self.kill(number)
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def _java() -> Path | None:
    """Return the JDK that nodes run on, None where there is none that is new enough."""
    return next((home for home in _java_homes() if _version(home) >= OLDEST_JAVA), None)


def _java_homes() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if found := shutil.which("javac"):
        yield Path(found).resolve().parents[1]
    yield from sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)


def _version(home: Path) -> int:
    """Return the version of a JDK, 0 where there is none."""
    if not (home / "bin" / "javac").exists():
        return 0
    told = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, check=True).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def _installed(java: Path) -> Path:
    """Return the folder of the jars and the compiled class, kept between runs."""
    cached = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cached / "tracuu-test-node-3.9.0"
    if not (folder / "TestNode.class").exists():
        copy = ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies"]
        environment = {**os.environ, "JAVA_HOME": str(java)}
        subprocess.run([*copy, f"-DoutputDirectory={folder}"], check=True, env=environment)
        compiling = [java / "bin" / "javac", "-proc:none", "-cp", f"{folder}/*", "-d", folder, HERE / "TestNode.java"]
        subprocess.run(compiling, check=True)
    return folder


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port

"""A node of OpenSearch for a whole test run, or the one that stands in TRACUU_TEST_CLUSTER (`http://127.0.0.1:9200`)."""

from __future__ import annotations

import atexit
import os
import re
import shutil
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


@cache
def cluster_host() -> str:
    """Return the address of a node that answers; the test is skipped where none can be started."""
    if known := os.environ.get("TRACUU_TEST_CLUSTER"):
        return known
    java = next((home for home in _java_homes() if _version(home) >= OLDEST_JAVA), None)
    if java is None or shutil.which("mvn") is None:
        pytest.skip(f"a node of OpenSearch needs Maven and a JDK from {OLDEST_JAVA} on")
    return _started(java, _installed(java))


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


def _started(java: Path, jars: Path) -> str:
    data = Path(tempfile.mkdtemp(prefix="tracuu-node-"))
    http, transport = _free_port(), _free_port()
    settings = {
        "cluster.name": data.name,
        "node.name": "one",
        "path.home": data,
        "network.host": "127.0.0.1",
        "http.port": http,
        "transport.port": transport,
        "cluster.initial_cluster_manager_nodes": "one",
        "discovery.seed_hosts": f"127.0.0.1:{transport}",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    options = ["-Xms384m", "-Xmx384m", "-XX:TieredStopAtLevel=1", "--add-modules", "jdk.incubator.vector"]
    options += ["--enable-native-access=ALL-UNNAMED", "-Dlog4j2.disable.jmx=true", f"-Djava.io.tmpdir={data}"]
    command = [java / "bin" / "java", *options, "-cp", f"{HERE}:{jars}:{jars}/*", "TestNode"]
    with (data / "log").open("wb") as log:
        node = subprocess.Popen(
            [*command, *(f"{name}={value}" for name, value in settings.items())],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    atexit.register(_stop, node, data)
    host = f"http://127.0.0.1:{http}"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and node.poll() is None:
        try:
            with urllib.request.urlopen(f"{host}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10):
                return host
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the node did not start: {(data / 'log').read_text(encoding='utf-8')[-2_000:]}")


def _stop(node: subprocess.Popen[bytes], data: Path) -> None:
    node.kill()
    node.wait()
    shutil.rmtree(data, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port

"""wrk, asking distinct queries on kept connections as fast as they are answered."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_SCRIPT = """
local paths = {%s}
local at, step = 0, 0
function setup(thread) step = step + 1; thread:set("first", step * 977) end
function init() at = first end
function request() at = at + 1; return wrk.format("GET", paths[at %% #paths + 1]) end
"""
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What wrk saw. `broken`: connections that failed; `refused`: answers other than 2xx and 3xx; latencies in ms."""

    requests: int
    per_second: float
    broken: int
    refused: int
    p50: float
    p99: float


def is_here() -> bool:
    """Tell whether wrk is installed."""
    return shutil.which("wrk") is not None


class Press:
    """A running wrk; `result` waits for its end."""

    def __init__(self, address: str, queries: Sequence[str], folder: Path, seconds: float, connections: int) -> None:
        script = folder / "queries.lua"
        script.write_text(_SCRIPT % ",".join(f'"/api/v1/search?q={quote(query)}"' for query in queries))
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "30s", "--latency"]
        self._process = subprocess.Popen([*command, "-s", str(script), address], stdout=subprocess.PIPE, text=True)

    def result(self) -> Pressed:
        """Return what was seen."""
        said, _ = self._process.communicate()
        errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        found = re.search(r"(\d+) requests in", said)
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        assert found and rate, said
        return Pressed(
            requests=int(found[1]),
            per_second=float(rate[1]),
            broken=sum(map(int, errors.groups())) if errors else 0,
            refused=int(refused[1]) if refused else 0,
            p50=_latency(said, 50),
            p99=_latency(said, 99),
        )


def _latency(said: str, percent: int) -> float:
    found = re.search(rf"\b{percent}%\s+([\d.]+)(us|ms|s)", said)
    assert found, said
    return float(found[1]) * _UNITS[found[2]]

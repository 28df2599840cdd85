"""A service at twice the load that it can bear: what is answered, what is refused and how soon, and what comes after.

    python -m tests.bench.load DATA [--workers 1] [--seconds 20] [--over 2.0]

Saturation is what a fixed number of clients gets who each ask again as soon as they are answered. Then requests come at
a fixed rate, whether or not those before are answered (an open loop: clients that wait for their answers press a slow
service less, and show nothing): at half of saturation, at --over times, and at half again. A latency counts from when
the request was due. The queries are runs of words of the index's titles, each asked once in 2,000.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlsplit

import numpy as np

from search.embedded.engine import WhooshEngine
from tests.bench.service import serving
from tests.bench.soak import processes

_ASKING = 16  # clients of the closed loop, for each worker
_DISTINCT = 2_000


@dataclass
class Seen:
    """Seconds until an answer, by status; `broken` counts connections that failed."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    broken: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.perf_counter)

    def count(self, *statuses: int) -> int:
        return sum(len(self.seconds.get(status, ())) for status in statuses or self.seconds)


class Client:
    """Asks on kept connections, on as many as are needed at once."""

    def __init__(self, port: int, queries: list[str]) -> None:
        self._port = port
        self._queries: Iterator[str] = cycle(queries)
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, seen: Seen, due: float) -> None:
        """Ask the next query; `due` is the moment from which its latency counts."""
        path = f"/api/v1/search?q={quote(next(self._queries))}"
        try:
            reader, writer = self._free.pop() if self._free else await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await reader.readexactly(int(head.partition("content-length: ")[2].split("\r\n")[0]))
        except (OSError, asyncio.IncompleteReadError) as error:
            seen.broken[repr(error)] += 1
            return
        seen.seconds.setdefault(int(head.split()[1]), []).append(time.perf_counter() - due)
        if "connection: close" in head:
            writer.close()
        else:
            self._free.append((reader, writer))

    async def close(self) -> None:
        for _, writer in self._free:
            writer.close()


async def closed_loop(client: Client, asking: int, seconds: float) -> Seen:
    """Let some clients ask one request after the other."""
    seen = Seen()

    async def one() -> None:
        while time.perf_counter() < seen.began + seconds:
            await client.ask(seen, time.perf_counter())

    await asyncio.gather(*(one() for _ in range(asking)))
    return seen


async def open_loop(client: Client, rate: float, seconds: float) -> Seen:
    """Ask `rate` requests a second, whatever becomes of them."""
    seen = Seen()
    asked = set()
    for n in range(round(rate * seconds)):
        due = seen.began + n / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        asked.add(asyncio.create_task(client.ask(seen, due)))
    await asyncio.gather(*asked)
    return seen


def tell(name: str, seen: Seen, rate: float) -> None:
    """Print a line for each status."""
    print(f"{name}: {rate:.0f} requests/s asked, {seen.count()} answers, broken connections: {dict(seen.broken) or 0}")
    for status, seconds in sorted(seen.seconds.items()):
        p50, p95, p99, most = np.quantile(seconds, (0.5, 0.95, 0.99, 1.0)) * 1000
        share = len(seconds) / seen.count()
        print(f"  {status}: {share:4.0%}, ms: p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, most {most:.0f}")


def titles_queries(data: Path) -> list[str]:
    """Return runs of one to four words of titles."""
    engine, chance = WhooshEngine(data), random.Random(1)
    try:
        snapshot = engine._switch.current().snapshot
        queries = []
        for _ in range(_DISTINCT):
            words = snapshot.label(chance.randrange(snapshot.size)).split() or ["a"]
            first = chance.randrange(len(words))
            queries.append(" ".join(words[first : first + chance.randint(1, 4)]))
        return queries
    finally:
        engine.close()


def processor_seconds(parent: int) -> float:
    """Return what a service has used of processors so far."""
    ticks = 0
    for number in processes(parent):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def load(port: int, server: int, queries: list[str], given: argparse.Namespace) -> None:
    """Do it and print it."""
    client = Client(port, queries)
    await closed_loop(client, _ASKING * given.workers, 3)  # what is opened lazily is open now
    used = processor_seconds(server)
    seen = await closed_loop(client, _ASKING * given.workers, given.seconds / 2)
    used = processor_seconds(server) - used
    saturating = seen.count(200) / (given.seconds / 2)
    tell(f"saturated by {_ASKING * given.workers} clients", seen, saturating)
    half = saturating / 2
    print(f"  {seen.count(200) / used:.0f} a processor second")
    tell("before", await open_loop(client, half, given.seconds / 2), half)
    used = processor_seconds(server)
    seen = await open_loop(client, given.over * saturating, given.seconds)
    used = processor_seconds(server) - used
    tell(f"{given.over:g} times as much as it can bear", seen, given.over * saturating)
    print(f"  {seen.count(200) / given.seconds:.0f} answered a second, {seen.count(200) / used:.0f} a processor second")
    tell("after", await open_loop(client, half, given.seconds / 2), half)
    await client.close()


def main() -> None:
    """Do as the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--over", type=float, default=2.0)
    given = parser.parse_args()
    queries = titles_queries(given.data)
    with serving(given.data, given.workers) as (address, process):
        asyncio.run(load(urlsplit(address).port or 0, process.pid, queries, given))


if __name__ == "__main__":
    main()

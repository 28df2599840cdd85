"""A service under load while its index is renewed, its workers are killed and replaced: what fails, what grows.

    python -m tests.bench.soak FOLDER [--seconds 120] [--workers 2] [--clients 8]

FOLDER is made. Clients ask without pause, each on a connection that is kept; meanwhile one reindex follows the other,
three incremental ones and a full one, each 7 s all workers are renewed (SIGHUP), and with --kill each 11 s one is
killed. What a worker was answering when it was killed is lost: those connections break. Where a kept connection turns
out closed, the request is sent again on a new one, as browsers and proxies do. Printed are requests, failures (a status
other than 200, a half generation, a new connection that broke), latencies, and memory and open files of all processes.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.bench.service import reindex, serving

DOCUMENTS, CHANGED = 300, 40
_WORDS = ("hội", "nghị", "phản", "biện", "xã", "khoa", "học", "kỹ", "thuật", "liên", "hiệp", "tỉnh")
_QUERIES = ("hội nghị", "phan bien", '"phản biện xã hội"', "h*", "42-CT/TW", "không có gì cả xyz", "")


def write_documents(folder: Path, version: int, changed: int) -> None:
    """Write all documents, the first `changed` of them of this version."""
    folder.mkdir(exist_ok=True, parents=True)
    chance = random.Random(version)
    for n in range(changed):
        words = " ".join(chance.choice(_WORDS) for _ in range(80))
        text = f"Ông Nguyễn Văn An nói về Chỉ thị số 42-CT/TW. {words} nhóm{version % 2}."
        (folder / f"d{n}.json").write_text(json.dumps({"id": f"d{n}", "title": f"Bài {n} phản biện", "text": text}))


@dataclass
class Seen:
    """What the clients saw, all together."""

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    reopened: int = 0
    generations: set[str] = field(default_factory=set)
    ended: threading.Event = field(default_factory=threading.Event)


def ask_on(port: int, seen: Seen, seed: int) -> None:
    """Ask until the end."""
    chance = random.Random(seed)
    connection, used = http.client.HTTPConnection("127.0.0.1", port, timeout=30), False
    while not seen.ended.is_set():
        grouped = chance.random() < 0.2
        q = "nhóm0 OR nhóm1" if grouped else chance.choice(_QUERIES)
        began = time.perf_counter()
        try:
            connection.request("GET", f"/api/v1/search?q={quote(q)}&kind=article&copies=all&exact=1")
            reply = connection.getresponse()
            body = reply.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            if used:
                seen.reopened += 1
            else:
                seen.failures[repr(error)] += 1
            used = False
            continue
        used = True
        seen.seconds.append(time.perf_counter() - began)
        if reply.status != 200:
            seen.failures[f"status {reply.status}"] += 1
        elif grouped and (total := json.loads(body)["total"]) != DOCUMENTS:
            seen.failures[f"{total} of {DOCUMENTS} documents"] += 1
    connection.close()


def processes(parent: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *map(int, children)]


def resources(parent: int) -> tuple[float, int]:
    """Return the memory of a service in MB (proportional: shared pages count once) and its open descriptors."""
    memory = descriptors = 0
    for number in processes(parent):
        try:
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
            memory += int(rollup.partition("\nPss:")[2].split()[0])
            descriptors += len(os.listdir(f"/proc/{number}/fd"))  # noqa: PTH208 - names alone
        except (FileNotFoundError, ProcessLookupError, IndexError):
            continue
    return memory / 1024, descriptors


def disturbances(parent: int, until: float, *, kill: bool) -> Iterator[str]:
    """Renew all workers each 7 s; with `kill`, kill one each 11 s."""
    began, renewed, killed = time.monotonic(), 0, 0
    while time.monotonic() < until:
        passed = time.monotonic() - began
        if passed > 7 * (renewed + 1):
            renewed += 1
            os.kill(parent, signal.SIGHUP)
            yield "renewals"
        if kill and passed > 11 * (killed + 1):
            killed += 1
            victims = processes(parent)[1:]
            if len(victims) > 1:
                os.kill(random.Random(killed).choice(victims), signal.SIGKILL)
                yield "kills"
        time.sleep(0.2)


def soak(folder: Path, seconds: float, workers: int, clients: int, *, kill: bool) -> int:
    """Run it, print what was seen, and return the number of failures."""
    documents, data = folder / "documents", folder / "data"
    write_documents(documents, 0, DOCUMENTS)
    reindex(documents, data)
    seen, done = Seen(), Counter[str]()
    samples: list[tuple[float, int]] = []
    with serving(data, workers) as (address, process):
        port = urlsplit(address).port or 0
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=ask_on, args=(port, seen, n)) for n in range(clients)]

        def renew_index() -> None:
            version = 0
            while time.monotonic() < until:
                version += 1
                full = version % 4 == 0
                write_documents(documents, version, DOCUMENTS if full else CHANGED)
                reindex(documents, data, "--jobs", "1", *(["--full"] if full else []))
                done["full reindexes" if full else "incremental reindexes"] += 1

        def disturb() -> None:
            if workers > 1:
                done.update(disturbances(process.pid, until, kill=kill))

        threads += [threading.Thread(target=renew_index), threading.Thread(target=disturb)]
        for thread in threads:
            thread.start()
        try:
            while time.monotonic() < until:
                time.sleep(1)
                samples.append(resources(process.pid))
                with urllib.request.urlopen(f"{address}readyz", timeout=30) as ready:
                    seen.generations.add(json.load(ready)["generation"])
        except urllib.error.URLError as error:
            seen.failures[f"readyz: {error}"] += 1
        finally:
            seen.ended.set()
            for thread in threads:
                thread.join()
    _tell(seen, done, samples, seconds)
    return sum(seen.failures.values())


def _tell(seen: Seen, done: Counter[str], samples: list[tuple[float, int]], seconds: float) -> None:
    cuts = statistics.quantiles(seen.seconds, n=100)
    quarter = len(samples) // 4
    print(f"{len(seen.seconds):,} requests in {seconds:.0f} s, {len(seen.generations)} generations seen")
    print(", ".join(f"{number} {what}" for what, number in sorted(done.items())))
    print(f"failures: {dict(seen.failures) or 0}; kept connections that were closed: {seen.reopened}")
    print(f"ms: p50 {cuts[49] * 1e3:.1f}, p99 {cuts[98] * 1e3:.1f}, most {max(seen.seconds) * 1e3:.0f}")
    for name, part in (("second quarter", samples[quarter : 2 * quarter]), ("last quarter", samples[-quarter:])):
        memory, files = (statistics.median(values) for values in zip(*part, strict=True))
        print(f"{name}: {memory:.0f} MB, {files:.0f} descriptors (medians)")


def main() -> None:
    """Do as the command line says; ends with 1 where a request failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--kill", action="store_true")
    given = parser.parse_args()
    sys.exit(bool(soak(given.folder, given.seconds, given.workers, given.clients, kill=given.kill)))


if __name__ == "__main__":
    main()

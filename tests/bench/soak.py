"""A service under load while its index is renewed, its workers are killed and replaced: what fails, what grows.

    python -m tests.bench.soak FOLDER [--seconds 120] [--workers 2] [--clients 8] [--press 16] [--renew 7]
        [--kill] [--proxy]

FOLDER is made. Clients ask without pause, each on a connection that is kept; meanwhile one reindex follows the other,
three incremental ones and a full one, each --renew seconds all workers are renewed (SIGHUP; 0: never), and with --kill
each 11 s one is killed. What a worker held when it was killed is lost: those connections break. With --press, wrk asks
2,197 queries on as many kept connections besides. With --proxy all ask through nginx as `deploy/nginx.conf` has it: it
asks another worker where one died. Printed are requests, failures (a status other than 200, a half
generation, a connection that broke, kept or new), latencies, and by quarters of the time the memory that each worker
has of its own (anonymous pages) and its open files.
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
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.bench.proxy import behind_nginx
from tests.bench.service import reindex, serving
from tests.bench.wrk import Press, is_here

DOCUMENTS, CHANGED = 300, 40
_WORDS = ("hội", "nghị", "phản", "biện", "xã", "khoa", "học", "kỹ", "thuật", "liên", "hiệp", "tỉnh")
_QUERIES = ("hội nghị", "phan bien", '"phản biện xã hội"', "h*", "42-CT/TW", "không có gì cả xyz", "")
_PRESSED = [" ".join(three) for three in product((*_WORDS, "nhóm1"), repeat=3)]


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
    generations: set[str] = field(default_factory=set)
    ended: threading.Event = field(default_factory=threading.Event)


def ask_on(port: int, seen: Seen, seed: int) -> None:
    """Ask until the end."""
    chance = random.Random(seed)
    connection, asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0
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
            seen.failures[f"{'kept' if asked else 'new'} connection: {error!r}"] += 1
            asked = 0
            continue
        asked = 0 if reply.will_close else asked + 1
        seen.seconds.append(time.perf_counter() - began)
        if reply.status != 200:
            seen.failures[f"status {reply.status}: {json.loads(body)['detail'][:60]}"] += 1
        elif grouped and (total := json.loads(body)["total"]) != DOCUMENTS:
            seen.failures[f"{total} of {DOCUMENTS} documents"] += 1
    connection.close()


def processes(parent: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *map(int, children)]


def resources(parent: int) -> list[tuple[float, int]]:
    """Return for each worker (where there are none, the process) its anonymous memory in MB and its open files."""
    every = processes(parent)
    found = []
    for number in every[1:] or every:
        try:
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
            files = len(os.listdir(f"/proc/{number}/fd"))  # noqa: PTH208 - names alone
            found.append((int(rollup.partition("\nAnonymous:")[2].split()[0]) / 1024, files))
        except (FileNotFoundError, ProcessLookupError, IndexError):
            continue
    return found


def disturbances(parent: int, until: float, renew: float, *, kill: bool) -> Iterator[str]:
    """Renew all workers each `renew` seconds (0: never); with `kill`, kill one each 11 s."""
    began, renewed, killed = time.monotonic(), 0, 0
    while time.monotonic() < until:
        passed = time.monotonic() - began
        if renew and passed > renew * (renewed + 1):
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


def soak(folder: Path, given: argparse.Namespace) -> int:
    """Run it, print what was seen, and return the number of failures."""
    documents, data = folder / "documents", folder / "data"
    write_documents(documents, 0, DOCUMENTS)
    reindex(documents, data)
    seen, done = Seen(), Counter[str]()
    samples: list[list[tuple[float, int]]] = []
    with ExitStack() as running:
        address, process = running.enter_context(serving(data, given.workers))
        if given.proxy:
            address = running.enter_context(behind_nginx([address], folder / "nginx"))
        port = urlsplit(address).port or 0
        until = time.monotonic() + given.seconds
        press = Press(address, _PRESSED, folder, given.seconds, given.press) if given.press else None
        threads = [threading.Thread(target=ask_on, args=(port, seen, n)) for n in range(given.clients)]

        def renew_index() -> None:
            version = 0
            while time.monotonic() < until:
                version += 1
                full = version % 4 == 0
                write_documents(documents, version, DOCUMENTS if full else CHANGED)
                reindex(documents, data, "--jobs", "1", *(["--full"] if full else []))
                done["full reindexes" if full else "incremental reindexes"] += 1

        def disturb() -> None:
            if given.workers > 1:
                done.update(disturbances(process.pid, until, given.renew, kill=given.kill))

        threads += [threading.Thread(target=renew_index), threading.Thread(target=disturb)]
        for thread in threads:
            thread.start()
        try:
            while time.monotonic() < until:
                time.sleep(1)
                samples.append(resources(process.pid))
                with urllib.request.urlopen(f"{address}readyz", timeout=30) as ready:
                    seen.generations.add(json.load(ready)["generation"])
        except (OSError, http.client.HTTPException) as error:
            seen.failures[f"readyz: {error!r}"] += 1
        finally:
            seen.ended.set()
            for thread in threads:
                thread.join()
            pressed = press.result() if press else None
    _tell(seen, done, samples, given.seconds)
    if pressed:
        seen.failures["wrk"] += pressed.broken + pressed.refused
        print(
            f"wrk: {pressed.requests:,} requests, {pressed.broken} connections broken, {pressed.refused} refused; "
            f"ms: p50 {pressed.p50:.1f}, p99 {pressed.p99:.1f}"
        )
    return sum(seen.failures.values())


def _tell(seen: Seen, done: Counter[str], samples: list[list[tuple[float, int]]], seconds: float) -> None:
    cuts = statistics.quantiles(seen.seconds, n=100)
    print(f"{len(seen.seconds):,} requests in {seconds:.0f} s, {len(seen.generations)} generations seen")
    print(", ".join(f"{number} {what}" for what, number in sorted(done.items())))
    print(f"failures: {dict(seen.failures) or 0}")
    print(f"ms: p50 {cuts[49] * 1e3:.1f}, p99 {cuts[98] * 1e3:.1f}, most {max(seen.seconds) * 1e3:.0f}")
    for n in range(4):
        part = [worker for sample in samples[n * len(samples) // 4 : (n + 1) * len(samples) // 4] for worker in sample]
        memory, files = zip(*part, strict=True)
        print(
            f"quarter {n + 1}: a worker has {statistics.median(memory):.0f} MB of its own, at most {max(memory):.0f}, "
            f"{statistics.median(files):.0f} open files, at most {max(files)}"
        )


def main() -> None:
    """Do as the command line says; ends with 1 where a request failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--press", type=int, default=16 if is_here() else 0)
    parser.add_argument("--renew", type=float, default=7)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--proxy", action="store_true")
    given = parser.parse_args()
    sys.exit(bool(soak(given.folder, given)))


if __name__ == "__main__":
    main()

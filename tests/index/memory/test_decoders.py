"""Records are decoded by many threads at once, from the first request of a process on."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from index.generations.store import Store
from search.embedded.arrays.snapshot import Snapshot

_FIRST_REQUESTS = """
import sys, threading
from pathlib import Path
from index.records.shapes import stored_article

sys.setswitchinterval(1e-6)
record, together = Path(sys.argv[1]).read_bytes(), threading.Barrier(8)
titles = []

def ask():
    together.wait()
    titles.append(stored_article(record).article.title)

threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(titles), len(set(titles)))
"""


def test_threads_that_decode_for_the_first_time_at_once(samples_index, tmp_path):
    # Without the lock 17 of 20 processes ended with a segmentation fault: five make sure of it.
    snapshot = Snapshot(Store(samples_index).sound().generation)
    article = int(np.flatnonzero(snapshot.kind.codes == snapshot.kind.code("article"))[0])
    (tmp_path / "record").write_bytes(snapshot.record(article))
    snapshot.close()
    for _ in range(5):
        command = [sys.executable, "-c", _FIRST_REQUESTS, str(tmp_path / "record")]
        ended = subprocess.run(command, capture_output=True, text=True)
        assert (ended.returncode, ended.stdout) == (0, "8 1\n"), ended.stderr

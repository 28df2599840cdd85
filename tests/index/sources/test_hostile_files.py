"""One run over all that is hostile, beside a hundred good documents: it ends, indexes these, names each of the others.

`docs/reliability.md` states what it took. TRACUU_HOSTILE=20 makes what grows twenty times as large.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from index.sources.files.suffixes import MODULES, suffix_of
from tests.index.sources.hostile_files import SCALE, hostile_files

GOOD = 100
JOBS = os.environ.get("TRACUU_HOSTILE_JOBS", "2")
SECONDS = 4  # for a document, in place of ninety
_RUN = """
import json, os, resource, sys, time
import msgspec
from pathlib import Path
from functools import partial
from index.reindexing import reindex as reindexing
from index.reindexing.reindex import reindex
from index.sources.isolated import ReadLimits, reading_ahead
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.cli.progress import Silent

reindexing.reading_ahead = partial(reading_ahead, limits=ReadLimits(seconds=float(sys.argv[1])))
began, data = time.monotonic(), Path("var")
report = reindex([Path("good"), Path("hostile")], data, Silent(), jobs=int(sys.argv[2]))
engine = WhooshEngine(data)
found = engine.search(SearchRequest(q='"vườn ươm của hội"', size=1)).total
told = {(one.origin, one.detail) for one in (*report.left_out, *report.notes)}
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
peak, processor = max(one.ru_maxrss for one in used), sum(one.ru_utime + one.ru_stime for one in used)
files = msgspec.msgpack.decode((data / "readings").read_bytes())["files"]
gave = [Path(os.fsdecode(path)).name for path, (_, _, ids, _) in files.items() if ids]
print(json.dumps([report.added, found, gave, sorted(told), peak // 1024, time.monotonic() - began, processor]))
"""


def test_a_run_over_hostile_files_ends_and_names_each(tmp_path: Path) -> None:
    for name in ("good", "hostile"):
        (tmp_path / name).mkdir()
    for number in range(GOOD):
        (tmp_path / "good" / f"{number}.txt").write_text(f"Tin số {number}\nVườn ươm của hội, lần {number}.\n")
    names = []
    for name, content in hostile_files():
        (tmp_path / "hostile" / name).write_bytes(content)
        names.append(name)
    assert len(names) >= 150 and len(set(names)) == len(names)
    assert {MODULES[suffix_of(name).lower()] for name in names} == set(MODULES.values())
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", _RUN, str(SECONDS * SCALE), JOBS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    added, found, gave, told, megabytes, seconds, processor = json.loads(done.stdout)
    print(f"{len(names)} files, {added} documents, {len(told)} told, {megabytes} MB")
    print(f"{seconds:.0f} s by the clock, {processor:.0f} of the processor")
    assert found == GOOD
    assert all(detail for _, detail in told)
    places = [Path(origin).parts for origin, _ in told]
    named = {re.split("[!:#]", place[1])[0] for place in places if place[0] == "hostile"}
    assert set(names) - named - set(gave) == set(), "each gives a document, or is named with its reason"
    assert megabytes < 1_500

"""What no office means to give: cut off, mislabelled, bombs, far too large, names from other systems. Each is told with
its reason, everything else goes on, memory stays bounded, and no reader ever raises."""

from __future__ import annotations

import gzip
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Article, Note, Rejection
from index.reindexing.reindex import reindex
from index.sources import SourceFile, read_file, read_paths
from index.sources.files.suffixes import MODULES
from tests.index.sources.corpus import TEXT, good_files
from tests.index.sources.damaged_files import KINDS, PRINTED, damaged
from webui.cli.progress import Silent

Read = Callable[..., list[Article | Rejection]]

_QUICK = [kind for kind in KINDS if kind != PRINTED]
WHOLE_OR_NOTHING = (".json", ".docx", ".docm", ".xlsx", ".pptx", ".odt", ".epub", ".zip", ".pdf", ".rtf", ".site")
PACKED = (".jsonl.gz", ".sql.gz", ".warc.gz", ".tar.gz")
MB = 1 << 20


@pytest.mark.parametrize("suffix", KINDS)
def test_good_files_are_good(read: Read, suffix: str) -> None:
    found, *_ = read(f"a{suffix}", good_files()[suffix])
    assert isinstance(found, Article), found
    assert TEXT in found.text or suffix in (".xml", ".sql", ".sql.gz", ".warc", ".warc.gz")


@pytest.mark.parametrize("suffix", KINDS)
def test_files_cut_off(read: Read, suffix: str) -> None:
    whole = good_files()[suffix]
    for quarter in (1, 2, 3):
        found = read(f"a{suffix}", whole[: len(whole) * quarter // 4])
        told = [item for item in found if isinstance(item, Rejection)]
        assert found, "a file that gives nothing must be told"
        assert all(item.detail for item in told)
        if suffix in WHOLE_OR_NOTHING:
            assert [item.reason for item in told] == ["broken"], quarter
        if suffix in PACKED:
            assert told, quarter


@pytest.mark.parametrize("suffix", [suffix for suffix in KINDS if suffix != ".pdf"])
def test_files_under_a_wrong_name(read: Read, suffix: str) -> None:
    content = good_files()[suffix]
    for other in MODULES:
        if MODULES[other] in ("pdf", "old_word") or MODULES[other] == MODULES[suffix]:
            continue
        found = read(f"a{other}", content)
        assert found, other
        if suffix in PACKED:
            assert not any(isinstance(item, Article) for item in found), other
        elif suffix in WHOLE_OR_NOTHING[1:] and other not in (*PACKED, ".zip"):
            assert [item.reason for item in found if isinstance(item, Rejection)] == ["broken"], other


WRONG = [
    ("a.txt", b"%PDF-1.7\n1 0 obj", "it is a PDF"),
    ("a.docx", b"{\\rtf1 Tin}", "rich text"),
    ("a.html", b"\x89PNG\r\n\x1a\n", "a picture"),
    ("a.pdf", b"PK\x03\x04", "a Word document"),
    ("a.zip", b"Rar!\x1a\x07", "a RAR archive"),
]


@pytest.mark.parametrize(("name", "content", "says"), WRONG)
def test_what_it_is_instead_is_said(read: Read, name: str, content: bytes, says: str) -> None:
    (told,) = read(name, content)
    assert isinstance(told, Rejection)
    assert says in told.detail


def _zeros(name: str) -> bytes:
    """Return a zip file whose one member unpacks to a gigabyte of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(16 * MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = block * 64 + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(data), 1 << 30, len(name), 0)
    local = b"PK\x03\x04" + about + name.encode()
    central = b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name.encode()
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(data), 0)
    return local + data + central + end


def _bombs(folder: Path) -> None:
    zipped = gzip.compress(bytes(64 * MB), 9) * 16
    for name in ("a.jsonl.gz", "a.sql.gz", "a.warc.gz", "a.tar.gz"):
        (folder / name).write_bytes(zipped)
    members = {
        "b.zip": "a.txt",
        "b.docx": "word/document.xml",
        "b.odt": "content.xml",
        "b.epub": "META-INF/container.xml",
    }
    for name, member in members.items():
        (folder / name).write_bytes(_zeros(member))


def _giants(folder: Path) -> None:
    """Write files of 200 MB of text (80 MB of XML), a good record beside it in one."""
    line = "Liên hiệp Hội họp bàn về việc tập hợp trí thức tại tỉnh Hà Giang. ".encode()
    text, less = (line * (size * MB // len(line)) for size in (200, 80))
    good = b'{"title": "Tin", "text": "Tin ng\xe1\xba\xafn"}\n'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://hoi.example/\r\nContent-Length: %d\r\n\r\n"
    giants = {
        "c.txt": [text],
        "c.jsonl": [b'{"text": "', text, b'"}\n', good],
        "c.xml": [b"<rss><channel><item><description>", less, b"</description></item></channel></rss>"],
        "c.warc": [record % (len(head) + len(text)), head, text, b"\r\n\r\n"],
        "c.sql": [b"INSERT INTO `j_content` (`introtext`) VALUES ('", text, b"');\n"],
    }
    for name, parts in giants.items():
        with (folder / name).open("wb") as stream:
            stream.writelines(parts)


# VmHWM is the peak of the process itself; ru_maxrss would begin with what its parent, the test run, held.
_READ_ALL = """
import json, re, sys
from pathlib import Path
from index.documents import Rejection
from index.sources import read_file, read_paths
told = {}
for file in read_paths([Path(sys.argv[1])]):
    items = list(read_file(file))
    told[file.path.name] = [getattr(item, "reason", None) or getattr(item, "text", "note") for item in items]
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps([told, int(peak[1]) // 1024]))
"""


def test_bombs_and_giants_are_told_within_bounded_memory(tmp_path: Path) -> None:
    _bombs(tmp_path)
    _giants(tmp_path)
    done = subprocess.run([sys.executable, "-c", _READ_ALL, tmp_path], capture_output=True, text=True, check=True)
    told, megabytes = json.loads(done.stdout)
    for path in tmp_path.iterdir():
        path.unlink()
    large, broken = ["too large"], ["broken"]
    assert told == {
        **{"a.jsonl.gz": large, "a.sql.gz": broken, "a.warc.gz": broken, "a.tar.gz": ["empty"]},
        **{"b.zip": large, "b.docx": large, "b.odt": large, "b.epub": large},
        **{"c.txt": large, "c.warc": large, "c.xml": [*large, "note"], "c.sql": broken},
        "c.jsonl": [*large, "Tin ngắn"],
    }
    assert megabytes < 500


def test_names_of_other_systems_are_read_and_stored(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "tin")
    os.mkdir(folder)  # noqa: PTH102  # names as bytes, which pathlib does not take
    for name in (b"C\xe9ng h\xdfa X\xb7 h\xe9i.txt", b"\xff\xfe.txt", b"\xff.bad.json", "hội".encode() + b".txt"):
        Path(os.fsdecode(os.path.join(folder, name))).write_text(f"Tin\n{TEXT}", encoding="utf-8")  # noqa: PTH118
    report = reindex([tmp_path / "tin"], tmp_path / "data", Silent(), jobs=1)
    assert (report.added, [item.reason for item in report.left_out]) == (3, ["broken"])
    ids = {item.id for file in read_paths([tmp_path / "tin"]) for item in read_file(file) if isinstance(item, Article)}
    assert {"Cộng hòa Xã hội", "hội"} <= ids
    assert reindex([tmp_path / "tin"], tmp_path / "data", Silent(), jobs=1).unchanged == 3


@settings(max_examples=int(os.environ.get("TRACUU_FUZZ", "250")))
@given(st.sampled_from(_QUICK).flatmap(lambda kind: st.tuples(st.just(kind), damaged(kind))))
def test_no_reader_raises(case: tuple[str, bytes]) -> None:
    suffix, content = case
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        for item in read_file(SourceFile(path, "a")):
            assert isinstance(item, Article | Rejection | Note)
            if isinstance(item, Article):
                assert item.text.strip()
                f"{item.id}{item.title}{item.text}{item.author}{item.url}".encode()  # raises for what UTF-8 lacks
            else:
                assert item.detail


@settings(max_examples=6)
@given(st.integers(0, 10_000), st.binary(max_size=30))
def test_no_damage_to_a_pdf_raises(at: int, noise: bytes) -> None:
    content = good_files()[".pdf"]
    at %= len(content)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(content[:at] + noise + content[at + 10 :])
        assert all(isinstance(item, Article | Rejection | Note) for item in read_file(SourceFile(path, "a")))

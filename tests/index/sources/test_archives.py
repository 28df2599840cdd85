"""Archives: members named in reports, bounds, names that lead out, links, damage."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources.archives import read as read_archive
from index.sources.files.walk import SourceFile
from index.sources.files.zip_bounds import Bounds

Read = Callable[..., list[Article | Rejection]]

NEWS = "Tin\nHội họp tại Huế.".encode()


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def _tar(members: list[tuple[str, bytes]], mode: str = "w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


MEMBERS = [
    ("2020/họp.txt", NEWS),
    ("README.md", NEWS),
    ("__MACOSX/._a.txt", NEWS),
    ("ảnh.png", b"\x89PNG"),
    ("xấu.json", b"{"),
    ("b.jsonl", b'{"text": "M\xe1\xbb\x99t"}\n'),
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tin.zip", _zip(MEMBERS)),
        ("tin.tar", _tar(MEMBERS)),
        ("tin.tar.gz", _tar(MEMBERS, "w:gz")),
        ("tin.tgz", _tar(MEMBERS, "w:gz")),
        ("tin.tar.bz2", _tar(MEMBERS, "w:bz2")),
        ("tin.tar.xz", _tar(MEMBERS, "w:xz")),
    ],
)
def test_members_are_read_and_named(read: Read, tmp_path: Path, name: str, content: bytes) -> None:
    first, bad, second = read(name, content)
    assert isinstance(first, Article)
    assert (first.id, first.text) == ("tin/2020/họp", "Hội họp tại Huế.")
    assert first.origin == f"{tmp_path / name}!/2020/họp.txt"
    assert isinstance(bad, Rejection)
    assert (bad.origin, bad.reason) == (f"{tmp_path / name}!/xấu.json", "broken")
    assert isinstance(second, Article)
    assert (second.id, second.origin) == ("tin/b#1", f"{tmp_path / name}!/b.jsonl:1")


@pytest.mark.parametrize("pack", [_zip, _tar])
@pytest.mark.parametrize("name", ["../../a.txt", "/a.txt", "..\\..\\a.txt", "x/../a.txt"])
def test_names_lead_nowhere(
    read: Read, tmp_path: Path, pack: Callable[[list[tuple[str, bytes]]], bytes], name: str
) -> None:
    suffix = "zip" if pack is _zip else "tar"
    (item,) = read(f"deep/er/tin.{suffix}", pack([(name, NEWS)]))
    assert isinstance(item, Article)
    assert item.id in ("tin/a", "tin/x/a")
    assert [path.name for path in tmp_path.rglob("*.txt")] == []


def test_links_and_devices_are_passed_over(read: Read, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(NEWS)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            entry = tarfile.TarInfo(f"{ord(kind)}.txt")
            entry.type, entry.linkname = kind, str(tmp_path / "secret.txt")
            archive.addfile(entry)
    (item,) = read("a.tar", stream.getvalue())
    assert isinstance(item, Rejection)
    assert item.reason == "empty"


def test_an_archive_in_an_archive_is_refused_and_the_rest_is_read(read: Read) -> None:
    inner, after = read("a.zip", _zip([("b.zip", _zip([("c.txt", NEWS)])), ("d.txt", NEWS)]))
    assert isinstance(inner, Rejection)
    assert (inner.reason, inner.origin.endswith("a.zip!/b.zip")) == ("unsupported", True)
    assert isinstance(after, Article)


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        (Bounds(members=2), "2 is the most"),
        (Bounds(total=20_000), "20000 bytes"),
        (Bounds(small=1000, ratio=10), "10 times"),
    ],
)
@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_bombs_stop_at_their_bounds(tmp_path: Path, bounds: Bounds, says: str, name: str) -> None:
    members = [(f"{at}.txt", b"\0" * 100_000) for at in range(3)]
    path = tmp_path / name
    path.write_bytes(_zip(members) if name == "a.zip" else _tar(members, "w:gz"))
    *_, last = read_archive(SourceFile(path, "a"), bounds)
    assert isinstance(last, Rejection)
    assert (last.origin, last.reason) == (str(path), "too large")
    assert says in last.detail


def test_a_header_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("././@PaxHeader")
    entry.type, entry.size = tarfile.XHDTYPE, 1 << 30
    path = tmp_path / "a.tgz"
    path.write_bytes(gzip.compress(entry.tobuf() + b"\0" * 10_000))
    (item,) = read_archive(SourceFile(path, "a"))
    assert isinstance(item, Rejection)
    assert item.reason == "too large"


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz"])
@pytest.mark.parametrize("content", [b"", b"Xin", b"PK\x03\x04" * 30, b"\x1f\x8b" + b"\0" * 600])
def test_what_is_no_archive_is_told(read: Read, name: str, content: bytes) -> None:
    (item,) = read(name, content)
    assert isinstance(item, Rejection)
    assert item.reason in ("broken", "empty")


def test_what_came_before_the_damage_is_kept(read: Read) -> None:
    content = _tar([("a.txt", NEWS), ("b.txt", b"x" * 5000)])[:3000]
    first, *rest = read("a.tar", content)
    assert isinstance(first, Article)
    assert [item.reason for item in rest if isinstance(item, Rejection)] == ["broken"]


def test_a_damaged_member_is_told_and_the_rest_is_read(read: Read) -> None:
    content = bytearray(_zip([("a.txt", NEWS * 50), ("b.txt", NEWS)]))
    content[40:44] = b"\xff" * 4
    bad, good = read("a.zip", bytes(content))
    assert isinstance(bad, Rejection)
    assert bad.reason == "broken"
    assert isinstance(good, Article)


def test_a_password_is_told(read: Read) -> None:
    content = bytearray(_zip([("a.txt", NEWS)]))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (item,) = read("a.zip", bytes(content))
    assert isinstance(item, Rejection)
    assert "password" in item.detail


def test_names_in_other_encodings(read: Read) -> None:
    content = _zip([("1234567890.txt", NEWS)]).replace(b"1234567890", "họp-mớ".encode())
    (item,) = read("a.zip", content)
    assert isinstance(item, Article)
    assert item.id == "a/họp-mớ"

"""Files with some of their bytes changed, for hypothesis: of every kind that has a reader, also inside what is packed.

Bytes are put in, cut out, taken from a file of another kind, or repeated: that shows what takes time by the square.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import cache

from hypothesis import strategies as st

from tests.index.sources.corpus import good_files, zipped

KINDS = tuple(sorted(good_files()))
PRINTED = ".pdf"
"""The kind that a program of its own reads; each takes long."""

_NOISE = (
    b"\0",
    b"\xff\xff",
    b"'",
    b'"',
    b"]]>",
    b"\\",
    b"{",
    b"}",
    b"(",
    b"&#xD800;",
    b"\xed\xa0\x80",
    b"9" * 30,
    b"<td>" * 9,
    b"<!--",
    b"\r\n\r\n",
    "Số: 12/KH-LHH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHuế, ngày 07 tháng 5 năm 2023\n".encode(),
    "Nơi nhận:\n- Như trên;\nTM. BAN THƯỜNG VỤ\n".encode(),
)
_MOST_REPEATED = 1 << 16  # bytes


@cache
def _members(suffix: str) -> dict[str, bytes]:
    """Return what a good file of a kind holds packed, by member; nothing for what is not packed."""
    content = good_files()[suffix]
    if content.startswith(b"\x1f\x8b"):
        return {"": gzip.decompress(content)}
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _packed(suffix: str, members: dict[str, bytes]) -> bytes:
    return gzip.compress(members[""]) if "" in members else zipped({**members})


@st.composite
def _changed(draw: st.DrawFn, content: bytes) -> bytes:
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(content)))
        cut = draw(st.integers(0, 40))
        put = draw(st.sampled_from(_NOISE) | st.binary(max_size=8) | st.just(content[at : at + cut]))
        times = draw(st.sampled_from((1, 1, 1, 2, 1_000))) if put else 1
        put = (put * times)[:_MOST_REPEATED]
        content = content[:at] + put + content[at + cut * draw(st.integers(0, 1)) :]
    return content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 3)) == 0 else content


@st.composite
def damaged(draw: st.DrawFn, suffix: str) -> bytes:
    """Return a file of a kind, or of another under its name, with some of its bytes changed, or of what it packs."""
    members = _members(suffix)
    if members and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(members)))
        return _packed(suffix, {**members, name: draw(_changed(members[name]))})
    other = draw(st.integers(0, 3)) == 0
    return draw(_changed(good_files()[draw(st.sampled_from(KINDS)) if other else suffix]))

"""An index that grows, and who follows what in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from webui.cli.progress import Silent
from webui.following.notify import Run, notify
from webui.following.subscriptions import read_following

DAY = date(2026, 11, 2)
CITING = "Báo cáo việc thực hiện Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị."
SAYING = "Phát biểu tại hội nghị, GS. TSKH. Đặng Vũ Minh, Chủ tịch Liên hiệp Hội Việt Nam, nói: “Cần phản biện sớm.”"
FIRST = [
    {"id": "cu-1", "title": "Bàn về nước sạch", "text": "Hội thảo nước sạch ở vùng cao.", "source": "Hội A"},
    {"id": "cu-2", "title": "Sơ kết chỉ thị", "text": CITING, "date": "2015-06-01", "source": "Hội B"},
    {"id": "cu-3", "title": "Lời chủ tịch", "text": SAYING, "date": "2016-01-01", "source": "Hội C"},
]
SECOND = [
    {"id": "moi-1", "title": "Nước sạch <vùng> biển & đảo", "text": "Nước sạch về đảo xa.", "date": "2026-11-01",
     "source": "Hội A", "url": "https://hoi-a.example/1"},
    {"id": "moi-2", "title": "Tổng kết mười năm", "text": f"Hội nghị lớn. {CITING} Nhiều việc đã xong.",
     "date": "2026-10-30", "source": "Hội B"},
    {"id": "moi-3", "title": "Diễn đàn mùa thu", "text": f"Đông người dự. {SAYING} Ai cũng tán thành.",
     "date": "2026-10-31", "source": "Hội C"},
]  # fmt: skip
FOLLOWED = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "Tra cứu <tracuu@hoi.example>"

[[follow]]
search = "nước sạch"
to = "an@hoi.example"

[[follow]]
directive = "Chỉ thị 42-CT/TW"
to = "binh@hoi.example"
every = "week"

[[follow]]
person = "Đặng Vũ Minh"
to = "an@hoi.example"
"""


@dataclass
class Office:
    """A data folder with what was published into it, and the file of who follows what."""

    data: Path
    file: Path

    def publish(self, *records: dict[str, str]) -> None:
        source = self.data.parent / "records.jsonl"
        with source.open("a", encoding="utf-8") as lines:
            lines.writelines(json.dumps(one) + "\n" for one in records)
        assert not reindex([source], self.data, Silent(), jobs=1).left_out

    def follow(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def run(self, day: date = DAY, base: str = "https://tracuu.example", dry_run: bool = False) -> Run:
        engine = WhooshEngine(self.data)
        try:
            return notify(engine, self.data, read_following(self.file), day, base, dry_run=dry_run)
        finally:
            engine.close()


@pytest.fixture
def office(tmp_path: Path) -> Callable[[str], Office]:
    """Make an office whose first articles are published, with what is followed there."""

    def make(followed: str) -> Office:
        made = Office(tmp_path / "var", tmp_path / "following.toml")
        made.publish(*FIRST)
        made.follow(followed)
        return made

    return make

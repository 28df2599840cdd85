"""Measures what an article costs that cites very many documents or names very many people.

`python -m tests.bench.many_mentions 5000 20000` prints seconds of the processor: finding, gathering, settling. They
must grow with the number of mentions and not with its square.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from index.documents import Article
from index.findings.article_findings import StoredArticle, find_in
from index.records.corrected import Corrections
from index.records.gathered_mentions import Mentions, directive_records, gather, person_records
from index.resolve.office_table import names_in, registry_in

_GIVEN = [
    *("Lan", "Hà", "Minh", "Hùng", "Dũng", "Tuấn", "Hương", "Nga", "Sơn", "Hải"),
    *("Long", "Bình", "Thanh", "Phương", "Thảo", "Quang", "Vinh", "Đức", "Trung", "Kiên"),
]
_SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]


def _name(number: int) -> str:
    """Return one of 2,240,000 names."""
    given = [_GIVEN[number // 20**place % 20] for place in range(4)]
    return " ".join((_SURNAMES[number % 14], *given))


_LINES = {
    "one document": lambda n: f"Chỉ thị số 42-CT/TW của Ban Bí thư được nhắc lại lần thứ {n} tại xã.",
    "documents": lambda n: f"Quyết định số {n + 1}/{2000 + n % 20}/QĐ-UBND về việc phê duyệt dự án.",
    "dates": lambda n: f"Chỉ thị số 42-CT/TW ngày {n % 28 + 1}/{n // 28 % 12 + 1}/{1900 + n // 336 % 120} là đây.",
    "people": lambda n: f"Ông {_name(n * 7919 % 2_240_000)}, Chủ tịch Liên hiệp Hội tỉnh Phú Thọ, cho biết kết quả.",
    "speakers": lambda n: f"Ông {_name(n * 7919 % 2_240_000)} cho biết: “Chỉ thị số 42-CT/TW có {n} điểm”.",
}


def _measure(kind: str, count: int, folder: Path) -> None:
    text = "\n".join(map(_LINES[kind], range(count)))
    article = Article("a", "Tin", text, date="2020-10-10", source="Liên hiệp Hội tỉnh Phú Thọ")
    registry, names, corrections = registry_in(folder), names_in(folder), Corrections()
    times = [time.process_time()]
    found = find_in(article, registry, names)
    times.append(time.process_time())
    mentions = Mentions(folder / "mentions")
    gather(StoredArticle(article, found), None, mentions, corrections)
    times.append(time.process_time())
    records = 0
    for bucket, rows in mentions.by_bucket():
        if bucket.startswith("d:"):
            records += sum(1 for _ in directive_records(bucket, rows, registry))
        else:
            records += sum(1 for _ in person_records(bucket, rows, names, corrections))
    times.append(time.process_time())
    mentions.close()
    told = " ".join(f"{after - before:8.2f}" for before, after in itertools.pairwise(times))
    print(f"{kind:13} {count:7,} {told}  {records:,} records", flush=True)


def main() -> None:
    """Measure each kind at each count."""
    with TemporaryDirectory() as folder:
        for kind in _LINES:
            for count in map(int, sys.argv[1:] or ("5000", "20000")):
                _measure(kind, count, Path(folder))


if __name__ == "__main__":
    main()
